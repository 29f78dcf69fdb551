"""Final typesetting of a page's HTML: spaces between Han and Latin, languages, subscripts, missing characters."""

import re
import unicodedata
from collections.abc import Collection
from html import escape

from criticality.model.document import Language
from criticality.report.html.languages import foreign, marked, on_element

_SPLIT = re.compile(r"(<style\b.*?</style>|<title\b.*?</title>|<!--.*?-->|<[^<>]*>)", re.DOTALL)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_THEN_LATIN = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9λκτσΣ])|(?<=[A-Za-z0-9%])(?=[{_HAN}])")
_BELOW = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+−", strict=True))
_ABOVE = dict(zip("⁰⁴⁵⁶⁷⁸⁹⁺⁻", "0456789+−", strict=True))
_RAISED_OR_LOWERED = frozenset({*_BELOW, *_ABOVE})
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def typeset(
    html: str, covered: Collection[int] | None = None, language: Language | None = None
) -> tuple[str, dict[str, str]]:
    """Return the page ready to print, and what was printed in another character's place.

    Control, formatting and direction marks, and characters outside `covered`, are printed as their code point
    (``[U+202E]``), or as their base letter where only an accent is lacking: visible, harmless, and reported.

    Parameters
    ----------
    html
        The page.
    covered
        Code points of the font; None: all.
    language
        Of the page: what is in the other language is marked so; None: the page marks it itself.
    """
    replaced: dict[str, str] = {}
    as_they_are: set[str] = set()

    def printable(text: str) -> str:
        if as_they_are.issuperset(text):
            return text
        as_they_are.update(c for c in set(text) - as_they_are if _printable(c, covered, {}) == c)
        return "".join(c if c in as_they_are else _printable(c, covered, replaced) for c in text)

    pieces = _SPLIT.split(html)
    drawing = 0
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            drawing += piece.startswith("<svg") - piece.startswith("</svg")
            if not piece.startswith("<style"):
                pieces[place] = printable(_scripts(piece, flat=True))
        elif piece.strip():
            text = _HAN_THEN_LATIN.sub(" ", piece)
            if language and not drawing:
                text = _in_its_language(pieces, place, text, language)
            pieces[place] = printable(_scripts(text, flat=drawing > 0))
    return "".join(pieces), replaced


def _in_its_language(pieces: list[str], place: int, text: str, language: Language) -> str:
    """Mark what is in the other language: on the element of just this text, else on the runs within it."""
    other = foreign(text, language)
    if other and 0 < place < len(pieces) - 1:
        tag = on_element(pieces[place - 1], pieces[place + 1], other)
        if tag:
            pieces[place - 1] = tag
            return text
    within_link = pieces[place - 1].startswith("<a ")  # a span in a link would be a second link
    return text if within_link else marked(text, language)


def _scripts(text: str, *, flat: bool) -> str:
    if _RAISED_OR_LOWERED.isdisjoint(text):
        return text
    for tag, table in (("sub", _BELOW), ("sup", _ABOVE)):
        marked = re.compile(f"[{''.join(table)}]+")

        def change(match: re.Match[str], tag: str = tag, table: dict[str, str] = table) -> str:
            digits = "".join(table[character] for character in match[0])
            return digits if flat else f"<{tag}>{digits}</{tag}>"

        text = marked.sub(change, text)
    return text


def _printable(character: str, covered: Collection[int] | None, replaced: dict[str, str]) -> str:
    if character in "\n\t" or (character.isascii() and character.isprintable()):
        return character
    if unicodedata.category(character) in _INVISIBLE:
        replaced[character] = _code_point(character)
        return replaced[character]
    if covered is None or ord(character) in covered:
        return character
    replaced[character] = next(
        (form for form in _plainer(character) if form and all(ord(part) in covered for part in form)),
        _code_point(character),
    )
    return escape(replaced[character])


def _plainer(character: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFKD", character)
    bare = "".join(part for part in decomposed if not unicodedata.combining(part))
    return unicodedata.normalize("NFKC", character), bare


def _code_point(character: str) -> str:
    return f"[U+{ord(character):04X}]"
