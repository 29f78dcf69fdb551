"""The tables of data/: CSV files checked cell by cell against their schema."""

import csv
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from criticality.errors import Problem
from criticality.files.cells import NUMBER, Refused, read_cell
from criticality.files.columnwise.coded import CodedSheet, coded_sheet
from criticality.files.columnwise.header import header_of
from criticality.files.columnwise.typed import BETWEEN, Typed, frame_of, has_duplicates, typed_columns
from criticality.files.counting import MANY, one_per_cause
from criticality.files.encoding import read_text
from criticality.files.misfits import fitted_rows
from criticality.files.separated import Row, Sheet, has_long_line, read_sheet, separator_problem
from criticality.model.choice import DROP
from criticality.model.dataset import FIGURES, MISSING_FLAGS, VALUE, WORD, Column, Table
from criticality.model.publishers import publisher_of
from criticality.text.message import Message

_NEEDLESS = {"absent": ("source", "grade"), "withheld": ("grade",)}
"""What a row without a figure need not state: nobody grades what is not there."""
_HEADER_AGAIN = "files.header_again"
Columns = dict[str, list[Any]]
"""Name of a column → its values, row by row."""

_MOST_KEPT, _FEW = 1 << 20, 2
"""A row with more empty cells than these few may be none."""


def read_table(
    path: Path,
    table: Table,
    file: str,
    sound: dict[str, pd.DataFrame] | None = None,
    worded: Collection[str] = (),
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read one table of data/.

    Parameters
    ----------
    path, table, file
        Where it stands, its schema, and its path as problems print it.
    sound
        Where some cells are refused, the rows without such a cell are put here, so that these can be checked too.
    worded
        Properties whose `value` may be a word; it is then in a column ``word``, and the value is NaN.

    Returns
    -------
    frame
        The columns of the schema, typed, and ``line``; None where there are problems.
    problems
        Every problem with its row's line and the column's name; one that many rows share is told once.
    """
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    frame, problems = _read_whole(text, table, file)
    if frame is not None:
        return frame, problems
    sheet, problems = read_sheet(text, [column.name for column in table.columns], file)
    if sheet is None:
        return None, problems
    header, problems = header_of(sheet, table, file)
    if _is_refused(problems):
        return None, problems
    rows, misfits = fitted_rows(sheet, header, table, file)
    del sheet
    rows, odd = _without_odd_rows(header, rows, table, file)
    columns, found = _columns(header, rows, table, file, worded)
    lines = [line for line, _ in rows]
    del rows
    joined = any(problem.code == _HEADER_AGAIN for problem in odd)
    twice = [] if joined else list(_duplicates(columns, lines, table, file))
    if len(twice) > MANY:
        twice = [replace(twice[0], message=Message("files.more_twice", message=twice[0].message, n=len(twice) - 1))]
    problems += one_per_cause([*misfits, *odd, *found, *twice])
    if _is_refused(problems):
        if sound is not None:
            sound[table.name] = _sound_rows(columns, lines, table)
        return None, problems
    return _frame(columns, lines, table), problems


def _read_whole(text: str, table: Table, file: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read a table column by column, and return it with its warnings; None where any error may be in it.

    What the error is, and where, is then told by reading it row by row.
    """
    names = [column.name for column in table.columns]
    if not text.endswith(("\n", "\r")) or has_long_line(text, csv.field_size_limit()):
        return None, []  # it may have been cut short, or hold a cell that csv refuses
    if DROP in table.columns or separator_problem(text, names, file) is not None:
        return None, []
    sheet = coded_sheet(text)
    if sheet is None or len(set(sheet.header) & set(names)) < min(2, len(names)) or _has_odd_row(sheet, table):
        return None, []
    _, problems = header_of(Sheet(sheet.header, [], open_end=False), table, file)
    columns = None if _is_refused(problems) else typed_columns(sheet, table, _NEEDLESS)
    if columns is None or has_duplicates(columns, table):
        return None, []
    problems += one_per_cause(_doubted_evidence(columns, sheet.lines, table, file))
    return (None if _is_refused(problems) else frame_of(columns, sheet.lines, table)), problems


def _is_refused(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _has_odd_row(sheet: CodedSheet, table: Table) -> bool:
    """Tell whether a row without a figure's flag has so many empty cells that it may be none of the table's rows."""
    filled = [sheet.columns[column.name] for column in table.columns if column.filled and column.name in sheet.columns]
    empty = sum((column.rows_with([""]).astype(np.int8) for column in filled), np.zeros(len(sheet.lines), np.int8))
    spared = sheet.columns["flag"].rows_with(list(_NEEDLESS)) if "flag" in sheet.columns else np.False_
    return bool(((empty > _FEW) & ~spared).any())


def _doubted_evidence(
    columns: Mapping[str, Typed], lines: np.ndarray[tuple[int], np.dtype[np.int64]], table: Table, file: str
) -> Iterator[Problem]:
    """As `_all_evidence_problems`, on the rows that are not simply a reported figure above zero."""
    kinds = {column.name: column.kind for column in table.columns}
    figures = [name for name in FIGURES if name in columns]
    if not figures or "flag" not in columns:
        return
    told = {name: columns[name].of_rows(kinds[name]) for name in (*figures, "flag", "low", "high") if name in columns}
    usual = np.logical_and.reduce([told[name].astype(np.float64) > 0 for name in figures])
    flag = columns["flag"]
    usual &= np.array([value == "reported" for value in flag.values])[flag.places]
    for bound in {"low", "high"} & set(told):
        usual &= np.isnan(told[bound].astype(np.float64))
    for row in np.flatnonzero(~usual).tolist():
        cells = {name: cells[row].item() if name != "flag" else cells[row] for name, cells in told.items()}
        yield from _evidence_problems(cells, figures, int(lines[row]), file)


def _without_odd_rows(
    header: Sequence[str], rows: Sequence[Row], table: Table, file: str
) -> tuple[list[Row], list[Problem]]:
    """The rows of a table without the lines that are none, and what is said of these."""
    positions = {name: place for place, name in enumerate(header)}
    filled = {
        column.name: positions[column.name] for column in table.columns if column.filled and column.name in positions
    }
    places, names = list(filled.values()), list(header)
    kept: list[Row] = []
    problems: list[Problem] = []
    for line, row in rows:
        odd = None
        if row == names:
            odd = Problem(file, line, None, "", Message(_HEADER_AGAIN), Message("files.remove_header"))
        elif "" in row and sum(not row[place] for place in places) > _FEW:
            odd = _no_row(line, row, filled, row[positions["flag"]] if "flag" in positions else "", file)
        if odd is None:
            kept.append((line, row))
        else:
            problems.append(odd)
    return kept, problems


def _no_row(line: int, row: Sequence[str], filled: Mapping[str, int], flag: str, file: str) -> Problem | None:
    """A line of a table that is none of its rows: a total or a note, with most cells empty."""
    if flag in _NEEDLESS:
        return None
    empty = [name for name, place in filled.items() if not row[place]]
    first = row[0][:40] or Message("files.without_first_cell")
    message = Message("files.no_row", names=empty, first=first)
    hint = Message("files.fill_or_remove")
    return Problem(file, line, None, empty[0], message, hint)


def _columns(
    header: Sequence[str], rows: Sequence[Row], table: Table, file: str, worded: Collection[str] = ()
) -> tuple[Columns, list[Problem]]:
    """The values of every column, None where a cell is refused, and what is wrong with the cells."""
    positions = {name: place for place, name in enumerate(header)}
    flags = [row[positions["flag"]] for _, row in rows] if "flag" in positions else [""] * len(rows)
    dropped = _dropped(rows, table, positions)
    columns: Columns = {}
    problems: list[Problem] = []
    words = _words(rows, positions, worded)
    for column in table.columns:
        place, name = positions.get(column.name), column.name
        needless = {flag for flag, names in _NEEDLESS.items() if name in names}
        read, values = _Readings(column), []
        read_dropped = read if name in table.key else _Readings(replace(column, filled=False))
        for number, (line, row) in enumerate(rows):
            cell = "" if place is None or (name == VALUE and number in words) else row[place]
            readings = read_dropped if number in dropped else read
            value = "" if needless and not cell and flags[number] in needless else readings[cell]
            if isinstance(value, Refused):
                problems.append(Problem(file, line, None, name, value.message, value.hint))
                value = None
            values.append(value)
        columns[name] = values
    lines = [line for line, _ in rows]
    if words:
        columns[WORD] = [words.get(number, "") for number in range(len(rows))]
    return columns, [*problems, *_all_evidence_problems(columns, lines, dropped | words.keys(), file)]


def _words(rows: Sequence[Row], positions: Mapping[str, int], worded: Collection[str]) -> dict[int, str]:
    """Positions of the rows whose figure is a word, with the word; those of some properties alone may be."""
    place, name = positions.get(VALUE), positions.get("property")
    if not worded or place is None or name is None:
        return {}
    cells = {number: row[place] for number, (_, row) in enumerate(rows) if row[name] in worded}
    return {number: cell for number, cell in cells.items() if cell and not NUMBER.match(cell) and cell[0] != "="}


def _dropped(rows: Sequence[Row], table: Table, positions: Mapping[str, int]) -> frozenset[int]:
    """Positions of the rows that only say that a row of another file is to be dropped: their key is all they need."""
    if DROP.name not in positions or all(column.name != DROP.name for column in table.columns):
        return frozenset()
    place = positions[DROP.name]
    return frozenset(number for number, (_, row) in enumerate(rows) if row[place].lower() in ("yes", "true"))


class _Readings(dict[str, Any]):
    """Cells of one column → their values, or why they are refused; a cell that many rows share is read once."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, cell: str) -> Any:
        try:
            found = read_cell(cell, self._column)
        except Refused as refused:
            found = refused
        if len(self) < _MOST_KEPT:
            self[cell] = found
        return found


def evidence_problems(record: Mapping[str, Any], table: Table, file: str) -> Iterator[Problem]:
    """What a row says that cannot hold together: its figures and its flag must tell the same story."""
    names = [column.name for column in table.columns if column.name in FIGURES]
    if names and "flag" in record:
        yield from _evidence_problems(record, names, record["line"], file)


def _all_evidence_problems(
    columns: Columns, lines: Sequence[int], dropped: frozenset[int], file: str
) -> Iterator[Problem]:
    figures = [name for name in FIGURES if name in columns]
    if not figures or "flag" not in columns:
        return
    names = [*figures, "flag", *(name for name in ("low", "high") if name in columns)]
    for number, cells in enumerate(zip(*(columns[name] for name in names), strict=True)):
        if number in dropped:
            continue
        if len(names) == 2 and cells[1] == "reported" and cells[0] is not None and cells[0] > 0:
            continue  # a reported figure above zero, as nearly all are: nothing can be wrong
        yield from _evidence_problems(dict(zip(names, cells, strict=True)), figures, lines[number], file)


def _evidence_problems(record: Mapping[str, Any], names: Sequence[str], line: int, file: str) -> Iterator[Problem]:
    """Figures and flag must tell the same story: missing is never zero."""
    if record["flag"] is None or any(record[name] is None for name in names):
        return
    flag = record["flag"]
    figures = {name: record[name] for name in names if not math.isnan(record[name])}
    odd = next((name for name, figure in figures.items() if figure != 0), None)
    if not figures and flag not in MISSING_FLAGS:
        message = Message("files.empty_but_flag", n=len(names), names=" and ".join(names), flag=flag)
        hint = Message("files.fill_or_flag")
        yield Problem(file, line, None, names[0], message, hint)
    elif figures and flag in MISSING_FLAGS:
        message = Message("files.flag_but_figure", flag=flag, figure=next(iter(figures)))
        yield Problem(file, line, None, "flag", message, Message("files.empty_or_correct"))
    elif flag == "zero" and odd is not None:
        message = Message("files.zero_but_figure", name=odd, figure=figures[odd])
        yield Problem(file, line, None, "flag", message, Message("files.correct_value"))
    elif flag == "reported" and record.get("value") == 0:
        message = Message("files.zero_reported")
        yield Problem(file, line, None, "flag", message, Message("files.missing_never_zero"), "warning")
    elif not _ordered(record):
        message = Message("files.not_between")
        yield Problem(file, line, None, "value", message, Message("files.order_them"))


def _ordered(record: Mapping[str, Any]) -> bool:
    low, value, high = (record.get(name) for name in ("low", "value", "high"))
    return low is None or high is None or value is None or not (low > value or high < value)


def _keys(columns: Columns, table: Table, *, by_publisher: bool = False) -> Iterator[str | None]:
    """The key of every row as one text; None where a part of it was refused.

    With `by_publisher`, the publisher counts of a source that is part of the key: the first id of the cell.
    """
    parts = [
        [publisher_of(cell) if cell else cell for cell in columns[name]]
        if by_publisher and name == "source"
        else columns[name]
        for name in table.key
    ]
    for key in zip(*parts, strict=True):
        yield None if None in key else BETWEEN.join(map(str, key))


def _duplicates(columns: Columns, lines: Sequence[int], table: Table, file: str) -> Iterator[Problem]:
    """Rows of one key: which of them counts is for a person to say, so both are named."""
    first: dict[str, int] = {}
    for line, key in zip(lines, _keys(columns, table, by_publisher=True), strict=True):
        if key is None:
            continue
        if key in first:
            parts = zip(table.key, key.split(BETWEEN), strict=False)
            said = [f"{name} {part.removesuffix('.0')}" for name, part in parts if part not in ("", "nan")]
            message = Message("files.second_row", said=said, line=first[key])
            yield Problem(file, line, None, table.key[0], message, Message("files.keep_one_row"))
        first.setdefault(key, line)


def _sound_rows(columns: Columns, lines: Sequence[int], table: Table) -> pd.DataFrame:
    """The rows none of whose cells is refused; an absent date is None too, so such a column has no say."""
    told = [columns[column.name] for column in table.columns if column.kind != "date"]
    kept = [place for place, cells in enumerate(zip(*told, strict=True)) if None not in cells]
    chosen = {name: [values[place] for place in kept] for name, values in columns.items()}
    return _frame(chosen, [lines[place] for place in kept], table)


def _frame(columns: Columns, lines: Sequence[int], table: Table) -> pd.DataFrame:
    """Rows in canonical order, whatever their order in the file."""
    names = [*(column.name for column in table.columns), *([WORD] if WORD in columns else [])]
    frame = pd.DataFrame({"line": lines, **columns}, columns=["line", *names])
    for column in table.columns:
        if column.kind in ("number", "share", "year"):
            frame[column.name] = frame[column.name].astype("float64")
        if column.kind == "truth":
            frame[column.name] = frame[column.name].astype(bool)
    frame["line"] = frame["line"].astype("int64")
    keys = [key or "" for key in _keys(columns, table)]
    ordered = frame.iloc[sorted(range(len(keys)), key=keys.__getitem__)]
    return ordered.reset_index(drop=True)[[*names, "line"]]
