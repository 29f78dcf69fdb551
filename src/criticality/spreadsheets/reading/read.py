"""A workbook of either kind, .xlsx or .ods, told by its content and not by its name."""

from pathlib import Path, PurePosixPath

from criticality.spreadsheets.reading.contents import ReadBook, ReadSheet
from criticality.spreadsheets.reading.ods_cells import OdsSheets
from criticality.spreadsheets.reading.sheet_cells import Limit
from criticality.spreadsheets.reading.unpacking import Archive, Unreadable, opened
from criticality.spreadsheets.reading.xlsx_cells import Names, SharedTexts, Styles, XlsxCells
from criticality.text.message import Message

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_LATER = 1462
"""Days by which a workbook made on an old Macintosh counts its days from later on (ECMA-376, 18.17.4.1)."""


def read_book(path: Path) -> ReadBook:
    """Read all sheets of a workbook: texts, numbers, dates, and that there are formulas; nothing is evaluated.

    Raises
    ------
    Unreadable
        If the file is no workbook of either kind, is damaged or locked, or is larger than the limits allow.
    """
    with opened(path) as archive:
        if "xl/workbook.xml" in archive.names:
            return _xlsx(archive)
        if "content.xml" in archive.names and "mimetype" in archive.names:
            return _ods(archive)
        raise Unreadable(Message("sheets.no_workbook"))


def _ods(archive: Archive) -> ReadBook:
    kind = b"".join(archive.blocks("mimetype")).decode("ascii", "replace").strip()
    if not kind.startswith(_ODS):
        raise Unreadable(Message("sheets.document"))
    if "META-INF/manifest.xml" in archive.names:
        manifest = Names(Limit(), "encryption-data", "encrypted-key")
        archive.parse("META-INF/manifest.xml", manifest.parser)
        if manifest.found:
            raise Unreadable(Message("sheets.locked"))
    content = OdsSheets(Limit())
    if "styles.xml" in archive.names:
        styles = OdsSheets(content.limit, content.styles)
        archive.parse("styles.xml", styles.parser)
    archive.parse("content.xml", content.parser)
    return ReadBook(tuple(content.sheets))


def _xlsx(archive: Archive) -> ReadBook:
    limit = Limit()
    book, relations = Names(limit, "sheet", "workbookPr"), Names(limit, "Relationship")
    archive.parse("xl/workbook.xml", book.parser)
    if "xl/_rels/workbook.xml.rels" in archive.names:
        archive.parse("xl/_rels/workbook.xml.rels", relations.parser)
    parts = {each.get("Id", ""): _part(each.get("Target", "")) for _, each in relations.found}
    shared = SharedTexts(limit)
    if "xl/sharedStrings.xml" in archive.names:
        archive.parse("xl/sharedStrings.xml", shared.parser)
    styles = Styles(limit)
    if "xl/styles.xml" in archive.names:
        archive.parse("xl/styles.xml", styles.parser)
    later = any(each.get("date1904") in ("1", "true") for name, each in book.found if name == "workbookPr")
    shift = _LATER if later else 0
    sheets = []
    for name, sheet in book.found:
        part = parts.get(sheet.get("id", ""), "")
        if name == "sheet" and part in archive.names and "worksheets/" in part:
            cells = XlsxCells(limit, shared.texts, styles.of_cells, shift)
            archive.parse(part, cells.parser)
            unseen = sheet.get("state", "visible") != "visible"
            hidden = tuple(cells.hidden_rows), tuple(cells.hidden_columns)
            noted = _has_comments(archive, part, limit)
            sheets.append(ReadSheet(sheet.get("name", ""), cells.cells, unseen, tuple(cells.merged), *hidden, noted))
    return ReadBook(tuple(sheets), shift)


def _has_comments(archive: Archive, part: str, limit: Limit) -> bool:
    folder, _, name = part.rpartition("/")
    related = f"{folder}/_rels/{name}.rels"
    if related not in archive.names:
        return False
    relations = Names(limit, "Relationship")
    archive.parse(related, relations.parser)
    return any(each.get("Type", "").endswith(("/comments", "/threadedComment")) for _, each in relations.found)


def _part(target: str) -> str:
    """The name of a part as the archive has it, from the target of a relation of the workbook."""
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
