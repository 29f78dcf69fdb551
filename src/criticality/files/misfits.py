"""Rows that have more or fewer cells than the header: what most likely happened to each, told once per cause."""

import re
from collections import Counter
from collections.abc import Sequence

from criticality.errors import Problem
from criticality.files.separated import Row, Sheet
from criticality.files.shifts import Shifts
from criticality.model.dataset import Column, Table

_DIGITS = re.compile(r"[-+]?\d+\Z", re.ASCII)
_THREE = re.compile(r"\d{3}(\.\d+)?\Z", re.ASCII)
_DECIMALS = re.compile(r"\d+\Z", re.ASCII)
_NUMBERS = ("number", "share")
_LONGEST = 60
_SETTLED_HALF = "=" * 7
_NOTE = 2
"""Cells up to which a row may be a line of words."""

_QUOTE = "Quote a cell that holds a comma."


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
            message = f"the file ends with {cells[-1][:_LONGEST]!r}, the beginning of {whole[:_LONGEST]!r}"
            message += ": was it cut short?"
            problems.append(Problem(file, line, None, "", message, "Download it again; or end its last line."))
    return rows, problems


def _begun(rows: Sequence[Row], kinds: Sequence[Column | None]) -> str | None:
    """What the last cell of a file without a line end begins, where other rows have it in full and none the cell."""
    last, column = rows[-1][1][-1], kinds[-1]
    if not last or (column is not None and column.kind in (*_NUMBERS, "year", "date", "truth")):
        return None
    others = Counter(cells[-1] for _, cells in rows[:-1])
    longer = [cell for cell in others if cell.startswith(last)]
    return None if last in others else max(longer, key=lambda cell: (others[cell], cell), default=None)


def _cause(cells: Sequence[str], kinds: Sequence[Column | None], *, cut: bool) -> tuple[str, str]:
    counted = f"this row has {len(cells)} cell{'s' if len(cells) > 1 else ''}, the header has {len(kinds)}"
    if len(cells) < len(kinds):
        return _too_few(cells, counted, cut=cut)
    split = _split_number(cells, kinds)
    if split is not None:
        return f"{counted}: {split[0]}", split[1]
    quoted = next((cell for cell in cells if cell[:1] in "“”„«「" and cell), None)
    if quoted is not None:
        return f"{counted}: {quoted[:_LONGEST]!r} begins with a typographic quote", 'Write the straight quote ".'
    return counted, _QUOTE


def _too_few(cells: Sequence[str], counted: str, *, cut: bool) -> tuple[str, str]:
    if list(cells) == [_SETTLED_HALF]:
        return (
            f"a mark of an unfinished merge of git is left: {_SETTLED_HALF}",
            "Remove the mark, and look at the rows around.",
        )
    if cut:
        message = f"the file ends in the middle of this row ({counted[13:]}): was the download cut short?"
        return message, "Download the file again, or copy it again in full."
    for mark, name in (("，", "full-width comma"), ("；", "full-width semicolon"), (";", "semicolon"), ("\t", "tab")):
        odd = next((cell for cell in cells if mark in cell), None)
        if odd is not None:
            shown = mark if mark != "\t" else "TAB"
            return f"{counted}: {odd[:_LONGEST]!r} holds a {name} {shown}", "Separate the cells by plain commas."
    hint = "Add the cells that are missing; an empty cell is nothing between two commas."
    if len(cells) <= _NOTE:
        hint += " If it is a title or a footnote: remove it."
    return counted, hint


def _split_number(cells: Sequence[str], kinds: Sequence[Column | None]) -> tuple[str, str] | None:
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
            return f"{written} is a number with a comma between the thousands", f"Write {first}{''.join(rest)}."
        if len(rest) == 1:
            return f"{written} is a number with a decimal comma", f"Write {first}.{rest[0]}."
    return None
