"""The sheets of the tables that a planner fills by hand: minerals, stated figures, uses and sectors."""

from collections.abc import Mapping, Sequence

from criticality.files.separated import rows_with_lines
from criticality.model.dataset import TABLES, Column
from criticality.text.message import Message
from criticality.text.spreadsheet import stated
from criticality.workbooks.plan import InTable, Kind, NewRow, PlannedCell, PlannedSheet, Removal, Value, numbered

SHEETS: Mapping[str, tuple[str, str]] = {
    "minerals": ("礦物 Minerals", "M"),
    "mineral_properties": ("數值 Figures", "F"),
    "end_uses": ("用途 End uses", "U"),
    "sectors": ("產業 Sectors", "I"),
}
"""Tables of a planner's own rows → the name of their sheet, and what the numbers of its rows begin with."""
BLANK_ROWS = 30
"""Empty rows that wait for new rows of a table."""
_WIDTHS: Mapping[str, float] = {"note": 60.0, "because": 60.0, "source": 26.0, "application": 40.0, "reason": 40.0}
_NUMBERS = ("number", "share", "year")


def records(text: str) -> list[list[str]]:
    """The rows of a table with their cells as they are meant, blank lines left out; the head is the first."""
    return [[stated(cell) for cell in row] for _, row in rows_with_lines(text) if any(map(str.strip, row))]


def table_sheet(name: str, text: str) -> PlannedSheet:
    """The rows of a table, each with a cell to take it out, and empty rows for new ones."""
    path, (head, *rows) = TABLES[name].path, records(text)
    columns = {column.name: column for column in TABLES[name].columns}
    heads = [column.strip() for column in head]
    planned = [_cells(path, row, heads, cells, columns) for row, cells in enumerate(rows, start=1)]
    for number in range(BLANK_ROWS):
        kinds = (_kind(columns.get(column)) for column in heads)
        new = [
            PlannedCell(None, kind, NewRow(path, number, column), options)
            for column, (kind, options) in zip(heads, kinds, strict=True)
        ]
        planned.append([*new, PlannedCell()])
    sheet, prefix = SHEETS[name]
    widths = [_WIDTHS.get(column, 16.0) for column in heads]
    said = [*(column_head(column) for column in heads), Message("workbook.head_delete")]
    how = Message("workbook.how_rows", file=path)
    return PlannedSheet(sheet, Message(f"workbook.title_{name}"), how, said, (*widths, 14.0), numbered(prefix, planned))


def column_head(column: str) -> object:
    """The head of a column: its code, which stays in the file, and its words where there are any."""
    return Message(f"workbook.column_{column}") if column in _SAID else column


def _cells(
    path: str, row: int, heads: Sequence[str], cells: Sequence[str], columns: Mapping[str, Column]
) -> list[PlannedCell]:
    shown = []
    for place, name in enumerate(heads):
        kind, options = _kind(columns.get(name))
        text = cells[place] if place < len(cells) else ""
        target = InTable(path, row, name) if place < len(cells) else None
        if ";" in text:  # several sources: a list offers one
            options = ""
        shown.append(PlannedCell(_value(text, kind), kind, target, options))
    return [*shown, PlannedCell(None, "delete", Removal(path, (), row), "delete")]


def _kind(column: Column | None) -> tuple[Kind, str]:
    if column is None:
        return "text", ""
    if column.name == "mineral":
        return "choice", "code"
    if column.kind in _NUMBERS:
        return "number", ""
    if column.kind == "choice":
        return "choice", column.name if column.name in ("grade", "flag", "stage") else "yes_or_no"
    return ("choice", "source") if column.name == "source" else ("text", "")


def _value(text: str, kind: Kind) -> Value:
    if kind == "number":
        try:
            return float(text)
        except ValueError:
            return text.strip() or None
    return text.strip() or None


_SAID = frozenset(
    (*("mineral", "property", "stage", "value", "low", "high", "unit", "year", "source", "grade", "flag", "note"),
     *("symbol", "name_en", "name_zh", "group", "candidate", "reason", "application", "share", "sector", "because"),
     *("country", "title_en", "title_zh", "value_added_usd_m", "strategic"))
)  # fmt: skip
