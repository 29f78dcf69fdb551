"""The words of a questionnaire: the scale, the sides of a pair, and how an answer is recognised when it comes back."""

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from criticality.model.document import Text
from criticality.questionnaires.questions import Pair
from criticality.text.message import Message, said

AskLanguage = Literal["en", "zh-Hant", "both"]
ASK_LANGUAGES: tuple[AskLanguage, ...] = ("zh-Hant", "en", "both")
SCALE: Sequence[Message] = (
    Message("questionnaire.scale_1"),
    Message("questionnaire.scale_2"),
    Message("questionnaire.scale_3"),
    Message("questionnaire.scale_4"),
    Message("questionnaire.scale_5"),
    Message("questionnaire.scale_6"),
    Message("questionnaire.scale_7"),
    Message("questionnaire.scale_8"),
    Message("questionnaire.scale_9"),
)
"""Saaty's scale of 1 to 9 in words (Saaty 1980); the Chinese ones are those customary in Taiwan."""
SAME = Message("questionnaire.same")
_BLANKS = re.compile(r"\s+")


def languages_of(language: AskLanguage) -> tuple[Literal["zh-Hant", "en"], ...]:
    """Return the languages that a questionnaire is asked in, in their order."""
    return ("zh-Hant", "en") if language == "both" else (language,)


def in_words(words: object, language: AskLanguage, between: str = " ") -> str:
    """Return a message or a text of a document in the language of a questionnaire; in both, Chinese goes first."""
    each_way = languages_of(language)
    said_so = [words.to(each) if isinstance(words, Text) else said(words, each) for each in each_way]
    return between.join(dict.fromkeys(said_so))


def scale_words(language: AskLanguage) -> list[str]:
    """Return the nine words of the drop-down list, each with its number in front."""
    return [f"{number} {in_words(words, language)}" for number, words in enumerate(SCALE, start=1)]


def side_words(pair: Pair, language: AskLanguage) -> tuple[str, str, str]:
    """Return what may be chosen for a pair: its first item, its second, or neither; always three different texts."""
    first, second = (in_words(item.title, language) for item in (pair.first, pair.second))
    if plain(first) == plain(second):
        first, second = f"{first} ({pair.first.code})", f"{second} ({pair.second.code})"
    return first, second, in_words(SAME, language)


def plain(text: str) -> str:
    """Return a text as it is compared: one width of letters, no capital ones, single blanks."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


_WORDS = {
    plain(written): number
    for number, words in enumerate(SCALE, start=1)
    for each in ("en", "zh-Hant")
    for bare in [words.said("en" if each == "en" else "zh-Hant")]
    for written in (bare, f"{number} {bare}")
} | {plain(word): number for number, word in enumerate(scale_words("both"), start=1)}


def how_much(text: str) -> float | None:
    """Return the number of the scale that an answer names: one of its words, or a number from 1 to 9; else None."""
    word = plain(text)
    if word in _WORDS:
        return float(_WORDS[word])
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) and 1 <= number <= 9 else None
