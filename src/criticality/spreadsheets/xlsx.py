"""A workbook as .xlsx (ECMA-376), written by openpyxl; the same plan gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable
from copy import copy
from datetime import date
from functools import cache

import openpyxl
from openpyxl.cell import Cell as Written
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from criticality.spreadsheets.book import UNLOCKED, Book, Cell, Formula, Place, Sheet, Style, address
from criticality.spreadsheets.looks import LOOKS, SIZE, Look, plain_text
from criticality.spreadsheets.packing import TimelessArchive, dated_workbook

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What .xlsx would read as a character by its number (ECMA-376, ST_Xstring)."""


def xlsx_bytes(book: Book, day: date) -> bytes:
    """Return a workbook as the bytes of a file, dated `day`."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    made.properties.creator, made.properties.title = "criticality", plain_text(book.title)
    made.calculation.fullCalcOnLoad = True
    for sheet in book.sheets:
        _write(made.create_sheet(sheet.name), sheet)
    raw = io.BytesIO()
    ExcelWriter(made, TimelessArchive(raw, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False)).save()
    return dated_workbook(raw.getvalue(), day)


def _write(page: Worksheet, sheet: Sheet) -> None:
    for place, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    for row, height in sheet.heights.items():
        page.row_dimensions[row].height = height
    first: dict[Style, Written | MergedCell] = {}
    for where, cell in sorted(sheet.cells.items(), key=lambda entry: entry[0]):
        _put(page, where, cell, first)
    _offer(page, sheet)
    page.protection.enable()
    page.protection.formatColumns = page.protection.formatRows = False
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if sheet.frozen:
        page.freeze_panes = f"A{sheet.frozen + 1}"
    if sheet.hidden:
        page.sheet_state = "hidden"


def _put(page: Worksheet, place: Place, cell: Cell, first: dict[Style, Written | MergedCell]) -> None:
    made = page.cell(*place)
    if isinstance(cell.value, Formula):
        made.value = f"={cell.value.text}"
    elif isinstance(cell.value, str):
        made.value = _ESCAPED.sub("_x005F_", plain_text(cell.value))
        made.data_type = "s"  # a text that begins with = is a text
    else:
        made.value = cell.value
    if cell.span > 1:
        page.merge_cells(f"{address(place)}:{address((place[0], place[1] + cell.span - 1))}")
    for column in range(place[1], place[1] + cell.span):
        # Every cell of a merged one: Excel refuses to change it where one of them is locked.
        _dress(page.cell(place[0], column), LOOKS[cell.style], cell.style, first)


def _dress(made: Written | MergedCell, look: Look, style: Style, first: dict[Style, Written | MergedCell]) -> None:
    """Give a cell its look: the first of a style the parts, every other what that one has, at a tenth of the time."""
    if style in first:
        made._style = copy(first[style]._style)
        return
    first[style] = made
    made.font, made.alignment, fill, frame, made.protection = parts_of(look, style)
    if look.fill:
        made.fill = fill
    if look.framed:
        made.border = frame
    if look.number:
        made.number_format = look.number


@cache
def parts_of(look: Look, style: Style) -> tuple[Font, Alignment, PatternFill, Border, Protection]:
    """Return the parts of a look, made once: openpyxl takes a third of a second for those of a thousand cells."""
    side = Side(style="thin", color="999999")
    return (
        Font(name="Calibri", size=look.size or SIZE, bold=look.bold, color=look.colour),
        Alignment(wrap_text=True, vertical="top" if style in ("text", "plain") else "center"),
        PatternFill("solid", start_color=look.fill, end_color=look.fill) if look.fill else PatternFill(),
        Border(left=side, right=side, top=side, bottom=side),
        Protection(locked=style not in UNLOCKED),
    )


def _offer(page: Worksheet, sheet: Sheet) -> None:
    """Write the lists of choices, one for each range, with all cells that choose from it."""
    for choice in dict.fromkeys(cell.choice for _, cell in sorted(sheet.cells.items(), key=lambda item: item[0])):
        if choice is None:
            continue
        rule = DataValidation(type="list", formula1=choice.cells, allow_blank=True, showErrorMessage=True)
        rule.error, rule.errorTitle = choice.refused[:220], "criticality"
        for where in _runs(place for place, cell in sheet.cells.items() if cell.choice == choice):
            rule.add(where)
        page.add_data_validation(rule)


def _runs(places: Iterable[Place]) -> list[str]:
    """Return cells below each other as one range: openpyxl compares each range that is added with all before it."""
    runs: list[tuple[Place, Place]] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if runs and runs[-1][1] == (row - 1, column):
            runs[-1] = (runs[-1][0], (row, column))
        else:
            runs.append(((row, column), (row, column)))
    return [address(first) if first == last else f"{address(first)}:{address(last)}" for first, last in runs]
