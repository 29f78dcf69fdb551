"""What a release would change in a table of data/, and the writing of it once somebody said so."""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.model.dataset import TABLES, Table
from criticality.refresh.release import Release, Row

_ASIDE = frozenset({"note", "page"})


@dataclass(frozen=True)
class Change:
    """One row before and after; `before` is None where it is new."""

    key: tuple[str, ...]
    before: Row | None
    after: Row

    def __str__(self) -> str:
        place = " ".join(part for part in self.key if part)
        if self.before is None:
            return f"{place}: new {_said(self.after)} [{self.after['source']}]"
        return f"{place}: {_said(self.before)} [{self.before['source']}] → {_said(self.after)} [{self.after['source']}]"


@dataclass(frozen=True)
class Plan:
    """A release held against a table: what changes, what stays, what the release no longer has."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    same: int
    unmatched: tuple[tuple[str, ...], ...]


def plan_changes(root: Path, release: Release) -> Plan:
    """Hold a release against the table of a workspace; nothing is written.

    Rows of other sources and other keys stay as they are; a row that says the same keeps its note.

    Raises
    ------
    InputError
        If the table cannot be read.
    """
    table = TABLES[release.table]
    columns, rows = _existing(root, table)
    held = {_key(row, table): row for row in rows}
    offered = {_key(row, table): _complete(row, columns) for row in release.rows}
    changes = [
        Change(key, held.get(key), row) for key, row in offered.items() if key not in held or not _same(held[key], row)
    ]
    gone = [
        key
        for key, row in held.items()
        if row["source"] == release.source and key not in offered and _covers(key, offered)
    ]
    merged = {**held, **{change.key: change.after for change in changes}}
    return Plan(
        release.table,
        columns,
        _in_place(rows, merged, table),
        tuple(sorted(changes, key=lambda change: change.key)),
        len(offered) - len(changes),
        tuple(sorted(gone)),
    )


def write_table(root: Path, plan: Plan) -> Path:
    """Write a table with its changes, all of it or nothing, and return its path."""
    path = root / TABLES[plan.table].path
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, plan.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(plan.rows)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_text(text.getvalue(), encoding="utf-8", newline="")
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return path


def _said(row: Row) -> str:
    amounts = [row.get(name, "") for name in ("value", "value_usd", "quantity_t")]
    words = [*(amount for amount in amounts if amount), row.get("unit", ""), row.get("flag", "")]
    return " ".join(word for word in words if word) or "nothing"


def _existing(root: Path, table: Table) -> tuple[tuple[str, ...], list[Row]]:
    path = root / table.path
    if not path.is_file():
        return tuple(column.name for column in table.columns), []
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        rows: list[Row] = [dict(row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            [Problem(table.path, 1, None, "", f"the table cannot be read: {error}", "Run check.")]
        ) from error
    columns = tuple(reader.fieldnames or ())
    missing = [column.name for column in table.columns if column.needed and column.name not in columns]
    if missing or any(None in row or None in row.values() for row in rows):
        message = (
            f"the column {missing[0]!r} is missing" if missing else "a row has more or fewer cells than the header"
        )
        raise InputError([Problem(table.path, 1, None, "", message, "Run check, and mend the table first.")])
    return columns, rows


def _complete(row: Row, columns: Iterable[str]) -> Row:
    return {name: row.get(name, "") for name in columns}


def _key(row: Row, table: Table) -> tuple[str, ...]:
    return tuple(row.get(name, "").strip() for name in table.key)


def _same(before: Row, after: Row) -> bool:
    names = set(after) - _ASIDE
    return all(_equal(before.get(name, ""), after[name]) for name in names)


def _equal(before: str, after: str) -> bool:
    if before == after:
        return True
    try:
        first, second = float(before), float(after)
    except ValueError:
        return False
    return abs(first - second) <= 1e-9 * max(abs(first), abs(second))


def _covers(key: tuple[str, ...], offered: Mapping[tuple[str, ...], Row]) -> bool:
    """Whether the release has rows of the same first two key cells and the same last one (series and year)."""
    return any(other[:2] == key[:2] and other[-1] == key[-1] for other in offered)


def _in_place(rows: list[Row], merged: Mapping[tuple[str, ...], Row], table: Table) -> tuple[Row, ...]:
    """Rows in their order; new ones where a sorted table has them, else after the row that is most like them."""
    keys = [_key(row, table) for row in rows]
    new = sorted(set(merged) - set(keys))
    if keys == sorted(keys):
        return tuple(merged[key] for key in sorted([*keys, *new]))
    for key in new:
        keys.insert(_place(key, keys), key)
    return tuple(merged[key] for key in keys)


def _place(key: tuple[str, ...], keys: list[tuple[str, ...]]) -> int:
    """Position after the last row that shares most of the first key cells; the end where none shares any."""
    for length in range(len(key) - 1, 0, -1):
        alike = [position for position, other in enumerate(keys) if other[:length] == key[:length]]
        if alike:
            return alike[-1] + 1
    return len(keys)
