"""How each style of a cell looks, the same in both kinds of workbook, and what a text of a cell may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from criticality.spreadsheets.book import Style

LONGEST = 32_000
"""Characters of a cell; a spreadsheet holds 32,767."""
SIZE = 11.0
"""Points of ordinary text."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Look:
    """Size in points, colours as RRGGBB (empty: none), a frame, and the format of numbers."""

    size: float = SIZE
    bold: bool = False
    colour: str = "1A1A1A"
    fill: str = ""
    framed: bool = False
    number: str = ""


LOOKS: Mapping[Style, Look] = {
    "plain": Look(),
    "title": Look(size=16.0, bold=True, colour="123B5D"),
    "section": Look(size=12.0, bold=True, colour="123B5D"),
    "text": Look(),
    "head": Look(bold=True, fill="DCE6EF", framed=True),
    "label": Look(framed=True),
    "answer": Look(fill="FFF8D6", framed=True),
    "date": Look(fill="FFF8D6", framed=True, number="yyyy-mm-dd"),
    "result": Look(size=9.0, framed=True, colour="444444", fill="F4F4F4"),
    "figure": Look(framed=True, fill="F4F4F4", number="0.000"),
    "warning": Look(size=9.0, bold=True, colour="9C2A00"),
}


def plain_text(text: str) -> str:
    """Return a text that a cell can hold: control characters as code points, cut with a mark where it is too long."""
    shown = _UNPRINTABLE.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
