"""A record of an earlier version is shown as before: the codes of its sentences are found again from its inputs."""

import copy
from pathlib import Path

import pytest

import criticality as crit
from criticality.api.recoded import with_codes
from criticality.model.record import Record
from criticality.records.store import read_record
from criticality.report.pages import render_page
from forging import VERSIONS, older
from workspace_builder import atlantis


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return crit.Workspace(atlantis(tmp_path_factory.mktemp("recoded"))).assess(draws=0).record


def without_codes(record: Record) -> Record:
    old = copy.deepcopy(record)
    for row in [*old["result"]["indicators"], *old["result"]["ranking"], *old["result"]["checks"]]:
        del row["said"]
    for key in ("weight_notes_said", "methods_not_done_said"):
        del old["result"][key]
    if old["result"]["robustness"] is not None:
        del old["result"]["robustness"]["not_done_said"]
    return old


def test_a_record_with_codes_is_left_as_it_is(record: Record) -> None:
    assert with_codes(record) is record


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_pages_of_a_record_without_codes_are_those_of_the_record_with_them(language: str, record: Record) -> None:
    old = without_codes(record)
    assert with_codes(old) == record
    assert "said" not in old["result"]["indicators"][0], "the record that was read stays as it is"
    assert render_page(with_codes(old), language) == render_page(record, language)


def test_a_sentence_that_this_version_does_not_write_is_shown_as_it_stands(record: Record) -> None:
    old = without_codes(record)
    old["result"]["indicators"][0]["note"] = "A remark of another version"
    first, *others = with_codes(old)["result"]["indicators"]
    assert "said" not in first
    assert all("said" in cell for cell in others)
    assert "A remark of another version" not in render_page(record, "zh-Hant")


def test_inputs_that_this_version_cannot_read_leave_every_sentence_as_it_stands(record: Record) -> None:
    old = without_codes(record)
    old["inputs"]["criteria"][0]["indicator"] = "of_another_version"
    assert with_codes(old) is old


def test_a_record_whose_checks_alone_have_no_codes_gets_theirs(record: Record) -> None:
    old = copy.deepcopy(record)
    for row in old["result"]["checks"]:
        del row["said"]
    old["result"]["checks"][0]["text"] = {"en": "A remark of another version", "zh-Hant": "另一版本之說明"}
    first, *others = with_codes(old)["result"]["checks"]
    assert "said" not in first
    assert len(others) > 10
    assert others == record["result"]["checks"][1:]
    assert "另一版本之說明" in render_page(with_codes(old), "zh-Hant")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_findings_of_every_older_version_have_their_codes_again(version: str, tmp_path: Path) -> None:
    checks = with_codes(read_record(older(tmp_path, version)))["result"]["checks"]
    assert checks
    assert [row["text"] for row in checks if not row.get("said")] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_notes_of_every_older_version_have_their_codes_again(version: str, tmp_path: Path) -> None:
    cells = with_codes(read_record(older(tmp_path, version)))["result"]["indicators"]
    assert [cell["note"] for cell in cells if cell["note"] and not cell.get("said")] == []
