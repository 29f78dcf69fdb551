"""Sheets of a publisher's workbook (.xlsx) as rows of text with their lines."""

import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from criticality.refresh.reading.release import refused
from criticality.refresh.reading.table import clean
from criticality.refresh.reading.text import check_kind
from criticality.text.message import Message

LARGEST = 200 * 1024 * 1024
"""Bytes of a workbook unpacked; those of the publishers have a fifth of it."""
MOST_PIECES = 3_000_000
"""Cells and texts of a workbook; those of the publishers have a tenth of it."""

_BLOCK, _MOST_ROWS = 1 << 20, 1_048_576
_MOST_CELLS = 200
_AGAIN = Message("refresh.workbook_again")


@dataclass(frozen=True)
class Sheet:
    """The name of a sheet and its rows that are not empty, each with its line."""

    name: str
    rows: list[tuple[int, list[str]]]


def read_workbook(path: Path, wanted: frozenset[str]) -> tuple[list[str], list[Sheet]]:
    """Return the names of all sheets, and the sheets wanted, without regard to case and blanks, or else the first one.

    Raises
    ------
    InputError
        If the file is no workbook, or one that cannot be read.
    """
    check_kind(path)
    _check_size(path)
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(stream, read_only=True, data_only=True)
            names = {str(name): clean(str(name)).lower() for name in book.sheetnames}
            chosen = [name for name, plain in names.items() if plain in wanted] or list(names)[:1]
            found = [Sheet(names[name], _rows(book[name])) for name in chosen]
            book.close()
    except MemoryError:  # the limit of the process, see `criticality.refresh.apart`
        raise
    except Exception as error:
        reason = clean(str(error))[:200] or type(error).__name__
        raise refused(path, Message("refresh.workbook_unreadable", reason=reason), _AGAIN) from error
    if not found:
        raise refused(path, Message("refresh.no_sheet"), _AGAIN)
    return list(names.values()), found


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            pieces = 0 if unpacked > LARGEST else _pieces(archive)
    except (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        # zipfile raises RuntimeError for a password and NotImplementedError, one of its kinds, for an unknown packing
        raise refused(path, Message("refresh.no_xlsx"), _AGAIN) from error
    if unpacked > LARGEST:
        message = Message("refresh.unpacked", size=f"{unpacked / 1e6:.0f}", most=f"{LARGEST / 1e6:.0f}")
        raise refused(path, message, Message("refresh.is_it", again=_AGAIN))
    if pieces > MOST_PIECES:
        message = Message("refresh.pieces", count=pieces, most=MOST_PIECES)
        raise refused(path, message, Message("refresh.is_it", again=_AGAIN))


def _pieces(archive: zipfile.ZipFile) -> int:
    """How many cells and texts a workbook has, counted without building any of them."""
    found = 0
    for entry in archive.infolist():
        if entry.filename.endswith(".xml"):
            with archive.open(entry) as part:
                for block in iter(lambda: part.read(_BLOCK), b""):
                    found += block.count(b"<c ") + block.count(b"<c>") + block.count(b"<si>") + block.count(b"<si/>")
                    if found > MOST_PIECES:
                        return found
    return found


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    rows = []
    for line, cells in enumerate(islice(sheet.iter_rows(values_only=True), _MOST_ROWS), start=1):
        texts = [_text(value) for value in cells[:_MOST_CELLS]]
        if any(texts):
            rows.append((line, texts))
    return rows


def _text(value: Any) -> str:
    """A cell as text: a date stands for its year, in which publishers store it."""
    if isinstance(value, date):
        return str(value.year)
    return "" if value is None else clean(str(value))
