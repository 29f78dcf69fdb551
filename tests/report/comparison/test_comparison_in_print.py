"""The comparison in print: the signed page as an archive PDF, and the first part of chapter 6."""

import copy
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pairs import bar_rises, compared, mine_closes, record

from criticality.errors import MachineError
from criticality.report import render_html
from criticality.report.comparison.pdf import signed_page, write_comparison
from criticality.report.fonts import font_files

LANGUAGES = ("en", "zh-Hant")


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return compared((), (mine_closes, bar_rises))


def test_both_editions_are_archive_copies(content: dict[str, Any], tmp_path: Path) -> None:
    if not font_files():
        with pytest.raises(MachineError):
            write_comparison(content, tmp_path)
        return
    paths = write_comparison(content, tmp_path)
    assert [path.name for path in paths] == ["comparison.zh-Hant.pdf", "comparison.en.pdf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in paths)
    for path in paths:
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) in path.name
            assert pdf.Root.MarkInfo.Marked
            with pdf.open_metadata() as metadata:
                assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    again = write_comparison(content, tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in paths]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_signed_page_has_the_sentences_and_room_to_sign(language: Any, content: dict[str, Any]) -> None:
    html = signed_page(content, language)
    movers = [entry for key in ("entered", "left", "moved_tier") for entry in content[key]]
    assert movers
    assert all(entry["because"][language] in html for entry in movers)
    assert 'class="signatures"' in html
    assert all(entry["place"] in html for entry in content["inputs"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapter_six_opens_with_the_previous_run(language: Any, content: dict[str, Any]) -> None:
    printed = copy.deepcopy(record(mine_closes, bar_rises))
    without = render_html(printed, language)
    printed["result"]["comparison"] = content
    html = render_html(printed, language)
    start, end = html.index('id="comparison-previous"'), html.index('id="comparison-methods"')
    chapter = " ".join(html[start:end].split())
    assert content["runs"]["a"]["run_id"] in chapter
    names = [content["minerals"][entry["mineral"]][language] for entry in content["left"]]
    assert names
    assert all(name in chapter for name in names)
    assert content["runs"]["a"]["run_id"] not in without
