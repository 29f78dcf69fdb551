"""Rows that have more or fewer cells than the header: what most likely happened to each, told once per cause."""

import re
from collections import Counter
from collections.abc import Sequence

from criticality.errors import Problem
from criticality.files.separated import Row, Sheet
from criticality.files.shifts import Shifts
from criticality.model.dataset import Column, Table
from criticality.text.message import Message

_DIGITS = re.compile(r"[-+]?\d+\Z", re.ASCII)
_THREE = re.compile(r"\d{3}(\.\d+)?\Z", re.ASCII)
_SEPARATORS = {
    "，": "files.holds_full_comma",
    "；": "files.holds_full_semicolon",
    ";": "files.holds_semicolon",
    "\t": "files.holds_tab",
}
_DECIMALS = re.compile(r"\d+\Z", re.ASCII)
_NUMBERS = ("number", "share")
_LONGEST = 60
_SETTLED_HALF = "=" * 7
_NOTE = 2
"""Cells up to which a row may be a line of words."""


def fitted_rows(sheet: Sheet, header: Sequence[str], table: Table, file: str) -> tuple[list[Row], list[Problem]]:
    """The rows that have as many cells as the header, and what is wrong with the others.

    Empty cells beyond the header, as a spreadsheet leaves them, are no cells.
    """
    columns = {column.name: column for column in table.columns}
    kinds = [columns.get(name) for name in header]
    rows: list[Row] = []
    problems: list[Problem] = []
    shifts = Shifts(kinds)
    for position, (line, row) in enumerate(sheet.rows):
        if len(row) == len(header):
            rows.append((line, row))
            continue
        cells = list(row)
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) == len(header):
            shifted = shifts.cause(row, cells)
            if shifted is None:
                rows.append((line, cells))
            else:
                problems.append(Problem(file, line, None, "", *shifted))
            continue
        last = position == len(sheet.rows) - 1
        message, hint = _cause(cells, kinds, cut=last and sheet.open_end)
        problems.append(Problem(file, line, None, "", message, hint))
    if sheet.open_end and rows and rows[-1][0] == sheet.rows[-1][0]:
        whole = _begun(rows, kinds)
        if whole is not None:
            line, cells = rows.pop()
            message = Message("files.ends_in_cell", end=cells[-1][:_LONGEST], whole=whole[:_LONGEST])
            problems.append(Problem(file, line, None, "", message, Message("files.download_or_end")))
    return rows, problems


def _begun(rows: Sequence[Row], kinds: Sequence[Column | None]) -> str | None:
    """What the last cell of a file without a line end begins, where other rows have it in full and none the cell."""
    last, column = rows[-1][1][-1], kinds[-1]
    if not last or (column is not None and column.kind in (*_NUMBERS, "year", "date", "truth")):
        return None
    others = Counter(cells[-1] for _, cells in rows[:-1])
    longer = [cell for cell in others if cell.startswith(last)]
    return None if last in others else max(longer, key=lambda cell: (others[cell], cell), default=None)


def _cause(cells: Sequence[str], kinds: Sequence[Column | None], *, cut: bool) -> tuple[Message, Message]:
    counted = Message("files.cells_of_row", n=len(cells), width=len(kinds))
    if len(cells) < len(kinds):
        return _too_few(cells, len(kinds), cut=cut)
    split = _split_number(cells, kinds)
    if split is not None:
        return Message("files.counted", counted=counted, cause=split[0]), split[1]
    quoted = next((cell for cell in cells if cell[:1] in "“”„«「" and cell), None)
    if quoted is not None:
        cause = Message("files.typographic_quote", text=quoted[:_LONGEST])
        return Message("files.counted", counted=counted, cause=cause), Message("files.straight_quote")
    return counted, Message("files.quote_the_comma")


def _too_few(cells: Sequence[str], width: int, *, cut: bool) -> tuple[Message, Message]:
    if list(cells) == [_SETTLED_HALF]:
        return Message("files.mark_left", mark=_SETTLED_HALF), Message("files.remove_mark")
    if cut:
        return Message("files.ends_in_row", n=len(cells), width=width), Message("files.download_in_full")
    counted = Message("files.cells_of_row", n=len(cells), width=width)
    for mark, code in _SEPARATORS.items():
        odd = next((cell for cell in cells if mark in cell), None)
        if odd is not None:
            cause = Message(code, text=odd[:_LONGEST])
            return Message("files.counted", counted=counted, cause=cause), Message("files.plain_commas")
    few = len(cells) <= _NOTE
    return counted, Message("files.add_cells_or_remove") if few else Message("files.add_cells")


def _split_number(cells: Sequence[str], kinds: Sequence[Column | None]) -> tuple[Message, Message] | None:
    """A number that its own comma split in two, in the first column of numbers where that explains the row."""
    extra = len(cells) - len(kinds)
    for place, column in enumerate(kinds):
        if column is None or column.kind not in _NUMBERS or place + 1 >= len(cells):
            continue
        first, rest = cells[place], cells[place + 1 : place + 1 + extra]
        if not _DIGITS.match(first) or not all(_DECIMALS.match(part) or _THREE.match(part) for part in rest):
            continue
        written = ",".join([first, *rest])
        if all(_THREE.match(part) for part in rest) and not first.startswith("0"):
            number = first + "".join(rest)
            return Message("files.thousands_comma", number=written), Message("files.write_number", number=number)
        if len(rest) == 1:
            number = f"{first}.{rest[0]}"
            return Message("files.decimal_comma", number=written), Message("files.write_number", number=number)
    return None
