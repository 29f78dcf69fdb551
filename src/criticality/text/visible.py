"""Characters that act on a terminal or hide in a text, written so that a reader sees them.

A control character can move the cursor, set a window's title or fill the clipboard (ECMA-48); a direction mark can show
a line in another order than it is stored (Unicode Technical Report 36; Boucher & Anderson 2021, "Trojan Source").
"""

import re

_ACTING = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks of direction
    "\u2028\u2029"  # separators of lines and paragraphs
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags, which show nothing
    "\ud800-\udfff"  # halves of a pair, which are no characters
    "]"
)
_WITHOUT_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LINE = re.compile(r"[\t\n]+")


def visible(text: str) -> str:
    """Return a text with every character that acts written as its code point: ``[U+001B]``.

    Tabs and line feeds stay; a text without such a character is returned as it is.
    """
    return _ACTING.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def one_line(text: str) -> str:
    """Return a text as `visible` does, on a single line, so that it cannot pass for another line of the output."""
    return _LINE.sub(" ", visible(text))


def with_every_character(text: str) -> str:
    """Return a text with characters that have no width written as code points, by which it may differ from another."""
    return _WITHOUT_WIDTH.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def json_visible(text: str) -> str:
    r"""Return JSON with the same characters as ``\uXXXX``: it means the same, and acts on nothing."""
    return _ACTING.sub(lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    encoded = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{encoded[place : place + 4]}" for place in range(0, len(encoded), 4))
