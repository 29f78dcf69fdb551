"""The styles of an .ods: the format of numbers of each, written as a code of .xlsx, and what they strike or raise.

Elements are those of OpenDocument 1.3, part 3, 16.2 (styles) and 16.29 (formats of numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Stated = TypeVar("Stated")
_KINDS: Mapping[str, str] = {
    "number-style": "",
    "currency-style": "",
    "percentage-style": "",
    "date-style": "yyyy",
    "time-style": "hh:",
    "boolean-style": "",
    "text-style": "@",
}
"""Formats by their element, and what the code of each holds whatever its parts are."""
_FIGURES: Mapping[str, str] = {"number": "0", "scientific-number": "0E+0", "fraction": "?/?", "boolean": "0"}
_WORDS = ("text", "currency-symbol", "embedded-text")
_DEFAULT = "Default"
_DEPTH = 20
"""Styles that inherit from each other; more is a ring."""


@dataclass
class OdsStyles:
    """What styles.xml and content.xml say of cells and of letters, gathered from the events of a parser."""

    raised: set[str] = field(default_factory=set)
    lowered: set[str] = field(default_factory=set)
    _codes: dict[str, list[str]] = field(default_factory=dict)
    _maps: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _formats: dict[str, str] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)
    _struck: dict[str, bool] = field(default_factory=dict)
    _style: str = ""
    _open: str = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Note the beginning of an element; True where it is a text that belongs to a format."""
        if name == "style":
            self._begin_style(attributes)
        elif name == "text-properties" and self._style:
            self._letters(attributes)
        elif name in _KINDS:
            self._open = attributes.get("name", "")
            self._codes[self._open] = [_KINDS[name]] if _KINDS[name] else []
        elif self._open and name in _FIGURES:
            self._codes[self._open].append(_figure(name, attributes))
        elif self._open and name == "map":
            condition = attributes.get("condition", "").replace("value()", "")
            self._maps.setdefault(self._open, []).append((condition, attributes.get("apply-style-name", "")))
        return bool(self._open) and name in _WORDS

    def _begin_style(self, attributes: Mapping[str, str]) -> None:
        self._style = attributes.get("name", "")
        self._parents[self._style] = attributes.get("parent-style-name", "")
        if "data-style-name" in attributes:
            self._formats[self._style] = attributes["data-style-name"]

    def _letters(self, attributes: Mapping[str, str]) -> None:
        line = attributes.get("text-line-through-style") or attributes.get("text-line-through-type")
        if line is not None:
            self._struck[self._style] = line != "none"
        position = attributes.get("text-position", "").split(" ")[0]
        if position == "super" or position.rstrip("%").isdigit():
            self.raised.add(self._style)
        elif position == "sub" or position.startswith("-"):
            self.lowered.add(self._style)

    def end(self, name: str) -> None:
        """Note the end of an element."""
        if name in _KINDS:
            self._open = ""
        elif name == "style":
            self._style = ""

    def text(self, shown: str) -> None:
        """Note a text of the format that is open."""
        if self._open:
            code = self._codes[self._open]
            code.append(shown if shown.strip() == "%" else f'"{shown}"' if '"' not in shown else f"\\{shown[:1]}")

    def code_of(self, style: str) -> str:
        """Return the format of a style of cells as a code of .xlsx, its conditions before it; empty for none."""
        name = self._inherited(style, self._formats) or ""
        parts = [f"[{condition}]{''.join(self._codes.get(other, ()))}" for condition, other in self._maps.get(name, ())]
        return ";".join([*parts, "".join(self._codes.get(name, ()))]) if name else ""

    def is_struck(self, style: str) -> bool:
        """Whether a style of cells or of letters strikes them through."""
        return bool(self._inherited(style, self._struck))

    def _inherited(self, style: str, stated: Mapping[str, Stated]) -> Stated | None:
        for _ in range(_DEPTH):
            if style in stated:
                return stated[style]
            if style == _DEFAULT:
                break
            style = self._parents.get(style, "") or _DEFAULT
        return None


def _figure(name: str, attributes: Mapping[str, str]) -> str:
    """The places of a number: its decimals, and a comma for each thousand by which it is shortened."""
    if name != "number":
        return _FIGURES[name]
    decimals = attributes.get("decimal-places", "0")
    places = "." + "0" * min(int(decimals), 9) if decimals.isdigit() and decimals != "0" else ""
    factor = attributes.get("display-factor", "1")
    zeros = len(factor.split(".")[0]) - 1 if factor.strip("0.") == "1" else 0
    return "0" + places + "," * (zeros // 3)
