"""Cells of a CSV file replaced as text: quotes, blank lines and line ends of the rest stay byte for byte."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.files.editing.csv_cells import with_cells
from criticality.text.spreadsheet import stated
from longer import examples

TEXT = 'a,b,c\n1,"x, ""y""",\n\n2,"two\nlines",z\n3,,last'


def test_a_cell_is_replaced_and_rows_are_taken_out_and_added() -> None:
    assert with_cells(TEXT, {(1, 1): "n"}, (), ()) == TEXT.replace('"x, ""y"""', "n")
    assert with_cells(TEXT, {(2, 1): "n, m"}, (), ()) == TEXT.replace('"two\nlines"', '"n, m"')
    assert with_cells(TEXT, {}, {2}, ()) == 'a,b,c\n1,"x, ""y""",\n\n3,,last'
    assert with_cells(TEXT, {}, (), [["4", "", "new"]]) == TEXT + "\n4,,new\n"
    assert with_cells(TEXT, {(3, 2): "="}, (), ()) == TEXT.replace("last", "=")
    assert with_cells(TEXT, {(3, 2): "=1+1"}, (), ()) == TEXT.replace("last", "'=1+1")


CELLS = st.text(alphabet=st.sampled_from("ab\",\n ='é礦"), max_size=6)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=2, max_size=5), st.data())
def test_only_the_cell_meant_changes(rows: list[list[str]], data: st.DataObject) -> None:
    rows = [["k" + first, second] for first, second in rows]
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator=data.draw(st.sampled_from(("\n", "\r\n")))).writerows(rows)
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 1))
    new = data.draw(CELLS)
    after = list(csv.reader(io.StringIO(with_cells(held.getvalue(), {(row, column): new}, (), ()), newline="")))
    assert stated(after[row][column]) == new
    after[row][column] = rows[row][column]
    assert after == rows
