"""A workbook that came back: every cell that was changed, and everything that is wrong with it, by sheet and cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.files.messages import nearest
from criticality.spreadsheets.reading.contents import ReadBook, ReadCell, ReadSheet, shortest
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.reading.spots import Spot
from criticality.spreadsheets.reading.typed_figures import Fault, figure_of
from criticality.spreadsheets.reading.unpacking import Unreadable
from criticality.text.message import Message
from criticality.text.spelling import plain
from criticality.text.visible import with_every_character
from criticality.workbooks.as_book import CODES, HEAD_ROW, digest
from criticality.workbooks.documents import DESIGNATIONS, in_both
from criticality.workbooks.gathering import NO, YES
from criticality.workbooks.plan import (
    VERSION,
    InDocument,
    InTable,
    Line,
    NewRow,
    PlannedCell,
    PlannedSheet,
    Removal,
    Target,
    Value,
    WorkbookPlan,
)

_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_MAY_BE_NEW = ("source", "code")
"""Lists whose words may be added by the same workbook; `check` says whether they are there."""
ROW_NUMBER = re.compile(r"[A-Za-z]{1,2}\d+")
"""How the number of a row looks."""
_LONGEST = 20_000
_YES = ("yes", "是", "true", "1")
_SHARES = ("share", "share_lost")
"""Columns of tables whose figures lie on 0…1."""


@dataclass(frozen=True)
class Edit:
    """A cell that says something else than the file, or a new one that is filled."""

    target: Target
    kind: str
    before: Value
    after: Value
    spot: Spot


@dataclass(frozen=True)
class _Refused(Exception):
    message: Message
    hint: Message


def assessment_of(path: Path, file: str) -> tuple[ReadBook, str]:
    """Read a workbook, and the assessment that it is of.

    Raises
    ------
    InputError
        If the file is no workbook that `workbook export` wrote.
    """
    try:
        book = read_book(path)
    except Unreadable as error:
        raise _whole(file, error.message, Message("workbook.save_again")) from error
    said = _said(book)
    if "criticality workbook" not in said or "assessment" not in said:
        raise _whole(file, Message("workbook.no_workbook"), Message("workbook.export_one"))
    if said["criticality workbook"] != str(VERSION):
        message = Message("workbook.other_version", version=said["criticality workbook"][:20], known=VERSION)
        raise _whole(file, message, Message("workbook.export_anew"))
    return book, said["assessment"]


def _said(book: ReadBook) -> dict[str, str]:
    sheet = next((sheet for sheet in book.sheets if sheet.name == CODES), None)
    cells = {} if sheet is None else sheet.cells
    return {cell.text: cells[row, 2].text for (row, column), cell in cells.items() if column == 1 and (row, 2) in cells}


def edits_of(book: ReadBook, plan: WorkbookPlan, file: str) -> tuple[list[Edit], list[Problem]]:
    """Return what a workbook changes, and everything wrong: sheets and rows that are gone, cells that cannot be read.

    Where something is wrong, the changes are those of rows in which nothing is, and which name nothing that stands in
    the others: what they do wrong has a cause of its own.

    Raises
    ------
    InputError
        If a file was changed since the workbook was exported.
    """
    said = _said(book)
    stale = [name for name, text in plan.texts.items() if said.get(name) != digest(text)]
    if stale:
        raise _whole(file, Message("workbook.changed_since", files=stale), Message("workbook.export_anew"))
    problems, edits = list[Problem](), list[Edit]()
    sheets = {sheet.name: sheet for sheet in book.sheets}
    names = [planned.name for planned in plan.sheets]
    for planned in plan.sheets:
        sheet = sheets.get(planned.name)
        if sheet is None:
            others = [name for name in sheets if name not in names and not name.startswith("_")]
            hint = Message("workbook.rename_back", name=planned.name, others=others)
            problems.append(Problem(file, 1, None, planned.name, Message("workbook.no_sheet", name=planned.name), hint))
            continue
        reader = _SheetReader(file, book, sheet, planned, plan)
        reader.read()
        problems += reader.problems
        edits += reader.edits
    named_by_others = {sheet.name for sheet in plan.sheets if _gives_names(sheet)}
    unread = {problem.where.rpartition("!")[0] or problem.where for problem in problems if problem.line <= HEAD_ROW}
    if named_by_others & unread:
        return [], problems  # what the other sheets name may stand in the one that is not read
    return _apart(edits, {(problem.where.rpartition("!")[0], problem.line) for problem in problems}), problems


def row_numbers(sheet: ReadSheet) -> dict[str, int]:
    """The numbers in the first column of a sheet and the rows where they stand, the uppermost of each."""
    return {cell.text.strip(): row for (row, column), cell in sorted(sheet.cells.items(), reverse=True)
            if column == 1 and row > HEAD_ROW}  # fmt: skip


def _gives_names(sheet: PlannedSheet) -> bool:
    """Whether new rows of a sheet are named on others: minerals and sources."""
    fields = {cell.target.field for line in sheet.lines for cell in line.cells if isinstance(cell.target, NewRow)}
    return bool(fields & {"name_en", "publisher"})


def _apart(edits: Sequence[Edit], bad: set[tuple[str, int]]) -> list[Edit]:
    """The changes outside of bad rows, as long as they name no new word of such a row: the id of a source, a code."""
    rows: dict[tuple[str, int], list[Edit]] = {}
    for edit in edits:
        rows.setdefault((edit.spot.sheet, edit.spot.place[0]), []).append(edit)
    lost = {str(edit.after) for row in bad & set(rows) for edit in rows[row]}
    while more := {row for row in set(rows) - bad if any(str(edit.after) in lost for edit in rows[row])}:
        bad |= more
        lost |= {str(edit.after) for row in more for edit in rows[row]}
    return [edit for row, own in rows.items() if row not in bad for edit in own]


class _SheetReader:
    def __init__(self, file: str, book: ReadBook, sheet: ReadSheet, planned: PlannedSheet, plan: WorkbookPlan) -> None:
        self.file, self.book, self.sheet, self.planned, self.plan = file, book, sheet, planned, plan
        self.problems, self.edits = list[Problem](), list[Edit]()

    def tell(self, row: int, column: int, message: Message, hint: Message) -> None:
        self.problems.append(self._spot(row, column).problem(message, hint))

    def _spot(self, row: int, column: int) -> Spot:
        return Spot(self.file, self.sheet.name, (row, column))

    def read(self) -> None:
        if not self._shape_holds():
            return
        width = 1 + len(self.planned.heads)
        rows = row_numbers(self.sheet)
        known = {line.key: line for line in self.planned.lines}
        gone = [key for key in known if key not in rows]
        if gone:
            message = Message("workbook.rows_gone", n=len(gone), keys=gone[:12])
            self.tell(HEAD_ROW, 1, message, Message("workbook.take_out_so"))
        taken = {row for key, row in rows.items() if key in known}
        for row, column in sorted(self.sheet.cells):
            if row <= HEAD_ROW or row in taken or column > width or self._is_note(row, width):
                continue
            number = self.sheet.cells[row, 1].text.strip() if (row, 1) in self.sheet.cells else ""
            code = "workbook.row_twice" if number in known else "workbook.row_unknown"
            self.tell(row, column, Message(code, key=number[:20]), Message("workbook.use_blank"))
            taken.add(row)
        for key, line in known.items():
            if key in rows:
                self._line(line, rows[key])

    def _is_note(self, row: int, width: int) -> bool:
        """Whether a row holds words in its first column alone that are no number of a row."""
        first = self.sheet.cells.get((row, 1))
        alone = not any((row, column) in self.sheet.cells for column in range(2, width + 1))
        return alone and first is not None and ROW_NUMBER.fullmatch(first.text.strip()) is None

    def _shape_holds(self) -> bool:
        """Whether the sheet is seen, and its heads stand where they stood."""
        if self.sheet.hidden:
            self.tell(1, 1, Message("workbook.hidden_sheet", name=self.sheet.name), Message("wide.show_or_delete"))
        heads = [Message("workbook.head_number"), *self.planned.heads]
        for column, words in enumerate(heads, start=1):
            cell = self.sheet.cells.get((HEAD_ROW, column))
            if cell is None or plain(cell.text) != plain(in_both(words)):
                message = Message(
                    "workbook.head_moved", head=in_both(words), got="" if cell is None else cell.text[:40]
                )
                self.tell(HEAD_ROW, column, message, Message("workbook.leave_heads"))
                return False
        for first, last in self.sheet.merged:
            if last[0] > HEAD_ROW and first[1] <= len(heads):
                self.tell(*first, Message("wide.merged"), Message("wide.split_cells"))
        for first_row, last_row in self.sheet.hidden_rows:
            if last_row > HEAD_ROW and any(first_row <= row <= last_row for row, _ in self.sheet.cells):
                self.tell(max(first_row, HEAD_ROW + 1), 1, Message("wide.hidden_rows", n=last_row - first_row + 1),
                          Message("workbook.show_rows"))  # fmt: skip
        for first_column, last_column in self.sheet.hidden_columns:
            if first_column <= len(heads):
                message = Message("wide.hidden_columns", n=min(last_column, len(heads)) - first_column + 1)
                self.tell(HEAD_ROW, first_column, message, Message("workbook.show_rows"))
        return not self.problems

    def _line(self, line: Line, row: int) -> None:
        gone = self._is_taken_out(line, row)
        cells = ((column, self.sheet.cells.get((row, column))) for column in range(1, 2 + len(line.cells)))
        struck = next(((column, cell) for column, cell in cells if cell is not None and cell.struck), None)
        if struck is not None and not gone:
            got = struck[1].text.strip()[:40]
            self.tell(row, struck[0], Message("sheets.cell_struck", got=got), Message("workbook.line_off"))
            return
        for column, cell in enumerate(line.cells, start=2):
            found = self.sheet.cells.get((row, column))
            if gone and cell.kind != "delete":
                continue
            if found is not None and found.formula is not None:
                self.tell(
                    row,
                    column,
                    Message("workbook.formula", formula=found.formula[:60]),
                    Message("workbook.write_value"),
                )
                continue
            try:
                self._cell(cell, found, self._spot(row, column))
            except _Refused as refused:
                self.tell(row, column, refused.message, refused.hint)

    def _is_taken_out(self, line: Line, row: int) -> bool:
        """Whether «yes 是» stands in the last column, so that nothing else of the row counts."""
        last = self.sheet.cells.get((row, 1 + len(line.cells)))
        is_asked = bool(line.cells) and isinstance(line.cells[-1].target, Removal)
        return is_asked and last is not None and plain(last.text).split(" ")[0] in _YES

    def _cell(self, cell: PlannedCell, found: ReadCell | None, spot: Spot) -> None:
        if cell.target is None:
            self._locked(cell, found)
            return
        after = self._value(cell, found)
        if _same(cell.value, after):
            return
        if after is None and not isinstance(cell.target, InTable | Removal | NewRow):
            designated = isinstance(cell.target, InDocument) and cell.target.path[:2] == DESIGNATIONS
            hint = Message("workbook.fill_or_take_out" if designated else "workbook.fill_or_file")
            raise _Refused(Message("workbook.emptied"), hint)
        self.edits.append(Edit(cell.target, cell.kind, cell.value, after, spot))

    @staticmethod
    def _locked(cell: PlannedCell, found: ReadCell | None) -> None:
        said = "" if found is None else found.text
        meant = cell.value
        wanted = "" if meant is None else shortest(float(meant)) if isinstance(meant, int | float) else str(meant)
        if " ".join(said.split()) != " ".join(wanted.split()):
            got = with_every_character(said)[:40]
            raise _Refused(Message("workbook.locked", before=wanted[:40], got=got), Message("workbook.put_back"))

    def _value(self, cell: PlannedCell, found: ReadCell | None) -> Value:
        text = "" if found is None else found.text.strip()
        if found is None or not text:
            return None
        if found.shape == "error":
            raise _Refused(Message("sheets.cell_error_value", got=text[:40]), Message("sheets.hint_error_value"))
        if cell.kind in ("number", "figure"):
            return _number(cell, found)
        if cell.kind == "date":
            return self._day(found, text)
        if (found.day is not None or found.shape == "date") and cell.kind not in ("by", "choice", "side"):
            raise _Refused(Message("workbook.date_in_text", got=text[:40]), Message("workbook.write_as_text"))
        if found.shape == "truth" and cell.kind not in ("yes_no", "delete"):
            raise _Refused(Message("workbook.truth_in_text", got=text[:40]), Message("workbook.write_as_text"))
        return self._word(cell, text)

    def _word(self, cell: PlannedCell, text: str) -> Value:
        if cell.kind in ("yes_no", "delete"):
            return _yes(text)
        if cell.kind in ("choice", "side"):
            return self._chosen(cell, text)
        if cell.kind == "by":
            return self._by(cell, text)
        if len(text) > _LONGEST:
            raise _Refused(Message("workbook.too_long", n=len(text), most=_LONGEST), Message("asking.shorten"))
        return text

    def _day(self, found: ReadCell, text: str) -> date:
        day = self.book.day_of(found)
        written = _DAY.fullmatch(text)
        if day is None and written is not None:
            try:
                day = date(*(int(part) for part in written.groups()))
            except ValueError:
                day = None
        if day is None:
            raise _Refused(Message("asking.no_date", got=text[:40]), Message("asking.write_date"))
        return day

    def _chosen(self, cell: PlannedCell, text: str) -> str:
        offered = self.plan.options.get(cell.options, ())
        if not offered:
            return text
        words = {plain(word): word for word in offered}
        codes = {plain(word).split(" ")[0]: word for word in offered} if cell.options == "mineral" else {}
        found = words.get(plain(text)) or codes.get(plain(text).split(" ")[0])
        if found is None and cell.options in _MAY_BE_NEW:
            return text
        if found is None:
            raise _Refused(Message("workbook.no_choice", got=with_every_character(text)[:60]), nearest(text, offered))
        return found.split(" ")[0] if cell.options == "mineral" else found

    def _by(self, cell: PlannedCell, text: str) -> str | float:
        offered = {plain(word): word for word in self.plan.options.get("by", ())}
        if plain(text) == plain(str(cell.value)):
            return str(cell.value)
        if plain(text) in offered and not text[:1].isdigit():
            return offered[plain(text)]
        number = text.split(" ", maxsplit=1)[0]
        found = figure_of(ReadCell(number))
        if isinstance(found, Fault) or found is None or not 1 <= found <= 9:
            raise _Refused(Message("workbook.no_by", got=text[:40]), Message("workbook.choose_by"))
        return found


def _number(cell: PlannedCell, found: ReadCell) -> Value:
    if not isinstance(cell.value, float | int) and cell.value is not None and found.text.strip() == cell.value:
        return cell.value  # a word among the figures, as scales of words have them
    if found.shape == "unseen" and found.number is not None and found.number == cell.value:
        return cell.value  # a nought that the view of the sheet hides, as it went out
    figure = figure_of(found)
    if isinstance(figure, Fault):
        if cell.kind == "figure" and figure.cause == "no_number" and len(found.text) <= _LONGEST:
            return found.text.strip()  # whether the scale has the word is said by `check`, at this cell
        raise _Refused(figure.message, _without_unit(cell, figure) if figure.cause == "unit" else figure.hint)
    if found.shape == "percent":
        raise _Refused(Message("workbook.percent", held=f"{figure:g}"), Message("workbook.plain_number"))
    if found.shape in ("scaled", "worded") and figure is not None:
        raise _Refused(Message("workbook.shown_otherwise", held=shortest(figure)), Message("workbook.plain_number"))
    return figure


def _without_unit(cell: PlannedCell, fault: Fault) -> Message:
    """What to write in place of a figure with its unit: of a percentage the share where the file has one."""
    slots = dict(fault.message.slots)
    figure = figure_of(ReadCell(str(slots["write"])))
    if _is_share(cell) and plain(str(slots["unit"])) in ("%", "％") and isinstance(figure, float):
        return Message("workbook.write_share", share=shortest(round(figure / 100, 12)))
    return Message("workbook.write_alone", write=slots["write"])


def _is_share(cell: PlannedCell) -> bool:
    """Whether a cell wants a figure on 0…1: a share of a table, or such a figure of the assessment or the weights."""
    target = cell.target
    if isinstance(target, InDocument):
        held = cell.value
        of_rule = target.file.startswith(("assessments/", "weights/"))
        return of_rule and isinstance(held, int | float) and 0 <= held <= 1
    return (isinstance(target, InTable) and target.column in _SHARES) or (
        isinstance(target, NewRow) and target.field in _SHARES
    )


def _yes(text: str) -> bool:
    word = plain(text).split(" ")[0]
    if word in _YES:
        return True
    if word in ("no", "否", "false", "0"):
        return False
    raise _Refused(Message("workbook.no_choice", got=text[:40]), Message("files.known", names=[YES, NO]))


def _same(before: Value, after: Value) -> bool:
    if isinstance(before, bool) or isinstance(after, bool):
        return before == after or (before is None and after is False)
    if isinstance(before, int | float) and isinstance(after, int | float):
        return float(before) == float(after)
    if isinstance(before, str) and isinstance(after, str):
        return " ".join(before.split()) == " ".join(after.split())
    return before == after


def _whole(file: str, message: Message, hint: Message) -> InputError:
    return InputError([Problem(file, 1, None, "", message, hint)])
