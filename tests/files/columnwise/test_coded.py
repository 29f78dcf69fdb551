"""A text as columns of numbers, or left to the reader of rows."""

import pytest

from criticality.files.columnwise.coded import coded_sheet


def rows(text: str) -> list[tuple[int, ...] | tuple[str, ...]]:
    """The line and the cells of every row."""
    sheet = coded_sheet(text)
    assert sheet is not None
    columns = [[column.cells[place] for place in column.places] for column in sheet.columns.values()]
    return [tuple(sheet.header), *zip(sheet.lines.tolist(), *columns, strict=True)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ["", '"'], ids=["plain", "quoted"])
def test_cells_are_cleaned_and_numbered_with_their_lines(end, quote):
    text = end.join(["mineral,country", f"{quote}gallium{quote},CHN", " gallium ,\u200bUSA", "", "neon,CHN", ""])
    assert rows(text) == [("mineral", "country"), (2, "gallium", "CHN"), (3, "gallium", "USA"), (5, "neon", "CHN")]


def test_a_row_stands_on_the_line_on_which_its_first_cell_begins():
    assert rows('a,b\n1,"x\ny"\n2,z\n')[1:] == [(2, "1", "x\ny"), (4, "2", "z")]


def test_a_million_cells_alike_are_one():
    sheet = coded_sheet("a,b\n" + "x,1\nx,2\n" * 40_000)
    assert sheet is not None
    assert [column.cells for column in sheet.columns.values()] == [["x"], ["1", "2"]]
    assert sheet.lines[-1] == 80_001
    assert sheet.columns["b"].rows_with(["2"]).sum() == 40_000


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n",
        "a,b\n1\n",
        "a,b\n1,2,3\n",
        "a,b\n1\n1,2,3\n",
        "a,b\n1,2\n,\n",
        "a,b\n1,2\na,b\n",
        "a,\n1,2\n",
        "a,a\n1,2\n",
        'a,b\n1,"2\n',
        'a,b\n1,"2\n3,4\n5"\n',
    ],
    ids=[
        "no row",
        "few",
        "many",
        "few and many",
        "empty",
        "header",
        "no name",
        "twice",
        "open quote",
        "rows in a cell",
    ],
)
def test_anything_odd_is_left_to_the_reader_of_rows(text):
    assert coded_sheet(text) is None
