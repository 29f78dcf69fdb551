"""What a workbook that came back holds beside what is read: own sheets, notes, comments."""

from criticality.spreadsheets.reading.contents import ReadBook
from criticality.spreadsheets.reading.spots import Spot
from criticality.workbooks.as_book import CODES, HEAD_ROW, HELP, LISTS
from criticality.workbooks.coming_back import ROW_NUMBER
from criticality.workbooks.plan import WorkbookPlan


def not_read(book: ReadBook, plan: WorkbookPlan) -> list[str]:
    """Return the sheets that the workbook did not have when it went out, and that hold something."""
    known = {HELP, LISTS, CODES, *(sheet.name for sheet in plan.sheets)}
    return [sheet.name for sheet in book.sheets if sheet.name not in known and sheet.cells]


def notes_beside(book: ReadBook, plan: WorkbookPlan) -> list[str]:
    """Return the cells beside and below the tables that are not read, and the sheets with comments."""
    widths = {planned.name: 1 + len(planned.heads) for planned in plan.sheets}
    cells = [Spot("", sheet.name, (row, column)).where for sheet in book.sheets if sheet.name in widths
             for (row, column), cell in sorted(sheet.cells.items()) if column > widths[sheet.name]
             or (column == 1 and row > HEAD_ROW and not ROW_NUMBER.fullmatch(cell.text.strip()))]  # fmt: skip
    return cells + [sheet.name for sheet in book.sheets if sheet.name in widths and sheet.comments]
