"""The width of a text on a terminal, where a Chinese character takes two cells, and the breaking of lines by it."""

import re
from unicodedata import combining, east_asian_width

_OPENING, _CLOSING = "（「『〔", "，。、；：）」』〕？！…"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[<>] )?(?:[!-~]+(?: %)?|[^\s])[{_CLOSING}]*")
"""A run of spaces; or a word of ASCII or one other character, with the brackets and the punctuation that touch it.

A share of 100 is one word: ``< 0.1 %``.
"""


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes (Unicode Standard Annex 11; ambiguous characters take one).

    >>> cells("鎵 Ga")
    5
    """
    return sum(0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    """Return a text with spaces behind it up to `width` cells."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells; no line begins with a closing mark or ends with an opening one.

    A word that is wider than a line stands on a line of its own.
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        if cells(lines[-1] + piece.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines if lines[-1] else lines[:-1]
