"""Rows whose cells stand one column too far right: a comma inside a cell, hidden by an empty cell at the end."""

from collections.abc import Sequence

from criticality.files.cells import Refused, read_cell
from criticality.model.dataset import Column
from criticality.text.message import Message

_MOST_KEPT = 1 << 16
_NUMBERS = ("number", "share")
_LONGEST = 60


class Shifts:
    """Tells shifted rows of one table; `kinds` are the columns of its header, None where a column is not known."""

    def __init__(self, kinds: Sequence[Column | None]) -> None:
        self._kinds = kinds
        self._read: dict[tuple[int, str], bool] = {}

    def cause(self, row: Sequence[str], cells: Sequence[str]) -> tuple[Message, Message] | None:
        """Return what is wrong with a row that is as long as the header only without its last, empty cells.

        It is shifted where some of its cells cannot be read and every cell could be, were two of them one.
        """
        before = self._refused(cells)
        if not before:
            return None
        numbers, texts = [], []
        for place in range(len(cells) - 1):
            column = self._kinds[place]
            first, rest = cells[place], cells[place + 1]
            others = [*cells[place + 2 :], *row[len(cells) : len(cells) + 1]]
            if column is not None and column.kind in _NUMBERS and first.lstrip("+-").isdigit() and rest.isdigit():
                thousands = len(rest) == 3 and not first.lstrip("+-").startswith("0")
                number = f"{first}{rest}" if thousands else f"{first}.{rest}"
                if not self._refused([*cells[:place], number, *others]):
                    numbers.append((f"{first},{rest}", number, thousands))
            elif first and rest and (column is None or column.kind == "text"):
                whole = f"{first}, {rest}"
                texts += [] if self._refused([*cells[:place], whole, *others]) else [whole]
        return self._told(row, numbers, texts)

    def _told(
        self, row: Sequence[str], numbers: Sequence[tuple[str, str, bool]], texts: Sequence[str]
    ) -> tuple[Message, Message] | None:
        counted = Message("files.cells_of_row", n=len(row), width=len(self._kinds))
        if numbers:
            written, meant, thousands = numbers[0]
            what = "files.thousands_comma" if thousands else "files.decimal_comma"
            split = Message(what, number=written)
            return Message("files.counted", counted=counted, cause=split), Message("files.write_number", number=meant)
        if not texts:
            return None
        message = Message("files.counted", counted=counted, cause=Message("files.comma_in_text"))
        shown = texts[0][:_LONGEST] if len(texts) == 1 else "…, …"
        return message, Message("files.quote_that_cell", cell=shown)

    def _refused(self, cells: Sequence[str]) -> int:
        """How many cells of a row cannot be read as what their column says."""
        return sum(not self._reads(place, cell) for place, cell in enumerate(cells))

    def _reads(self, place: int, cell: str) -> bool:
        column = self._kinds[place]
        if column is None:
            return True
        if (place, cell) not in self._read:
            try:
                read_cell(cell, column)
                found = True
            except Refused:
                found = False
            if len(self._read) >= _MOST_KEPT:
                self._read.clear()
            self._read[place, cell] = found
        return self._read[place, cell]
