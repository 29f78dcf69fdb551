"""The tag tree, walked as a screen reader walks it: languages, headings, lists, tables, links, reading order."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from printed_lists import Printed
from tag_tree import Tag, read_tree

from criticality.report import render_html

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?<![A-Za-z])[A-Za-z]*[a-z][A-Za-z]{2,}(?![A-Za-z])")
LANGUAGES = ("zh-Hant", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def tree(request: pytest.FixtureRequest, printed: Printed) -> Tag:
    return read_tree(printed.editions[request.param])


def of_kind(tree: Tag, *kinds: str) -> list[Tag]:
    return [tag for tag in tree.walk() if tag.kind in kinds]


def test_every_run_of_text_is_in_the_language_it_says(tree: Tag) -> None:
    pieces = [tag for tag in tree.walk() if tag.text.strip()]
    assert [tag.text for tag in pieces if tag.language == "en" and HAN.search(tag.text)] == []
    in_chinese = [tag.text for tag in pieces if tag.language == "zh-Hant" and "://" not in tag.text]
    assert [text for text in in_chinese if ENGLISH.search(text)] == []
    assert {tag.language for tag in pieces} == set(LANGUAGES)


def test_headings_nest_without_gaps(tree: Tag) -> None:
    levels = [int(tag.kind[1]) for tag in of_kind(tree, "H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert min(len(tag.whole.strip()) for tag in of_kind(tree, "H1", "H2", "H3")) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_are_the_headings(printed: Printed, language: str) -> None:
    def titles(items: Any) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from titles(item.children)

    with pikepdf.open(printed.editions[language]) as pdf, pdf.open_outline() as outline:
        marked = [squeezed(title) for title in titles(outline.root)]
    heads = [squeezed(tag.whole) for tag in of_kind(read_tree(printed.editions[language]), "H1", "H2")]
    cover, contents = heads[0], squeezed("Contents" if language == "en" else "目錄")
    chapters = heads[next(place for place, head in enumerate(heads) if head.startswith("1")) :]
    assert marked == [cover, contents, *chapters]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_over_several_pages_is_one_table_with_one_head(printed: Printed, language: Any) -> None:
    tables = of_kind(read_tree(printed.editions[language]), "Table")
    assert len(tables) == render_html(printed.record, language).count("<table")
    assert all(sum(kid.kind == "THead" for kid in table.kids) <= 1 for table in tables)
    scored = sum(row["score"] is not None for row in printed.record["result"]["ranking"])
    assert max(len(of_kind(table, "TR")) for table in tables) > scored


def test_every_table_but_those_of_page_one_has_a_caption_and_a_head(tree: Tag) -> None:
    tables = of_kind(tree, "Table")
    bare = [
        number for number, table in enumerate(tables) if not {"Caption", "THead"} <= {kid.kind for kid in table.kids}
    ]
    assert len(tables) > 20
    assert all(tables[number].all_pages == {0} for number in bare)
    assert len(bare) == 2


def test_a_factsheet_has_headings_of_its_own_to_go_by(tree: Tag) -> None:
    heads = of_kind(tree, "H1", "H2", "H3")
    places = [number for number, tag in enumerate(heads) if tag.kind == "H1" and tag.whole.strip().startswith("8")]
    sheets = heads[places[0] + 1 :]
    first = list(itertools.takewhile(lambda tag: tag.kind != "H2", sheets[1:]))
    assert sheets[0].kind == "H2"
    assert len(first) >= 4
    assert {tag.kind for tag in first} == {"H3"}


def test_every_picture_says_what_it_shows(tree: Tag) -> None:
    said = [tag.entry["Alt"] for tag in of_kind(tree, "Figure") if "Alt" in tag.entry]
    assert len(said) > 6
    assert all(len(text) > 6 for text in said)
    assert len(set(said)) == len(said)


def test_lists_are_items_with_a_label_and_a_body(tree: Tag) -> None:
    lists = of_kind(tree, "L")
    assert lists
    for kept in lists:
        assert {kid.kind for kid in kept.kids} == {"LI"}
        assert all([part.kind for part in item.kids] == ["Lbl", "LBody"] for item in kept.kids)


def test_the_contents_are_a_table_of_contents(tree: Tag) -> None:
    (contents,) = of_kind(tree, "TOC")
    assert {kid.kind for kid in contents.kids} == {"TOCI"}
    assert len(contents.kids) == 16
    assert all(len(of_kind(entry, "Link")) >= 1 for entry in contents.kids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_called_what_it_reads(printed: Printed, language: str) -> None:
    with pikepdf.open(printed.editions[language]) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        inside = [note for note in links if "/Dest" in note]
        assert len(inside) > 20
        assert [str(note.Contents) for note in inside if str(note.Contents) == str(note.Dest)] == []
        assert all(str(note.Contents).strip() for note in links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_shown_is_in_the_tree_or_an_artifact_and_in_the_order_of_the_pages(
    printed: Printed, language: str
) -> None:
    with pikepdf.open(printed.editions[language]) as pdf:
        order = {page.objgen: number for number, page in enumerate(pdf.pages)}
        shown = {(number, mark) for number, page in enumerate(pdf.pages) for mark in marks(page)}
        read = [(order[page], mark) for page, mark in leaves(pdf.Root.StructTreeRoot.K[0])]
    assert set(read) == shown
    assert len(read) == len(shown)
    assert [page for page, _ in read] == sorted(page for page, _ in read)


def marks(page: Any) -> Iterator[int]:
    """Yield the numbers of a page's marked content, and fail where text stands outside any mark."""
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
        if str(operator) == "BDC" and "/MCID" in operands[1]:
            yield int(operands[1].MCID)
        assert str(operator) not in {"TJ", "Tj"} or depth > 0


def leaves(entry: Any) -> Iterator[tuple[Any, int]]:
    """Yield page and number of the marked content below an element, in reading order."""
    kids = entry.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield entry.Pg.objgen, kid
        elif "/S" in kid:
            yield from leaves(kid)


def test_running_heads_are_not_read(tree: Tag) -> None:
    assert not re.search(r"Page\s*\d+\s*of|第\s*\d+\s*頁，共", tree.whole)
