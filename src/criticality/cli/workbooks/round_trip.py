"""`criticality workbook`: a workspace as one workbook, and the changes that come back in it."""

from pathlib import Path

from criticality.api.life.beside_adopted import since_problems
from criticality.api.workspace import open_folder
from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem, UsageError
from criticality.files.load import SOURCES_FILE
from criticality.files.positions import spell
from criticality.files.workspace import printable
from criticality.records.drafts import draft_folder, put
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.reading.contents import shortest
from criticality.spreadsheets.xlsx import xlsx_bytes
from criticality.text.message import Message
from criticality.text.numbers import NO_VALUE
from criticality.text.visible import with_every_character
from criticality.workbooks.as_book import as_book
from criticality.workbooks.coming_back import Edit, assessment_of, edits_of
from criticality.workbooks.gathering import NO, YES, gathered
from criticality.workbooks.left_unread import not_read, notes_beside
from criticality.workbooks.named_elsewhere import told_at_causes
from criticality.workbooks.own_rows import MOST_ROWS
from criticality.workbooks.plan import InDocument, InTable, NewRow, Removal, Sides, Value
from criticality.workbooks.putting_in import new_texts
from criticality.workbooks.standing_rows import with_standing_rows
from criticality.workbooks.trial import at_cell, new_problems, write_texts

FOLDER = "output/workbooks"
_WRITERS = {".ods": ods_bytes, ".xlsx": xlsx_bytes}
_LONGEST, _MOST_NOTES = 60, 12


def export_workbook(folder: Path | None, file: Path | None, assessment: str | None) -> None:
    """Write the workbook of an assessment; one that is there and says something else is never overwritten."""
    workspace = open_folder(folder)
    name = workspace.find_assessment(assessment, Path.cwd())
    path = file or workspace.root / FOLDER / f"{Path(name).stem}.ods"
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UsageError(Message("workbook.no_kind", file=printable(path.name)))
    plan = gathered(workspace, name)
    content = write(as_book(plan), plan.day)
    if path.exists() and (path.is_dir() or path.read_bytes() != content):
        message, hint = Message("workbook.there_already"), Message("workbook.other_file")
        raise InputError([Problem(workspace.relative(path), 1, None, "", message, hint)])
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft_folder(path.parent, path.name) as drafts:
        (drafts / path.name).write_bytes(content)
        put(drafts / path.name, path)
    rows = sum(len(sheet.lines) for sheet in plan.sheets)
    say(Message("workbook.exported", file=workspace.relative(path), sheets=len(plan.sheets), rows=rows))
    if plan.left_out:
        say(Message("workbook.left_out", files=list(plan.left_out), most=MOST_ROWS))
    say(Message("workbook.bring_back", file=workspace.relative(path)))


def import_workbook(folder: Path | None, file: Path, *, write: bool) -> None:
    """Show what a workbook changes, or enter it; nothing is entered while anything is wrong."""
    workspace = open_folder(folder)
    shown = printable(str(file))
    book, assessment = assessment_of(file, shown)
    plan = gathered(workspace, workspace.find_file(assessment, "assessments", workspace.root))
    edits, wrong = edits_of(book, plan, shown)
    made, unfit = new_texts(edits, plan.texts)
    wrong += unfit
    warnings = list[Problem]()
    if made and (SOURCES_FILE in made or all(edit.target.file != SOURCES_FILE for edit in edits)):
        at_causes, rest = told_at_causes(
            workspace, edits, plan.texts, made, new_problems(workspace, made, since_problems)
        )
        cells = with_standing_rows(made, rest, plan, book, edits, shown)
        told = [*at_causes, *(at_cell(problem, cells, shown) for problem in rest)]
        wrong += [problem for problem in told if problem.severity == "error"]
        warnings = [problem for problem in told if problem.severity == "warning"]
    if wrong:
        raise InputError(wrong)
    say(
        Message("workbook.read", file=shown, assessment=assessment, rows=sum(len(sheet.lines) for sheet in plan.sheets))
    )
    if extra := not_read(book, plan):
        say(Message("workbook.sheets_not_read", names=extra))
    if notes := notes_beside(book, plan):
        say(Message("workbook.notes_not_read", n=len(notes), cells=notes[:_MOST_NOTES]))
    if not edits:
        say(Message("refresh.nothing_changes"))
        return
    for name in made:
        own = [edit for edit in edits if edit.target.file == name]
        say(Message("workbook.file_changes", file=name, n=len(own)))
        for edit in own:
            values = {"before": _short(edit.before), "after": _short(edit.after)}
            Terminal().say(Message("workbook.change", where=_where(edit), cell=edit.spot.where, **values))
    for warning in warnings:
        say(str(warning))
    if not write:
        say(Message("workbook.not_written"))
        return
    write_texts(workspace, made, plan.texts)
    for name in made:
        say(Message("workbook.written", file=name))


def _where(edit: Edit) -> str:
    target = edit.target
    if isinstance(target, InDocument | Sides):
        return spell(target.path)
    if isinstance(target, InTable):
        return str(Message("workbook.row_column", row=target.row + 1, column=target.column))
    if isinstance(target, NewRow):
        return Message("workbook.new_row", number=target.number + 1, column=target.field)
    assert isinstance(target, Removal)
    return Message("workbook.taken_out", what=spell(target.path) or Message("workbook.row_number", row=target.row + 1))


def _short(value: Value) -> str:
    if value is None:
        return NO_VALUE
    if isinstance(value, bool):
        return YES if value else NO
    text = shortest(value) if isinstance(value, int | float) else with_every_character(" ".join(str(value).split()))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
