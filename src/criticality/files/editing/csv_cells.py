"""Cells of a CSV file replaced as text, rows taken out and added; every other character of the file stays."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from criticality.text.spreadsheet import neutral

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')
_END = re.compile(r"\r\n|\n|\r")
_QUOTE = re.compile(r'[",\r\n]')


@dataclass(frozen=True)
class _Row:
    """The spans of the cells of a row, and that of the whole row with its line end."""

    cells: tuple[tuple[int, int], ...]
    first: int
    behind: int


def with_cells(
    text: str, changed: Mapping[tuple[int, int], str], taken_out: Collection[int], added: Sequence[Sequence[str]]
) -> str:
    """Return a table with some cells changed.

    Parameters
    ----------
    text
        A table that can be read.
    changed
        (row, column) → new content; both from 0, blank lines not counted, the head is row 0.
    taken_out
        Rows that are removed.
    added
        Rows that are put behind the last.
    """
    rows = _rows(text)
    end = "\r\n" if "\r\n" in text else "\n"
    cuts = [(*rows[row].cells[column], _written(cell)) for (row, column), cell in changed.items()]
    cuts += [(rows[row].first, rows[row].behind, "") for row in taken_out]
    for first, behind, cell in sorted(cuts, reverse=True):
        text = text[:first] + cell + text[behind:]
    if added and not text.endswith(("\n", "\r")):
        text += end
    return text + "".join(",".join(map(_written, row)) + end for row in added)


def _written(cell: str) -> str:
    shown = neutral(cell)
    return '"' + shown.replace('"', '""') + '"' if _QUOTE.search(shown) else shown


def _rows(text: str) -> list[_Row]:
    found, place = list[_Row](), 0
    while place < len(text):
        first, cells = place, list[tuple[int, int]]()
        while True:
            cell = _CELL.match(text, place)
            assert cell is not None
            cells.append(cell.span())
            place = cell.end()
            if text[place : place + 1] != ",":
                break
            place += 1
        end = _END.match(text, place)
        place = end.end() if end else max(place, len(text) if place == len(text) else place + 1)
        if len(cells) > 1 or text[cells[0][0] : cells[0][1]].strip():
            found.append(_Row(tuple(cells), first, place))
    return found
