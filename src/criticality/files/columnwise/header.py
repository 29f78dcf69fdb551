"""The header of a table: the names of its columns, and what is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from criticality.errors import Problem
from criticality.files.counting import one_per_cause
from criticality.files.messages import nearest
from criticality.files.separated import Sheet
from criticality.model.dataset import Table
from criticality.text import spelling
from criticality.text.message import Message

_MOST_NAMED, _LONGEST, _FEW = 200, 60, 2
"""Columns missing up to the last number are told one by one."""


def _needed_header(table: Table) -> str:
    """The header of a table without the columns that may be left out."""
    return ",".join(column.name for column in table.columns if column.needed)


def header_of(sheet: Sheet, table: Table, file: str) -> tuple[list[str], list[Problem]]:
    """The names of the columns, those without a name or a cell at the end left aside, and what is wrong with them."""
    header = list(sheet.header)
    while header and not header[-1]:
        header.pop()
    problems = list(_nameless(header, sheet, file))
    names = [column.name for column in table.columns]
    seen: set[str] = set()
    for name in header:
        if name in seen:
            problems.append(
                Problem(file, 1, None, name, Message("files.column_twice", name=name), Message("files.keep_one"))
            )
        seen.update({name} - {""})
    problems = one_per_cause([replace(problem, where="") for problem in problems]) if len(problems) > _FEW else problems
    unread = list(dict.fromkeys(name for name in header if name and name not in names))
    missing = list(_missing_columns(header, unread[:_MOST_NAMED], table, file))
    problems += missing
    more = len(unread) - _MOST_NAMED
    for place, name in enumerate(() if missing else unread[:_MOST_NAMED], start=1):
        said = Message("files.column_unread", name=name)
        if place == _MOST_NAMED and more > 0:
            said = Message("files.more_unread", message=said, more=more)
        problems.append(Problem(file, 1, None, name, said, nearest(name, names), severity="warning"))
    return header, problems


def _nameless(header: Sequence[str], sheet: Sheet, file: str) -> Iterator[Problem]:
    inside = [position for position, name in enumerate(header) if not name]
    trailing = len(sheet.header) - len(header)
    filled = next((line for line, row in sheet.rows if any(row[len(header) : len(sheet.header)])), None)
    if filled is not None:
        message = Message("files.column_nameless", number=len(header) + 1, line=filled)
        yield Problem(file, 1, None, "", message, Message("files.name_column"))
    elif trailing:
        message = Message("files.empty_columns", n=trailing)
        yield Problem(file, 1, None, "", message, Message("files.delete_columns"), "warning")
    for position in inside:
        used = next((line for line, row in sheet.rows if position < len(row) and row[position]), None)
        if used is not None:
            message = Message("files.column_nameless", number=position + 1, line=used)
            yield Problem(file, 1, None, "", message, Message("files.name_column"))


def _missing_columns(header: Sequence[str], unread: Sequence[str], table: Table, file: str) -> Iterator[Problem]:
    missing = [column.name for column in table.columns if column.needed and column.name not in header]
    if len(missing) > _FEW:
        message = Message("files.columns_missing", names=missing)
        if unread:
            message = Message("files.columns_missing_beside", names=missing, others=", ".join(unread)[:_LONGEST])
        yield Problem(file, 1, None, missing[0], message, Message("files.the_header_is", header=_needed_header(table)))
        return
    for name in missing:
        hint = Message("files.add_to_header", header=_needed_header(table))
        close = spelling.nearest(name, sorted(set(unread)))
        hint = Message("files.is_it_column", name=close) if close is not None else hint
        message = Message("files.column_missing", name=name)
        if unread:
            message = Message("files.column_missing_beside", name=name, others=_beside(unread))
        yield Problem(file, 1, None, name, message, hint)


def _beside(names: Sequence[str]) -> object:
    """Names of columns that nobody knows, as far as a line holds them."""
    shown = ", ".join(map(repr, names))
    return [Message("files.quoted", value=name) for name in names] if len(shown) <= _LONGEST else shown[:_LONGEST]
