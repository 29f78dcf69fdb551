"""The sheets of an .ods, from the events of a parser of XML."""

import re
from dataclasses import replace

from criticality.spreadsheets.book import Place
from criticality.spreadsheets.reading.contents import ReadCell, ReadSheet, Shape, Span, day_of_serial, shortest
from criticality.spreadsheets.reading.letters import LOWERED, RAISED
from criticality.spreadsheets.reading.number_formats import Look, look_of
from criticality.spreadsheets.reading.ods_styles import OdsStyles
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
_ASIDE = ("annotation", "tracked-changes", "shapes", "frame", "custom-shape", "forms", "ruby-text")
"""What is no part of what a cell says."""


class OdsSheets(Handler):
    """The sheets of an .ods; repeated cells are counted out as far as they hold something."""

    def __init__(self, limit: Limit, styles: OdsStyles | None = None) -> None:
        super().__init__(limit)
        self.styles = styles or OdsStyles()
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
        self._defaults, self._row_style = list[tuple[int, str]](), ""
        self._spans, self._struck, self._comments, self._folded = list[str](), False, False, 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a sheet, a row, a cell, a line of it, or what is no part of it: an annotation, a picture."""
        if self.styles.start(name, attributes):
            self.text = []
        elif name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._unseen.add(self._style)
        elif self._aside or name in _ASIDE:
            self._aside += 1
            self._comments = self._comments or name == "annotation"
        elif name.startswith(("table", "covered")):
            self._part(name, attributes)
        elif self._inside and name in ("p", "h"):
            self.text = []
        elif self.text is not None and name == "span":
            self._spans.append(attributes.get("style-name", ""))
        elif self.text is not None and name in ("s", "tab", "line-break"):
            count = min(whole(attributes.get("c"), 1), 1000)
            self.characters({"s": " " * count, "tab": "\t"}.get(name, "\n"))

    def _part(self, name: str, attributes: Attributes) -> None:
        """Begin a sheet, a column, a row or a cell."""
        if name == "table":
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
            self._row_style = attributes.get("default-cell-style-name", "")
            if attributes.get("visibility") in _UNSEEN or self._folded:
                self.limit.cell()
                self._hidden_rows.append((self._row + 1, self._row + self._rows))
        elif name == "table-row-group":
            self._folded += 1 if self._folded or attributes.get("display") == "false" else 0
        elif name in ("table-cell", "covered-table-cell"):
            self._columns = min(whole(attributes.get("number-columns-repeated"), 1), LAST_COLUMN)
            self._attributes, self._lines, self._inside, self._struck = attributes, [], True, False
            self._note_merged(attributes)

    def end(self, name: str) -> None:
        """End what was begun."""
        self.styles.end(name)
        if self._aside:
            self._aside -= 1
        elif name in ("text", "currency-symbol", "embedded-text") and self.text is not None:
            self.styles.text(self.taken())
        elif name == "span" and self._spans:
            self._spans.pop()
        elif name in ("p", "h") and self.text is not None:
            self._lines.append(self.taken())
        elif name in ("table-cell", "covered-table-cell"):
            self._keep()
        elif name == "table-row-group":
            self._folded -= bool(self._folded)
        elif name == "table-row":
            self._row = min(self._row + self._rows, LAST_ROW)
        elif name == "table":
            hidden = tuple(self._hidden_rows), tuple(self._hidden_columns)
            self.sheets.append(
                ReadSheet(self._name, self._cells, self._hidden, tuple(self._merged), *hidden, self._comments)
            )
            self._comments = False

    def characters(self, data: str) -> None:
        """Gather a piece of a text that is wanted; letters that are raised or lowered as such."""
        if self.text is not None and self._spans and data.strip():
            style = self._spans[-1]
            letters = RAISED if style in self.styles.raised else LOWERED if style in self.styles.lowered else {}
            self._struck = self._struck or self.styles.is_struck(style)
            data = data.translate(letters)
        super().characters(data)

    def _note_merged(self, attributes: Attributes) -> None:
        down, right = (whole(attributes.get(f"number-{what}-spanned"), 1) for what in ("rows", "columns"))
        if max(down, right) > 1:
            self.limit.cell()
            row, column = self._row + 1, self._column + 1
            self._merged.append(((row, column), (row + down - 1, column + right - 1)))

    def _keep(self) -> None:
        of_column = next((name for last, name in self._defaults if last > self._column), "")
        style = self._attributes.get("style-name") or self._row_style or of_column
        cell = _of_ods(self._attributes, "\n".join(self._lines), self.styles.code_of(style))
        if cell is not None and (self._struck or self.styles.is_struck(style)):
            cell = replace(cell, struck=True)
        self._inside = False
        if cell is not None:
            self.limit.cell(self._rows * self._columns)
            for row in range(self._rows):
                for column in range(self._columns):
                    self._cells[self._row + row + 1, self._column + column + 1] = cell
        self._column = min(self._column + self._columns, LAST_COLUMN)


def _of_ods(attributes: Attributes, shown: str, code: str) -> ReadCell | None:
    """The cell that attributes and text make under a format of numbers; None where it holds nothing."""
    formula, kind = attributes.get("formula"), attributes.get("value-type", "")
    text, number, day, look = attributes.get("string-value", shown), None, None, Look()
    if kind in ("float", "percentage", "currency"):
        number = number_of(attributes.get("value", ""))
        text = shown if number is None else shortest(number)
        look = look if number is None else look_of(code, number)
    elif kind == "date":
        text = attributes.get("date-value", shown)
        day = day_of(text)
    if look.shape == "date" and number is not None:
        day = day_of_serial(number, 0)
        text = text if day is None else day.isoformat()
    shape: Shape = "truth" if kind == "boolean" else "percent" if kind == "percentage" else look.shape
    if kind == "currency" and not look.unit:
        look = replace(look, unit=attributes.get("currency", ""))
    if not text.strip() and formula is None:
        return None
    if formula is not None and _ERROR.match(shown):
        shape, text = "error", shown
    return ReadCell(text, number, formula, day, shape, look.unit, look.shown, worked_out=kind == "string")
