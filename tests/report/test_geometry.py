"""The printed pages measured: nothing beyond the margins or upon another, no row in two, no head without its text."""

import itertools
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from printed_lists import Printed, needs_pages
from sample_record import Record, sample_record
from tag_tree import Tag, read_tree

from criticality.report import write_factsheets
from lacking import lacking
from longer import sampled

LANGUAGES = ("zh-Hant", "en")
MILLIMETRE = 72 / 25.4
MARGIN = {595: 20 * MILLIMETRE}
LINES_OF_A_PAGE = 8
"""A page with fewer lines looks like an accident."""

_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A word and the box of its inked middle: without the room above and below that lines may share."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Word") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def words_of_pages(path: Path) -> list[tuple[float, float, list[Word]]]:
    """Return width, height and words of every page."""
    if shutil.which("pdftotext") is None:
        lacking("pdftotext is not installed")
    shown = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return [
        (float(width), float(height), [_word(*found) for found in _WORD.findall(body)])
        for width, height, body in _PAGE.findall(shown)
    ]


def _word(left: str, top: str, right: str, bottom: str, text: str) -> Word:
    x1, y1, x2, y2 = map(float, (left, top, right, bottom))
    height = y2 - y1
    return Word(text, x1 + 0.4, y1 + 0.38 * height, x2 - 0.4, y2 - 0.32 * height)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_leaves_the_margins(printed: Printed, language: str) -> None:
    pages = words_of_pages(printed.editions[language])
    assert {round(width) for width, _, _ in pages} == set(MARGIN)
    beyond = [
        (number, word.text)
        for number, (width, height, words) in enumerate(pages, start=1)
        for word in words
        if word.left < MARGIN[round(width)] - 1
        or word.right > width - MARGIN[round(width)] + 1
        or not 0 < word.top < word.bottom < height
    ]
    assert beyond == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_lies_upon_another(printed: Printed, language: str) -> None:
    upon = [
        (number, one.text, other.text)
        for number, (_, _, words) in enumerate(words_of_pages(printed.editions[language]), start=1)
        for one, other in itertools.combinations(words, 2)
        if one.covers(other)
    ]
    assert upon == []


@pytest.fixture(scope="module", params=LANGUAGES)
def tree(request: pytest.FixtureRequest, printed: Printed) -> Tag:
    return read_tree(printed.editions[request.param])


def test_a_row_stays_on_one_page(tree: Tag) -> None:
    rows = [tag for tag in tree.walk() if tag.kind == "TR"]
    assert len(rows) > 200
    assert [row.whole for row in rows if len(row.all_pages) > 1] == []


def test_no_heading_or_caption_is_left_behind_by_its_text(tree: Tag) -> None:
    order = [tag for tag in tree.walk() if tag.kind in {"H1", "H2", "H3", "Caption", "P", "TR", "LI", "Figure"}]
    heads = [(tag, after) for tag, after in itertools.pairwise(order) if tag.kind in {"H1", "H2", "H3", "Caption"}]
    assert len(heads) > 30
    assert [tag.whole for tag, after in heads if min(after.all_pages) != max(tag.all_pages)] == []


def with_uses(count: int) -> Record:
    """The sample, whose first listed mineral has so many uses, each with a reason two lines long."""
    record = sample_record(robustness=True, policy=True)
    table = record["inputs"]["data"]["end_uses"]
    mineral = next(row["mineral"] for row in record["result"]["ranking"] if row["listed"])
    first = dict(zip(table["columns"], table["rows"][0], strict=True))
    uses = [
        {
            **first,
            "mineral": mineral,
            "application": f"Application of the {number}th kind",
            "because": "The source books it elsewhere, which here would count it twice.",
        }
        for number in range(count)
    ]
    table["rows"] = [list(use.values()) for use in uses]
    return record


def lines_of(words: list[Word], height: float) -> int:
    """Count the lines of a page between its running head and foot."""
    middles = sorted((word.top + word.bottom) / 2 for word in words if 0.06 * height < word.top < 0.94 * height)
    return sum(after - before > 2 for before, after in itertools.pairwise([0.0, *middles]))


@pytest.mark.parametrize(
    ("uses", "language"),
    sampled(itertools.product([2, 12, 16, 20, 24, 28], LANGUAGES), 5, lambda case: case[1]),
)
def test_a_factsheet_has_two_pages_at_most_and_the_second_more_than_notes(
    uses: int, language: str, tmp_path: Path
) -> None:
    needs_pages()
    record = with_uses(uses)
    mineral = next(row["mineral"] for row in record["result"]["ranking"] if row["listed"])
    (sheet,) = write_factsheets(record, tmp_path, [language], [mineral])
    pages = words_of_pages(sheet)
    assert len(pages) <= 2
    if len(pages) == 2:
        _, height, words = pages[1]
        assert lines_of(words, height) >= LINES_OF_A_PAGE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_glyph_is_missing(printed: Printed, language: str) -> None:
    with pikepdf.open(printed.editions[language]) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in {"TJ", "Tj"}:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    raws = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
                    assert all(raw[at : at + 2] != b"\0\0" for raw in raws for at in range(0, len(raw), 2))
