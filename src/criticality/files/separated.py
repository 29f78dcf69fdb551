"""Comma-separated text as rows with their lines, or the one thing that happened to the whole file.

A spreadsheet, a download or an editor rarely spoils one cell: it changes the separator, puts a title above the header,
or cuts the file short, and every row shows it. Such a cause is told once, where it can be mended.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from criticality.errors import Problem
from criticality.files.cells import cleaned
from criticality.files.damage import lines_of
from criticality.text.message import Message

Row = tuple[int, list[str]]

_OTHER_SEPARATORS = {
    ";": "files.semicolons",
    "\t": "files.tabs",
    "|": "files.upright_lines",
    "，": "files.full_width_commas",
}
_FULL_WIDTH = "，；、"
_LINE_END = re.compile(r"\r\n|\n|\r")
_MOST_KEPT = 1 << 20
_PIECE = 1 << 16
"""Characters after which a piece of a text ends with the line."""

_TITLE_LINES = 12
"""Lines above the header in which a title may stand."""


@dataclass(frozen=True)
class Sheet:
    """A header and rows of as many cells; every row with the line it begins on.

    `open_end` tells that the text does not end with a line end, as a download that was cut short.
    """

    header: list[str]
    rows: list[Row]
    open_end: bool


def read_sheet(text: str, names: Sequence[str], file: str) -> tuple[Sheet | None, list[Problem]]:
    """Separate a text into a header and rows.

    Parameters
    ----------
    text
        The whole file.
    names
        Names of the columns that may be there, by which the header and the separator are told.
    file
        As problems print it.
    """
    begins = ",".join(names)
    if not text or text.isspace():
        return None, [
            Problem(file, 1, None, "", Message("files.file_empty"), Message("files.begin_with_header", header=begins))
        ]
    found = separator_problem(text, names, file)
    if found is not None:
        return None, [found]
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        return None, [_not_csv(text, error, file)]
    if not rows:
        return None, [
            Problem(file, 1, None, "", Message("files.nothing_inside"), Message("files.begin_with", header=begins))
        ]
    swallowed = _swallowed(rows, file) if '"' in text else None  # only a quoted cell holds lines
    found = swallowed or _header_problem(rows, names, file)
    if found is not None:
        return None, [found]
    return Sheet(rows[0][1], rows[1:], not text.endswith(("\n", "\r"))), []


def _rows(text: str) -> Iterator[Row]:
    """Every row with the line it begins on; blank lines are passed over."""
    clean = _Cleaned()
    for line, row in rows_with_lines(text):
        if any(map(str.strip, row)):
            yield line, [clean[cell] for cell in row]


def rows_with_lines(text: str) -> Iterator[Row]:
    """Every row as it stands in the text, with the line it begins on; of a blank line, a row without a cell."""
    reader = csv.reader(_lines(text), strict=True)
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, some at a time: a copy of the whole text would need its memory again."""
    start, mark = 0, "\n" if "\n" in text else "\r"
    while start < len(text):
        end = text.find(mark, start + _PIECE) + 1 or len(text)
        yield from io.StringIO(text[start:end], newline="")
        start = end


def has_long_line(text: str, length: int) -> bool:
    """Tell whether a line has so many characters or more; a text is read once, however long its lines are."""
    start = 0
    while start + length <= len(text):
        end = max(text.rfind(mark, start, start + length) for mark in "\r\n")
        if end < 0:
            return True
        start = end + 1
    return False


class _Cleaned(dict[str, str]):
    """Cells as they were read → cleaned; a cell that a million rows share is cleaned and held once."""

    def __missing__(self, cell: str) -> str:
        found = cleaned(cell)
        if len(self) < _MOST_KEPT:
            self[cell] = found
        return found


def separator_problem(text: str, names: Sequence[str], file: str) -> Problem | None:
    """Another separator than the comma, or the line in which Excel names one."""
    lines = [line for line in _LINE_END.split(text, _TITLE_LINES)[:_TITLE_LINES] if line.strip()]
    if not lines:
        return None
    first = lines[0].strip().strip('"')
    if re.match(r"sep=", first, re.IGNORECASE):
        other = _other_separator(lines[1:], names)
        message, hint = Message("files.excel_line", first=first), Message("files.remove_line")
        if other:
            marks = Message(_OTHER_SEPARATORS[other])
            message = Message("files.excel_line_and_marks", first=first, marks=marks)
            hint = Message("files.remove_line_save_as_commas")
        return Problem(file, 1, None, "", message, hint)
    other = _other_separator(lines, names)
    if other is None:
        return None
    return Problem(
        file,
        1,
        None,
        "",
        Message("files.other_marks", marks=Message(_OTHER_SEPARATORS[other])),
        Message("files.save_as_commas"),
    )


def _other_separator(lines: Sequence[str], names: Sequence[str]) -> str | None:
    """The separator by which the header shows more columns than by commas."""
    for line in lines:
        by_commas = _known(line.split(","), names)
        for separator in _OTHER_SEPARATORS:
            known = _known(line.split(separator), names)
            if known > 1 and known > by_commas:
                return separator
        if by_commas > 1:
            return None
    return None


def _known(cells: Sequence[str], names: Sequence[str]) -> int:
    return len({cleaned(cell.strip().strip('"')).lower() for cell in cells} & set(names))


def _header_problem(rows: Sequence[Row], names: Sequence[str], file: str) -> Problem | None:
    """Rows above the header: a title, a unit, a head of merged cells; or a header in other words."""
    known = [_known(cells, names) for _, cells in rows[:_TITLE_LINES]]
    enough = min(2, len(names))
    place = known.index(max(known))  # a merged head may share words with the header below it
    if known[place] >= enough and place == 0:
        return _joined_names(rows[0], names, file)
    if known[place] >= enough:
        line, above = rows[place][0], rows[0][1]
        first = next((cell for cell in above if cell), "")
        message = Message("files.header_below", line=line, first=first[:40])
        return Problem(file, rows[0][0], None, "", message, Message("files.remove_above"))
    if known[0] or _joined_names(rows[0], names, file) is not None:
        return _joined_names(rows[0], names, file)
    if len(rows[0][1]) == 1 and _known(rows[0][1][0].split(","), names) >= enough:
        message = Message("files.line_in_quotes")
        return Problem(file, rows[0][0], None, "", message, Message("files.remove_quotes"))
    said = ", ".join(cell or "''" for cell in rows[0][1])
    message = Message("files.no_header", said=said[:80])
    return Problem(file, rows[0][0], None, "", message, Message("files.first_line", header=",".join(names)))


def _joined_names(header: Row, names: Sequence[str], file: str) -> Problem | None:
    """A full-width comma between two names of the header, which makes one name of them."""
    line, cells = header
    for cell in cells:
        for mark in _FULL_WIDTH:
            if mark in cell and set(map(cleaned, cell.split(mark))) & set(names):
                message = Message("files.full_width_mark", cell=cell[:60], mark=mark)
                return Problem(file, line, None, "", message, Message("files.plain_comma_there"))
    return None


def _not_csv(text: str, error: csv.Error, file: str) -> Problem:
    """A quote that is never closed, at the line on which it opens."""
    lines = lines_of(text)
    begins = _open_quote(lines)
    if "field larger" in str(error) and begins is not None and lines[begins - 1].count('"') % 2 == 0:
        message = Message("files.cell_too_long", most=csv.field_size_limit())
        return Problem(file, begins, None, "", message, Message("files.shorten_cell"))
    if begins is None:
        line = _line_of(text)
        return Problem(file, line, None, "", Message("files.no_csv", error=error), Message("files.close_quote_twice"))
    last = len(lines_of(text.rstrip("\r\n")))
    if begins == last and not text.endswith(("\n", "\r")):
        message = Message("files.ends_in_quote")
        return Problem(file, begins, None, "", message, Message("files.download_or_close"))
    return Problem(
        file,
        begins,
        None,
        "",
        Message("files.open_quote"),
        Message("files.close_quote_twice"),
    )


def _line_of(text: str) -> int:
    """The line at which the reader gives up."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error:
        pass
    return max(1, reader.line_num)


def _open_quote(lines: Sequence[str]) -> int | None:
    """The first line whose quote the next line with an odd number of quotes does not close."""
    width = lines[0].count(",") + 1
    opened: int | None = None
    for number, line in enumerate(lines, 1):
        if line.count('"') % 2 == 0:
            if opened is None and not _parses("\n".join([line])):
                return number
            continue
        if opened is None:
            opened = number
            continue
        if not _is_row("\n".join(lines[opened - 1 : number]), width):
            return opened
        opened = None
    return opened


def _parses(line: str) -> bool:
    try:
        list(csv.reader([line], strict=True))
    except csv.Error:
        return False
    return True


def _is_row(text: str, width: int) -> bool:
    """Whether some lines together are one row of the table's width."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return False
    return len(rows) == 1 and len(rows[0]) == width


def _swallowed(rows: Sequence[Row], file: str) -> Problem | None:
    """A cell that holds what look like further rows: two quotes too many, with rows between them."""
    commas = len(rows[0][1]) - 1
    for line, cells in rows[1:]:
        for cell in cells:
            if holds_rows(cell, commas):
                count = len(lines_of(cell))
                message = Message("files.cell_holds_rows", count=count)
                return Problem(file, line, None, "", message, Message("files.close_quote_twice"))
    return None


def holds_rows(cell: str, commas: int) -> bool:
    """Tell whether a cell has further lines that look like rows, which have so many commas."""
    if "\n" not in cell and "\r" not in cell:
        return False
    return commas > 0 and any(part.count(",") >= commas for part in lines_of(cell)[1:])
