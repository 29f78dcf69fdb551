"""What is read of a workbook: its sheets with their cells that hold something."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from criticality.spreadsheets.book import Place

_DAY_0 = date(1899, 12, 30)
Shape = Literal["", "percent", "scaled", "worded", "unseen", "otherwise", "dash", "date", "truth", "error"]
Span = tuple[int, int]
"""The first and the last of several rows or columns, from 1."""
_FIRST, _LAST = 1, 2_958_465
"""Serial numbers of days: 1899-12-31 and 9999-12-31."""


@dataclass(frozen=True)
class ReadCell:
    """A cell that holds something.

    Attributes
    ----------
    text
        What it shows, line ends as they are; of a number its shortest form, of a date ``2026-11-30``.
    number
        Its number, where it holds one.
    formula
        Its formula, where it holds one; `text` is then what was worked out last.
    day
        Its date, where the workbook says that it is one.
    shape
        How the workbook shows the number: as a percentage (0.12 is shown as 12 %) or as a date, shortened by thousands
        (scaled), with a unit that it does not hold (worded), as another figure, a bound or a word (otherwise), as a
        dash for 0 (dash), or not at all (unseen); whether it is a truth value; or that a formula came to an error.
    shown_unit
        The words that the format shows beside the number, ``億元`` or ``NT$``.
    shown
        What the format shows in place of the number, where it is another: ``<5``.
    struck
        Whether the cell, or a part of its text, is struck through.
    worked_out
        Whether a formula came to a text, be it an empty one.
    """

    text: str
    number: float | None = None
    formula: str | None = None
    day: date | None = None
    shape: Shape = ""
    shown_unit: str = ""
    shown: str = ""
    struck: bool = False
    worked_out: bool = False


@dataclass(frozen=True)
class ReadSheet:
    """The name of a sheet and its cells by place.

    Attributes
    ----------
    name, cells
        As the workbook has them.
    hidden
        Whether readers do not see the sheet.
    merged
        First and last cell of each group of cells that were made one.
    hidden_rows, hidden_columns
        Rows and columns that readers do not see, by a filter or by hand.
    comments
        Whether cells carry comments, which are not read.
    """

    name: str
    cells: Mapping[Place, ReadCell]
    hidden: bool = False
    merged: tuple[tuple[Place, Place], ...] = ()
    hidden_rows: tuple[Span, ...] = ()
    hidden_columns: tuple[Span, ...] = ()
    comments: bool = False


@dataclass(frozen=True)
class ReadBook:
    """The sheets of a workbook in their order; `shift` is how many days its day 0 is later than usual."""

    sheets: tuple[ReadSheet, ...]
    shift: int = 0

    def day_of(self, cell: ReadCell) -> date | None:
        """Return the day that a cell holds, as a date or as the serial number by which .xlsx stores one."""
        if cell.day is not None or cell.number is None:
            return cell.day
        return day_of_serial(cell.number, self.shift)


def day_of_serial(number: float, shift: int) -> date | None:
    """Return the day that .xlsx stores as a number, in a workbook whose day 0 is `shift` days later than usual."""
    serial = int(number) + shift
    return _DAY_0 + timedelta(days=serial) if _FIRST <= serial <= _LAST else None


def shortest(number: float) -> str:
    """Return a number in its shortest form: ``3`` for 3.0."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
