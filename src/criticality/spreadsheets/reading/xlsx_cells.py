"""The cells of the sheets of an .xlsx, from the events of a parser of XML."""

import re

from criticality.spreadsheets.book import Place, address
from criticality.spreadsheets.reading.contents import ReadCell, Shape, Span, day_of_serial, shortest
from criticality.spreadsheets.reading.letters import Runs
from criticality.spreadsheets.reading.number_formats import BUILT_IN, Look, look_of
from criticality.spreadsheets.reading.sheet_cells import Attributes, Handler, Limit, day_of, number_of, whole
from criticality.spreadsheets.reading.unpacking import Unreadable
from criticality.text.message import Message

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
        self.texts: list[tuple[str, bool]] = []
        self._runs, self._aside = Runs(), 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a text, or a piece of it."""
        self._aside += name == "rPh"
        self._runs.start(name, attributes)
        if name == "si":
            self._runs = Runs()
        elif name == "t" and not self._aside:
            self.text = []

    def end(self, name: str) -> None:
        """End a text, or a piece of it."""
        self._aside -= name == "rPh"
        if name == "t" and self.text is not None:
            self._runs.add(self.taken())
        elif name == "si":
            self.limit.cell()
            self.texts.append((unescaped(self._runs.text), self._runs.struck))


class Styles(Handler):
    """The styles of the cells of an .xlsx: the format of numbers of each, and whether it strikes through."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.of_cells: list[tuple[str, bool]] = []
        self._own: dict[str, str] = {}
        self._struck: list[bool] = []
        self._in_fonts = self._in_cells = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a format, a font, or the style of a cell."""
        if name == "numFmt":
            self._own.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif name in ("fonts", "cellXfs"):
            self._in_fonts, self._in_cells = name == "fonts", name == "cellXfs"
        elif name == "font" and self._in_fonts:
            self.limit.cell()
            self._struck.append(False)
        elif name == "strike" and self._in_fonts and self._struck:
            self._struck[-1] = attributes.get("val", "1") not in ("0", "false")
        elif name == "xf" and self._in_cells:
            self.limit.cell()
            number, font = attributes.get("numFmtId", "0"), whole(attributes.get("fontId"), -1)
            code = self._own[number] if number in self._own else BUILT_IN.get(whole(number, 0), "")
            self.of_cells.append((code, 0 <= font < len(self._struck) and self._struck[font]))

    def end(self, name: str) -> None:
        """End the list of fonts or of styles."""
        self._in_fonts = self._in_fonts and name != "fonts"
        self._in_cells = self._in_cells and name != "cellXfs"


class XlsxCells(Handler):
    """The cells of one sheet of an .xlsx."""

    def __init__(
        self, limit: Limit, shared: list[tuple[str, bool]], styles: list[tuple[str, bool]], shift: int = 0
    ) -> None:
        super().__init__(limit)
        self.cells: dict[Place, ReadCell] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.hidden_rows: list[Span] = []
        self.hidden_columns: list[Span] = []
        self._shared, self._styles, self._shift = shared, styles, shift
        self._format, self._struck, self._hides_zeros = "", False, False
        self._row = self._column = 0
        self._kind, self._value, self._runs, self._aside = "n", "", Runs(), 0
        self._formula: str | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a row, a cell, or what is in it."""
        self._aside += name == "rPh"
        self._runs.start(name, attributes)
        if name == "row":
            self._row, self._column = whole(attributes.get("r"), self._row + 1), 0
            if attributes.get("hidden") in _TRUE or number_of(attributes.get("ht", "")) == 0:
                self.limit.cell()
                self.hidden_rows.append((self._row, self._row))
        elif name == "col" and (attributes.get("hidden") in _TRUE or number_of(attributes.get("width", "")) == 0):
            first = whole(attributes.get("min"), 1)
            self.hidden_columns.append((first, whole(attributes.get("max"), first)))
        elif name == "sheetView":
            self._hides_zeros = attributes.get("showZeros", "1") in ("0", "false")
        elif name == "mergeCell":
            self.limit.cell()
            begin, _, end = attributes.get("ref", "").partition(":")
            self.merged.append((_place(begin, (1, 1)), _place(end or begin, (1, 1))))
        elif name == "c":
            self._row, self._column = _place(attributes.get("r", ""), (self._row, self._column + 1))
            style = whole(attributes.get("s"), 0)
            self._format, self._struck = self._styles[style] if style < len(self._styles) else ("", False)
            self._kind, self._value, self._runs, self._formula = attributes.get("t", "n"), "", Runs(), None
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
            self._runs.add(self.taken())
        elif name == "c":
            self._keep()

    def _keep(self) -> None:
        text, number = unescaped(self._runs.text) if self._kind == "inlineStr" else self._value, None
        struck, look = self._struck or self._runs.struck, Look()
        shape: Shape = "truth" if self._kind == "b" else "error" if self._kind == "e" else ""
        if self._kind == "s":
            index = whole(self._value, -1)
            text, in_part = self._shared[index] if 0 <= index < len(self._shared) else ("", False)
            struck = struck or in_part
        elif self._kind == "str":
            text = unescaped(text)
        elif self._kind in ("n", "b"):
            number = number_of(text)
            text = text if number is None else shortest(number)
            look = look if number is None or shape else look_of(self._format, number)
            look = Look("unseen") if number == 0 and self._hides_zeros and not shape else look
        if self._kind == "b" and text in ("0", "1"):
            text = ("FALSE", "TRUE")[int(text)]
        if not text.strip() and self._formula is None:
            return
        self.limit.cell()
        if (self._row, self._column) in self.cells:
            raise Unreadable(Message("sheets.cell_twice", cell=address((self._row, self._column))))
        day = day_of(text) if self._kind == "d" else None
        if look.shape == "date" and number is not None:
            day = day_of_serial(number, self._shift)
            text = text if day is None else day.isoformat()
        self.cells[self._row, self._column] = ReadCell(
            *(text, number, self._formula, day, shape or look.shape, look.unit, look.shown, struck),
            worked_out=self._kind == "str",
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
