"""The sheets of an .ods, from the events of a parser of XML."""

import re

from criticality.spreadsheets.book import Place
from criticality.spreadsheets.reading.contents import ReadCell, ReadSheet, Shape, Span, shortest
from criticality.spreadsheets.reading.number_formats import OdsFormats
from criticality.spreadsheets.reading.sheet_cells import (
    LAST_COLUMN,
    LAST_ROW,
    Attributes,
    Handler,
    Limit,
    day_of,
    number_of,
    whole,
)

_UNSEEN = ("collapse", "filter")
_ERROR = re.compile(r"#\w|Err:\d")


class OdsSheets(Handler):
    """The sheets of an .ods; repeated cells are counted out as far as they hold something."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.sheets: list[ReadSheet] = []
        self._cells: dict[Place, ReadCell] = {}
        self._name, self._row, self._column = "", 0, 0
        self._rows = self._columns = 1
        self._attributes: Attributes = {}
        self._lines: list[str] = []
        self._aside, self._inside = 0, False
        self._depth = 0
        self._style, self._unseen = "", set[str]()
        self._merged: list[tuple[Place, Place]] = []
        self._hidden_rows: list[Span] = []
        self._hidden_columns: list[Span] = []
        self._hidden, self._heads = False, 0
        self._formats, self._defaults = OdsFormats(), list[tuple[int, str]]()

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a sheet, a row, a cell, a line of it, or what is no part of it: an annotation, a picture."""
        if self._formats.start(name, attributes):
            self.text = []
        elif name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._unseen.add(self._style)
        elif self._aside or name in ("annotation", "tracked-changes", "shapes", "frame", "custom-shape", "forms"):
            self._aside += 1
        elif name == "table":
            self._name, self._cells, self._row = attributes.get("name", ""), {}, 0
            self._hidden, self._heads = attributes.get("style-name", "") in self._unseen, 0
            self._merged, self._hidden_rows, self._hidden_columns, self._defaults = [], [], [], []
        elif name == "table-column":
            count = min(whole(attributes.get("number-columns-repeated"), 1), LAST_COLUMN)
            if attributes.get("visibility") in _UNSEEN:
                self._hidden_columns.append((self._heads + 1, self._heads + count))
            self._heads += count
            self._defaults.append((self._heads, attributes.get("default-cell-style-name", "")))
        elif name == "table-row":
            self._rows, self._column = min(whole(attributes.get("number-rows-repeated"), 1), LAST_ROW), 0
            if attributes.get("visibility") in _UNSEEN:
                self.limit.cell()
                self._hidden_rows.append((self._row + 1, self._row + self._rows))
        elif name in ("table-cell", "covered-table-cell"):
            self._columns = min(whole(attributes.get("number-columns-repeated"), 1), LAST_COLUMN)
            self._attributes, self._lines, self._inside = attributes, [], True
            self._note_merged(attributes)
        elif self._inside and name in ("p", "h"):
            self.text = []
        elif self.text is not None and name in ("s", "tab", "line-break"):
            count = min(whole(attributes.get("c"), 1), 1000)
            self.characters({"s": " " * count, "tab": "\t"}.get(name, "\n"))

    def end(self, name: str) -> None:
        """End what was begun."""
        self._formats.end(name)
        if self._aside:
            self._aside -= 1
        elif name in ("text", "currency-symbol", "embedded-text") and self.text is not None:
            self._formats.text(self.taken())
        elif name in ("p", "h") and self.text is not None:
            self._lines.append(self.taken())
        elif name in ("table-cell", "covered-table-cell"):
            self._keep()
        elif name == "table-row":
            self._row = min(self._row + self._rows, LAST_ROW)
        elif name == "table":
            hidden = tuple(self._hidden_rows), tuple(self._hidden_columns)
            self.sheets.append(ReadSheet(self._name, self._cells, self._hidden, tuple(self._merged), *hidden))

    def _note_merged(self, attributes: Attributes) -> None:
        down, right = (whole(attributes.get(f"number-{what}-spanned"), 1) for what in ("rows", "columns"))
        if max(down, right) > 1:
            self.limit.cell()
            row, column = self._row + 1, self._column + 1
            self._merged.append(((row, column), (row + down - 1, column + right - 1)))

    def _keep(self) -> None:
        style = self._attributes.get("style-name") or next(
            (name for last, name in self._defaults if last > self._column), ""
        )
        cell = _of_ods(self._attributes, "\n".join(self._lines), self._formats.of(style))
        self._inside = False
        if cell is not None:
            self.limit.cell(self._rows * self._columns)
            for row in range(self._rows):
                for column in range(self._columns):
                    self._cells[self._row + row + 1, self._column + column + 1] = cell
        self._column = min(self._column + self._columns, LAST_COLUMN)


def _of_ods(attributes: Attributes, shown: str, look: tuple[Shape, str]) -> ReadCell | None:
    """The cell that attributes and text make; None where it holds nothing."""
    formula, kind = attributes.get("formula"), attributes.get("value-type", "")
    text, number, day = attributes.get("string-value", shown), None, None
    shape: Shape = "truth" if kind == "boolean" else "percent" if kind == "percentage" else look[0]
    if kind in ("float", "percentage", "currency"):
        number = number_of(attributes.get("value", ""))
        text = shown if number is None else shortest(number)
    elif kind == "date":
        text = attributes.get("date-value", shown)
        day = day_of(text)
    if not text.strip() and formula is None:
        return None
    if formula is not None and _ERROR.match(shown):
        shape = "error"
    return ReadCell(text, number, formula, day, shape, "" if number is None else look[1])
