"""The text of a table as columns of numbers: which of the column's different cells stands in each row.

A table of a million rows has few different cells in most columns, so these need little memory, and each different cell
is read once.
"""

import csv
import io
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from criticality.files.cells import cleaned
from criticality.files.separated import Row, holds_rows, rows_with_lines

Numbers = np.ndarray[tuple[int], np.dtype[np.int32]]

_AT_ONCE = 1 << 14
"""Rows that are held as lists of cells at a time."""


@dataclass(frozen=True)
class Coded:
    """One column: its different cells, cleaned, and for every row the number of its own among them."""

    places: Numbers
    cells: list[str]

    def rows_with(self, cells: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Tell of every row whether it has one of these cells."""
        return np.array([cell in cells for cell in self.cells], dtype=np.bool_)[self.places]


@dataclass(frozen=True)
class CodedSheet:
    """A header whose names differ and are not empty, and its columns; `lines` are those on which the rows begin."""

    header: list[str]
    lines: np.ndarray[tuple[int], np.dtype[np.int64]]
    columns: Mapping[str, Coded]


class _Coding(dict[str, int]):
    """Cells of one column as they stand in the file → their number; the cleaned ones in order in `cells`."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []

    def __missing__(self, cell: str) -> int:
        clean = cleaned(cell)
        if clean == cell:
            place = len(self.cells)
            self.cells.append(cell)
        else:
            place = self[clean]
        self[cell] = place
        return place


def coded_sheet(text: str) -> CodedSheet | None:
    """Separate a text into columns; None where a row has more or fewer cells than the header, or anything else is odd.

    Odd are a text that is no CSV, no row, a name that is missing or stands twice, a row of empty cells, a row that
    begins like the header, and a cell that seems to hold rows.
    """
    rows = rows_with_lines(text)
    try:
        line, names = next(((line, row) for line, row in rows if any(map(str.strip, row))), (0, []))
        header = [cleaned(name) for name in names]
        if "" in header or len(set(header)) < len(header):
            return None
        plain = '"' not in text and "\r" not in text.replace("\r\n", "") and line == 1
        found = (_plain_columns(text, len(header)) if plain else None) or _columns(rows, len(header))
    except csv.Error:
        return None
    if found is None:
        return None
    lines, columns = found
    odd = not len(lines) or header[0] in columns[0].cells or _has_empty_row(columns)
    if odd or any(holds_rows(cell, len(header) - 1) for column in columns for cell in column.cells):
        return None
    return CodedSheet(header, lines, dict(zip(header, columns, strict=True)))


def _plain_columns(text: str, width: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], list[Coded]] | None:
    """As `_columns`, of a text without a quote, in which every comma and every line end separates; blank lines too.

    pandas is told what is counted before: that every line has so many cells, for it fills up short lines.
    """
    raw = text.replace("\r\n", "\n").encode()
    bytes_ = np.frombuffer(raw, dtype=np.uint8)
    starts = np.concatenate(([0], np.flatnonzero(bytes_ == ord("\n")) + 1))
    starts = starts[starts < len(raw)]
    commas = np.add.reduceat(bytes_ == ord(","), starts, dtype=np.int32)
    if width < 2 or (commas != width - 1).any():
        return None
    names = list(map(str, range(width)))
    frame = pd.read_csv(
        io.BytesIO(raw), names=names, header=0, dtype="category", na_filter=False, quoting=csv.QUOTE_NONE, engine="c"
    )
    if len(frame) != len(starts) - 1 or list(frame.columns) != names:
        return None
    columns = [_cleaned(frame[name].cat.codes.to_numpy(), list(frame[name].cat.categories)) for name in names]
    return np.arange(2, len(frame) + 2, dtype=np.int64), columns


def _cleaned(places: np.ndarray[tuple[int], np.dtype[np.integer]], cells: Sequence[str]) -> Coded:
    """A column whose cells stand as in the file."""
    coding = _Coding()
    numbers = np.array([coding[cell] for cell in cells], dtype=np.int32)
    return Coded(numbers[places], coding.cells)


def _columns(read: Iterator[Row], width: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], list[Coded]] | None:
    """The lines and columns of the rows after the header; None where a row has another number of cells."""
    codings = [_Coding() for _ in range(width)]
    parts: list[list[Numbers]] = [[] for _ in range(width)]
    lines, rows = array("q"), list[list[str]]()
    for line, row in read:
        if len(row) == width:
            lines.append(line)
            rows.append(row)
            if len(rows) == _AT_ONCE:
                _add(rows, codings, parts)
        elif any(map(str.strip, row)):
            return None
    _add(rows, codings, parts)
    columns = [Coded(np.concatenate(part), coding.cells) for part, coding in zip(parts, codings, strict=True)]
    return np.array(lines, dtype=np.int64), columns


def _add(rows: list[list[str]], codings: Sequence[_Coding], parts: Sequence[list[Numbers]]) -> None:
    """Number the cells of some rows, and empty the list of them."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(codings)
    for cells, coding, part in zip(columns, codings, parts, strict=True):
        part.append(np.fromiter(map(coding.__getitem__, cells), dtype=np.int32, count=len(rows)))
    rows.clear()


def _has_empty_row(columns: Sequence[Coded]) -> bool:
    if any("" not in column.cells for column in columns):
        return False
    return bool(np.logical_and.reduce([column.rows_with([""]) for column in columns]).any())
