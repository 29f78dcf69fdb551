"""A sweep as Parquet (docs/how-to/sweep.md): the rows of the table with their types, outside the seal."""

import sys
from pathlib import Path

import pandas as pd
import pytest

from workspace_builder import atlantis, criticality

NAME = "weights-and-methods"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return atlantis(tmp_path_factory.mktemp("swept")).resolve()


def swept(root: Path, *words: str) -> Path:
    outcome = criticality("sweep", NAME, "--workspace", root, "--quiet", *words)
    assert outcome.code == 0, outcome.said
    return Path(outcome.out.strip())


def test_parquet_has_the_rows_of_the_table_and_leaves_the_seal_as_it_is(root: Path) -> None:
    folder = swept(root)
    sums = (folder / "SHA256SUMS").read_bytes()
    assert swept(root, "--parquet") == folder
    first = (folder / "table.parquet").read_bytes()
    found, table = pd.read_parquet(folder / "table.parquet"), pd.read_csv(folder / "table.csv")
    assert list(found) == list(table)
    assert found["score"].dtype == "float64"
    assert found["listed"].dtype == "bool"
    pd.testing.assert_series_equal(found["rank"], table["rank"], check_exact=True)
    pd.testing.assert_series_equal(found["score"], table["score"], check_exact=True)
    assert found["tier"].fillna("").tolist() == table["tier"].fillna("").tolist()
    assert (folder / "SHA256SUMS").read_bytes() == sums
    (folder / "table.parquet").unlink()
    swept(root, "--parquet")
    assert (folder / "table.parquet").read_bytes() == first, "the same table gives the same bytes"
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(("language", "said"), [("en", "criticality[parquet]"), ("zh-Hant", "尚未安裝")])
def test_without_pyarrow_nothing_is_decided_and_the_hint_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.delitem(sys.modules, "criticality.sweeps.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    root = atlantis(tmp_path)
    refused = criticality("sweep", NAME, "--workspace", root, "--parquet", "--lang", language)
    assert refused.code == 2
    assert said in refused.said
    assert not (root / "output/sweeps").exists()
