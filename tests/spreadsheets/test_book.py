"""Places of a workbook as formulas name them."""

import pytest

from criticality.spreadsheets.book import Cell, Sheet, address, column_name, quoted, string


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_counted_in_letters(column: int, letters: str) -> None:
    assert column_name(column) == letters


def test_a_sheet_is_named_between_quotes_and_a_text_too() -> None:
    assert address((3, 2), sheet="it's 1", fixed=True) == "'it''s 1'!$B$3"
    assert quoted("a") == "'a'"
    assert string('say "no"') == '"say ""no"""'


def test_a_sheet_is_as_wide_as_its_widest_row() -> None:
    sheet = Sheet("a", {(1, 2): Cell("x", span=3), (5, 1): Cell("y")})
    assert (sheet.rows, sheet.columns) == (5, 4)
