"""The pieces of a page's HTML: tags, and the text between them, which patterns see as it is read, never escaped.

A pattern that runs over escaped text can begin or end inside a character reference: ``&amp;`` cut in two is printed
as «&amp;». So text is unescaped when it is taken from the page and escaped when it is put back.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

_SPLIT: Final = re.compile(r"(<style\b.*?</style>|<title\b.*?</title>|<!--.*?-->|<[^<>]*>)", re.DOTALL)
_READ_ALOUD: Final = re.compile(r'(?<=\s)(alt|aria-label|title)="([^"]*)"')


def pieces_of(html: str) -> list[str]:
    """Return a page as tags (whole style and title elements and comments among them) and texts, in turn."""
    return _SPLIT.split(html)


def is_tag(piece: str) -> bool:
    """Whether a piece is a tag, an element that is kept whole, or a comment."""
    return piece.startswith("<")


def read(piece: str) -> str:
    """Return a piece of text with its character references resolved."""
    return unescape(piece)


def written(text: str) -> str:
    """Return a text as it stands between two tags."""
    return escape(text, quote=False)


def in_attributes(tag: str, change: Callable[[str], str]) -> str:
    """Return a tag with what a screen reader reads from its attributes changed."""
    return _READ_ALOUD.sub(lambda match: f'{match[1]}="{escape(change(unescape(match[2])))}"', tag)
