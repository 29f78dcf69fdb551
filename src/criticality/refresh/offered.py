"""Rows that a release offers, held to the schema of their table before anybody sees them: the checks of `check`."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from criticality.errors import InputError, Problem
from criticality.files.tables import read_table
from criticality.model.dataset import TABLES, Table
from criticality.refresh.reading.release import Release, Row
from criticality.text.message import Message

Key = tuple[str, ...]


def key_of(row: Row, table: Table) -> Key:
    """The cells that no two rows of a table share."""
    return tuple(row.get(name, "").strip() for name in table.key)


def offered_rows(release: Release) -> dict[Key, Row]:
    """The rows of a release by key, all of which the table may hold.

    Raises
    ------
    InputError
        If two rows have one key, or a row does not pass the table's schema; with lines of the publisher's file.
    """
    table = TABLES[release.table]
    offered: dict[Key, Row] = {}
    first: dict[Key, int] = {}
    problems = []
    for place, row in enumerate(release.rows):
        key = key_of(row, table)
        if key in offered:
            what = " ".join(part for part in key if part)
            message = Message("refresh.second_row", what=what, first=first[key])
            hint = Message("refresh.which_counts")
            problems.append(Problem(release.file, release.line(place), None, table.key[0], message, hint))
        offered.setdefault(key, row)
        first.setdefault(key, release.line(place))
    problems = problems or _schema_problems(release, table)
    if problems:
        raise InputError(problems)
    return offered


def _schema_problems(release: Release, table: Table) -> list[Problem]:
    """What `check` would say of a table with these rows, at the lines of the publisher's file."""
    if not release.rows:
        return []
    columns = [column.name for column in table.columns]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "offered.csv"
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: _one_line(row.get(name, "")) for name in columns} for row in release.rows)
        _, problems = read_table(path, table, release.file)
    return [
        Problem(release.file, release.line(problem.line - 2), None, problem.where, problem.message, problem.hint)
        for problem in problems
        if problem.severity == "error"
    ]


def _one_line(cell: str) -> str:
    """A cell without line ends, so that the row stands in the line of its place."""
    return " ".join(cell.splitlines())
