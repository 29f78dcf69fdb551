"""The full edition whole: its length, its type sizes, its blank tails, and tables that break with company.

Holds the fictional country's list, printed once for all tests of this folder; and, where all tests are run, Taiwan's.
"""

import itertools
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from printed_lists import Printed, needs_pages
from sample_record import write_folder
from tag_tree import Tag, read_tree
from type_sizes import fill_of_pages, last_pages_of_chapters, smaller_than, texts_with_sizes

from criticality import Workspace
from criticality.report import write_lists

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "zh-Hant")
MOST_PAGES = 70
SMALLEST, READING = 8.0, 9.0
TAIL, HALF, LOWER = 1 / 3, 1 / 2, 3 / 4
TAILS = 0.05
"""The share of pages whose lower quarter may be blank, and, but for the last page, of all text area blank at a foot.

A line, a row or a paragraph that stays whole leaves some points of every page blank; less than `LINES` is not counted.
"""
LINES = 0.04
"""Two lines of running text, as a share of a page."""
TOGETHER = 3


@pytest.fixture(scope="module")
def taiwan(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Taiwan's full edition in both languages, with few draws."""
    needs_pages()
    run = Workspace(ROOT).assess(draws=500)
    record: Any = {**run.record, "result": {**run.record["result"], "policy": run.policy()}}
    folder = write_folder(record, tmp_path_factory.mktemp("taiwan") / run.run_id)
    paths = write_lists(record, folder, [("full", language) for language in LANGUAGES])
    return dict(zip(LANGUAGES, paths, strict=True))


@pytest.fixture(
    params=[*LANGUAGES, *(pytest.param(f"taiwan {language}", marks=pytest.mark.slow) for language in LANGUAGES)]
)
def edition(request: pytest.FixtureRequest, printed: Printed) -> Path:
    """A full edition: the sample's, and Taiwan's where the slow tests are asked for."""
    whose, _, language = str(request.param).rpartition(" ")
    if whose:
        return request.getfixturevalue("taiwan")[language]
    return printed.editions[language]


def test_it_has_at_most_seventy_pages(edition: Path) -> None:
    with pikepdf.open(edition) as pdf:
        assert 12 <= len(pdf.pages) <= MOST_PAGES


def test_the_places_to_sign_stand_on_page_one(edition: Path) -> None:
    """They are the last thing of the decision: what is longer than a page pushes them onto a page of their own."""
    first = "".join(text for page, _, text in texts_with_sizes(edition) if page == 1).replace(" ", "")
    assert "Approvedby" in first or "核定" in first


def test_no_character_is_smaller_than_eight_points_but_indices(edition: Path) -> None:
    assert smaller_than(edition, SMALLEST) == []


def test_running_text_has_at_least_nine_points(edition: Path) -> None:
    """Most of what is no table, chart, note, head or foot is text in paragraphs: it is set in the size of the page."""
    sizes = [round(size, 1) for _, size, text in texts_with_sizes(edition) for _ in text]
    above = [size for size in sizes if size > SMALLEST + 0.3]
    assert sum(size >= READING for size in above) > 0.85 * len(above)


def test_a_page_less_than_a_third_full_ends_a_chapter(edition: Path) -> None:
    tails = {page for page, share in enumerate(fill_of_pages(edition)) if share < TAIL}
    assert tails <= last_pages_of_chapters(edition)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_taiwans_list_but_the_last_is_half_blank(taiwan: dict[str, Path], language: str) -> None:
    """The page before the factsheets was two thirds blank, and in Chinese the last of chapter 1 more than a third."""
    *filled, _last = fill_of_pages(taiwan[language])
    assert {page: share for page, share in enumerate(filled, start=1) if share < HALF} == {}


def test_pages_with_a_blank_lower_part_are_rare(edition: Path) -> None:
    filled = fill_of_pages(edition)
    limit = TAILS if len(filled) > 40 else 8 * TAILS  # a short list has a last page for every few
    assert sum(share < LOWER for share in filled) < limit * len(filled)


def test_the_blank_feet_of_all_pages_are_a_small_part_of_them(edition: Path) -> None:
    *filled, _last = fill_of_pages(edition)
    limit = TAILS if len(filled) > 40 else 4 * TAILS
    assert sum(max(0.0, 1 - share - LINES) for share in filled) < limit * len(filled)


def test_no_table_leaves_one_or_two_rows_alone_on_a_page(edition: Path) -> None:
    lonely = []
    for table in (tag for tag in read_tree(edition).walk() if tag.kind == "Table"):
        rows = [row for row in table.walk() if row.kind == "TR" and not is_head(row)]
        pages = [min(row.all_pages) for row in rows]
        counts = [pages.count(page) for page in dict.fromkeys(pages)]
        if len(counts) > 1 and min(counts) < TOGETHER:
            lonely.append((table.whole[:60], counts))
    assert lonely == []


def test_the_head_of_a_group_of_rows_is_not_left_at_the_foot_of_a_page(edition: Path) -> None:
    """«Question 5» stood alone at the foot of a page of the short edition, its answers on the next."""
    heads = 0
    for table in (tag for tag in read_tree(edition).walk() if tag.kind == "Table"):
        rows = [row for row in table.walk() if row.kind == "TR" and not is_head(row)]
        for row, following in itertools.pairwise(rows):
            if [kid.kind for kid in row.kids] == ["TH"]:
                heads += 1
                assert min(row.all_pages) == min(following.all_pages), row.whole
    assert heads > 5


def is_head(row: Tag) -> bool:
    return all(kid.kind == "TH" and kid.entry.get("Scope") == "Column" for kid in row.kids)


def test_a_small_character_and_a_blank_page_are_found(tmp_path: Path, printed: Printed) -> None:
    """The measures themselves: the same pages with everything a tenth smaller, and with a page emptied."""
    path = tmp_path / "smaller.pdf"
    with pikepdf.open(printed.editions["en"]) as pdf:
        page = pdf.pages[2]
        page.contents_add(pdf.make_stream(b"q 0.9 0 0 0.9 0 0 cm"), prepend=True)
        page.contents_add(pdf.make_stream(b"Q"))
        pdf.pages[3].Contents = pdf.make_stream(b"")
        pdf.save(path)
    assert {number for number, _, _ in smaller_than(path, SMALLEST)} == {3}
    assert fill_of_pages(path)[3] == 0.0
