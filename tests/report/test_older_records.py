"""What an older version decided is printed by this one, from its record alone."""

from pathlib import Path

import pytest
from printed_lists import needs_pages

import criticality as crit
from criticality.model.document import EDITIONS
from criticality.records.seal import checked
from criticality.records.store import read_record
from criticality.report.pages import render_page
from forging import VERSIONS, older, workspace_of
from workspace_builder import criticality


@pytest.mark.parametrize("version", VERSIONS)
def test_the_pages_of_every_older_version_are_filled(version: str, tmp_path: Path) -> None:
    record = read_record(older(tmp_path, version))
    for edition in EDITIONS:
        page = render_page(record, "en", edition=edition)
        assert f"criticality {version}" in page or edition != "full"
        assert record["run_id"] in page
        for row in record["result"]["ranking"]:
            assert not row["listed"] or row["mineral"] in page.lower()


def test_the_record_of_the_first_version_is_printed_sealed_and_verified(tmp_path: Path) -> None:
    needs_pages()
    folder = older(tmp_path, "0.1.0")
    decided = (folder / "record.json").read_bytes()
    root = workspace_of(folder)
    words = ("--language", "en", "--edition", "short", "--workspace", root)
    outcome = criticality("report", folder.name, *words)
    assert outcome.code == 0, outcome.said
    assert (folder / "list.short.en.pdf").read_bytes().startswith(b"%PDF-")
    assert (folder / "record.json").read_bytes() == decided
    assert checked(folder)
    verified = criticality("verify", folder.name, "--workspace", root)
    assert verified.code == 0, verified.said
    assert f"version 0.1.0 wrote it: recomputed by version {crit.__version__}, held to 1e-09" in verified.out
    assert "pages are not comparable across versions: list.ods, list.short.en.pdf, list.xlsx" in verified.out
