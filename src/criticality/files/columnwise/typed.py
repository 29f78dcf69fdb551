"""Columns of cells as columns of values, in the canonical order of their rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from criticality.files.cells import Refused, read_cell
from criticality.files.columnwise.coded import Coded, CodedSheet, Numbers
from criticality.model.dataset import Column, Table
from criticality.model.publishers import publisher_of
from criticality.model.rows.places import Places, joined

BETWEEN = "\x1f"
"""Stands between the parts of a row's key."""

_NUMBERS = ("number", "share", "year")


@dataclass(frozen=True)
class Typed:
    """One column: its different values, and for every row the number of its own among them."""

    places: Numbers
    values: Sequence[object]

    def of_rows(self, kind: str) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
        """Return the value of every row; `kind` is that of the column."""
        dtype = np.float64 if kind in _NUMBERS else np.bool_ if kind == "truth" else np.object_
        return np.array(self.values, dtype=dtype)[self.places]


def typed_columns(sheet: CodedSheet, table: Table, needless: Mapping[str, Sequence[str]]) -> dict[str, Typed] | None:
    """Return the values of every column of a table; None where a cell is refused.

    `needless` says which flags spare a row which columns: there, an empty cell is an empty text.
    """
    flags = sheet.columns.get("flag")
    columns: dict[str, Typed] = {}
    for column in table.columns:
        coded = sheet.columns.get(column.name) or Coded(np.zeros(len(sheet.lines), dtype=np.int32), [""])
        spared = [flag for flag, names in needless.items() if column.name in names]
        values: list[object] = []
        for cell in coded.cells:
            value = _read(cell, column)
            if isinstance(value, Refused):
                if cell or flags is None or (coded.rows_with([""]) & ~flags.rows_with(spared)).any():
                    return None
                value = ""
            values.append(value)
        columns[column.name] = Typed(coded.places, values)
    return columns


def _read(cell: str, column: Column) -> object:
    try:
        return read_cell(cell, column)
    except Refused as refused:
        return refused


def _said(column: Typed) -> list[str]:
    return list(map(str, column.values))


def keys_of(columns: Mapping[str, Typed], table: Table, said: Callable[[Typed], list[str]] = _said) -> Places | None:
    """Return a number for every row by which rows compare as by their keys, the parts joined by `BETWEEN`, do.

    `said` gives the texts of a column's values. None where `BETWEEN` stands in a part.
    """
    parts = [(said(columns[name]), columns[name].places) for name in table.key]
    if any(BETWEEN in text for texts, _ in parts for text in texts):
        return None
    ended = [[text + BETWEEN for text in texts] for texts, _ in parts[:-1]] + [parts[-1][0]]
    return joined(_ranks(texts)[places] for texts, (_, places) in zip(ended, parts, strict=True))


def _ranks(texts: Sequence[str]) -> Places:
    order = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    return np.array([order[text] for text in texts], dtype=np.int64)


def has_duplicates(columns: Mapping[str, Typed], table: Table) -> bool:
    """Tell whether two rows have one key, of the source its publisher; True also where nobody can tell."""
    if "source" in table.key:
        source = columns["source"]
        publishers = [publisher_of(text) for text in _said(source)]
        columns = {**columns, "source": Typed(source.places, publishers)}
    keys = keys_of(columns, table)
    return keys is None or not pd.Index(keys).is_unique


def frame_of(columns: Mapping[str, Typed], lines: Places, table: Table) -> pd.DataFrame | None:
    """Return the columns of the schema and ``line``, rows in the order of their keys; None where that is not known."""
    keys = keys_of(columns, table)
    if keys is None:
        return None
    order = np.argsort(keys, kind="stable")
    placed = {name: Typed(column.places[order], column.values) for name, column in columns.items()}
    cells = {column.name: placed[column.name].of_rows(column.kind) for column in table.columns}
    return pd.DataFrame({**cells, "line": lines[order]})
