"""The comparison in print: the signed page as an archive PDF, and the first part of chapter 6."""

# Holds: report/comparison/child.py.

import copy
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pairs import bar_rises, compared, mine_closes, record
from test_verapdf import verdicts

from criticality.errors import MachineError
from criticality.report import render_html
from criticality.report.comparison.pdf import signed_page, write_comparison
from criticality.report.comparison_reader import LONGEST, brief
from criticality.report.pdf.fonts import font_files
from lacking import lacking

LANGUAGES = ("en", "zh-Hant")


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return compared((), (mine_closes, bar_rises))


@pytest.fixture(scope="module")
def paths(content: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Both editions, printed once for the tests of this file."""
    if not font_files():
        with pytest.raises(MachineError):
            write_comparison(content, tmp_path_factory.mktemp("refused"))
        lacking("the font Noto Sans CJK TC is not installed")
    return write_comparison(content, tmp_path_factory.mktemp("printed"))


def test_both_editions_are_archive_copies(content: dict[str, Any], paths: list[Path], tmp_path: Path) -> None:
    assert [path.name for path in paths] == ["comparison.zh-Hant.pdf", "comparison.en.pdf"]
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)
    for path in paths:
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) in path.name
            assert pdf.Root.MarkInfo.Marked
            with pdf.open_metadata() as metadata:
                assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    again = write_comparison(content, tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in paths]


def test_both_editions_hold_what_they_claim(paths: list[Path]) -> None:
    found = verdicts(*paths)
    assert [(v["file"], v["claim"], v["failures"]) for v in found if not v["holds"]] == []
    assert len(found) == 2 * 2


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


@pytest.mark.parametrize(
    ("value", "en", "chinese"),
    [
        (None, "–", "–"),
        ("none", "none", "無"),
        (0.5, "0.5", "0.5"),
        ({"en": "Rare earths", "zh-Hant": "稀土"}, "Rare earths", "稀土"),
        ({"by": 3.0}, '{"by": 3.0}', '{"by": 3.0}'),
        ([{"because": "Routes change in a year. " * 5}] * 4, "(4 entries)", "（4 項）"),
        ({"levers": [], "shocks": [], "title": "Stop" * 99}, "(3 entries)", "（3 項）"),
    ],
)
def test_a_value_is_printed_in_few_words(value: Any, en: str, chinese: str) -> None:
    assert (brief(value, "en"), brief(value, "zh-Hant")) == (en, chinese)


def test_a_long_text_is_cut_in_print(content: dict[str, Any]) -> None:
    assert len(brief("why " * 500, "en")) == LONGEST
    long = copy.deepcopy(content)
    long["inputs"][0]["after"] = "because " * 500
    assert signed_page(long, "en").count("because") < 100
