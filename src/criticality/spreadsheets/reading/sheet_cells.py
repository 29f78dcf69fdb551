"""The cells of both kinds of workbook, from the events of a parser of XML; no more of them than the limits allow."""

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from xml.parsers import expat

from criticality.spreadsheets.book import Place
from criticality.spreadsheets.reading.contents import ReadCell, ReadSheet, Shape, Span, day_of_serial, shortest
from criticality.spreadsheets.reading.number_formats import BUILT_IN, OdsFormats, shape_of, unit_of
from criticality.spreadsheets.reading.unpacking import Unreadable
from criticality.text.message import Message

MOST_CELLS = 100_000
"""Cells that hold something, of one workbook."""
MOST_CHARACTERS = 20_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_UNSEEN = ("collapse", "filter")
_ERROR = re.compile(r"#\w|Err:\d")
_PLAIN: Shape = ""
_TRUE = ("1", "true")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
Attributes = Mapping[str, str]


class Limit:
    """What may still be read of one workbook: cells, and characters of text."""

    def __init__(self) -> None:
        self._cells, self._characters = MOST_CELLS, MOST_CHARACTERS

    def cell(self, count: int = 1) -> None:
        """Count cells that hold something."""
        self._cells -= count
        if self._cells < 0:
            raise Unreadable(Message("sheets.too_many_cells", most=MOST_CELLS))

    def text(self, text: str) -> None:
        """Count the characters of a text."""
        self._characters -= len(text)
        if self._characters < 0:
            raise Unreadable(Message("sheets.too_much_text", most=MOST_CHARACTERS))


class _Handler:
    """Events of a parser, elements and attributes by their local names."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = lambda name, attributes: self.start(
            name.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()}
        )
        self.parser.EndElementHandler = lambda name: self.end(name.rpartition("}")[2])
        self.parser.CharacterDataHandler = self._characters
        self.text: list[str] | None = None

    def _characters(self, data: str) -> None:
        if self.text is not None:
            self.limit.text(data)
            self.text.append(data)

    def taken(self) -> str:
        """Return the text gathered, and gather no more."""
        text, self.text = "".join(self.text or ()), None
        return text

    def start(self, name: str, attributes: Attributes) -> None:
        """Note the beginning of an element."""

    def end(self, name: str) -> None:
        """Note the end of an element."""


# ── .xlsx ────────────────────────────────────────────────────────────────────


class Names(_Handler):
    """The attributes of the elements of one name, and of some others: the sheets of a workbook, or its relations."""

    def __init__(self, limit: Limit, *wanted: str) -> None:
        super().__init__(limit)
        self.found: list[tuple[str, Attributes]] = []
        self._wanted = wanted

    def start(self, name: str, attributes: Attributes) -> None:
        """Keep an element that is wanted."""
        if name in self._wanted:
            self.limit.cell()
            self.found.append((name, attributes))


class SharedTexts(_Handler):
    """The texts that the sheets of an .xlsx name by their number, without marks of pronunciation."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._aside = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a text, or a piece of it."""
        self._aside += name == "rPh"
        if name == "si":
            self._pieces = []
        elif name == "t" and not self._aside:
            self.text = []

    def end(self, name: str) -> None:
        """End a text, or a piece of it."""
        self._aside -= name == "rPh"
        if name == "t" and self.text is not None:
            self._pieces.append(self.taken())
        elif name == "si":
            self.limit.cell()
            self.texts.append(unescaped("".join(self._pieces)))


class Styles(_Handler):
    """The formats of numbers of an .xlsx: what each style of a cell shows a number as."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.looks: list[tuple[Shape, str]] = []
        self._own: dict[str, tuple[Shape, str]] = {}
        self._inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a format, or the format of a style."""
        if name == "numFmt":
            code = attributes.get("formatCode", "")
            self._own[attributes.get("numFmtId", "")] = shape_of(code), unit_of(code)
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.limit.cell()
            number = attributes.get("numFmtId", "0")
            self.looks.append(self._own.get(number) or (BUILT_IN.get(_whole(number, 0), ""), ""))

    def end(self, name: str) -> None:
        """End the list of styles."""
        self._inside = self._inside and name != "cellXfs"


class XlsxCells(_Handler):
    """The cells of one sheet of an .xlsx."""

    def __init__(self, limit: Limit, shared: list[str], looks: list[tuple[Shape, str]], shift: int = 0) -> None:
        super().__init__(limit)
        self.cells: dict[Place, ReadCell] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.hidden_rows: list[Span] = []
        self.hidden_columns: list[Span] = []
        self._shared, self._looks, self._shift = shared, looks, shift
        self._look: tuple[Shape, str] = (_PLAIN, "")
        self._row = self._column = 0
        self._kind, self._value, self._pieces, self._aside = "n", "", list[str](), 0
        self._formula: str | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a row, a cell, or what is in it."""
        self._aside += name == "rPh"
        if name == "row":
            self._row, self._column = _whole(attributes.get("r"), self._row + 1), 0
            if attributes.get("hidden") in _TRUE:
                self.limit.cell()
                self.hidden_rows.append((self._row, self._row))
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first = _whole(attributes.get("min"), 1)
            self.hidden_columns.append((first, _whole(attributes.get("max"), first)))
        elif name == "mergeCell":
            self.limit.cell()
            begin, _, end = attributes.get("ref", "").partition(":")
            self.merged.append((_place(begin, (1, 1)), _place(end or begin, (1, 1))))
        elif name == "c":
            self._row, self._column = _place(attributes.get("r", ""), (self._row, self._column + 1))
            style = _whole(attributes.get("s"), -1)
            self._look = self._looks[style] if 0 <= style < len(self._looks) else ("", "")
            self._kind, self._value, self._pieces, self._formula = attributes.get("t", "n"), "", [], None
        elif name in ("v", "f") or (name == "t" and not self._aside):
            self.text = []

    def end(self, name: str) -> None:
        """End a cell, or what is in it."""
        self._aside -= name == "rPh"
        if name == "v":
            self._value = self.taken()
        elif name == "f":
            self._formula = self.taken()
        elif name == "t" and self.text is not None:
            self._pieces.append(self.taken())
        elif name == "c":
            self._keep()

    def _keep(self) -> None:
        text, number = unescaped("".join(self._pieces)) if self._kind == "inlineStr" else self._value, None
        shape: Shape = "truth" if self._kind == "b" else "error" if self._kind == "e" else ""
        if self._kind == "s":
            index = _whole(self._value, -1)
            text = self._shared[index] if 0 <= index < len(self._shared) else ""
        elif self._kind == "str":
            text = unescaped(text)
        elif self._kind in ("n", "b"):
            number = _number(text)
            text = text if number is None else shortest(number)
            shape = shape or self._look[0]
        if text.strip() or self._formula is not None:
            self.limit.cell()
            day = _day(text) if self._kind == "d" else None
            if shape == "date" and number is not None:
                day = day_of_serial(number, self._shift)
                text = text if day is None else day.isoformat()
            self.cells[self._row, self._column] = ReadCell(
                text, number, self._formula, day, shape, "" if number is None else self._look[1]
            )


def unescaped(text: str) -> str:
    """Return a text of an .xlsx with its escaped characters (ECMA-376, ST_Xstring): ``_x000D_`` is a line end."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)  # half of a pair is no character


def _place(name: str, otherwise: Place) -> Place:
    found = _NAME.fullmatch(name)
    if found is None:
        return otherwise
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


# ── .ods ─────────────────────────────────────────────────────────────────────


class OdsSheets(_Handler):
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
            count = min(_whole(attributes.get("number-columns-repeated"), 1), LAST_COLUMN)
            if attributes.get("visibility") in _UNSEEN:
                self._hidden_columns.append((self._heads + 1, self._heads + count))
            self._heads += count
            self._defaults.append((self._heads, attributes.get("default-cell-style-name", "")))
        elif name == "table-row":
            self._rows, self._column = min(_whole(attributes.get("number-rows-repeated"), 1), LAST_ROW), 0
            if attributes.get("visibility") in _UNSEEN:
                self.limit.cell()
                self._hidden_rows.append((self._row + 1, self._row + self._rows))
        elif name in ("table-cell", "covered-table-cell"):
            self._columns = min(_whole(attributes.get("number-columns-repeated"), 1), LAST_COLUMN)
            self._attributes, self._lines, self._inside = attributes, [], True
            self._note_merged(attributes)
        elif self._inside and name in ("p", "h"):
            self.text = []
        elif self.text is not None and name in ("s", "tab", "line-break"):
            count = min(_whole(attributes.get("c"), 1), 1000)
            self._characters({"s": " " * count, "tab": "\t"}.get(name, "\n"))

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
        down, right = (_whole(attributes.get(f"number-{what}-spanned"), 1) for what in ("rows", "columns"))
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
        number = _number(attributes.get("value", ""))
        text = shown if number is None else shortest(number)
    elif kind == "date":
        text = attributes.get("date-value", shown)
        day = _day(text)
    if not text.strip() and formula is None:
        return None
    if formula is not None and _ERROR.match(shown):
        shape = "error"
    return ReadCell(text, number, formula, day, shape, "" if number is None else look[1])


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _number(text: str) -> float | None:
    with suppress(ValueError):
        number = float(text)
        return number if math.isfinite(number) else None
    return None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text[:10])
    return None
