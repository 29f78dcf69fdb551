"""Make pieces of the printed pages fit a page for a browser that shows both languages.

Printed pages have ``style`` attributes, which the policy of the page forbids, and names of elements that each language
would bring once; their tables are as wide as a sheet of paper.
"""

import re
from collections.abc import Callable
from typing import Final

from criticality.model.document import Language
from criticality.report.html.pieces import is_tag, pieces_of

_ATTRIBUTE: Final = re.compile(r"""\s+(?P<name>[\w:.-]+)(?:=(?P<value>"[^"]*"|'[^']*'|[^\s>"']+))?""")
_BAR: Final = re.compile(r'<div\sclass="(bar [\w ]+)"\sstyle="width:\s([\d.]+)%">')
_WHOLE: Final = re.compile(r"(?<=\d)\.0+(?=[\"'%]?$)")
_OUTLINE: Final = ' stroke="#ffffff" stroke-width="0.8"'
"""Of every bar of supply; the style sheet of the page has it once."""
_OF_PRINT: Final = ("xmlns", "font-family")
"""Attributes of drawings that a browser does not need."""
_NAMES: Final = ("id", "for", "aria-labelledby", "aria-describedby")


def fitted(html: str, language: Language) -> str:
    """Return the HTML of one language as it stands beside that of the other.

    A bar whose length is a ``style`` becomes a drawing of that length; other ``style`` attributes are left out. Names
    of elements, and links to them, begin with the language. Every table can be moved sideways.
    """
    pieces = pieces_of(html)
    for place, piece in enumerate(pieces):
        if not is_tag(piece) or piece.startswith(("<!--", "<style", "<title")):
            continue
        bar = _BAR.fullmatch(piece)
        if bar is not None and pieces[place + 1 : place + 3] == ["", "</div>"]:
            pieces[place] = f'<svg class="{bar[1]}" width="{bar[2]}%" aria-hidden="true">'
            pieces[place + 2] = "</svg>"
        elif piece == "</table>":
            pieces[place] = "</table></div>"
        elif " " in piece and not piece.startswith("</"):
            pieces[place] = _ATTRIBUTE.sub(_attribute_of(language), piece.replace(_OUTLINE, ""))
        if piece.startswith('<figure class="stages"'):
            pieces[place] = pieces[place].replace("<figure", '<figure tabindex="0"', 1)
        if pieces[place].startswith("<table"):
            pieces[place] = f'<div class="scroll">{pieces[place]}'
    return "".join(pieces)


def _attribute_of(language: Language) -> Callable[[re.Match[str]], str]:
    def attribute(match: re.Match[str]) -> str:
        name, value = match["name"].lower(), (match["value"] or "").strip("\"'")
        if name == "style":
            return ""
        if name in _OF_PRINT:
            return ""
        if name in _NAMES:
            return f' {name}="{" ".join(f"{language}-{part}" for part in value.split())}"'
        if name in ("href", "xlink:href") and value.startswith("#"):
            return f' {name}="#{language}-{value[1:]}"'
        return _WHOLE.sub("", match[0])

    return attribute
