"""A plan of a workbook written as .ods and as .xlsx: the same content in both, the same bytes each time."""

# Holds: spreadsheets/looks.py, spreadsheets/packing.py, spreadsheets/xlsx.py, spreadsheets/reading/contents.py.

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.spreadsheets.book import Book, Cell, Choice, Formula, Sheet
from criticality.spreadsheets.looks import LONGEST, plain_text
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.xlsx import xlsx_bytes

DAY = date(2026, 11, 30)
WRITERS = {".ods": ods_bytes, ".xlsx": xlsx_bytes}
TEXTS = {
    (1, 1): '=HYPERLINK("http://example.org")',
    (2, 1): "甲乙　丙 <&> \"quoted\" 'single'",
    (3, 1): "two  blanks and a\ttab",
    (4, 1): "first line\nsecond line",
    (5, 1): " blank before and after ",
    (6, 1): "+1 -1 @x _x000D_ 🜁",
}


def book(cells: dict[tuple[int, int], Cell]) -> Book:
    words = Sheet("words", {(1, 1): Cell("yes"), (2, 1): Cell("no")}, hidden=True)
    return Book("A title", "en", [Sheet("1 a'b", cells, (20.0,), {1: 30.0}, frozen=1), words])


def read_back(content: bytes, path: Path) -> dict[tuple[int, int], str]:
    path.write_bytes(content)
    return {place: cell.text for place, cell in read_book(path).sheets[0].cells.items()}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_text_comes_back_as_it_was_and_is_no_formula(kind: str, tmp_path: Path) -> None:
    content = WRITERS[kind](book({place: Cell(text) for place, text in TEXTS.items()}), DAY)
    path = tmp_path / f"a{kind}"
    assert read_back(content, path) == TEXTS
    assert all(cell.formula is None for cell in read_book(path).sheets[0].cells.values())


@pytest.mark.parametrize("kind", WRITERS)
def test_numbers_days_and_formulas_come_back_as_what_they_are(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{kind}"
    cells = {(1, 1): Cell(3.0), (2, 1): Cell(0.1), (3, 1): Cell(DAY, "date"), (4, 1): Cell(Formula("A1+A2"))}
    path.write_bytes(WRITERS[kind](book(cells), DAY))
    found = read_book(path)
    one, tenth, day, formula = (found.sheets[0].cells[row, 1] for row in (1, 2, 3, 4))
    assert (one.text, one.number, tenth.number) == ("3", 3.0, 0.1)
    assert found.day_of(day) == DAY
    assert formula.formula is not None
    assert "A1" in formula.formula


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_plan_gives_the_same_bytes(kind: str) -> None:
    plan = book({place: Cell(text, "answer") for place, text in TEXTS.items()})
    assert WRITERS[kind](plan, DAY) == WRITERS[kind](plan, DAY)
    with zipfile.ZipFile(io.BytesIO(WRITERS[kind](plan, DAY))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 30, 0, 0, 0)}


CHOSEN = {
    (1, 1): Cell("locked", "label"),
    (2, 1): Cell(None, "answer", Choice("'words'!$A$1:$A$2", "Choose.")),
    (3, 1): Cell(None, "date"),
}


def test_an_xlsx_is_protected_but_for_its_answers_and_offers_a_list() -> None:
    made = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(book(CHOSEN), DAY)))
    sheet = made.worksheets[0]
    assert [sheet.cell(row, 1).protection.locked for row in (1, 2, 3)] == [True, False, False]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref), rule.type, rule.error) == ("'words'!$A$1:$A$2", "A2", "list", "Choose.")
    assert made.worksheets[1].sheet_state == "hidden"


def test_an_ods_says_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(ods_bytes(book(CHOSEN), DAY))) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        content = archive.read("content.xml").decode()
    assert "of:cell-content-is-in-list([$'words'.$A$1:.$A$2])" in content
    assert content.count('table:protected="true"') == 2
    assert 'table:content-validation-name="choice1"' in content
    assert 'table:display="false"' in content


@given(st.text(max_size=40))
def test_any_text_is_shown_in_a_cell(text: str) -> None:
    shown = plain_text(text)
    assert not any(ord(character) < 9 for character in shown)
    assert plain_text("x" * (LONGEST + 1)) == "x" * LONGEST + "…"
