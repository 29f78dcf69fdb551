"""The tables of a run as a workbook, .xlsx and .ods, for work in a spreadsheet.

Every sheet has one bilingual head, frozen, with filters; numbers are numbers, shares are shares, and no text can act as
a formula. One sheet works the score of a chosen mineral out by formulas.
"""

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from criticality.model.record import Record
from criticality.records.drafts import draft_folder, put
from criticality.report.workbook_parts.figure_formats import SHARE, formats_of_figures
from criticality.report.workbook_parts.live_calculation import FIGURES, calculation_sheets, can_be_worked_out
from criticality.report.workbook_sheets import OF_DATA, Names, Sheet, sheets_of
from criticality.spreadsheets.book import Place, Style
from criticality.spreadsheets.table_book import TableBook, TableSheet, Value, inert, sheet_names
from criticality.spreadsheets.table_ods import table_ods
from criticality.spreadsheets.table_xlsx import table_xlsx
from criticality.text.numbers import SURELY, percent, surely

__all__ = ["WORKBOOKS", "Names", "first_other_part", "table_book", "workbook_bytes", "write_workbooks"]

WORKBOOKS = {"list.xlsx": table_xlsx, "list.ods": table_ods}
"""Name of each workbook beside the pages, and what writes it."""
_PLACES = "0.0000"
_OF_DRAWS = ("p_listed", "share", "share_up_to")
_OVER_ANSWERS = ("p_all", "p_lowest", "p_highest", "p_mean")
_FORMATS: dict[str, str] = {
    "score": _PLACES,
    "scaled": _PLACES,
    "scaled_low": _PLACES,
    "scaled_high": _PLACES,
    "lambda_max": _PLACES,
    "consistency_index": _PLACES,
    "consistency_ratio": _PLACES,
    "contribution": _PLACES,
    "consensus": _PLACES,
    "consistency": _PLACES,
    "share": SHARE,
    "weight": SHARE,
    "local_weight": SHARE,
    "global_weight": SHARE,
    **dict.fromkeys(("needed", "now", "best", "limit", "limit_low", "limit_high", "most"), SHARE),
    **dict.fromkeys(("peak_gap", "share_now"), SHARE),
}


_PURE = ("value", "threshold", "figure")
"""Columns of pure numbers where the sheet names no unit."""
_WIDEST = 60.0
"""Characters of the widest column."""
_WRAPPED = 300
"""Rows up to which a sheet is read and not only searched: texts wider than a column are broken into lines there."""
_HEAD_WIDTH = 18.0
"""Characters of a head before it is broken into lines."""


def write_workbooks(made: dict[str, bytes], folder: Path) -> list[Path]:
    """Write workbooks by their names beside the pages in the run's folder, each completely or not at all."""
    for name, content in made.items():
        with draft_folder(folder, name) as drafts:
            (drafts / name).write_bytes(content)
            put(drafts / name, folder / name)
    return [folder / name for name in made]


def workbook_bytes(record: Record, name: str = "list.xlsx") -> bytes:
    """Return a workbook of a record, the plain content of ``record.json``; the same record gives the same bytes."""
    return WORKBOOKS[name](table_book(record), date.fromisoformat(str(record["as_of"])))


def table_book(record: Record) -> TableBook:
    """Return the plan of the workbook of a record."""
    names = Names(record)
    sheets = list(sheets_of(record))
    live = can_be_worked_out(record)
    titles = [sheet.title for sheet in sheets]
    said = sheet_names([*titles[:2], *([names.words("sheet.calculation"), FIGURES] if live else []), *titles[2:]])
    own = [*said[:2], *said[4:]] if live else said
    dimensions = names.readers[0].every_dimension
    chances = _of_chances(record)
    tables = [_table(sheet, name, dimensions, chances) for sheet, name in zip(sheets, own, strict=True)]
    contents = list(zip(titles, own, strict=True))
    if live:
        worked, figures = calculation_sheets(record, names.readers, said[2], said[3])
        tables = [*tables[:2], worked, *tables[2:], figures]
        contents.insert(2, (names.words("sheet.calculation"), worked.name))
    tables[0] = _first(tables[0], contents, names)
    title = f"{names.text(record['inputs']['assessment']['title'])}"
    return TableBook(title, tables)


def _of_chances(record: Record) -> dict[str, str]:
    """The formats of columns with shares of draws, by how many draws stand behind each."""
    draws, choices = record["inputs"]["assessment"]["robustness"]["draws"], record["result"].get("choices")
    over = choices["design"]["draws"] if choices else draws
    return {**dict.fromkeys(_OF_DRAWS, _probability(draws)), **dict.fromkeys(_OVER_ANSWERS, _probability(over))}


def _probability(draws: int) -> str:
    """A probability is never shown as 0 % or 100 %: where all draws agree, their number bounds it (`surely`)."""
    bound = surely(draws)
    least, form = SURELY, "0.0 %"
    if bound > SURELY:
        least, form = 0.5 / draws, "0.00 %" if SURELY * draws > 1 else "0.0 %"
    return f'[>{1 - least:.12g}]"> {percent(1 - bound, 1)}";[<{least:.12g}]"< {percent(bound, 1)}";{form}'


def _table(sheet: Sheet, name: str, dimensions: Collection[str], chances: Mapping[str, str]) -> TableSheet:
    rows: list[Sequence[Value]] = [[*sheet.heads], *([inert(value) for value in row] for row in sheet.rows)]
    places = {*dimensions, *(() if "unit" in sheet.columns else _PURE)}
    of_chances = {code: form for code, form in chances.items() if not code.startswith("share")}
    shown = {**_FORMATS, **of_chances, **dict.fromkeys(places, _PLACES)}
    if "rank" in sheet.columns and "share" in sheet.columns:  # the share of the draws at a rank
        shown |= {code: chances[code] for code in ("share", "share_up_to")}
    formats = [shown.get(column) for column in sheet.columns]
    long = [
        (at, place)
        for at, row in enumerate(rows[:_WRAPPED], start=1)
        for place, cell in enumerate(row, start=1)
        if isinstance(cell, str) and at > 1 and len(rows) <= _WRAPPED and _length(cell) >= _WIDEST
    ]
    places_of_cells = formats_of_figures(rows, formats)
    return TableSheet(
        name, rows, _widths(sheet), formats, places=places_of_cells, looks=dict.fromkeys(long, "plain")
    )  # fmt: skip


def _first(about: TableSheet, contents: Sequence[tuple[str, str]], names: Names) -> TableSheet:
    """The first sheet: how the workbook is read, what the run is, and every sheet with a link and what it holds."""
    rows: list[Sequence[Value]] = [*about.rows, [], *([names.words(f"about.{number}")] for number in range(1, 5)), []]
    head = len(rows) + 1
    rows.append([names.words("contents.sheet"), names.words("contents.holds")])
    links = {}
    holds = {names.words(f"sheet.{code}")[:31]: names.words(f"sheet.{code}.holds") for code in names.told_sheets()}
    for title, name in contents[1:]:
        of_data = names.words("about.data") if title.startswith(OF_DATA) else ""
        rows.append([name, holds.get(title[:31], of_data)])
        links[len(rows), 1] = name
    heads = frozenset({head})
    looks: dict[Place, Style] = {(1, 1): "title"}
    return TableSheet(
        about.name, rows, (60.0, 110.0), (None, None), heads, filtered=False, links=links, looks=looks
    )  # fmt: skip


def _widths(sheet: Sheet) -> list[float]:
    """Return column widths that show the first rows without a cut, within reason; a Han character counts double."""
    return [
        min(
            _WIDEST, 2.0 + max(min(_HEAD_WIDTH, _length(head)), *(_length(row[place]) for row in sheet.rows[:200]), 4.0)
        )
        for place, head in enumerate(sheet.heads)
    ]


def _length(value: object) -> float:
    if isinstance(value, float):
        return 10.0
    lines = str("" if value is None else value).split("\n")
    return max(sum(2.0 if character > "\u2e7f" else 1.0 for character in line[:60]) for line in lines)


def first_other_part(recorded: bytes, again: bytes) -> str | None:
    """Return the name of the first part of a workbook whose content is another, or None where it cannot be told.

    Compares the checksums of the two directories: nothing is unpacked, whatever the file may be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(recorded)) as first, zipfile.ZipFile(io.BytesIO(again)) as second:
            parts = [
                {entry.filename: (entry.CRC, entry.file_size) for entry in book.infolist()} for book in (first, second)
            ]
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    return next((name for name in sorted({*parts[0], *parts[1]}) if parts[0].get(name) != parts[1].get(name)), None)
