"""What a number format shows: a percentage, a day, thousands left out, or a unit that the cell does not hold.

Codes of .xlsx are those of ECMA-376, 18.8.30 and 18.8.31; styles of .ods are those of OpenDocument 1.3, part 3, 16.29.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from criticality.spreadsheets.reading.contents import Shape

BUILT_IN: Mapping[int, Shape] = {
    **dict.fromkeys((9, 10), "percent"),
    **dict.fromkeys((*range(14, 23), *range(27, 32), 36, *range(45, 48), *range(50, 59)), "date"),
    **dict.fromkeys((*range(5, 9), 42, 44), "worded"),
}
"""Formats that every program knows by their number."""
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_OF_A_DAY = re.compile("[ydh]|:", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
"""Commas behind the last digit divide what is shown by a thousand each."""
_NO_WORD = re.compile(r"General|G/通用格式|[eE][+-]", re.IGNORECASE)


def shape_of(code: str) -> Shape:
    """Return what a format of .xlsx shows a number as; colours and conditions are left aside.

    >>> shape_of("0.0 %"), shape_of("#,##0,"), shape_of('0.0"萬"'), shape_of("[$NT$-404]#,##0"), shape_of("#,##0.00_)")
    ('percent', 'scaled', 'worded', 'worded', '')
    """
    bare = _ASIDE.sub("", code)
    if bare.strip() and not bare.replace(";", "").strip():
        return "unseen"
    if "%" in bare:
        return "percent"
    if _OF_A_DAY.search(bare):
        return "date"
    if _SCALED.search(bare):
        return "scaled"
    literal = "".join("".join(found) for found in _LITERAL.findall(code))
    return "worded" if _is_word(literal + _NO_WORD.sub("", bare)) else ""


def unit_of(code: str) -> str:
    """Return the words that a format of .xlsx shows beside a number above zero.

    >>> unit_of('0.0"億元";-0.0"億元"'), unit_of("[$NT$-404]#,##0"), unit_of("#,##0.00_)")
    ('億元', 'NT$', '')
    """
    words = "".join("".join(found) for found in _LITERAL.findall(code.split(";", maxsplit=1)[0])).strip()
    return words if _is_word(words) else ""


def _is_word(text: str) -> bool:
    """Whether a text shown with a number would be read as a unit: letters, signs of money and of percentages."""
    return any(unicodedata.category(character) in ("Lu", "Ll", "Lo", "Sc") or character in "%％‰" for character in text)


@dataclass
class OdsFormats:
    """The formats of numbers of an .ods, gathered from its styles: which shape each style of a cell shows."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    _of_styles: dict[str, str] = field(default_factory=dict)
    _applied: dict[str, list[str]] = field(default_factory=dict)
    _open: str = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Note the beginning of an element; True where it is a text that belongs to a format."""
        if name == "style":
            self._of_styles[attributes.get("name", "")] = attributes.get("data-style-name", "")
        elif name in ("number-style", "currency-style"):
            self._open = attributes.get("name", "")
        elif self._open and name == "number" and attributes.get("display-factor", "1") != "1":
            self.shapes[self._open] = "scaled"
        elif self._open and name == "map":
            self._applied.setdefault(self._open, []).append(attributes.get("apply-style-name", ""))
        return bool(self._open) and name in ("text", "currency-symbol", "embedded-text")

    def end(self, name: str) -> None:
        """Note the end of an element."""
        if name in ("number-style", "currency-style"):
            self._open = ""

    def text(self, shown: str) -> None:
        """Note a text of the format that is open."""
        if _is_word(shown):
            self.shapes.setdefault(self._open, "worded")
            self.units.setdefault(self._open, shown.strip())

    def of(self, style: str) -> tuple[Shape, str]:
        """Return what a style of cells shows, that of its conditions included, and the words beside the number."""
        name = self._of_styles.get(style, "")
        named = (name, *self._applied.get(name, ()))
        shape: Shape = next((self.shapes[each] for each in named if each in self.shapes), "")
        return shape, next((self.units[each] for each in named if each in self.units), "")
