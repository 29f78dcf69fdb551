"""Final typesetting of a page's HTML: spaces between Han and Latin, languages, subscripts, missing characters."""

import re
import unicodedata
from collections.abc import Callable, Collection
from html import escape

from criticality.model.document import Language
from criticality.report.html.languages import foreign, marked, on_element
from criticality.report.html.pieces import is_tag, pieces_of, read, written

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_THEN_LATIN = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9λκτσΣ])|(?<=[A-Za-z0-9%])(?=[{_HAN}])")
_BELOW = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+−", strict=True))
_ABOVE = dict(zip("⁰⁴⁵⁶⁷⁸⁹⁺⁻", "0456789+−", strict=True))
_RAISED_OR_LOWERED = frozenset({*_BELOW, *_ABOVE})
_PLAIN_DIGITS = str.maketrans({**_BELOW, **_ABOVE})
_RUN_OF_DIGITS = re.compile(f"([{''.join(_BELOW)}]+|[{''.join(_ABOVE)}]+)")
Run = tuple[str, Language | None]
"""A run of text, with its language where it is not the page's."""
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

    def printable(text: str, within: Callable[[str], str] = str) -> str:
        if as_they_are.issuperset(text):
            return text
        as_they_are.update(c for c in set(text) - as_they_are if _printable(c, covered, {}) == c)
        return "".join(c if c in as_they_are else within(_printable(c, covered, replaced)) for c in text)

    pieces = pieces_of(html)
    drawing = 0
    for place, piece in enumerate(pieces):
        if is_tag(piece):
            drawing += piece.startswith("<svg") - piece.startswith("</svg")
            if not piece.startswith("<style"):
                pieces[place] = printable(_flat(piece), escape)  # of a full-width ＜ or ＂, its plain form is markup
        elif piece.strip():
            text = _HAN_THEN_LATIN.sub(" ", read(piece))
            runs: list[Run] = [(text, None)]
            if language and not drawing:
                runs = _in_its_language(pieces, place, text, language)
            pieces[place] = "".join(_set(run, printable, flat=drawing > 0) for run in runs)
    return "".join(pieces), replaced


def _in_its_language(pieces: list[str], place: int, text: str, language: Language) -> list[Run]:
    """Mark what is in the other language: on the element of just this text, else on the runs within it."""
    other = foreign(text, language)
    if other and 0 < place < len(pieces) - 1:
        tag = on_element(pieces[place - 1], pieces[place + 1], other)
        if tag:
            pieces[place - 1] = tag
            return [(text, None)]
    within_link = pieces[place - 1].startswith("<a ")  # a span in a link would be a second link
    return [(text, None)] if within_link else marked(text, language)


def _set(run: Run, printable: Callable[[str], str], *, flat: bool) -> str:
    """Write a run of text as HTML: escaped, its raised and lowered digits as elements, its language on a span."""
    text, language = run
    html = written(printable(_flat(text))) if flat else _scripts(text, printable)
    return f'<span lang="{language}">{html}</span>' if language else html


def _flat(text: str) -> str:
    """Return a text with raised and lowered digits as plain ones, for a drawing or an attribute."""
    return text if _RAISED_OR_LOWERED.isdisjoint(text) else text.translate(_PLAIN_DIGITS)


def _scripts(text: str, printable: Callable[[str], str]) -> str:
    """Return a text as HTML with its raised and lowered digits, and the b of τ_b, as ``sup`` and ``sub``."""
    html = ""
    for part in _RUN_OF_DIGITS.split(text):
        tag = "sub" if part[:1] in _BELOW else "sup" if part[:1] in _ABOVE else ""
        html += f"<{tag}>{_flat(part)}</{tag}>" if part and tag else written(printable(part))
    return html.replace("τ_b", "τ<sub>b</sub>")


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
    return replaced[character]


def _plainer(character: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFKD", character)
    bare = "".join(part for part in decomposed if not unicodedata.combining(part))
    return unicodedata.normalize("NFKC", character), bare


def _code_point(character: str) -> str:
    return f"[U+{ord(character):04X}]"
