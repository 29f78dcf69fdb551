"""A cell of a workbook as a place for problems: file, row and column, and in words the sheet and the cell."""

from dataclasses import dataclass

from criticality.errors import Problem
from criticality.spreadsheets.book import Place, address
from criticality.text.message import Message


@dataclass(frozen=True)
class Spot:
    """A place in a workbook, for problems."""

    file: str
    sheet: str
    place: Place

    @property
    def where(self) -> str:
        """Sheet and cell in words: ``Table!B7``."""
        return f"{self.sheet}!{address(self.place)}"

    def problem(self, message: Message, hint: Message, *, warning: bool = False) -> Problem:
        """Return a problem of this cell; its line is the row."""
        row, column = self.place
        return Problem(self.file, row, column, self.where, message, hint, "warning" if warning else "error")
