"""The review as pages show it: they can be made again with the entries that they were printed with, and no others."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from pairs import record, recorded
from printed_lists import needs_pages

from criticality import read_run
from criticality.api.life.reviewing import as_printed, printed_with, sound_review, with_review, without_review
from criticality.errors import RecordError
from criticality.records.life.review_files import Statement, add_entry, read_review

DAY = date(2026, 1, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = Path(shutil.copytree(recorded(), tmp_path / "runs" / recorded().name))
    say(found, "First.")
    say(found, "Second.")
    return found


def say(folder: Path, text: str) -> None:
    add_entry(folder, record(), Statement("comment", "Lee", DAY, None, text), DAY)


def test_a_page_is_made_again_with_the_entries_of_its_day(folder: Path) -> None:
    printed = printed_with(read_review(folder, record()))
    assert printed is not None
    say(folder, "Third.")
    shown = as_printed(read_review(folder, record()), printed)
    assert shown is not None
    assert [entry["text"] for entry in shown["entries"]] == ["First.", "Second."]
    assert as_printed(read_review(folder, record()), None) is None, "a page of the time before the review"


def test_entries_deleted_after_a_page_was_printed_with_them_are_missed(folder: Path) -> None:
    printed = printed_with(read_review(folder, record()))
    (folder / "review" / "0002.json").unlink()
    with pytest.raises(RecordError, match="printed with 2 entries of the review"):
        as_printed(read_review(folder, record()), printed)


def test_a_run_without_a_review_is_printed_as_before() -> None:
    review = read_review(recorded(), record())
    assert review.shown is None and printed_with(review) is None
    assert with_review(record(), None) == record()


def test_the_workbook_and_the_page_for_a_browser_have_no_review(folder: Path) -> None:
    shown = with_review(record(), read_review(folder, record()).shown)
    assert shown["result"]["review"]["entries"]
    assert without_review(shown) == record()


def test_no_page_is_printed_with_a_part_of_a_review(folder: Path) -> None:
    (folder / "review" / "0001.json").write_text("{}", "utf-8")
    with pytest.raises(RecordError, match="review/0001"):
        sound_review(folder, record())


@pytest.mark.slow
def test_printed_pages_hold_when_the_review_goes_on_and_not_when_it_loses_an_entry(folder: Path) -> None:
    needs_pages()
    run = read_run(folder)
    run.report("en", edition="short")
    noted = json.loads((folder / "printing.json").read_text("utf-8"))["list.short.en.pdf"]["review"]
    assert noted["entries"] == 2
    say(folder, "Third.")
    found = run.verify()
    assert found.holds, found.differences
    assert "list.short.en.pdf" in found.proved
    for number in ("0002", "0003"):
        (folder / "review" / f"{number}.json").unlink()
    ((file, what),) = run.verify().differences
    assert file == "list.short.en.pdf"
    assert "printed with 2 entries of the review" in what
