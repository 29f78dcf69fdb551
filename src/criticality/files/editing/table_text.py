"""Rows of a table edited as text: every other character of the file stays, quotes and line ends among them."""

import csv
import io
from collections.abc import Mapping, Sequence

from criticality.files.separated import rows_with_lines

_MARKED = ("\n", "\r", '"', ",")


def cell_text(value: str) -> str:
    """Return a cell as it is written between commas."""
    if any(mark in value for mark in _MARKED) or value != value.strip():
        return '"' + value.replace('"', '""') + '"'
    return value


def with_cells(text: str, line: int, cells: Mapping[int, str]) -> str:
    """Return the text with cells of one row replaced.

    Parameters
    ----------
    line
        On which the row begins, from 1.
    cells
        Position in the row → what is to stand there; a row that is too short is filled with empty cells.

    Raises
    ------
    KeyError
        If no row begins on that line.
    """
    start, end, bare = _span(text, line)
    spans = _cells(text[start:bare])
    pieces = [text[start + first : start + last] for first, last in spans]
    pieces += [""] * (max(cells, default=-1) + 1 - len(pieces))
    for place, value in cells.items():
        pieces[place] = cell_text(value)
    return text[:start] + ",".join(pieces) + text[bare:end] + text[end:]


def with_row(text: str, cells: Sequence[str]) -> str:
    """Return the text with a row added behind the last one."""
    newline = "\r\n" if "\r\n" in text else "\n"
    head = text if text.endswith(("\n", "\r")) or not text else text + newline
    return head + ",".join(map(cell_text, cells)) + newline


def without_row(text: str, line: int) -> str:
    """Return the text without the row that begins on a line; a `KeyError` where none does."""
    start, end, _ = _span(text, line)
    return text[:start] + text[end:]


def _span(text: str, line: int) -> tuple[int, int, int]:
    """Where a row begins, where the next one does, and where it ends without its line end."""
    lines = list(io.StringIO(text, newline=""))
    begins = [first for first, row in rows_with_lines(text) if row]
    if line not in begins:
        raise KeyError(line)
    after = next((first for first, _ in rows_with_lines(text) if first > line), len(lines) + 1)
    start = sum(map(len, lines[: line - 1]))
    end = start + sum(map(len, lines[line - 1 : after - 1]))
    return start, end, start + len(text[start:end].rstrip("\r\n"))


def _cells(row: str) -> list[tuple[int, int]]:
    """Where each cell of a row begins and ends, its quotes included."""
    found, start, quoted = list[tuple[int, int]](), 0, False
    for place, mark in enumerate(row):
        if mark == '"':
            quoted = not quoted
        elif mark == "," and not quoted:
            found.append((start, place))
            start = place + 1
    found.append((start, len(row)))
    assert len(found) == len(next(csv.reader([row], strict=True), [""]))
    return found
