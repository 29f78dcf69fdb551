"""What a release would change in a table of data/, and the writing of it once somebody said so."""

import csv
import io
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from criticality.errors import InputError
from criticality.files.load import Reading
from criticality.files.tables import read_table
from criticality.files.workspace import Workspace
from criticality.model.dataset import TABLES, Table
from criticality.records.drafts import draft_folder, put
from criticality.refresh.offered import Key, key_of, offered_rows
from criticality.refresh.reading.release import Release, Row
from criticality.text.message import Message
from criticality.text.spreadsheet import MARK, neutral, stated

_ASIDE = frozenset({"note", "page"})
_STATEMENTS = ("excludes", "lower bound", "quantity left out", "cannot be by rounding")
"""What a note says of its figure and must not be lost: whom a total leaves out, a bound, a quantity not entered, a
total that the countries exceed."""


@dataclass(frozen=True)
class Change:
    """One row before and after; `before` is None where it is new."""

    key: tuple[str, ...]
    before: Row | None
    after: Row

    def __str__(self) -> str:
        return str(self.told())

    def told(self) -> Message:
        """Say what the row was and is."""
        place, after = " ".join(part for part in self.key if part), _cited(self.after)
        if _statements(self.after):
            after = Message("refresh.with_note", what=after, note=self.after["note"])
        if self.before is None:
            return Message("refresh.new_row", place=place, after=after)
        if (grades := [row.get("grade", "") for row in (self.before, self.after)]) and len(set(grades)) > 1:
            after = Message("refresh.with_grade", what=after, before=grades[0], after=grades[1])
        return Message("refresh.changed_row", place=place, before=_cited(self.before), after=after)


@dataclass(frozen=True)
class Plan:
    """A release held against a table: what changes, what stays, what it no longer has, new columns."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    same: int
    unmatched: tuple[Key, ...]
    added: tuple[str, ...] = ()


def plan_changes(root: Path, release: Release) -> Plan:
    """Hold a release against the table of a workspace; nothing is written.

    Rows of other sources and other keys stay as they are; a row that says the same keeps its note.

    Raises
    ------
    InputError
        If the table has problems, or the release offers a row that the table may not hold.
    """
    table = TABLES[release.table]
    offered = offered_rows(release)
    columns, rows = _existing(root, table)
    keys = _keys(rows, table, offered, release.source)
    held = dict(zip(keys, rows, strict=True))
    changed = [
        key for key, row in offered.items() if key not in held or not _same(held[key], _complete(row, columns), row)
    ]
    added = () if "note" in columns or not any(map(_statements, map(offered.get, changed))) else ("note",)
    columns = (*columns, *added)
    changes = [Change(key, held.get(key), _complete(offered[key], columns)) for key in changed]
    covered = {_covering(key, table) for key in offered}
    gone = [
        key
        for key, row in held.items()
        if _of(row, release.source, table) and key not in offered and _covering(key, table) in covered
    ]
    merged = {**held, **{change.key: change.after for change in changes}}
    return Plan(
        release.table,
        columns,
        _in_place(keys, merged),
        tuple(sorted(changes, key=lambda change: change.key)),
        len(offered) - len(changes),
        tuple(sorted(gone)),
        added,
    )


def new_text(plan: Plan) -> str:
    """Return a table with its changes as text."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, plan.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: neutral(cell) for name, cell in row.items()} for row in plan.rows)
    return text.getvalue()


def write_table(root: Path, plan: Plan, *, excel: bool = False) -> Path:
    """Write a table with its changes, all of it or nothing, and return its path; the mode of the file stays.

    It begins with a byte order mark where it did, and with `excel` in any case.

    Raises
    ------
    InputError
        If `check` would refuse the table as it would be written.
    """
    path = root / TABLES[plan.table].path
    with draft_folder(path.parent, path.name) as drafts:
        draft = drafts / path.name
        kept = path.is_file() and path.read_bytes().startswith(MARK)
        draft.write_bytes((MARK if excel or kept else b"") + new_text(plan).encode("utf-8"))
        worded = Reading(Workspace(root)).worded
        _, problems = read_table(draft, TABLES[plan.table], TABLES[plan.table].path, worded=worded)
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors:
            raise InputError(errors)
        if path.exists():
            shutil.copymode(path, draft)
        put(draft, path)
    return path


def _cited(row: Row) -> Message:
    amounts = [row.get(name, "") for name in ("value", "value_usd", "quantity_t")]
    words = [*(amount for amount in amounts if amount), row.get("unit", ""), row.get("flag", "")]
    said = " ".join(word for word in words if word) or Message("refresh.nothing")
    return Message("refresh.cited", what=said, source=row["source"])


def _existing(root: Path, table: Table) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and rows of a table as they stand in the file, once it passes the checks of `check`."""
    path = root / table.path
    if not path.is_file():
        return tuple(column.name for column in table.columns), []
    _, problems = read_table(path, table, table.path, worded=Reading(Workspace(root)).worded)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InputError(errors)
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
    reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
    kept = (row for row in reader if any(cell and cell.strip() for cell in row.values()))
    rows: list[Row] = [{name: stated(cell or "") for name, cell in row.items()} for row in kept]
    return tuple(reader.fieldnames), rows


def _complete(row: Row, columns: Iterable[str]) -> Row:
    return {name: row.get(name, "") for name in columns}


def _same(before: Row, after: Row, offered: Row) -> bool:
    """Whether a row says the same; a note may differ, but not in what it states of the figure."""
    names = set(after) - _ASIDE
    alike = all(_equal(before.get(name, ""), after[name]) for name in names)
    return alike and _statements(offered) <= _statements(before)


def _statements(row: Row | None) -> frozenset[str]:
    note = (row or {}).get("note", "").casefold()
    return frozenset(word for word in _STATEMENTS if word in note)


def _equal(before: str, after: str) -> bool:
    if before == after:
        return True
    try:
        first, second = float(before), float(after)
    except ValueError:
        return False
    return abs(first - second) <= 1e-9 * max(abs(first), abs(second))


def _keys(rows: Iterable[Row], table: Table, offered: Mapping[Key, Row], source: str) -> list[Key]:
    """The keys of a table's rows; a row of another edition has the key of the offered row that takes its place.

    Of a table that holds several publishers' figures, the source is part of the key: rows of other publishers stay
    beside those of the release, rows of other editions of the same publication do not.
    """
    keys = [key_of(row, table) for row in rows]
    if "source" not in table.key:
        return keys
    place, taken = table.key.index("source"), set(keys)
    for position, row in enumerate(rows):
        here = (*keys[position][:place], source, *keys[position][place + 1 :])
        if here in offered and here not in taken and _same_series(row["source"], source):
            keys[position] = here
            taken.add(here)
    return keys


def _of(row: Row, source: str, table: Table) -> bool:
    """Whether a row is of the release's source; or of another edition, where that would stand as a second publisher."""
    return row["source"] == source or ("source" in table.key and _same_series(row["source"], source))


def _same_series(one: str, other: str) -> bool:
    """Whether two sources are editions of one publication: their ids differ in their numbers alone."""
    return re.sub(r"\d+", "", one) == re.sub(r"\d+", "", other)


def _covering(key: Key, table: Table) -> Key:
    """The first two key cells and the year: a release that has such a row covers all rows that share them."""
    return (*key[:2], key[table.key.index("year")])


def _in_place(rows: Sequence[Key], merged: Mapping[Key, Row]) -> tuple[Row, ...]:
    """Rows in their order; new ones where a sorted table has them, else after the row that is most like them."""
    keys = list(rows)
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
