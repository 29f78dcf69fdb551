"""A workbook of large tables as .xlsx, row by row by openpyxl; the same plan gives the same bytes."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from criticality.spreadsheets.book import Formula, Place, address, quoted
from criticality.spreadsheets.looks import LOOKS
from criticality.spreadsheets.packing import TimelessArchive, dated_workbook
from criticality.spreadsheets.table_book import TableBook, TableSheet, Value, inert, row_heights

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
else:
    WriteOnlyWorksheet = object


class _Cell(Protocol):
    """A cell of openpyxl, as far as it is written here."""

    number_format: str
    font: object
    alignment: object
    fill: object
    border: object


_Make = Callable[..., _Cell]


def table_xlsx(book: TableBook, day: date) -> bytes:
    """Return a workbook as the bytes of a file, dated `day`."""
    import openpyxl  # noqa: PLC0415 - a third of a second that only this file needs
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    made = openpyxl.Workbook(write_only=True)
    made.properties.creator, made.properties.title = "criticality", inert(book.title)
    made.calculation.fullCalcOnLoad = True
    for sheet in book.sheets:
        _write(made.create_sheet(sheet.name), sheet)
    raw = io.BytesIO()
    ExcelWriter(made, TimelessArchive(raw, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False)).save()
    return dated_workbook(raw.getvalue(), day)


def _write(page: WriteOnlyWorksheet, sheet: TableSheet) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    from criticality.spreadsheets.xlsx import parts_of  # noqa: PLC0415 - imports openpyxl

    # All of this is written before the first row, and not taken any more after it.
    setup = page.page_setup
    setup.orientation, setup.paperSize, setup.fitToHeight = "landscape", 9, 0  # A4, all columns on each page
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if 1 in sheet.heads:
        for name, kept in (("freeze_panes", "B2"), ("print_title_rows", "1:1")):
            setattr(page, name, kept)
    for at, height in row_heights(sheet).items():
        page.row_dimensions[at].height = height
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    blue, wrapped = Font(color="0B5394", underline="single"), Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(sheet.rows, start=1):
        cells: list[object] = []
        for column, value in enumerate(row, start=1):
            cell = _cell(WriteOnlyCell, page, value, sheet, (number, column))
            style = sheet.looks.get((number, column), "head" if number in sheet.heads else None)
            if style is not None or (number, column) in sheet.links:
                dressed = WriteOnlyCell(page, value=cell)
                dressed.font, dressed.alignment = blue, wrapped
                if style is not None:
                    dressed.font, dressed.alignment, dressed.fill, dressed.border, _ = parts_of(LOOKS[style], style)
                cell = dressed
            cells.append(cell)
        page.append(cells)
    if sheet.filtered and len(sheet.rows) > 1:
        last = address((len(sheet.rows), max(map(len, sheet.rows))))
        ref = f"A1:{last}"
        page.auto_filter.ref = ref
    for place, name in sheet.links.items():
        link = Hyperlink(ref=address(place), location=f"{quoted(name)}!A1")
        page._hyperlinks.append(link)
    for place, choice in sheet.choices.items():
        rule = DataValidation(type="list", formula1=choice.cells, allow_blank=False, showErrorMessage=True)
        rule.error, rule.errorTitle = choice.refused[:220], "criticality"
        rule.add(address(place))
        page.data_validations.append(rule)
    if sheet.hidden:
        page.sheet_state = "hidden"


def _cell(make: _Make, page: object, value: Value, sheet: TableSheet, place: Place) -> object:
    """A value as openpyxl writes it: numbers with a format as a cell of their own, anything else as it is."""
    column = place[1] - 1
    number_format = sheet.places.get(place) or (sheet.formats[column] if column < len(sheet.formats) else None)
    shown: object = f"={value.text}" if isinstance(value, Formula) else inert(value)
    is_number = isinstance(shown, int | float) and not isinstance(shown, bool)
    if number_format is None or not (is_number or isinstance(value, Formula)) or place[0] in sheet.heads:
        return shown
    cell = make(page, value=shown)
    cell.number_format = number_format
    return cell
