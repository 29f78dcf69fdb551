"""The tables of data/: CSV files checked cell by cell against their schema."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from criticality.errors import Problem
from criticality.files.encoding import read_text
from criticality.files.messages import nearest
from criticality.model.dataset import MISSING_FLAGS, OTHERS, WORLD, Column, Table

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_COUNTRY = re.compile(r"[A-Z]{3}\Z")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z")
_NEEDLESS = {"absent": ("source", "grade"), "withheld": ("grade",)}
"""What a row without a figure need not state: nobody grades what is not there."""
_TRUTH = {"yes": True, "no": False, "true": True, "false": False}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class _Refused(ValueError):
    """A cell cannot be read; carries the sentence and the hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read_table(path: Path, table: Table, file: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read one table of data/.

    Returns
    -------
    frame
        The columns of the schema, typed, and ``line``; None where there are problems.
    problems
        Every problem with its row's line and the column's name.
    """
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        return None, [Problem(file, 1, None, "", f"this is not a CSV table: {error}", "Save it as CSV (UTF-8).")]
    if not rows:
        return None, [Problem(file, 1, None, "", "the file is empty", f"Begin with the header {_header(table)}.")]
    problems = _header_problems(rows[0][1], table, file)
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    records = _records(rows, table, file, problems)
    problems += _duplicates(records, table, file)
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return _frame(records, table), problems


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line it begins on; blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield begins, [cell.strip() for cell in row]
        begins = reader.line_num + 1


def _header(table: Table) -> str:
    return ",".join(column.name for column in table.columns if column.needed)


def _header_problems(header: Sequence[str], table: Table, file: str) -> list[Problem]:
    problems = []
    names = [column.name for column in table.columns]
    for position, name in enumerate(header):
        if name in header[:position]:
            problems.append(Problem(file, 1, None, name, f"the column {name!r} stands here twice", "Keep one of them."))
    unread = [name for name in header if name not in names]
    for column in table.columns:
        if column.needed and column.name not in header:
            hint = f"Add it to the header: {_header(table)}."
            close = nearest(column.name, unread) if unread else ""
            hint = f"Is it the column {close.split(chr(39))[1]!r}? Rename it." if "mean" in close else hint
            problems.append(Problem(file, 1, None, column.name, f"the column {column.name!r} is missing", hint))
    for name in unread:
        problems.append(
            Problem(file, 1, None, name, f"the column {name!r} is not read", nearest(name, names), severity="warning")
        )
    return problems


def _records(
    rows: Sequence[tuple[int, list[str]]], table: Table, file: str, problems: list[Problem]
) -> list[dict[str, Any]]:
    header = rows[0][1]
    positions = {column.name: header.index(column.name) for column in table.columns if column.name in header}
    records = []
    for line, row in rows[1:]:
        if len(row) != len(header):
            message = f"this row has {len(row)} cells, the header has {len(header)}"
            problems.append(Problem(file, line, None, "", message, "Quote a cell that holds a comma."))
            continue
        record, refusals = _record({name: row[place] for name, place in positions.items()}, table)
        problems += [Problem(file, line, None, name, said.message, said.hint) for name, said in refusals.items()]
        records.append({"line": line, **record})
        problems += _evidence_problems(records[-1], file)
    return records


def _record(cells: Mapping[str, str], table: Table) -> tuple[dict[str, Any], dict[str, _Refused]]:
    """The values of one row, None where a cell is refused, and the refusals by column."""
    record: dict[str, Any] = {}
    refusals: dict[str, _Refused] = {}
    needless = _NEEDLESS.get(cells.get("flag", ""), ())
    for column in table.columns:
        cell = cells.get(column.name, "")
        try:
            record[column.name] = "" if not cell and column.name in needless else _cell(cell, column)
        except _Refused as refused:
            record[column.name], refusals[column.name] = None, refused
    return record, refusals


def _cell(cell: str, column: Column) -> Any:
    if cell.startswith("="):
        raise _Refused(f"the cell holds a formula: {cell[:40]!r}", "Store the value, not the spreadsheet formula.")
    if not cell:
        if column.filled:
            raise _Refused(
                "the cell is empty", "Fill it in; what is unknown has its own flag, never a blank or a zero."
            )
        return _EMPTY.get(column.kind, "")
    if column.choices and cell not in column.choices:
        raise _Refused(f"{cell!r} is none of {', '.join(column.choices)}", nearest(cell, column.choices))
    value = _READERS[column.kind](cell)
    if isinstance(value, float):
        _within(value, column)
    return value


def _number(cell: str) -> float:
    if not _NUMBER.match(cell):
        hint = "Write digits and a point, without units or thousands separators."
        if cell.lower() in ("nan", "n/a", "na", "-", "inf", "..."):
            hint = "Leave the cell empty and set the flag to withheld or absent: missing is never a number."
        raise _Refused(f"a number is needed here, not {cell[:40]!r}", hint)
    value = float(cell)
    if not math.isfinite(value):
        raise _Refused(f"{cell[:40]!r} is too large for a number", "Check the digits and the unit.")
    return value


def _share(cell: str) -> float:
    value = _number(cell)
    if not 0 <= value <= 1:
        raise _Refused(f"a share lies between 0 and 1, not {cell}", "Write 45 % as 0.45.")
    return value


def _year(cell: str) -> float:
    if not re.fullmatch(r"\d{4}", cell) or not _FIRST_YEAR <= int(cell) <= _LAST_YEAR:
        raise _Refused(f"{cell[:20]!r} is not a year", f"Four digits, {_FIRST_YEAR} to {_LAST_YEAR}.")
    return float(cell)


def _date(cell: str) -> date:
    try:
        if len(cell) == 10 and _FIRST_YEAR <= date.fromisoformat(cell).year <= _LAST_YEAR:
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise _Refused(f"{cell[:20]!r} is not a date", f"Write it as 2026-11-23, {_FIRST_YEAR} to {_LAST_YEAR}.")


def _matching(pattern: re.Pattern[str], what: str, form: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not pattern.match(cell):
            raise _Refused(f"{cell[:40]!r} is not {what}", form)
        return cell

    return read


def _truth(cell: str) -> bool:
    if cell.lower() not in _TRUTH:
        raise _Refused(f"yes or no is needed here, not {cell[:20]!r}", "Write yes or no.")
    return _TRUTH[cell.lower()]


def _sources(cell: str) -> str:
    return ";".join(part.strip() for part in cell.split(";") if part.strip())


def _within(value: float, column: Column) -> None:
    if column.at_least is not None and value < column.at_least:
        raise _Refused(f"{value:g} is below {column.at_least:g}", "Check the sign and the unit.")
    if column.at_most is not None and value > column.at_most:
        raise _Refused(f"{value:g} is above {column.at_most:g}", "Check the unit.")


_READERS: dict[str, Callable[[str], Any]] = {
    "code": _matching(_CODE, "a code", "Small letters, digits and _, e.g. natural_graphite."),
    "text": str,
    "country": _matching(_COUNTRY, "a country code", "Three capital letters (ISO 3166), e.g. JPN."),
    "partner": _matching(_COUNTRY, "a country code", f"ISO 3166, or {WORLD} (world), {OTHERS} (others)."),
    "number": _number,
    "share": _share,
    "year": _year,
    "date": _date,
    "choice": str,
    "sources": _sources,
    "truth": _truth,
}
_EMPTY: dict[str, Any] = {"number": math.nan, "share": math.nan, "year": math.nan, "date": None, "truth": False}


def _evidence_problems(record: dict[str, Any], file: str) -> list[Problem]:
    """Value and flag must tell the same story: missing is never zero."""
    if "flag" not in record or "value" not in record or record["flag"] is None or record["value"] is None:
        return []
    empty, flag, line = math.isnan(record["value"]), record["flag"], record["line"]
    if empty and flag not in MISSING_FLAGS:
        message = f"the value is empty but the flag says {flag}"
        return [Problem(file, line, None, "value", message, "Fill in the value, or set the flag withheld or absent.")]
    if not empty and flag in MISSING_FLAGS:
        message = f"the flag says {flag} but there is a value"
        return [Problem(file, line, None, "flag", message, "Empty the value, or correct the flag.")]
    if flag == "zero" and record["value"] != 0:
        message = f"the flag says zero but the value is {record['value']:g}"
        return [Problem(file, line, None, "flag", message, "Correct the value or the flag.")]
    low, high = record.get("low"), record.get("high")
    if low is not None and high is not None and (low > record["value"] or high < record["value"]):
        message = "the value does not lie between low and high"
        return [Problem(file, line, None, "value", message, "Order them low ≤ value ≤ high.")]
    return []


def _duplicates(records: Sequence[dict[str, Any]], table: Table, file: str) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for record in records:
        key = tuple(str(record[name]) for name in table.key)
        if key in first:
            said = ", ".join(f"{name} {part}" for name, part in zip(table.key, key, strict=True) if part)
            message = f"a second row for {said} (the first is line {first[key]})"
            problems.append(Problem(file, record["line"], None, table.key[0], message, "Keep one of the two rows."))
        first.setdefault(key, record["line"])
    return problems


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
