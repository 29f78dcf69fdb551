"""What is read of a workbook: its sheets with their cells that hold something."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from criticality.spreadsheets.book import Place

_DAY_0 = date(1899, 12, 30)
_FIRST, _LAST = 1, 2_958_465
"""Serial numbers of days: 1899-12-31 and 9999-12-31."""


@dataclass(frozen=True)
class ReadCell:
    """A cell that holds something.

    Attributes
    ----------
    text
        What it shows, line ends as they are; of a number its shortest form.
    number
        Its number, where it holds one.
    formula
        Its formula, where it holds one; `text` is then what was worked out last.
    day
        Its date, where the workbook says that it is one.
    """

    text: str
    number: float | None = None
    formula: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class ReadSheet:
    """The name of a sheet and its cells by place."""

    name: str
    cells: Mapping[Place, ReadCell]


@dataclass(frozen=True)
class ReadBook:
    """The sheets of a workbook in their order; `shift` is how many days its day 0 is later than usual."""

    sheets: tuple[ReadSheet, ...]
    shift: int = 0

    def day_of(self, cell: ReadCell) -> date | None:
        """Return the day that a cell holds, as a date or as the serial number by which .xlsx stores one."""
        if cell.day is not None or cell.number is None:
            return cell.day
        serial = int(cell.number) + self.shift
        return _DAY_0 + timedelta(days=serial) if _FIRST <= serial <= _LAST else None


def shortest(number: float) -> str:
    """Return a number in its shortest form: ``3`` for 3.0."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
