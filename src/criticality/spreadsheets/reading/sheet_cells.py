"""Events of a parser of XML, and the limits of what is read of one workbook."""

import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from xml.parsers import expat

from criticality.spreadsheets.reading.unpacking import Unreadable
from criticality.text.message import Message

MOST_CELLS = 100_000
"""Cells that hold something, of one workbook."""
MOST_CHARACTERS = 20_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
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


class Handler:
    """Events of a parser, elements and attributes by their local names."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = lambda name, attributes: self.start(
            name.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()}
        )
        self.parser.EndElementHandler = lambda name: self.end(name.rpartition("}")[2])
        self.parser.CharacterDataHandler = self.characters
        self.text: list[str] | None = None

    def characters(self, data: str) -> None:
        """Gather a piece of a text that is wanted."""
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


def whole(text: str | None, otherwise: int) -> int:
    """Return a number of rows, columns or styles, or another where none is written."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def number_of(text: str) -> float | None:
    """Return the number that a workbook writes as a text; None where it is none."""
    with suppress(ValueError):
        number = float(text)
        return number if math.isfinite(number) else None
    return None


def day_of(text: str) -> date | None:
    """Return the day that a workbook writes as a text; None where it is none."""
    with suppress(ValueError):
        return date.fromisoformat(text[:10])
    return None
