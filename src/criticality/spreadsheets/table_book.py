"""The plan of a workbook of large tables to be read and computed with: rows, filters, links, live formulas."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from criticality.spreadsheets.book import Choice, Formula, Place, Style
from criticality.spreadsheets.looks import LOOKS, SIZE, plain_text
from criticality.text.wide import cells

Value = bool | int | float | str | Formula | None
_BOLD, _LINE = 1.1, 15.0
"""Width of a bold letter beside that of a plain one; points from line to line."""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class TableSheet:
    """One sheet.

    Attributes
    ----------
    name
        As `book.Sheet`.
    rows
        From the first row on; texts are shown as they are and never evaluated.
    widths
        Of the columns, in characters.
    formats
        Format of the numbers of each column; None leaves them as they are.
    heads
        Rows with heads, which are bold and, where there is one at the top, stay in view.
    filtered
        Whether each head of the first row offers a filter.
    links
        Place → name of the sheet to which its text leads.
    choices
        Place → what may be chosen there.
    places
        Place → format of the number there, where it is another than that of its column.
    looks
        Place → how the cell looks, where it is none of a table: a title, what may be chosen.
    hidden
        Whether readers do not see the sheet.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    widths: Sequence[float]
    formats: Sequence[str | None]
    heads: frozenset[int] = frozenset({1})
    filtered: bool = True
    links: Mapping[Place, str] = field(default_factory=dict)
    choices: Mapping[Place, Choice] = field(default_factory=dict)
    places: Mapping[Place, str] = field(default_factory=dict)
    looks: Mapping[Place, Style] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True)
class TableBook:
    """A workbook: its title and its sheets."""

    title: str
    sheets: Sequence[TableSheet]


def inert(value: object) -> bool | int | float | str | None:
    """Return a value that a spreadsheet shows and never evaluates as a formula.

    A text that begins like a formula gets an apostrophe before it (OWASP, CSV injection); control characters are
    written as code points, and what no cell could hold is cut with a mark.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    text = plain_text(str(value))
    return f"'{text}" if text.startswith(_ACTIVE) else text


def row_heights(sheet: TableSheet) -> dict[int, float]:
    """Points that the rows of heads and titles, and of a sheet to be read, need for their texts to be seen whole."""
    found = {row: _head_height(sheet, row) for row in sheet.heads}
    for (row, column), style in sheet.looks.items():
        if style == "title" or not sheet.filtered:
            larger = LOOKS[style].size / SIZE
            lines = math.ceil(cells(str(sheet.rows[row - 1][column - 1])) * _BOLD * larger / sheet.widths[column - 1])
            found[row] = max(found.get(row, 0.0), _LINE * larger * lines)
    return found


def _head_height(sheet: TableSheet, row: int) -> float:
    """Points of a row of heads, wrapped at the widths of their columns.

    A spreadsheet that opens the file fits no row to texts in bold by itself.
    """
    heads = zip(sheet.rows[row - 1], sheet.widths, strict=False)
    lines = [
        sum(max(1, math.ceil(cells(line) * _BOLD / width)) for line in str(text).split("\n"))
        for text, width in heads
        if text is not None
    ]
    return _LINE * max(lines, default=1)


def sheet_names(names: Sequence[str]) -> list[str]:
    """Return names that a workbook takes: at most 31 characters, none that it forbids, no two alike."""
    taken, found = set[str](), list[str]()
    for name in names:
        wanted = re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("' ") or "sheet"
        number, made = 2, wanted
        while made.casefold() in taken:
            made, number = f"{wanted[:27]} {number}", number + 1
        taken.add(made.casefold())
        found.append(made)
    return found
