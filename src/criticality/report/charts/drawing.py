"""A drawing of paths and texts, in the units of its SVG: what most charts of the list are made of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from criticality.report.charts.labels import Box, text_width
from criticality.report.reader import Reader, shorten

INK, QUIET, LINE, ALERT, ACCENT = "#1d2430", "#4a5260", "#e3e6ea", "#8c1d18", "#12355b"
NONE = "none"
SIZE = 11.0
"""Units of type: 8.3 points, where a drawing of 640 units is printed 170 millimetres wide."""


@dataclass(frozen=True)
class Text:
    """A text: place of its baseline, anchor, size, colour."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    size: float = SIZE
    fill: str = INK
    bold: bool = False

    @property
    def box(self) -> Box:
        """The room the text takes, estimated from above."""
        width = text_width(self.text, self.size)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return (left, self.y - 0.8 * self.size, left + width, self.y + 0.2 * self.size)


@dataclass(frozen=True)
class Path:
    """An outline or area: SVG path data, fill, stroke, width of the stroke, dashes."""

    data: str
    fill: str = NONE
    stroke: str = NONE
    width: float = 0.0
    dash: str = ""


@dataclass
class Drawing:
    """A chart: its size, what is drawn, and the finding and alternative that go with it."""

    width: float
    height: float
    finding: str = ""
    alternative: str = ""
    paths: list[Path] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, dash: str = "") -> None:
        """Draw a straight line."""
        self.paths.append(Path(f"M{x1:.2f} {y1:.2f} L{x2:.2f} {y2:.2f}", NONE, stroke, 0.7, dash))

    def area(self, boxes: Iterable[Box], fill: str, stroke: str = NONE) -> None:
        """Fill boxes (left, top, right, bottom) as one path."""
        data = " ".join(
            f"M{left:.2f} {top:.2f} H{right:.2f} V{bottom:.2f} H{left:.2f} Z" for left, top, right, bottom in boxes
        )
        if data:
            self.paths.append(Path(data, fill, stroke, 0.7 if stroke != NONE else 0.0))

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str = INK) -> None:
        """Draw a disc."""
        turn = f"A{radius:.2f} {radius:.2f} 0 1 1"
        data = f"M{x - radius:.2f} {y:.2f} {turn} {x + radius:.2f} {y:.2f} {turn} {x - radius:.2f} {y:.2f} Z"
        self.paths.append(Path(data, fill, stroke, 0.7))

    def words(self, x: float, y: float, text: str, anchor: Literal["start", "middle", "end"] = "start") -> None:
        """Write a text in the quiet colour of axes."""
        self.texts.append(Text(x, y, text, anchor, SIZE, QUIET))


def fitting(text: str, room: float, size: float = SIZE) -> str:
    """Cut a text until it fits a width."""
    length = len(text)
    while length > 1 and text_width(shorten(text, length), size) > room:
        length -= 1
    return shorten(text, length)


def short_name(reader: Reader, mineral: str, room: float) -> str:
    """Return a mineral's name with its symbol, then without, then without what stands in brackets, or its label."""
    name, bare, symbol = reader.name(mineral), reader.bare_name(mineral), reader.symbol(mineral)
    forms = (reader.name_and_symbol(mineral), name, f"{bare} {symbol}".rstrip(), bare, reader.label(mineral))
    return next((form for form in forms if text_width(form, SIZE) <= room), fitting(forms[-1], room))


def two_lines(text: str, room: float) -> list[str]:
    """Break a text into at most two lines of a width, between words or Han characters; what is left is cut."""
    if text_width(text, SIZE) <= room:
        return [text]
    parts = re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", text)
    first = ""
    while parts and text_width((first + parts[0]).rstrip(), SIZE) <= room:
        first += parts.pop(0)
    rest = fitting("".join(parts), room)
    return [first.rstrip(), rest] if first.strip() else [rest]


def steps(places: Sequence[float], heights: Sequence[float]) -> str:
    """Return the path of a step curve that changes half-way between its places; level stretches are one segment."""
    data = [f"M{places[0]:.2f} {heights[0]:.2f}"]
    for before, place, last, height in zip(places, places[1:], heights, heights[1:], strict=False):
        if height != last:
            data.append(f"H{(before + place) / 2:.2f} V{height:.2f}")
    return " ".join([*data, f"H{places[-1]:.2f}"])
