"""One sheet of a planner's file, .xlsx, .ods or .csv, as cells by place; which sheet, and what of it nobody sees."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.files.encoding import read_text
from criticality.files.separated import rows_with_lines
from criticality.files.workspace import printable
from criticality.spreadsheets.reading.contents import ReadCell, ReadSheet, Span
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.reading.sheet_cells import MOST_CELLS
from criticality.spreadsheets.reading.spots import Spot
from criticality.spreadsheets.reading.unpacking import LARGEST_FILE, Unreadable
from criticality.text.message import Message
from criticality.text.spelling import plain

_TEXTS = (".csv", ".tsv", ".txt")
_GARBLED = re.compile("[\ufffd\u0080-\u009f]|Ã[\u0080-\u00bf]|[äåæçè][\u00a0-\u00bf]")
"""What is left of characters that were read in another encoding than they were written in."""
_OTHER_SEPARATORS = {";": "files.semicolons", "\t": "files.tabs"}


@dataclass(frozen=True)
class Grid:
    """The sheet that is read, and what is said of the others."""

    file: str
    sheet: ReadSheet
    remarks: tuple[Message, ...] = ()

    def spot(self, row: int, column: int) -> Spot:
        """A cell as a place for problems."""
        return Spot(self.file, self.sheet.name, (row, column))

    def text(self, row: int, column: int) -> str:
        """What a cell shows, on one line; empty where it holds nothing."""
        cell = self.sheet.cells.get((row, column))
        return "" if cell is None else " ".join(cell.text.split())

    def unseen(self, rows: Span, columns: Span) -> Iterator[Problem]:
        """Yield a problem for the hidden rows, the hidden columns and the merged cells inside a table."""
        for spans, within, code in (
            (self.sheet.hidden_rows, rows, "wide.hidden_rows"),
            (self.sheet.hidden_columns, columns, "wide.hidden_columns"),
        ):
            inside = [span for span in spans if span[0] <= within[1] and span[1] >= within[0]]
            if inside:
                first = max(inside[0][0], within[0])
                count = sum(min(last, within[1]) - max(begin, within[0]) + 1 for begin, last in inside)
                place = (first, columns[0]) if code == "wide.hidden_rows" else (rows[0], first)
                yield self.spot(*place).problem(Message(code, n=count), Message("wide.show_or_delete"))
        for first_cell, last_cell in self.sheet.merged:
            if rows[0] <= last_cell[0] and first_cell[0] <= rows[1] and first_cell[1] <= columns[1]:
                yield self.spot(*first_cell).problem(Message("wide.merged"), Message("wide.split_cells"))


def read_grid(path: Path, sheet: str | None) -> Grid:
    """Read the sheet of a planner's file that holds the table.

    Parameters
    ----------
    path
        An .xlsx, an .ods, or a CSV file in UTF-8; told by its content, not by its name.
    sheet
        The name of the sheet; without it, the only one that is not empty and not hidden.

    Raises
    ------
    InputError
        If the file cannot be read, or the sheet is not told.
    """
    shown = printable(str(path))
    if path.suffix.lower() in _TEXTS:
        return Grid(shown, _of_text(path, shown))
    try:
        book = read_book(path)
    except Unreadable as error:
        raise _whole(shown, error.message, Message("wide.kinds")) from error
    filled = [each for each in book.sheets if each.cells]
    if sheet is not None:
        return _named(shown, filled, sheet)
    seen = [each for each in filled if not each.hidden]
    if len(seen) != 1:
        names = [each.name for each in seen or filled]
        message = Message("wide.several_sheets", names=names) if seen else Message("wide.no_sheet")
        raise _whole(shown, message, Message("wide.name_sheet", name=names[0] if names else "NAME"))
    hidden = [each.name for each in filled if each.hidden]
    remarks = [Message("wide.hidden_sheets", names=hidden)] if hidden else []
    return Grid(shown, seen[0], (*remarks, *_comments(seen[0])))


def _named(shown: str, filled: Sequence[ReadSheet], name: str) -> Grid:
    found = [each for each in filled if plain(each.name) == plain(name)]
    if not found:
        names = [each.name for each in filled]
        raise _whole(shown, Message("wide.sheet_not_there", name=name), Message("wide.sheets_are", names=names))
    others = [each.name for each in filled if each is not found[0]]
    remarks = [Message("wide.other_sheets", names=others)] if others else []
    if found[0].hidden:
        remarks.append(Message("wide.is_hidden", name=found[0].name))
    return Grid(shown, found[0], (*remarks, *_comments(found[0])))


def _comments(sheet: ReadSheet) -> list[Message]:
    return [Message("wide.comments")] if sheet.comments else []


def _of_text(path: Path, shown: str) -> ReadSheet:
    text, problems = read_text(path, shown, largest=LARGEST_FILE)
    if text is None:
        raise InputError(problems)
    if garbled := _GARBLED.search(text):
        line = text.count("\n", 0, garbled.start()) + 1
        message, hint = Message("wide.garbled", line=line), Message("wide.save_original_anew")
        raise InputError([Problem(shown, line, None, "", message, hint)])
    cells: dict[tuple[int, int], ReadCell] = {}
    try:
        for line, row in rows_with_lines(text):
            cells |= {(line, place): ReadCell(cell) for place, cell in enumerate(row, start=1) if cell.strip()}
            if len(cells) > MOST_CELLS:
                raise _whole(shown, Message("sheets.too_many_cells", most=MOST_CELLS), Message("wide.kinds"))
    except csv.Error as error:
        raise _whole(shown, Message("files.no_csv", error=error), Message("files.close_quote_twice")) from error
    if not cells:
        raise _whole(shown, Message("files.nothing_inside"), Message("wide.kinds"))
    for mark, name in _OTHER_SEPARATORS.items():
        alone = all(column == 1 for _, column in cells) and any(mark in cell.text for cell in cells.values())
        if alone or _parts_every_line(text, mark):
            message = Message("wide.other_separator", mark=Message(name))
            raise _whole(shown, message, Message("wide.save_with_commas"))
    return ReadSheet(path.stem, cells)


def _parts_every_line(text: str, mark: str) -> bool:
    """Whether every line has a mark as often as the first: ``Mineral;Value`` over ``Gallium;0,98``."""
    counts = {line.count(mark) for line in text.splitlines() if line.strip()}
    return len(counts) == 1 and 0 not in counts


def _whole(file: str, message: Message, hint: Message) -> InputError:
    return InputError([Problem(file, 1, None, "", message, hint)])
