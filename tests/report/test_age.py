"""Old evidence is never the ground on which supply is said to be safe: pages, terminal and workbook say so."""

import json
from pathlib import Path

import pytest

from criticality.model.record import Record
from criticality.report.age import OLDEST, of_mineral, said_of_tier, stale_in
from criticality.report.workbook import Names, sheets_of
from workspace_builder import atlantis, criticality, edit, run_folder

SAFE = "norwegium"
"""Important and well supplied: its tier says that its supply risk is low."""


def recorded(root: Path, year: int) -> Path:
    for place in ("THU", "WLD"):
        edit(root, "data/production.csv", f"{SAFE},extraction,{place},2024", f"{SAFE},extraction,{place},{year}")
    return run_folder(root)


def record_in(folder: Path) -> Record:
    return json.loads((folder / "record.json").read_text("utf-8"))


@pytest.mark.parametrize(("year", "old"), [(2025 - OLDEST - 1, True), (2025 - OLDEST, False)])
def test_a_tier_that_calls_supply_safe_names_the_minerals_on_old_evidence(year: int, old: bool, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    record = record_in(recorded(root, year))
    for reader, word in zip(
        Names(record).readers, ("不足以說明目前供應狀況", "says nothing of supply today"), strict=True
    ):
        assert stale_in(reader, "strategic") == ([(SAFE, year)] if old else [])
        assert (word in said_of_tier(reader, "strategic")) is old
    row = next(row for row in record["result"]["ranking"] if row["mineral"] == SAFE)
    assert row["tier"] == "strategic"
    assert (of_mineral(reader, row) is not None) is old


def test_terminal_and_workbook_say_so_in_both_languages(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    folder = recorded(root, 2018)
    for words in ((folder.name,), (folder.name, SAFE)):
        said = " ".join(criticality("show", *words, "--workspace", root).out.split())
        assert "more than 5 years old" in said
        chinese = criticality("show", *words, "--workspace", root, "--lang", "zh-Hant").out
        assert "距今逾5年" in "".join(chinese.split())
    assert "years old" not in criticality("show", folder.name, "victorium", "--workspace", root).out
    ranking = next(sheet for sheet in sheets_of(record_in(folder)) if "old_evidence" in sheet.columns)
    told = {row[0]: row[ranking.columns.index("old_evidence")] for row in ranking.rows}
    assert "2018" in told[SAFE] and "距今逾 5 年" in told[SAFE]
    assert not told["victorium"]


def test_no_words_of_the_pages_call_supply_secure() -> None:
    """A low supply risk is a position on a scale, on the evidence at hand: nobody promises supply."""
    said = (Path(__file__).parents[2] / "src/criticality/report/templates/words.json").read_text("utf-8")
    said += (Path(__file__).parents[2] / "assessments/taiwan-2026.yaml").read_text("utf-8")
    for promise in ("供應無虞", "供應安全無虞", "supply is secure", "secure supply", "supply secure"):
        assert promise not in said.lower()
