"""The tables of data/: CSV files checked cell by cell against their schema."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from criticality.errors import Problem
from criticality.files.cells import Refused, read_cell
from criticality.files.counting import MANY, one_per_cause
from criticality.files.encoding import read_text
from criticality.files.messages import nearest
from criticality.files.misfits import fitted_rows
from criticality.files.separated import Row, Sheet, read_sheet
from criticality.model.choice import DROP
from criticality.model.dataset import FIGURES, MISSING_FLAGS, Table
from criticality.model.publishers import publisher_of

_NEEDLESS = {"absent": ("source", "grade"), "withheld": ("grade",)}
"""What a row without a figure need not state: nobody grades what is not there."""
_ZERO = "Missing is never zero: write zero for none, or empty the value and write absent."
_HEADER_AGAIN = "the header stands here once more: were two files joined?"
_FEW = 2
"""Columns missing up to this number are told one by one."""


def read_table(path: Path, table: Table, file: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read one table of data/.

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
    sheet, problems = read_sheet(text, [column.name for column in table.columns], file)
    if sheet is None:
        return None, problems
    header, problems = _header(sheet, table, file)
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    rows, misfits = fitted_rows(sheet, header, table, file)
    records, found = _records(header, rows, table, file)
    joined = any(problem.message == _HEADER_AGAIN for problem in found)
    twice = [] if joined else list(_duplicates(records, table, file))
    if len(twice) > MANY:
        twice = [replace(twice[0], message=f"{twice[0].message}; {len(twice) - 1} more rows stand twice")]
    problems += one_per_cause([*misfits, *found, *twice])
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return _frame(records, table), problems


def needed_header(table: Table) -> str:
    """The header of a table without the columns that may be left out."""
    return ",".join(column.name for column in table.columns if column.needed)


def _header(sheet: Sheet, table: Table, file: str) -> tuple[list[str], list[Problem]]:
    """The names of the columns, those without a name or a cell at the end left aside, and what is wrong with them."""
    header = list(sheet.header)
    while header and not header[-1]:
        header.pop()
    problems = list(_nameless(header, sheet, file))
    names = [column.name for column in table.columns]
    for position, name in enumerate(header):
        if name and name in header[:position]:
            problems.append(Problem(file, 1, None, name, f"the column {name!r} stands here twice", "Keep one of them."))
    problems = one_per_cause([replace(problem, where="") for problem in problems]) if len(problems) > _FEW else problems
    unread = [name for name in header if name and name not in names]
    missing = list(_missing_columns(header, unread, table, file))
    problems += missing
    for name in () if missing else dict.fromkeys(unread):
        problems.append(
            Problem(file, 1, None, name, f"the column {name!r} is not read", nearest(name, names), severity="warning")
        )
    return header, problems


def _nameless(header: Sequence[str], sheet: Sheet, file: str) -> Iterator[Problem]:
    inside = [position for position, name in enumerate(header) if not name]
    trailing = len(sheet.header) - len(header)
    filled = next((line for line, row in sheet.rows if any(row[len(header) : len(sheet.header)])), None)
    if filled is not None:
        message = f"the column {len(header) + 1} has no name, but line {filled} has a cell in it"
        yield Problem(file, 1, None, "", message, "Name the column, or empty its cells.")
    elif trailing:
        which = "an empty column" if trailing == 1 else f"{trailing} empty columns"
        message = f"{which} without a name at the end: passed over"
        yield Problem(file, 1, None, "", message, "Delete them in the spreadsheet, and save again.", "warning")
    for position in inside:
        used = next((line for line, row in sheet.rows if position < len(row) and row[position]), None)
        if used is not None:
            message = f"the column {position + 1} has no name, but line {used} has a cell in it"
            yield Problem(file, 1, None, "", message, "Name the column, or empty its cells.")


def _missing_columns(header: Sequence[str], unread: Sequence[str], table: Table, file: str) -> Iterator[Problem]:
    missing = [column.name for column in table.columns if column.needed and column.name not in header]
    if len(missing) > _FEW:
        others = f"; {', '.join(unread)[:60]} are no columns of this table" if unread else ""
        message = f"the columns {', '.join(missing)} are missing{others}"
        yield Problem(file, 1, None, missing[0], message, f"The header is: {needed_header(table)}")
        return
    for name in missing:
        hint = f"Add it to the header: {needed_header(table)}."
        close = nearest(name, unread) if unread else ""
        hint = f"Is it the column {close.split(chr(39))[1]!r}? Rename it." if "mean" in close else hint
        others = f"; {', '.join(map(repr, unread))[:60]} is not known" if unread else ""
        yield Problem(file, 1, None, name, f"the column {name!r} is missing{others}", hint)


def _records(
    header: Sequence[str], rows: Sequence[Row], table: Table, file: str
) -> tuple[list[dict[str, Any]], list[Problem]]:
    positions = {column.name: header.index(column.name) for column in table.columns if column.name in header}
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for line, row in rows:
        odd = _no_row(line, row, header, table, file)
        if odd is not None:
            problems.append(odd)
            continue
        record, refusals = _record({name: row[place] for name, place in positions.items()}, table)
        problems += [Problem(file, line, None, name, said.message, said.hint) for name, said in refusals.items()]
        records.append({"line": line, **record})
        if not records[-1].get(DROP.name):
            problems += evidence_problems(records[-1], table, file)
    return records, problems


def _no_row(line: int, row: Sequence[str], header: Sequence[str], table: Table, file: str) -> Problem | None:
    """A line of a table that is none of its rows: the header once more, or a total or a note with most cells empty."""
    if list(row) == list(header):
        return Problem(file, line, None, "", _HEADER_AGAIN, "Remove this line, and the rows that stand twice.")
    positions = {column.name: header.index(column.name) for column in table.columns if column.name in header}
    empty = [c.name for c in table.columns if c.filled and c.name in positions and not row[positions[c.name]]]
    flag = row[positions["flag"]] if "flag" in positions else ""
    if len(empty) <= _FEW or flag in _NEEDLESS:
        return None
    message = f"{', '.join(empty)} are empty: is this row ({row[0][:40] or 'without a first cell'}) a total or a note?"
    return Problem(
        file, line, None, empty[0], message, "Fill them in, or remove the row; a world total is the country WLD."
    )


def _record(cells: Mapping[str, str], table: Table) -> tuple[dict[str, Any], dict[str, Refused]]:
    """The values of one row, None where a cell is refused, and the refusals by column."""
    record: dict[str, Any] = {}
    refusals: dict[str, Refused] = {}
    needless = _NEEDLESS.get(cells.get("flag", ""), ())
    dropped = cells.get(DROP.name, "").lower() in ("yes", "true")
    for column in table.columns:
        cell = cells.get(column.name, "")
        wanted = replace(column, filled=False) if dropped and column.name not in table.key else column
        try:
            record[column.name] = "" if not cell and column.name in needless else read_cell(cell, wanted)
        except Refused as refused:
            record[column.name], refusals[column.name] = None, refused
    return record, refusals


def evidence_problems(record: Mapping[str, Any], table: Table, file: str) -> Iterator[Problem]:
    """Figures and flag must tell the same story: missing is never zero."""
    names = [column.name for column in table.columns if column.name in FIGURES]
    if record.get("flag") is None or not names or any(record[name] is None for name in names):
        return
    flag, line = record["flag"], record["line"]
    figures = {name: record[name] for name in names if not math.isnan(record[name])}
    odd = next((name for name, figure in figures.items() if figure != 0), None)
    if not figures and flag not in MISSING_FLAGS:
        empty = f"{names[0]} is" if len(names) == 1 else f"{' and '.join(names)} are"
        hint = "Fill in the value, or set the flag withheld or absent."
        yield Problem(file, line, None, names[0], f"the {empty} empty but the flag says {flag}", hint)
    elif figures and flag in MISSING_FLAGS:
        message = f"the flag says {flag} but there is a {next(iter(figures))}"
        yield Problem(file, line, None, "flag", message, "Empty the value, or correct the flag.")
    elif flag == "zero" and odd is not None:
        message = f"the flag says zero but the {odd} is {figures[odd]:g}"
        yield Problem(file, line, None, "flag", message, "Correct the value or the flag.")
    elif flag == "reported" and record.get("value") == 0:
        message = "a value of 0 is reported: a real zero has the flag zero, an unknown figure none at all"
        yield Problem(file, line, None, "flag", message, _ZERO, "warning")
    elif not _ordered(record):
        message = "the value does not lie between low and high"
        yield Problem(file, line, None, "value", message, "Order them low ≤ value ≤ high.")


def _ordered(record: Mapping[str, Any]) -> bool:
    low, value, high = (record.get(name) for name in ("low", "value", "high"))
    return low is None or high is None or value is None or not (low > value or high < value)


def _duplicates(records: Sequence[dict[str, Any]], table: Table, file: str) -> Iterator[Problem]:
    """Rows of one key: which of them counts is for a person to say, so both are named.

    Of a source that is part of the key the publisher counts, the first id of the cell.
    """
    first: dict[tuple[Any, ...], int] = {}
    for record in records:
        cells = (record[name] for name in table.key)
        key = tuple(
            publisher_of(cell) if name == "source" and cell else cell
            for name, cell in zip(table.key, cells, strict=True)
        )
        if None in key:
            continue
        shown = tuple(str(part) for part in key)
        if shown in first:
            parts = zip(table.key, shown, strict=True)
            said = ", ".join(f"{name} {part.removesuffix('.0')}" for name, part in parts if part not in ("", "nan"))
            message = f"a second row for {said} (the first is line {first[shown]})"
            yield Problem(file, record["line"], None, table.key[0], message, "Keep one of the two rows.")
        first.setdefault(shown, record["line"])


def _frame(records: Sequence[dict[str, Any]], table: Table) -> pd.DataFrame:
    """Rows in canonical order, whatever their order in the file."""
    frame = pd.DataFrame(list(records), columns=["line", *(column.name for column in table.columns)])
    for column in table.columns:
        if column.kind in ("number", "share", "year"):
            frame[column.name] = frame[column.name].astype("float64")
        if column.kind == "truth":
            frame[column.name] = frame[column.name].astype(bool)
    frame["line"] = frame["line"].astype("int64")
    order = frame[list(table.key)].astype(str).apply("\x1f".join, axis=1) if len(frame) else None
    ordered = frame if order is None else frame.loc[order.sort_values(kind="stable").index]
    return ordered.reset_index(drop=True)[[*(column.name for column in table.columns), "line"]]
