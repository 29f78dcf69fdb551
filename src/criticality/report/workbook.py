"""The tables of a run as one .xlsx workbook, for work in a spreadsheet.

Every sheet has one bilingual head, frozen; numbers are numbers, shares are shares, and no text can act as a formula.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

from criticality.model.record import Record
from criticality.records.drafts import draft_folder, put
from criticality.report.workbook_sheets import Names, Sheet, sheets_of
from criticality.spreadsheets.looks import plain_text
from criticality.spreadsheets.packing import TimelessArchive, dated_workbook

__all__ = ["WORKBOOK", "Names", "first_other_part", "safe", "workbook_bytes", "write_workbook"]

WORKBOOK = "list.xlsx"
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLACES = "0.0000"
_SHARE = "0.0 %"
_FORMATS = {
    "score": _PLACES,
    "scaled": _PLACES,
    "scaled_low": _PLACES,
    "scaled_high": _PLACES,
    "lambda_max": _PLACES,
    "consistency_index": _PLACES,
    "consistency_ratio": _PLACES,
    "contribution": _PLACES,
    **dict.fromkeys(("p_listed", "p_all", "p_lowest", "p_highest", "p_mean"), _SHARE),
    "share": _SHARE,
    "weight": _SHARE,
    "local_weight": _SHARE,
    "global_weight": _SHARE,
    **dict.fromkeys(("needed", "now", "best", "limit", "limit_low", "limit_high", "most"), _SHARE),
    **dict.fromkeys(("peak_gap", "share_now"), _SHARE),
}


def write_workbook(workbook: bytes, folder: Path) -> Path:
    """Write ``list.xlsx`` beside the pages in the run's folder, completely or not at all."""
    with draft_folder(folder, WORKBOOK) as drafts:
        (drafts / WORKBOOK).write_bytes(workbook)
        put(drafts / WORKBOOK, folder / WORKBOOK)
    return folder / WORKBOOK


def workbook_bytes(record: Record) -> bytes:
    """Return the workbook of a record, the plain content of ``record.json``; the same record gives the same bytes."""
    import openpyxl  # noqa: PLC0415 - a third of a second that only this file needs
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "criticality"
    book.properties.title = safe(f"{Names(record).text(record['inputs']['assessment']['title'])}")
    for sheet in sheets_of(record):
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "B2"
        for place, width in enumerate(_widths(sheet), start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        heads = [WriteOnlyCell(page, value=safe(head)) for head in sheet.heads]
        for cell in heads:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        page.append(heads)
        formats = [_FORMATS.get(column) for column in sheet.columns]
        for row in sheet.rows:
            page.append([_cell(WriteOnlyCell, page, value, form) for value, form in zip(row, formats, strict=True)])
    raw = io.BytesIO()
    ExcelWriter(book, TimelessArchive(raw, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False)).save()
    return dated_workbook(raw.getvalue(), date.fromisoformat(str(record["as_of"])))


class _Cell(Protocol):
    """A cell of openpyxl, as far as it is written here."""

    number_format: str


def _cell(make: Callable[..., _Cell], page: object, value: object, number_format: str | None) -> object:
    """A value as openpyxl writes it: numbers of a formatted column as a cell of their own, anything else as it is."""
    shown = safe(value)
    if number_format is None or not isinstance(shown, int | float) or isinstance(shown, bool):
        return shown
    cell = make(page, value=shown)
    cell.number_format = number_format
    return cell


def safe(value: object) -> bool | int | float | str | None:
    """Return a value that a spreadsheet shows and never evaluates as a formula.

    A text that begins like a formula gets an apostrophe before it (OWASP, CSV injection); control characters are
    written as code points, and what no cell could hold is cut with a mark.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    text = plain_text(str(value))
    return f"'{text}" if text.startswith(_ACTIVE) else text


def _widths(sheet: Sheet) -> list[float]:
    """Return column widths that show the first rows without a cut, within reason; a Han character counts double."""
    shown = [sheet.heads, *sheet.rows[:200]]
    return [
        min(60.0, 2.0 + max((_length(row[place]) for row in shown), default=8.0)) for place in range(len(sheet.columns))
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
