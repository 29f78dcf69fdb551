"""The language of every run of text: English within the Chinese edition, Chinese within the English one.

A screen reader changes its voice where the page says ``lang``; whatever a planner's files bring in the other language
is marked by its script. Most Latin letters on a Chinese page are symbols, units and abbreviations; English is what has
a word of at least three letters, one of them small; letters among digits are part of a run's id or of a code.
"""

import re
from typing import Final

from criticality.model.document import Language

_OTHER: Final[dict[Language, Language]] = {"en": "zh-Hant", "zh-Hant": "en"}
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS: Final = "，。、；：？！（）「」『』《》〈〉…—"
_WIDE: Final = "，。、；：？！（）「」〔〕"
"""Marks that only Chinese has: set as English they would share a glyph with the narrow ones."""
_HAN_RUN: Final = re.compile(rf"[{_HAN}](?:[{_HAN}{_MARKS}0-9 \u2009]*[{_HAN}」』）》〉])?")
_LATIN_RUN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?:[A-Za-z0-9 .,:;/()'’‘“”\"&+\-–−_%]*[A-Za-z0-9.)’”'\"])?")
_WORD: Final = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*[a-z])[A-Za-z]{3,}(?![A-Za-z0-9])")
_ADDRESS: Final = re.compile(r"\b(?:https?://|doi\.org|www\.)")
_OPENING: Final = re.compile(r"<(?!html\b)([a-z][a-z0-9]*)(?=[\s>])(?![^>]*\blang=)")


def foreign(text: str, language: Language) -> Language | None:
    """Return the other language where all of a text is in it."""
    if language == "en":
        return "zh-Hant" if re.search(rf"[{_HAN}]", text) and not _english(text) else None
    return "en" if _english(text) and not re.search(rf"[{_HAN}{_WIDE}]", text) else None


def marked(text: str, language: Language) -> list[tuple[str, Language | None]]:
    """Return a text of a page as runs, each with its language where it is not the page's.

    Parameters
    ----------
    text
        As it is read: without tags and character references.
    language
        Of the page.

    >>> marked("礦產 Lithium & cobalt 二項", "zh-Hant")
    [('礦產 ', None), ('Lithium & cobalt', 'en'), (' 二項', None)]
    """
    pattern, other = _HAN_RUN if language == "en" else _LATIN_RUN, _OTHER[language]
    runs: list[tuple[str, Language | None]] = []
    end = 0
    for match in pattern.finditer(text):
        if other == "en" and not _english(match[0]):
            continue
        runs += [(text[end : match.start()], None), (match[0], other)]
        end = match.end()
    runs.append((text[end:], None))
    return [(run, its) for run, its in runs if run]


def on_element(tag: str, after: str, language: Language) -> str | None:
    """Return an element's opening tag with its language, or None where it is not the element of just this text.

    Parameters
    ----------
    tag, after
        What stands before and behind the text.
    language
        Of the text.
    """
    opened = _OPENING.match(tag)
    if not opened or after != f"</{opened[1]}>":
        return None
    return f'<{opened[1]} lang="{language}"{tag[opened.end() :]}'


def _english(text: str) -> bool:
    return bool(_WORD.search(text)) and not _ADDRESS.search(text)
