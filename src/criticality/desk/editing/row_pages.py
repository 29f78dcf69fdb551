"""The pages of a table: its rows, and one of them to be changed, added or taken out."""

from collections.abc import Mapping, Sequence
from math import ceil

from starlette.responses import Response

from criticality.desk.editing.document_view import label
from criticality.desk.editing.editable_files import FileRead, content_of, read_file
from criticality.desk.editing.just_saved import JustSaved
from criticality.desk.editing.meanwhile import Remembered, beyond_commit, difference
from criticality.desk.editing.storing import checked, is_refused, store, unwritten
from criticality.desk.editing.table_rows import A_PAGE, Row, Sheet, codes_named, options_of
from criticality.desk.editing.told import told_cells
from criticality.desk.editing.with_titles import Words
from criticality.desk.visits import Visit, unsure
from criticality.errors import InputError, Problem
from criticality.files.editing.table_text import with_cells, with_row, without_row
from criticality.files.load import SOURCES_FILE
from criticality.files.workspace import Workspace
from criticality.text.message import Message

NEW = "new"
_CELL = "cell:"


def show_rows(visit: Visit, read: FileRead) -> Response:
    """The rows of a table, or one of them."""
    asked = visit.query.get("row")
    if asked is None:
        return rows_page(visit, read)
    sheet = Sheet(read)
    row = _asked(sheet, asked)
    if row is None:
        return rows_page(visit, read, 404, problems=[_no_row(read, asked)])
    return row_page(visit, sheet, row)


def change_row(visit: Visit, read: FileRead) -> Response:
    """Check or save a row, add it, or take it out."""
    sheet, asked = Sheet(read), visit.field("row")
    typed = {name: _cell(visit, name) for name in sheet.header if f"{_CELL}{name}" in visit.form}
    if visit.field("was") != read.digest:
        return _meanwhile(visit, sheet, asked, typed)
    row = _asked(sheet, asked)
    if row is None:
        return rows_page(visit, read, 422, problems=[_no_row(read, asked)])
    drops = visit.field("do") == "drop" and row.line > 0
    if drops and not visit.is_sure:
        return row_page(visit, sheet, row, 422, problems=[unsure()])
    text = without_row(read.text, row.line) if drops else _with(sheet, row, typed)
    if text == read.text:
        return row_page(visit, sheet, row, nothing=True)
    after = {**row.cells, **typed}
    name = sheet.name_of(row.cells if row.line else after)
    sentence = f"{read.file}: {'−' if drops else '+'} {name}"
    if row.line and not drops:
        sentence = told_cells(read.file, name, row.cells, after)
    words = Words(visit.desk.workspace)
    shown = words.row(sheet.codes_of(row.cells if row.line else after))
    if drops or not row.line:
        shown = Message("editing.told_row_gone" if drops else "editing.told_row_added", name=shown)
    else:
        shown = words.cells(shown, row.cells, after)
    return _weighed(visit, sheet, row, typed, text, (sentence, shown))


def _weighed(
    visit: Visit, sheet: Sheet, row: Row, typed: Mapping[str, str], text: str, told_as: tuple[str, str]
) -> Response:
    """Check the new text of a row, and save it where that was asked for."""
    read, found = sheet.read, checked(visit, sheet.read, text)
    told_so = {"problems": _of_row(found.own, row, text), "others": found.others, "typed": typed}
    if is_refused(visit, found):
        return row_page(visit, sheet, row, 422, **told_so)
    if visit.field("do") == "check":
        return row_page(visit, sheet, row, 200, sound=True, **told_so)
    try:
        saved = store(visit, read, text, told_as[0])
    except OSError as error:
        return row_page(visit, sheet, row, 507, **{**told_so, "problems": [unwritten(read, error)]})
    again = read_file(visit.desk.workspace, read.file)
    visit.desk.part(Remembered).keep(again.digest, again.text)
    visit.desk.part(JustSaved).keep(visit, again, saved, *told_as)
    return saved_rows_page(visit, again, saved=saved, sentence=told_as[0], shown=told_as[1])


def _cell(visit: Visit, name: str) -> str:
    return visit.field(f"{_CELL}{name}").replace("\r\n", "\n").replace("\r", "\n").strip()


def _with(sheet: Sheet, row: Row, typed: Mapping[str, str]) -> str:
    if not row.line:
        return with_row(sheet.read.text, [typed.get(name, "") for name in sheet.header])
    cells = {
        place: typed[name]
        for place, name in enumerate(sheet.header)
        if name in typed and typed[name] != row.cells.get(name, "").strip()
    }
    return with_cells(sheet.read.text, row.line, cells) if cells else sheet.read.text


def _asked(sheet: Sheet, asked: str) -> Row | None:
    if asked == NEW:
        return Row(0, dict.fromkeys(sheet.header, ""))
    line = _whole_number(asked, -1)
    return sheet.row(line) if line >= 0 else None


def _whole_number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _words(visit: Visit) -> str:
    """The words by which rows are looked for: those of the address, or those that a form brings along."""
    return (visit.query.get("q") or visit.field("q"))[:200]


def _no_row(read: FileRead, asked: str) -> Problem:
    return Problem(read.file, 1, None, "", Message("editing.no_row", row=asked[:20]), Message("editing.find_row"))


def _of_row(problems: Sequence[Problem], row: Row, text: str) -> Sequence[Problem]:
    """The problems of the row first; those of a further row stand at the last line."""
    line = row.line or text.count("\n", 0, len(text.rstrip("\r\n"))) + 1
    return sorted(problems, key=lambda problem: problem.line != line)


def _meanwhile(visit: Visit, sheet: Sheet, asked: str, typed: Mapping[str, str]) -> Response:
    """The row as it stands now under what was typed, with what changed in the file meanwhile."""
    read = sheet.read
    before = visit.desk.part(Remembered).text(visit.field("was"))
    visit.desk.part(Remembered).keep(read.digest, read.text)
    earlier = None if before is None else _asked(Sheet(FileRead(read.file, before, "")), asked)
    row = earlier if earlier is None or not earlier.line else sheet.again(earlier)
    if row is None:
        message, hint = Message("desk.changed_meanwhile"), Message("editing.find_row")
        return rows_page(visit, read, 409, problems=[Problem(read.file, 1, None, "", message, hint)], kept=typed)
    old: Mapping[str, str] = {} if earlier is None else earlier.cells
    mine = {name: text for name, text in typed.items() if text != old.get(name, "").strip()}
    if row.line and mine and all(row.cells.get(name, "").strip() == text for name, text in mine.items()):
        return row_page(visit, sheet, row, nothing=True)  # sent twice: it is saved
    changed = difference(before or "", read.text)
    return row_page(visit, sheet, row, 409, typed=mine, meanwhile=True, changed=changed)


# ── the pages ────────────────────────────────────────────────────────────────


def saved_rows_page(visit: Visit, read: FileRead, **values: object) -> Response:
    """The page of the rows after a save, at the row that was saved and with the words by which it was found."""
    rows = Sheet(read).rows if visit.field("row") == NEW else ()
    line = rows[-1].line if rows else _whole_number(visit.field("row"), 0)
    return rows_page(visit, read, 200, line, **values)


def rows_page(visit: Visit, read: FileRead, status: int = 200, at: int = 0, **values: object) -> Response:
    """The page of the rows that have the words that are looked for; `at`: a line that it is to show."""
    sheet, words = Sheet(read), _words(visit)
    problems: Sequence[Problem] = ()
    try:
        found = sheet.found(words, lambda word: codes_named(visit.desk.workspace, word))
    except InputError as error:
        found, problems = [], error.problems
    pages = max(1, ceil(len(found) / A_PAGE))
    at = at or _whole_number(visit.query.get("at", ""), 0)
    page = min(pages, max(1, _whole_number(visit.query.get("page", ""), 1)))
    if at:
        page = min(pages, sum(row.line < at for row in found) // A_PAGE + 1)
    told_so: Mapping[str, object] = {
        "read": read,
        "sheet": sheet if not problems else None,
        "rows": found[(page - 1) * A_PAGE : page * A_PAGE],
        "count": len(found),
        "words": words,
        "page": page,
        "pages": pages,
        "at": at,
        "problems": problems,
        "uncommitted": beyond_commit(visit.desk.workspace, read),
        "saved": None,
        "sentence": "",
        "shown": "",
        "kept": {},
        "stays_adopted": False,
        "label": lambda key: visit.say(label(key)),
    }
    return visit.page("file_rows.html", status, **{**told_so, **values})


def row_page(visit: Visit, sheet: Sheet, row: Row, status: int = 200, **values: object) -> Response:
    """The page of one row."""
    typed = values.pop("typed", {})
    assert isinstance(typed, dict)
    cells = [
        {
            "name": name,
            "field": f"{_CELL}{name}",
            "value": typed.get(name, row.cells.get(name, "")),
            "now": row.cells.get(name, ""),
            "column": sheet.column(name),
            "options": options_of(sheet.column(name), typed.get(name, row.cells.get(name, ""))),
        }
        for name in sheet.header
    ]
    told_so: Mapping[str, object] = {
        "read": sheet.read,
        "row": row,
        "cells": cells,
        "name": visit.say(Words(visit.desk.workspace).row(sheet.codes_of(row.cells))) if row.line else "",
        "words": _words(visit),
        "sources": _sources(visit.desk.workspace),
        "problems": (),
        "others": (),
        "uncommitted": beyond_commit(visit.desk.workspace, sheet.read),
        "meanwhile": False,
        "changed": (),
        "nothing": False,
        "sound": False,
        "because": visit.field("because"),
        "label": lambda key: visit.say(label(key)),
    }
    return visit.page("file_row.html", status, **{**told_so, **values})


def _sources(workspace: Workspace) -> Mapping[str, Mapping[str, object]]:
    """The sources of data/sources.yaml, as far as they can be read."""
    found = content_of(workspace, SOURCES_FILE)
    return {str(name): said for name, said in found.items() if isinstance(said, dict)}
