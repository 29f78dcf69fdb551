"""The cells of the sheets of an .xlsx, from the events of a parser of XML."""

import re

from criticality.spreadsheets.book import Place
from criticality.spreadsheets.reading.contents import ReadCell, Shape, Span, day_of_serial, shortest
from criticality.spreadsheets.reading.number_formats import BUILT_IN, shape_of, unit_of
from criticality.spreadsheets.reading.sheet_cells import Attributes, Handler, Limit, day_of, number_of, whole

_PLAIN: Shape = ""
_TRUE = ("1", "true")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class Names(Handler):
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


class SharedTexts(Handler):
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


class Styles(Handler):
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
            self.looks.append(self._own.get(number) or (BUILT_IN.get(whole(number, 0), ""), ""))

    def end(self, name: str) -> None:
        """End the list of styles."""
        self._inside = self._inside and name != "cellXfs"


class XlsxCells(Handler):
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
            self._row, self._column = whole(attributes.get("r"), self._row + 1), 0
            if attributes.get("hidden") in _TRUE:
                self.limit.cell()
                self.hidden_rows.append((self._row, self._row))
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first = whole(attributes.get("min"), 1)
            self.hidden_columns.append((first, whole(attributes.get("max"), first)))
        elif name == "mergeCell":
            self.limit.cell()
            begin, _, end = attributes.get("ref", "").partition(":")
            self.merged.append((_place(begin, (1, 1)), _place(end or begin, (1, 1))))
        elif name == "c":
            self._row, self._column = _place(attributes.get("r", ""), (self._row, self._column + 1))
            style = whole(attributes.get("s"), -1)
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
            index = whole(self._value, -1)
            text = self._shared[index] if 0 <= index < len(self._shared) else ""
        elif self._kind == "str":
            text = unescaped(text)
        elif self._kind in ("n", "b"):
            number = number_of(text)
            text = text if number is None else shortest(number)
            shape = shape or self._look[0]
        if text.strip() or self._formula is not None:
            self.limit.cell()
            day = day_of(text) if self._kind == "d" else None
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
