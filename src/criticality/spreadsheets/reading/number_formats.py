"""What the format of a number shows: a percentage, a day, thousands left out, a unit, or another figure than is held.

Codes are those of .xlsx (ECMA-376, 18.8.30 and 18.8.31); `ods_styles` writes the formats of .ods as such codes.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from criticality.spreadsheets.reading.contents import Shape, shortest

BUILT_IN: Mapping[int, str] = {
    **dict.fromkeys((9, 10), "0%"),
    **dict.fromkeys((*range(14, 23), *range(27, 32), 36, *range(45, 48), *range(50, 59)), "yyyy"),
    **dict.fromkeys(range(5, 9), '"$"0;-"$"0'),
    **dict.fromkeys((41, 43), '0;-0;"-"'),
    **dict.fromkeys((42, 44), '"$"0;-"$"0;"-"'),
}
"""Formats that every program knows by their number, as codes that show the same of a number."""
_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<bare>.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_OF_A_DAY = re.compile(r"[ydhms:e]", re.IGNORECASE)
_SCALED = re.compile(r"[0#?](,+)(?![0#?,])")
"""Commas behind the last digit divide what is shown by a thousand each."""
_NO_WORD = re.compile(r"General|G/通用格式|[eE][+-]", re.IGNORECASE)
_DIGIT = "0#?"
_MINUS = frozenset("-−－–(▲△")
_DASHES = frozenset(("-", "–", "—", "－", "--"))
_MARKS = re.compile(
    r"[<>≤≥＜＞~～≈±*†‡※¹²³]|約|近|逾|超過|不足|[低高]於|[小大少多]於|以[上下]|未滿|估|\b(?:about|approx|ca|est)\b",
    re.IGNORECASE,
)
"""What makes a bound or an estimate of a figure, or leads to a footnote."""


@dataclass(frozen=True)
class Look:
    """What a format makes of one number: its shape, the unit beside it, and what is shown where that is another."""

    shape: Shape = ""
    unit: str = ""
    shown: str = ""


@dataclass(frozen=True)
class _Section:
    """One part of a code, between two semicolons.

    Attributes
    ----------
    pieces
        ``0`` for each place of a digit, and what is shown literally; the latter is True in `literal`.
    bare
        The code without literal words, colours and conditions.
    condition
        When the part is used, where the code says so.
    """

    pieces: tuple[str, ...] = ()
    literal: tuple[bool, ...] = ()
    bare: str = ""
    condition: tuple[str, float] | None = None

    @property
    def words(self) -> str:
        """What is shown literally."""
        return "".join(piece for piece, is_literal in zip(self.pieces, self.literal, strict=True) if is_literal)

    @property
    def has_figure(self) -> bool:
        """Whether a number is shown."""
        return any(not is_literal for is_literal in self.literal)


def look_of(code: str, number: float) -> Look:
    """Return what a reader sees of a number under a format of .xlsx; colours are left aside.

    >>> [look_of(code, 980.0).shape for code in ("0.0 %", "#,##0,", '0.0"萬"', "#,##0.00_)", "yyyy", ";;;")]
    ['percent', 'scaled', 'worded', '', 'date', 'unseen']
    >>> look_of('"<"0', 5.0), look_of('0"."0,', 980_000.0).shown, look_of("0;0", -5.0).shown
    (Look(shape='otherwise', unit='', shown='<5'), '98.0', '5')
    >>> look_of('0;-0;"-"', 0.0), look_of('0;-0;"n/a"', 0.0).shown
    (Look(shape='dash', unit='', shown='-'), 'n/a')
    """
    sections = _sections(code)
    place = _chosen(sections, number)
    section = sections[place]
    bare = _NO_WORD.sub("", section.bare)
    if "%" in bare:
        return Look("percent")
    if _OF_A_DAY.search(bare):
        return Look("date")
    if not section.has_figure:
        return _without_figure(section, number)
    if _is_other_figure(sections, place, number):
        return Look("otherwise", "", _shown(section, number))
    unit = _unit(sections, place)
    shape: Shape = "worded" if unit or _is_word(section.words) else ""
    return Look("scaled" if _SCALED.search(section.bare) else shape, unit)


def _without_figure(section: _Section, number: float) -> Look:
    """What a part of a code shows that has no place for a digit: nothing, a dash for 0, or words."""
    words = section.words.strip()
    if not words:
        return Look("" if "@" in section.bare else "unseen")
    if number == 0 and words in _DASHES:
        return Look("dash", "", words)
    return Look("otherwise", "", words)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    pieces, literal, bare, condition = list[str](), list[bool](), list[str](), None
    found: list[_Section] = []
    for token in _TOKEN.finditer(_general(code)):
        kind, text = token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
        if kind == "bare" and text == ";":
            found.append(_Section(tuple(pieces), tuple(literal), "".join(bare), condition))
            pieces, literal, bare, condition = [], [], [], None
        elif kind == "bracket":
            limit = _CONDITION.fullmatch(text)
            condition = (limit[1], float(limit[2])) if limit else condition
            money = text[1:].split("-")[0] if text.startswith("$") else ""
            bare.append(text if not limit and text[:1] in "hmsHMS" else "")
            _add(pieces, literal, money, is_literal=True)
        elif kind == "bare" and text in _DIGIT:
            bare.append(text)
            _add(pieces, literal, "0", is_literal=False)
        elif kind == "bare":
            is_sign_of_power = bare[-1:] in (["E"], ["e"]) and text in "+-"
            is_shown = text not in ".,%@/" and not (text.isascii() and text.isalpha()) and not is_sign_of_power
            bare.append(text)
            _add(pieces, literal, text if is_shown else "", is_literal=True)
        else:
            _add(pieces, literal, text, is_literal=True)
    return (*found, _Section(tuple(pieces), tuple(literal), "".join(bare), condition))


def _general(code: str) -> str:
    """A code with a place for a digit where the number is shown as it is."""
    return re.sub(r"General|G/通用格式", "0", code, flags=re.IGNORECASE) or "0"


def _add(pieces: list[str], literal: list[bool], text: str, *, is_literal: bool) -> None:
    if text:
        pieces.append(text)
        literal.append(is_literal)


def _chosen(sections: Sequence[_Section], number: float) -> int:
    """Which part of a code a number is shown by."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for place, section in enumerate(numeric):
            if section.condition is None or _holds(section.condition, number):
                return place
        return len(numeric) - 1
    if len(numeric) == 1 or number > 0 or (number == 0 and len(numeric) == 2):
        return 0
    return 1 if number < 0 else 2


def _holds(condition: tuple[str, float], number: float) -> bool:
    sign, limit = condition
    return {"<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit,
            "=": number == limit, "<>": number != limit}[sign]  # fmt: skip


def _is_other_figure(sections: Sequence[_Section], place: int, number: float) -> bool:
    """Whether the words of a format make another figure of a number: a sign, digits, a bound, a footnote's mark."""
    section = sections[place]
    digits = [at for at, is_literal in enumerate(section.literal) if not is_literal]
    first, last = digits[0], digits[-1]
    within = any(section.pieces[at].strip() for at in range(first, last) if section.literal[at])
    if within or any(character.isdigit() for character in section.words) or _MARKS.search(section.words):
        return True
    before = "".join(section.pieces[:first])
    has_sign = bool(_MINUS & set(before)) or ("-" in before)
    if number > 0:
        return has_sign
    return number < 0 and not has_sign and _drops_the_sign(sections, place)


def _drops_the_sign(sections: Sequence[_Section], place: int) -> bool:
    """Whether the part of a code is one for negative numbers alone, which shows no sign of its own."""
    if all(section.condition is None for section in sections):
        return place == 1
    return place > 0 and sections[0].condition in ((">", 0.0), (">=", 0.0))


def _shown(section: _Section, number: float) -> str:
    """What a reader sees of a number, roughly: its digits in their places, and the words between them."""
    scaled = _SCALED.search(section.bare)
    held = abs(number) / 1000 ** (len(scaled[1]) if scaled else 0)
    within = sum(not is_literal for is_literal in section.literal)
    decimals = len(section.bare.rpartition(".")[2]) if "." in section.bare else 0
    digits = shortest(held) if not scaled and decimals == 0 and held != int(held) else str(round(held))
    if decimals:
        digits = f"{held:.{min(decimals, 6)}f}"
        within -= decimals
    shown: list[str] = []
    for piece, is_literal in zip(reversed(section.pieces), reversed(section.literal), strict=True):
        if is_literal:
            shown.append(piece)
        elif within > 1 and len(digits) > 1 and not decimals:
            shown.append(digits[-1])
            digits, within = digits[:-1], within - 1
        else:
            shown.append(digits)
            digits, within = "", within - 1
    return "".join(reversed(shown)).strip()


def _unit(sections: Sequence[_Section], place: int) -> str:
    """The words beside a number above zero; of a format with conditions those of the part that is used."""
    section = sections[place if any(each.condition for each in sections) else 0]
    words = "".join(character for character in section.words if character not in _MINUS | {")"}).strip()
    return words if _is_word(words) else ""


def _is_word(text: str) -> bool:
    """Whether a text shown with a number would be read as a unit: letters, signs of money and of percentages."""
    return any(unicodedata.category(character) in ("Lu", "Ll", "Lo", "Sc") or character in "%％‰" for character in text)
