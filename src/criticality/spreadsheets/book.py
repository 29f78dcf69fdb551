"""The plan of a workbook, which `xlsx` and `ods` write alike: sheets, cells, what may be chosen and changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Style = Literal["plain", "title", "section", "text", "head", "label", "answer", "date", "result", "figure", "warning"]
"""How a cell looks and whether it may be changed: only ``answer`` and ``date`` may.

``figure`` is a number with three decimals, ``warning`` a text that stands out.
"""
UNLOCKED: tuple[Style, ...] = ("answer", "date")
Place = tuple[int, int]
"""Row and column, both from 1."""


@dataclass(frozen=True)
class Formula:
    """A formula in the English of spreadsheets, without ``=``: ``IF(A1>0,Lists!$B$2,"")``."""

    text: str


@dataclass(frozen=True)
class Choice:
    """What a cell may hold: one of the cells of a range, and what is said to who types another word."""

    cells: str
    refused: str


@dataclass(frozen=True)
class Cell:
    """A value, its style, what may be chosen in it, and over how many columns it goes."""

    value: str | float | date | Formula | None
    style: Style = "plain"
    choice: Choice | None = None
    span: int = 1


@dataclass(frozen=True)
class Sheet:
    r"""One sheet.

    Attributes
    ----------
    name
        At most 31 characters, none of ``[]:*?/\``.
    cells
        Place → cell.
    widths
        Of the columns from the first on, in characters of the usual size.
    heights
        Row → height in points; other rows are as high as their text.
    hidden
        Whether readers do not see the sheet.
    frozen
        Rows that stay at the top.
    """

    name: str
    cells: Mapping[Place, Cell]
    widths: Sequence[float] = ()
    heights: Mapping[int, float] = field(default_factory=dict)
    hidden: bool = False
    frozen: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        filled = (column + cell.span - 1 for (_, column), cell in self.cells.items())
        return max(len(self.widths), max(filled, default=0))


@dataclass(frozen=True)
class Book:
    """A workbook: its title, the language of its first words, and its sheets, all protected without a password."""

    title: str
    language: str
    sheets: Sequence[Sheet]


def column_name(column: int) -> str:
    """Return the letters of a column, counted from 1.

    >>> column_name(1), column_name(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(place: Place, *, sheet: str = "", fixed: bool = False) -> str:
    """Return the name of a cell in a formula, e.g. ``'1 A'!$B$3``."""
    mark = "$" if fixed else ""
    cell = f"{mark}{column_name(place[1])}{mark}{place[0]}"
    return f"{quoted(sheet)}!{cell}" if sheet else cell


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def string(text: str) -> str:
    """Return a text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'
