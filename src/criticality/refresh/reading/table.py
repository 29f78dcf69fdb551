"""Rows of a publisher's CSV file with the line each begins on; a row that does not fit the header is told."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from criticality.errors import InputError
from criticality.refresh.reading.findings import Findings
from criticality.refresh.reading.release import Row, refused
from criticality.refresh.reading.text import opened
from criticality.text.message import Message, joined

Cells = tuple[str, ...]

OTHER_LAYOUTS: dict[str, str] = {
    "PROD_EST_": Message("refresh.usgs_2025"),
    "Prod_": Message("refresh.usgs_one_commodity"),
    "Cap_": Message("refresh.usgs_one_commodity"),
    "DataSource": Message("refresh.usgs_salient"),
    "Critical_mineral": Message("refresh.usgs_table", number=7),
    "State_Rank": Message("refresh.usgs_table", number=3),
    "Indicator Code": Message("refresh.databank"),
    "Indicator Name": Message("refresh.databank"),
    "Series Code": Message("refresh.databank"),
    "Economy (code)": Message("refresh.wgi_sheet"),
    "Country/Territory": Message("refresh.wgi_old"),
    "reporterCode": Message("refresh.comtrade"),
    "Reporter Code": Message("refresh.comtrade"),
    "description": Message("refresh.baci_products"),
    "country_iso3": Message("refresh.baci_countries"),
}
"""Layouts of the same publishers that are known and not read, by how one of their columns begins."""

_MERGE = re.compile(r"<<<<<<<|=======\Z|>>>>>>>|\|\|\|\|\|\|\|")
_SEPARATE = (";", "\t", "|")
_NAMES = {";": Message("refresh.semicolons"), "\t": Message("refresh.tabs"), "|": Message("refresh.bars")}
_LOOKED_AT = 40
_ORIGINAL = Message("refresh.original")
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u3000]+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def clean(cell: str) -> str:
    """A cell without blanks around it; blanks of other kinds and line ends inside it are one plain blank."""
    return _BLANKS.sub(" ", cell.translate(_UNSEEN)).strip()


def release_rows(
    path: Path, columns: Sequence[str], publisher: str, findings: Findings, optional: Sequence[str] = ()
) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a publisher's CSV file as cells by column name, cleaned, with their lines.

    An optional column that the file lacks is empty in every row.
    """
    for line, cells in release_cells(path, columns, publisher, findings, optional):
        yield line, dict(zip((*columns, *optional), map(clean, cells), strict=True))


def release_cells(
    path: Path, columns: Sequence[str], publisher: str, findings: Findings, optional: Sequence[str] = ()
) -> Iterator[tuple[int, Cells]]:
    """Yield the cells of some columns, row by row, as they stand in the file: it is never held in memory.

    Rows whose cells do not fit the header are added to `findings` and not yielded.

    Raises
    ------
    InputError
        If the file is no CSV text, or lacks a column of the publisher's layout.
    """
    with opened(path) as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
        except csv.Error:
            raise refused(path, Message("refresh.open_quote_header"), _ORIGINAL) from None
        names = checked_header(path, header, columns, publisher)
        lacking = [name for name in optional if name not in names]
        if not lacking:
            yield from _fitting(reader, names, [*columns, *optional], findings)
            return
        kept = [*columns, *(name for name in optional if name in names)]
        for line, cells in _fitting(reader, names, kept, findings):
            found = dict(zip(kept, cells, strict=True))
            yield line, tuple(found.get(name, "") for name in (*columns, *optional))


def _fitting(
    reader: Any, names: Sequence[str], columns: Sequence[str], findings: Findings
) -> Iterator[tuple[int, Cells]]:
    """Rows with as many cells as the header; or as its names, where the first row lacks the nameless columns.

    A row with one cell more is refused also where that is empty: of thousands without quotation marks the last cell
    is empty in the layout of the USGS.
    """
    width, pick = len(names), itemgetter(*(names.index(name) for name in columns))
    named = max(place for place, name in enumerate(names) if name) + 1
    short: tuple[int, int] | None = None
    few: set[int] = set()
    usual = 0
    for line, cells in _rows(reader, findings):
        usual = usual or (named if len(cells) == named else width)
        fits = len(cells) == usual and (named == usual or not any(map(clean, cells[named:])))
        if not (cells and cells[0].strip()) and not any(map(clean, cells)):  # the first cell decides: it is fast
            continue
        if fits:
            yield line, pick(cells)
        if short:
            message = Message("refresh.cells", count=short[1], usual=usual)
            findings.shape("few", message, _ORIGINAL, line=short[0])
            few.add(short[1])
            short = None
        if fits:
            continue
        if _MERGE.match(cells[0]):
            message = Message("refresh.merge_mark", text=cells[0][:20])
            findings.shape("merge", message, Message("refresh.merged", original=_ORIGINAL), line=line)
        elif reader.line_num > line:
            message = Message("refresh.open_quote_until", line=reader.line_num)
            findings.shape("quote", message, _ORIGINAL, line=line)
        elif len(cells) < usual:
            short = line, len(cells)
        else:
            _too_many(findings, line, cells, usual, named)
    if short and short[1] in few:
        findings.shape("few", "", _ORIGINAL, line=short[0])
    elif short:
        message = Message("refresh.cut_short", count=short[1], usual=usual)
        findings.shape("cut", message, Message("refresh.broke_off"), line=short[0])


def _too_many(findings: Findings, line: int, cells: list[str], width: int, named: int) -> None:
    message = Message("refresh.cells", count=len(cells), usual=width)
    if len(cells) <= width:
        message = Message("refresh.beyond_columns", count=named)
    findings.shape("many", message, Message("refresh.commas", original=_ORIGINAL), line=line)


def _rows(reader: Any, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line it begins on, up to the first quotation mark that is not closed."""
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            findings.shape("quote", Message("refresh.open_quote"), _ORIGINAL, line=begins)
            return
        yield begins, cells


def checked_header(
    path: Path, header: Sequence[str], columns: Sequence[str], publisher: str, first: list[str] | None = None
) -> list[str]:
    """The names of a header, cleaned; those of empty columns at its end are empty.

    `first` are the first lines of the file, to say what it seems to be instead; by default those of a text.

    Raises
    ------
    InputError
        If a column of the layout is missing or stands there twice, with what the file seems to be instead.
    """
    names = [clean(name) for name in header]
    missing = [name for name in columns if name not in names]
    if missing:
        raise _other_header(path, names, columns, missing, publisher, _first_lines(path) if first is None else first)
    twice = [name for name in columns if names.count(name) > 1]
    if twice:
        raise refused(path, Message("refresh.column_twice", column=twice[0]), _ORIGINAL, where=twice[0])
    return names


def _other_header(
    path: Path,
    names: Sequence[str],
    columns: Sequence[str],
    missing: Sequence[str],
    publisher: str,
    first: list[str],
) -> InputError:
    if _MERGE.match(first[0]):
        return refused(path, Message("refresh.begins_merged"), Message("refresh.settle", original=_ORIGINAL))
    if re.match(r"\s*sep\s*=", first[0], re.IGNORECASE):
        return refused(path, Message("refresh.spreadsheet_line", text=first[0].strip()[:10]), _ORIGINAL)
    for mark in _SEPARATE:
        if len(set(columns) & set(_split(first[0], mark))) > len(columns) // 2:
            return refused(path, Message("refresh.separated", mark=_NAMES[mark]), _ORIGINAL)
    for line, text in enumerate(first[1:], start=2):
        if set(columns) <= set(_split(text, ",")):
            message = Message("refresh.header_line", line=line, n=line - 1)
            return refused(path, message, Message("refresh.take_out", original=_ORIGINAL), line=line)
    other = next((said for start, said in OTHER_LAYOUTS.items() if any(name.startswith(start) for name in names)), "")
    if not other and len(names) == len(columns) and all(re.match(r"[\d.]+\Z", name) for name in names):
        return refused(path, Message("refresh.no_header"), _ORIGINAL)
    more = Message("refresh.and_more", count=len(missing) - 1) if len(missing) > 1 else ""
    message = Message("refresh.no_release", publisher=publisher, column=missing[0], more=more)
    read: str = Message("refresh.layout", columns=joined(columns))
    return refused(path, message, joined([other, read], "sentence") if other else read)


def _first_lines(path: Path) -> list[str]:
    """The first lines of a file; a line of a million characters is cut."""
    with opened(path) as stream:
        return list(islice(iter(lambda: stream.readline(1 << 16), ""), _LOOKED_AT))


def _split(line: str, mark: str) -> list[str]:
    try:
        return [clean(cell) for cell in next(csv.reader([line], delimiter=mark), [])]
    except csv.Error:
        return []
