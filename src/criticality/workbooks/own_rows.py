"""The sheets of the tables that a planner fills by hand; of production and trade the rows that no importer writes."""

from collections.abc import Mapping, Sequence
from datetime import date

from criticality.files.separated import rows_with_lines
from criticality.model.dataset import TABLES, Column
from criticality.model.publishers import is_released
from criticality.text.message import Message, is_known
from criticality.text.spreadsheet import stated
from criticality.workbooks.plan import InTable, Kind, NewRow, PlannedCell, PlannedSheet, Removal, Value, numbered

SHEETS: Mapping[str, tuple[str, str]] = {
    "minerals": ("礦產 Minerals", "M"),
    "mineral_properties": ("數值 Figures", "F"),
    "end_uses": ("用途 End uses", "U"),
    "sectors": ("產業 Sectors", "I"),
    "production": ("產量 Production", "P"),
    "trade": ("貿易 Trade", "T"),
    "export_restrictions": ("出口限制 Restrictions", "X"),
    "events": ("事件 Events", "V"),
}
"""Tables of a planner's own rows → the name of their sheet, and what the numbers of its rows begin with."""
BLANK_ROWS = 30
"""Empty rows that wait for new rows of a table."""
MOST_ROWS = 3_000
"""Rows of one table; a larger one is nothing that is typed, and a workbook with it could not be read back."""
_WIDTHS: Mapping[str, float] = {
    "note": 60.0,
    "because": 60.0,
    "source": 26.0,
    "application": 40.0,
    "reason": 40.0,
    "act": 40.0,
    "what": 50.0,
}
_DAY = len("2026-11-23")
_NUMBERS = ("number", "share", "year")
_RELEASED = ("production", "trade")
"""Tables with thousands of rows of publishers' files, which `data import` enters and changes."""


def records(text: str) -> list[list[str]]:
    """The rows of a table with their cells as they are meant, blank lines left out; the head is the first."""
    return [[stated(cell) for cell in row] for _, row in rows_with_lines(text) if any(map(str.strip, row))]


def own_rows(name: str, text: str) -> list[int]:
    """The rows of a table, from 1, that a planner states: of a publisher's release none."""
    head, *rows = records(text)
    at = [column.strip() for column in head].index("source") if "source" in map(str.strip, head) else len(head)
    released = (place for place, row in enumerate(rows, start=1) if at < len(row) and is_released(row[at]))
    return sorted({*range(1, len(rows) + 1)} - ({*released} if name in _RELEASED else set()))


def table_sheet(name: str, text: str, *, worded: bool = False) -> PlannedSheet:
    """The rows of a table, each with a cell to take it out, and empty rows for new ones.

    `worded` tells that criteria read words: a value may be one.
    """
    path, (head, *rows) = TABLES[name].path, records(text)
    columns = {column.name: column for column in TABLES[name].columns}
    heads = [column.strip() for column in head]
    own = own_rows(name, text)
    kinds = [_kind(columns.get(column), worded=worded) for column in heads]
    planned = [_cells(path, row, heads, rows[row - 1], kinds) for row in own]
    for number in range(BLANK_ROWS):
        new = [
            PlannedCell(None, kind, NewRow(path, number, column), options)
            for column, (kind, options) in zip(heads, kinds, strict=True)
        ]
        planned.append([*new, PlannedCell()])
    sheet, prefix = SHEETS[name]
    widths = [_WIDTHS.get(column, 16.0) for column in heads]
    said = [*(column_head(column) for column in heads), Message("workbook.head_delete")]
    code = "workbook.how_rows" if len(own) == len(rows) else "workbook.how_own_rows"
    how = Message(code, file=path, n=len(rows) - len(own))
    return PlannedSheet(sheet, Message(f"workbook.title_{name}"), how, said, (*widths, 14.0), numbered(prefix, planned))


def column_head(column: str) -> object:
    """The head of a column: its code, which stays in the file, and its words where there are any."""
    return Message(f"workbook.column_{column}") if is_known(f"workbook.column_{column}") else column


def _cells(
    path: str, row: int, heads: Sequence[str], cells: Sequence[str], kinds: Sequence[tuple[Kind, str]]
) -> list[PlannedCell]:
    shown = []
    for place, (name, (kind, offered)) in enumerate(zip(heads, kinds, strict=True)):
        text = cells[place] if place < len(cells) else ""
        target = InTable(path, row, name) if place < len(cells) else None
        options = "" if ";" in text else offered  # several sources: a list offers one
        shown.append(PlannedCell(_value(text, kind), kind, target, options))
    return [*shown, PlannedCell(None, "delete", Removal(path, (), row), "delete")]


def _kind(column: Column | None, *, worded: bool) -> tuple[Kind, str]:
    if column is None:
        return "text", ""
    if column.name == "mineral":
        return "choice", "code"
    if column.kind in _NUMBERS:
        return ("figure" if worded and column.name == "value" else "number"), ""
    if column.kind == "date":
        return "date", ""
    if column.kind == "choice":
        return "choice", column.name if column.name in ("grade", "flag", "stage", "flow") else "yes_or_no"
    return ("choice", "source") if column.name == "source" else ("text", "")


def _value(text: str, kind: Kind) -> Value:
    if kind in ("number", "figure"):
        try:
            return float(text)
        except ValueError:
            return text.strip() or None
    if kind == "date" and len(text.strip()) == _DAY:
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            return text.strip()
    return text.strip() or None
