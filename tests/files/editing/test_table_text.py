"""Rows of a table edited as text: nothing else of the file changes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.files.editing.table_text import cell_text, with_cells, with_row, without_row

TEXT = 'a,b,c\r\n1,"two, and\r\na half",3\r\n\r\n 4 ,5,"6 ""six"""\n7,8'


def test_a_cell_is_replaced_and_the_rest_stays_byte_for_byte() -> None:
    assert with_cells(TEXT, 2, {2: "x"}) == TEXT.replace(",3\r\n", ",x\r\n")
    assert with_cells(TEXT, 5, {1: 'say "b"'}) == TEXT.replace(",5,", ',"say ""b""",')
    assert with_cells(TEXT, 6, {2: "9"}) == TEXT + ",9"
    with pytest.raises(KeyError):
        with_cells(TEXT, 3, {0: "inside a quoted cell"})


def test_a_row_is_added_and_taken_out() -> None:
    assert with_row(TEXT, ["x", "y, z", ""]) == TEXT + '\r\nx,"y, z",\r\n'
    assert without_row(TEXT, 2) == TEXT.replace('1,"two, and\r\na half",3\r\n', "")
    assert without_row(TEXT, 6) == TEXT.removesuffix("7,8")


CELL = st.text(st.sampled_from('ab,"\n\r 鎵='), max_size=6)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=5), st.data())
def test_what_is_written_is_read_again(rows: list[list[str]], data: st.DataObject) -> None:
    text = "".join(",".join(map(cell_text, row)) + "\r\n" for row in rows)
    lines = [1]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for _ in reader:
        lines.append(reader.line_num + 1)
    place, column, value = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 2)), data.draw(CELL)
    new = with_cells(text, lines[place], {column: value})
    rows[place][column] = value
    assert list(csv.reader(io.StringIO(new, newline=""), strict=True)) == rows
