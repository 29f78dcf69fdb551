"""The rows of a table: found by a word, shown some at a time, and one of them as the fields of a form."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from criticality.desk.editing.editable_files import FileRead, read_file
from criticality.errors import CriticalityError, InputError, Problem
from criticality.files.separated import rows_with_lines
from criticality.files.workspace import Workspace
from criticality.model.dataset import Column
from criticality.model.document import Text
from criticality.text.message import Message

A_PAGE = 50
"""Rows of a page."""


@dataclass(frozen=True)
class Row:
    """A row: the line that it begins on, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """The rows of a file as they are written.

    Raises
    ------
    InputError
        By its properties, if the text has no rows that can be told apart.
    """

    read: FileRead

    @cached_property
    def _rows(self) -> Sequence[tuple[int, list[str]]]:
        try:
            return [(line, cells) for line, cells in rows_with_lines(self.read.text) if any(cells)]
        except csv.Error as error:
            message, hint = Message("files.no_csv", error=error), Message("editing.by_hand_hint")
            raise InputError([Problem(self.read.file, 1, None, "", message, hint)]) from error

    @cached_property
    def header(self) -> Sequence[str]:
        """The names of the columns."""
        return [cell.strip() for cell in self._rows[0][1]] if self._rows else []

    @cached_property
    def rows(self) -> Sequence[Row]:
        """Every row behind the header."""
        return [
            Row(line, dict(zip(self.header, [*cells, *[""] * len(self.header)], strict=False)))
            for line, cells in self._rows[1:]
        ]

    def found(self, words: str, codes: Callable[[str], frozenset[str]] = lambda _word: frozenset()) -> Sequence[Row]:
        """The rows that have every one of some words in a cell, or a code that `codes` gives for the word as a cell."""
        wanted = [(word, codes(word)) for word in words.lower().split()]
        return [row for row in self.rows if _has(row, wanted)] if wanted else self.rows

    def row(self, line: int) -> Row | None:
        """The row that begins on a line."""
        return next((row for row in self.rows if row.line == line), None)

    def again(self, row: Row) -> Row | None:
        """Where a row of an earlier text stands now: by the cells of its key, or by all of them."""
        keys = self.key or self.header
        same = [each for each in self.rows if all(each.cells.get(key) == row.cells.get(key) for key in keys)]
        return same[0] if len(same) == 1 else None

    @property
    def key(self) -> Sequence[str]:
        """The columns that name a row."""
        return [] if self.read.table is None else [name for name in self.read.table.key if name in self.header]

    def name_of(self, row: Mapping[str, str]) -> str:
        """What names a row in a sentence."""
        return " ".join(self.codes_of(row))

    def codes_of(self, row: Mapping[str, str]) -> Sequence[str]:
        """The cells that name a row."""
        return [value for name in (self.key or self.header[:2]) if (value := row.get(name, ""))]

    def column(self, name: str) -> Column:
        """What may stand in a column; anything where its table is not known."""
        known = () if self.read.table is None else self.read.table.columns
        return next((column for column in known if column.name == name), Column(name, filled=False))


def _has(row: Row, wanted: Sequence[tuple[str, frozenset[str]]]) -> bool:
    cells = [cell.lower() for cell in row.cells.values()]
    return all(any(word in cell or cell in codes for cell in cells) for word, codes in wanted)


def codes_named(workspace: Workspace, word: str) -> frozenset[str]:
    """The codes, in small letters, of minerals and countries with a word in a name of theirs, in either language."""
    found = set[str]()
    for name, key in (("minerals", "mineral"), ("countries", "country")):
        try:
            rows = Sheet(read_file(workspace, f"data/{name}.csv")).rows
        except (CriticalityError, OSError):
            continue  # rows are then found by what stands in them alone
        for cells in (row.cells for row in rows):
            if any(word in cells.get(f"name_{tag}", "").lower() for tag in ("en", "zh")):
                found.add(cells.get(key, "").lower())
    return frozenset(found)


def names_of_countries(workspace: Workspace) -> Mapping[str, Text]:
    """Country → name, of data/countries.csv where it can be read."""
    try:
        rows = [row.cells for row in Sheet(read_file(workspace, "data/countries.csv")).rows]
    except (CriticalityError, OSError):
        return {}
    return {
        row["country"]: Text.model_validate({"en": name, "zh-Hant": row.get("name_zh") or name})
        for row in rows
        if row.get("country") and (name := row.get("name_en") or row["country"])
    }


def options_of(column: Column, value: str) -> Sequence[str]:
    """What may be chosen in a column; empty where anything may be typed."""
    known = {"truth": ("yes", "no"), "choice": column.choices}.get(column.kind, ())
    if not known:
        return ()
    blank = () if column.filled and value else ("",)
    return tuple(dict.fromkeys([*blank, *known, value]))
