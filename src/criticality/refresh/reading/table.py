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

Cells = tuple[str, ...]

OTHER_LAYOUTS: dict[str, str] = {
    "PROD_EST_": "This is how the USGS released 2025, one column a year; the layout since 2026 is read.",
    "Prod_": "This is one commodity of the USGS releases of 2022 to 2024; the joint file since 2026 is read.",
    "Cap_": "This is one commodity of the USGS releases of 2022 to 2024; the joint file since 2026 is read.",
    "DataSource": "This is a table of salient U.S. statistics; the file …_Commodities_Data.csv is read.",
    "Critical_mineral": "This is table 7 of the USGS release; the file …_Commodities_Data.csv is read.",
    "State_Rank": "This is table 3 of the USGS release; the file …_Commodities_Data.csv is read.",
    "Indicator Code": "This is a table of the World Bank's DataBank; read is the data set itself, wgidataset.",
    "Indicator Name": "This is a table of the World Bank's DataBank; read is the data set itself, wgidataset.",
    "Series Code": "This is a table of the World Bank's DataBank; read is the data set itself, wgidataset.",
    "Economy (code)": "This is a sheet of the WGI workbook that does not name its indicator; give the workbook.",
    "Country/Territory": "This is the WGI workbook as it was until 2023, one column a year; give the one since 2024.",
    "reporterCode": "This is an answer of UN Comtrade, not a file of BACI.",
    "Reporter Code": "This is an answer of UN Comtrade, not a file of BACI.",
    "description": "This is BACI's list of products, not a year of trade.",
    "country_iso3": "This is BACI's list of countries, not a year of trade.",
}
"""Layouts of the same publishers that are known and not read, by how one of their columns begins."""

_MERGE = re.compile(r"<<<<<<<|=======\Z|>>>>>>>|\|\|\|\|\|\|\|")
_SEPARATE = (";", "\t", "|")
_NAMES = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_LOOKED_AT = 40
_ORIGINAL = "Give the publisher's file as it was fetched, not opened and saved by a spreadsheet."
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u3000]+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def clean(cell: str) -> str:
    """A cell without blanks around it; blanks of other kinds and line ends inside it are one plain blank."""
    return _BLANKS.sub(" ", cell.translate(_UNSEEN)).strip()


def release_rows(path: Path, columns: Sequence[str], publisher: str, findings: Findings) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a publisher's CSV file as cells by column name, cleaned, with their lines."""
    for line, cells in release_cells(path, columns, publisher, findings):
        yield line, dict(zip(columns, map(clean, cells), strict=True))


def release_cells(
    path: Path, columns: Sequence[str], publisher: str, findings: Findings
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
            raise refused(path, "a quotation mark in the header is not closed", _ORIGINAL) from None
        names = checked_header(path, header, columns, publisher)
        yield from _fitting(reader, names, columns, findings)


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
            findings.shape("few", f"this row has {short[1]} cells, the header has {usual}", _ORIGINAL, line=short[0])
            few.add(short[1])
            short = None
        if fits:
            continue
        if _MERGE.match(cells[0]):
            hint = "Two versions of the file were merged and not settled. " + _ORIGINAL
            findings.shape("merge", f"the row is a merge mark of Git: {cells[0][:20]!r}", hint, line=line)
        elif reader.line_num > line:
            message = f"a quotation mark of this row is not closed before line {reader.line_num}"
            findings.shape("quote", message, _ORIGINAL, line=line)
        elif len(cells) < usual:
            short = line, len(cells)
        else:
            _too_many(findings, line, cells, usual, named)
    if short and short[1] in few:
        findings.shape("few", "", _ORIGINAL, line=short[0])
    elif short:
        message = f"the file ends in a row of {short[1]} cells where the header has {usual}: it was cut short"
        findings.shape("cut", message, "Fetch it once more; the download broke off.", line=short[0])


def _too_many(findings: Findings, line: int, cells: list[str], width: int, named: int) -> None:
    hint = "Were decimal commas, or thousands without quotation marks, written? " + _ORIGINAL
    if len(cells) > width:
        message = f"this row has {len(cells)} cells, the header has {width}"
    else:
        message = f"this row has a figure beyond the {named} columns that the header names"
    findings.shape("many", message, hint, line=line)


def _rows(reader: Any, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line it begins on, up to the first quotation mark that is not closed."""
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            findings.shape("quote", "a quotation mark of this row is not closed", _ORIGINAL, line=begins)
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
        raise refused(path, f"the column {twice[0]!r} stands in the header twice", _ORIGINAL, where=twice[0])
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
        return refused(path, "the file begins with a merge mark of Git", "Settle the merge first. " + _ORIGINAL)
    if re.match(r"\s*sep\s*=", first[0], re.IGNORECASE):
        return refused(path, f"the first line is {first[0].strip()[:10]!r}, which a spreadsheet wrote", _ORIGINAL)
    for mark in _SEPARATE:
        if len(set(columns) & set(_split(first[0], mark))) > len(columns) // 2:
            return refused(path, f"the cells are separated by {_NAMES[mark]}, not by commas", _ORIGINAL)
    for line, text in enumerate(first[1:], start=2):
        if set(columns) <= set(_split(text, ",")):
            above = "line 1 stands" if line == 2 else f"lines 1 to {line - 1} stand"
            message = f"the header is line {line}: {above} above it"
            return refused(path, message, "Take them out. " + _ORIGINAL, line=line)
    other = next((said for start, said in OTHER_LAYOUTS.items() if any(name.startswith(start) for name in names)), "")
    if not other and len(names) == len(columns) and all(re.match(r"[\d.]+\Z", name) for name in names):
        return refused(path, "the header is missing: the first line holds figures", _ORIGINAL)
    more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
    lacks = f"the column {missing[0]!r} is missing{more}"
    read = f"The layout read here has the columns {', '.join(columns)}; docs/reference/refresh.md says which release."
    return refused(path, f"this is not a release of {publisher}: {lacks}", f"{other} {read}".strip())


def _first_lines(path: Path) -> list[str]:
    """The first lines of a file; a line of a million characters is cut."""
    with opened(path) as stream:
        return list(islice(iter(lambda: stream.readline(1 << 16), ""), _LOOKED_AT))


def _split(line: str, mark: str) -> list[str]:
    try:
        return [clean(cell) for cell in next(csv.reader([line], delimiter=mark), [])]
    except csv.Error:
        return []
