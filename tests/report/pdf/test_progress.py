"""Somebody who waits for the pages is told which chapter is being set."""

from pathlib import Path

from printed_lists import needs_pages
from sample_record import sample_record, write_folder

from criticality.report import write_lists


def test_every_chapter_is_told_once_and_in_order(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record()
    folder = write_folder(record, tmp_path / record["run_id"])
    told: list[str] = []
    write_lists(record, folder, [("full", "en")], progress=told.append)
    chapters = [words.removeprefix("list.en.pdf: ") for words in told if "/" in words.split(" ")[1]]
    places = [words.split(" ")[0] for words in chapters]
    assert places == [f"{place}/{len(places)}" for place in range(1, len(places) + 1)]
    assert any("The result" in words for words in chapters)
    assert len(places) > 8
