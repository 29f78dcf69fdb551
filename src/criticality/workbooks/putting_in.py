"""Changes of a workbook entered into the texts of the files; every other character of them stays."""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from criticality.errors import InputError, Problem
from criticality.files.editing.csv_cells import with_cells
from criticality.files.editing.keys import both, with_key
from criticality.files.editing.lists import NotEditable, plain_or_quoted, quoted, with_items
from criticality.files.editing.values import with_values
from criticality.files.positions import Path
from criticality.files.separated import rows_with_lines
from criticality.files.yaml import parse_marked
from criticality.spreadsheets.reading.contents import shortest
from criticality.spreadsheets.reading.spots import Spot
from criticality.text.message import Message
from criticality.workbooks.coming_back import Edit
from criticality.workbooks.documents import DESIGNATION, DESIGNATIONS, SOURCE
from criticality.workbooks.own_rows import records
from criticality.workbooks.plan import InDocument, InTable, NewRow, Removal, Sides, Value

_CODE = re.compile(r"[a-z][a-z0-9_]*(?:[/.-][a-z0-9_]+)*")


@dataclass(frozen=True)
class NewText:
    """The new text of a file, and which cell of the workbook stands behind each of its lines that changed."""

    text: str
    lines: Mapping[int, Spot]


def new_texts(edits: Sequence[Edit], texts: Mapping[str, str]) -> tuple[dict[str, NewText], list[Problem]]:
    """Return the files that change, with their new texts, and why others cannot be changed.

    A list may be written between brackets, so that an item cannot be added as text, or a new row lack its code.
    """
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.target.file, []).append(edit)
    problems, made = list[Problem](), dict[str, NewText]()
    for file, own in by_file.items():
        try:
            made[file] = _of_table(own, texts[file]) if file.endswith(".csv") else _of_document(file, own, texts[file])
        except InputError as error:
            problems += error.problems
    return made, problems


# ── tables ───────────────────────────────────────────────────────────────────


def _of_table(edits: Sequence[Edit], text: str) -> NewText:
    head = [name.strip() for name in records(text)[0]]
    gone = {edit.target.row for edit in edits if isinstance(edit.target, Removal)}
    changed = {
        (edit.target.row, head.index(edit.target.column)): _in_table(edit.after)
        for edit in edits
        if isinstance(edit.target, InTable) and edit.target.row not in gone
    }
    new = _new_rows(edits)
    added = [[_in_table(fields[name].after) if name in fields else "" for name in head] for fields in new]
    after = with_cells(text, changed, gone, added)
    lines: dict[int, Spot] = {}
    kept = [row for row in range(len(records(text))) if row not in gone]
    begins = _begins(after)
    for edit in edits:
        if isinstance(edit.target, InTable) and edit.target.row not in gone:
            lines.setdefault(begins[kept.index(edit.target.row)], edit.spot)
    for place, fields in enumerate(new, start=len(kept)):
        lines[begins[place]] = next(iter(fields.values())).spot
    return NewText(after, lines)


def _begins(text: str) -> list[int]:
    """The line on which each row of a table begins."""
    return [line for line, row in rows_with_lines(text) if any(map(str.strip, row))]


def _in_table(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return shortest(value) if isinstance(value, int | float) else " ".join((value or "").split())


def _new_rows(edits: Sequence[Edit]) -> list[dict[str, Edit]]:
    """The new rows of a file, each field → what is filled in, in their order."""
    rows: dict[int, dict[str, Edit]] = {}
    for edit in edits:
        if isinstance(edit.target, NewRow):
            rows.setdefault(edit.target.number, {})[edit.target.field] = edit
    return [rows[number] for number in sorted(rows)]


# ── documents ────────────────────────────────────────────────────────────────


def _of_document(file: str, edits: Sequence[Edit], text: str) -> NewText:
    scalars: dict[Path, str] = {}
    spots: dict[Path, Spot] = {}
    expected = copy.deepcopy(parse_marked(text, file)[0].content)
    for edit in edits:
        for path, value in _written(edit):
            scalars[path], spots[path] = _in_yaml(value, edit.kind), edit.spot
            _put(expected, path, value.isoformat() if isinstance(value, date) else value)
    after = with_values(text, scalars)
    gone = sorted(edit.target.path[-1] for edit in edits if isinstance(edit.target, Removal))
    new = _new_rows(edits)
    if lacking := [problem for fields in new for problem in _lacking(file, fields)]:
        raise InputError(lacking)
    if file.startswith("assessments/"):
        after = _with_designations(file, after, [int(place) for place in gone], new, edits[0].spot)
    elif new:
        after = _with_sources(after, new)
    marked, found = parse_marked(after, file)
    if found or (not gone and not new and marked.content != expected):
        hint = Message("workbook.edit_by_hand", file=file)
        raise InputError([edits[0].spot.problem(Message("workbook.not_as_entered", file=file), hint)])
    lines = {marked.value_at(path)[0]: spot for path, spot in spots.items()} if not gone else {}
    if new:
        held = marked.content.get("rule", {}).get("designations") if file.startswith("assessments/") else None
        for place, fields in enumerate(reversed(new), start=1):
            spot = next(iter(fields.values())).spot
            path = (*DESIGNATIONS, len(held) - place) if held else (_code(fields),)
            first = marked.key_at(path)[0]
            lines |= dict.fromkeys(range(first, first + len(SOURCE) + 1), spot)
    return NewText(after, lines)


def _lacking(file: str, fields: Mapping[str, Edit]) -> list[Problem]:
    """The empty cells that a new row has to fill, each told at its place; of a reason one language is enough."""
    columns = DESIGNATION if file.startswith("assessments/") else ("source", *SOURCE)
    needed: Sequence[str] = DESIGNATION if columns is DESIGNATION else ("source", "title", "publisher")
    if {"because_zh", "because_en"} & set(fields):
        needed = [name for name in needed if not name.startswith("because_")]
    spot = next(iter(fields.values())).spot
    row, found = spot.place[0], list[Problem]()
    for name in needed:
        if name not in fields and name != "because_en":
            empty = replace(spot, place=(row, 2 + columns.index(name)))
            is_code = name == "source"
            message = Message("workbook.source_without_code" if is_code else "workbook.cell_empty")
            found.append(empty.problem(message, Message("workbook.give_code" if is_code else "workbook.fill_the_row")))
    return found


def _written(edit: Edit) -> list[tuple[Path, Value]]:
    """The values of a document that an edit replaces."""
    target = edit.target
    if isinstance(target, InDocument):
        return [(target.path, edit.after)]
    if isinstance(target, Sides):  # the other side was chosen
        return [((*target.path, "more"), target.than), ((*target.path, "than"), target.more)]
    return []


def _in_yaml(value: Value, kind: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return shortest(value)
    return _word(value or "") if kind in ("choice", "side", "by") else quoted(value or "")


def _word(text: str) -> str:
    """A code, a path or a name as YAML reads it, without quotes where it needs none."""
    return text if _CODE.fullmatch(text) and text not in ("true", "false", "null") else plain_or_quoted(text)


def _put(content: object, path: Path, value: object) -> None:
    for step in path[:-1]:
        content = content[step]  # type: ignore[index]
    content[path[-1]] = value  # type: ignore[index]


def _with_designations(file: str, text: str, gone: Sequence[int], new: Sequence[Mapping[str, Edit]], spot: Spot) -> str:
    if not gone and not new:
        return text
    held = parse_marked(text, file)[0].content["rule"].get("designations")
    added = [_designation(fields) for fields in new]
    try:
        if held is None and not _has_key(file, text):
            return with_key(text, ("rule",), ["designations:", *(f"  {line}" for item in added for line in item)])
        after = with_items(text, DESIGNATIONS, {place: [] for place in gone}, added)
    except NotEditable as error:
        raise InputError(
            [spot.problem(Message("workbook.in_brackets", file=file), Message("asking.one_line_each"))]
        ) from error
    if len(gone) == len(held or ()) and not added:
        after = re.sub(r"(?m)^(\s*designations:)[ ]*(?=#|\r?$)", r"\1 []", after, count=1)
    return after


def _has_key(file: str, text: str) -> bool:
    return DESIGNATIONS in parse_marked(text, file)[0].keys


def _designation(fields: Mapping[str, Edit]) -> list[str]:
    said = {name: fields[name].after for name in DESIGNATION if name in fields}
    parts = [f"{name}: {_word(str(said[name]))}" for name in ("mineral", "tier", "by") if name in said]
    if isinstance(said.get("on"), date):
        parts.append(f"on: {said['on']}")
    english, chinese = said.get("because_en"), said.get("because_zh")
    if english or chinese:
        parts.append(f"because: {both(str(english or chinese), str(chinese or english))}")
    return [f"- {{{', '.join(parts)}}}"]


def _with_sources(text: str, new: Sequence[Mapping[str, Edit]]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    lines = []
    for fields in new:
        lines.append(f"{_code(fields)}:")
        for name in SOURCE:
            if name in fields:
                value = fields[name].after
                lines.append(f"  {name}: {value.isoformat() if isinstance(value, date) else quoted(str(value))}")
    return (text if text.endswith(("\n", "\r")) else text + end) + "".join(line + end for line in lines)


def _code(fields: Mapping[str, Edit]) -> str:
    code = fields["source"]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", str(code.after)):
        message = Message("workbook.no_source_code", got=str(code.after)[:40])
        raise InputError([code.spot.problem(message, Message("workbook.give_code"))])
    return str(code.after)
