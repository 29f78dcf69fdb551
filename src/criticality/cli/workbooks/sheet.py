"""`criticality data import sheet`: what a planner's own table says, and the entering of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from criticality.api.workspace import open_folder
from criticality.cli.refresh import enter_releases
from criticality.cli.terminal.console import Terminal, table
from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem, UsageError
from criticality.files.separated import rows_with_lines
from criticality.files.workspace import Workspace, find_workspace
from criticality.model.dataset import TABLES
from criticality.refresh.changes import new_text, plan_changes
from criticality.refresh.reading.release import Release
from criticality.refresh.wide.fresh import fresh_files, write_fresh
from criticality.refresh.wide.grid import read_grid
from criticality.refresh.wide.into_tables import places_of, release_of
from criticality.refresh.wide.reading_wide import read_wide
from criticality.refresh.wide.table_words import code_of
from criticality.refresh.wide.understood import WideColumn, WideTable
from criticality.spreadsheets.book import column_name
from criticality.spreadsheets.reading.spots import Spot
from criticality.text.message import Message
from criticality.text.numbers import NO_VALUE
from criticality.workbooks.putting_in import NewText
from criticality.workbooks.trial import at_cell, new_problems

SOURCE = "sheet"
_HEADS = ("column", "code", "title", "unit", "more", "weight", "anchors", "figures", "missing")
_OF_A_NEW_ONE = ("code", "more", "weight", "anchors")
"""What a workspace says itself, in criteria/ and weights/."""


def import_sheet(
    folder: Path | None,
    file: Path,
    sheet: str | None,
    source: str,
    year: int | None,
    *,
    write: bool,
    excel: bool = False,
) -> None:
    """Show what a table says, and enter it into the workspace, or make one where there is none."""
    if source and code_of(source) != source:
        raise UsageError(Message("usage.source_code", word=source))
    wide = read_wide(read_grid(file, sheet))
    workspace = _workspace(folder)
    _show(wide, whole=workspace is None)
    day = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date()
    of_file = day.year
    if workspace is not None:
        when = of_file if year is None else year
        release = release_of(wide, workspace, source=source or SOURCE, year=when, stated=year is not None)
        _refuse_what_check_would(wide, workspace, release)
        enter_releases(workspace, [release], write=write, excel=excel)
        return
    made = fresh_files(wide, source=source or SOURCE, year=of_file if year is None else year, day=day)
    _list(Message("wide.read_so"), wide.remarks)
    _list(Message("wide.assumed"), made.assumed)
    here = Path.cwd() if folder is None else folder
    if not write:
        say(Message("wide.would_make", folder=str(here), names=list(made.files)))
        return
    write_fresh(here, made, excel=excel)
    say(Message("wide.made", n=len(made.files), folder=str(here)))
    say(Message("wide.next"))


def _refuse_what_check_would(wide: WideTable, workspace: Workspace, release: Release) -> None:
    """Refuse figures that `check` would newly refuse in the workspace, at their cells of the sheet."""
    plan = plan_changes(workspace.root, release)
    if not plan.changes:
        return
    path, text, places = TABLES[plan.table].path, new_text(plan), places_of(wide, workspace)
    begins = [line for line, _ in rows_with_lines(text)][1:]
    lines = {
        line: Spot(wide.file, wide.sheet, places[key])
        for line, row in zip(begins, plan.rows, strict=True)
        if (key := (row["mineral"], row["property"], row.get("stage", ""))) in places
    }
    made = {path: NewText(text, lines)}
    found = (problem for problem in new_problems(workspace, made) if problem.severity == "error")
    errors = [at_cell(problem, made, wide.file) for problem in found if problem.where != "source"]
    if errors:  # a source that is lacking is told of its own
        raise InputError(errors)


def _workspace(folder: Path | None) -> Workspace | None:
    """The workspace named, or the one above; None where there is none yet."""
    if folder is not None:
        if not folder.is_dir():
            raise InputError([Problem(str(folder), 1, None, "", Message("files.does_not_exist"))])
        return open_folder(folder) if (folder / "assessments").is_dir() else None
    try:
        return find_workspace(Path.cwd())
    except InputError:
        return None


def _show(wide: WideTable, *, whole: bool) -> None:
    """Print what was understood, one line a criterion; of a table for a workspace only what is entered there."""
    counts = {"minerals": len(wide.minerals), "criteria": len(wide.columns), "figures": len(wide.figures)}
    title = Message("wide.understood", file=wide.file, sheet=wide.sheet, **counts)
    heads = tuple(_HEADS) if whole else tuple(head for head in _HEADS if head not in _OF_A_NEW_ONE)
    shown = table("", *(Message(f"wide.head_{head}") for head in heads))
    for column in wide.columns:
        shown.add_row(*(cell for head, cell in zip(_HEADS, _cells(wide, column), strict=True) if head in heads))
    say(title)
    Terminal().print(shown)
    for problem in wide.warnings:
        say(str(problem))


def _cells(wide: WideTable, column: WideColumn) -> list[str]:
    figures = wide.of(column)
    direction = Message("wide.less_critical") if column.lowers else Message("wide.more_critical")
    ends = Message("wide.ends", low=_short(_or_end(column.zero_at, min(figures))),
                   high=_short(_or_end(column.one_at, max(figures))))  # fmt: skip
    own = column.zero_at is None or column.one_at is None
    return [
        column_name(column.place),
        column.code,
        column.title,
        column.unit or NO_VALUE,
        NO_VALUE if column.lowers is None else direction.said(),
        _short(column.weight),
        Message("wide.own_end", ends=ends).said() if own else ends.said(),
        str(len(figures)),
        str(len(wide.minerals) - len(figures)),
    ]


def _or_end(stated: float | None, end: float) -> float:
    return end if stated is None else stated


def _short(number: float | None) -> str:
    return NO_VALUE if number is None else f"{number:g}"


def _list(title: Message, said: Sequence[Message]) -> None:
    if said:
        say(title)
    for message in said:
        Terminal().say(Message("wide.point", said=message))
