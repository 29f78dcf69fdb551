"""The example of many countries: each is assessed by its own imports, as if it were the only one."""

from pathlib import Path

import pytest

import criticality as crit
from criticality.files.workspace import Workspace
from criticality.sweeps.sweep_loading import load_sweep
from workspace_builder import check, edit, example


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return example("world", tmp_path)


def test_the_example_is_in_order(root: Path) -> None:
    assert check(root).code == 0


def test_every_country_is_what_its_own_assessment_gives(root: Path) -> None:
    workspace = crit.Workspace(root)
    sweep = workspace.sweep("every-country")
    table = sweep.table
    assert sorted(table["country"].unique()) == ["ATL", "HYP", "LEM", "MUU", "THU"]
    assert sweep.failures.empty
    edit(root, "assessments/every-country.yaml", "country: ATL", "country: LEM")
    run = workspace.assess(draws=0)
    case = table[
        (table["country"] == "LEM") & (table["reference_year"] == 2024) & (table["threshold.score.critical"] == 0.5)
    ].set_index("mineral")
    assert case["score"].dropna().to_dict() == run.ranking["score"].dropna().to_dict()
    assert case["tier"].to_dict() == run.ranking["tier"].to_dict()


def test_a_sweep_over_countries_does_not_tell_that_their_rows_are_not_read(root: Path) -> None:
    file = "sweeps/every-country.yaml"
    assert "checking.rows_not_read" not in {one.code for one in load_sweep(Workspace(root), file).warnings}
    edit(root, file, "country: all", "country: [ATL]")
    assert "checking.rows_not_read" in {one.code for one in load_sweep(Workspace(root), file).warnings}


def test_a_country_without_rows_of_its_own_is_left_out_and_told_where_it_is_named(root: Path) -> None:
    trade = root / "data/trade.csv"
    lines = trade.read_text("utf-8").splitlines()
    trade.write_text("\n".join(line for line in lines if not line.startswith("MUU,")) + "\n", "utf-8")
    assert "MUU" not in set(crit.Workspace(root).sweep("every-country").table["country"])
    edit(root, "sweeps/every-country.yaml", "country: all", "country: [ATL, MUU]")
    outcome = check(root, "sweeps")
    assert outcome.code == 1
    assert "data/trade.csv has no row of MUU" in outcome.said
