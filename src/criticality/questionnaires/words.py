"""The words of a questionnaire: the scale, the sides of a pair, and how an answer is recognised when it comes back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from criticality.model.document import Text
from criticality.questionnaires.questions import Pair
from criticality.text.message import Message, said
from criticality.text.spelling import plain

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
_NUMBER = re.compile(r"\d+(?:\.\d*)?")
"""What is taken for a number: `float` would also read 0_5 as 5."""


def languages_of(language: AskLanguage) -> tuple[Literal["zh-Hant", "en"], ...]:
    """Return the languages that a questionnaire is asked in, in their order."""
    return ("zh-Hant", "en") if language == "both" else (language,)


def in_words(words: object, language: AskLanguage, between: str = " ") -> str:
    """Return a message or a text of a document in the language of a questionnaire; in both, Chinese goes first."""
    each_way = languages_of(language)
    said_so = [words.to(each) if isinstance(words, Text) else said(words, each) for each in each_way]
    return between.join(dict.fromkeys(said_so))


@dataclass(frozen=True)
class Step:
    """One word of a scale: as it is shown, how many times as much it means, and what is entered as `by`."""

    shown: str
    number: float
    by: float | str


def scale_of(language: AskLanguage, own: Mapping[str, float] | None = None) -> tuple[Step, ...]:
    """Return the words of the drop-down list from the least to the most.

    Parameters
    ----------
    language
        Of the questionnaire.
    own
        Word of the weights file → its number, or the middle of its interval. Where a file has words of its own, these
        are asked for and entered; else Saaty's nine, each with its number in front.
    """
    if own:
        return tuple(Step(word, number, word) for word, number in sorted(own.items(), key=lambda entry: entry[1]))
    words = (in_words(message, language) for message in SCALE)
    return tuple(Step(f"{number} {word}", float(number), float(number)) for number, word in enumerate(words, start=1))


def said_by(by: object) -> str:
    """Return the code of the sentence that says a judgement: by a number, by a word of the file, or as equal."""
    if isinstance(by, str):
        return "questionnaire.says_word"
    return "questionnaire.says_same" if by == 1 else "questionnaire.says_more"


def side_words(pair: Pair, language: AskLanguage) -> tuple[str, str, str]:
    """Return what may be chosen for a pair: its first item, its second, or neither; always three different texts."""
    first, second = (in_words(item.title, language) for item in (pair.first, pair.second))
    if plain(first) == plain(second):
        first, second = f"{first} ({pair.first.code})", f"{second} ({pair.second.code})"
    return first, second, in_words(SAME, language)


def _recognised(own: Mapping[str, float] | None) -> dict[str, Step]:
    """Plain form of every word that is taken → its step."""
    if own:
        return {plain(step.shown): step for step in scale_of("en", own)}
    found: dict[str, Step] = {}
    for language in ASK_LANGUAGES:
        for step in scale_of(language):
            found |= {plain(step.shown): step, plain(step.shown.partition(" ")[2]): step}
    return found


def how_much(text: str, own: Mapping[str, float] | None = None) -> Step | None:
    """Return the step that an answer names: a word of the scale, or a number from 1 to 9; None for anything else."""
    word = plain(text)
    found = _recognised(own).get(word)
    if found is not None:
        return found
    number = float(word) if _NUMBER.fullmatch(word) else 0.0
    return Step(text, number, number) if 1 <= number <= 9 else None
