"""What a check of the evidence found: one sentence with a code and slots, and the record's text in both languages."""

import math
from typing import TypedDict

from criticality.text.kept import Said, coded
from criticality.text.message import Message, said
from criticality.text.own_words import shipped_words
from criticality.text.phrases import Phrase

_DECIMALS, _DIGITS = 9, 12
_JOINED = "joined."


class Found(TypedDict):
    """One finding as the record keeps it; `said` is `text` with its code."""

    check: str
    subject: str
    figure: float | None
    text: Phrase
    said: list[Said]


def found(kind: str, subject: str, figure: float | None, code: str = "", /, **slots: object) -> Found:
    """Return what a check found.

    Parameters
    ----------
    kind
        Of the check.
    subject
        The criterion, pair of criteria, mineral or other thing that it is about.
    figure
        What the check measures, if it measures anything.
    code
        Of the sentence, behind ``found.``; `kind` where there is none.
    slots
        What fills the sentence: codes, numbers, sentences of their own, or lists of these.
    """
    sentence = Message(f"found.{code or kind}", **slots)
    rounded = figure if figure is None or isinstance(figure, int) else round(float(figure), _DECIMALS)
    with shipped_words():  # a record has no words of a workspace
        text = {"en": _text(sentence, "en"), "zh-Hant": _text(sentence, "zh-Hant")}
    return {"check": kind, "subject": subject, "figure": rounded, "text": text, "said": coded(_steady(sentence))}


def year_of(year: float) -> int | str:
    """Return a year as it is written in a sentence; a dash for one that is not stated."""
    return "–" if math.isnan(year) else int(year)


def first_of(places: list[Message], most: int = 6) -> Message | list[Message]:
    """Return the first few of some places in the order of the alphabet, and how many more there are."""
    shown = sorted(places)
    return Message("found.more", places=shown[:most], count=len(shown) - most) if len(shown) > most else shown


def _text(value: object, language: str) -> str:
    """The sentence as records have it: codes apart by commas in both languages."""
    if isinstance(value, list):
        return ", ".join(_text(item, language) for item in value)
    if not isinstance(value, Message):
        return str(value)
    if value.code.startswith(_JOINED):
        return said(value, language)
    inner = {name: _text(slot, language) for name, slot in value.slots.items() if isinstance(slot, list | Message)}
    return Message(value.code, **{**value.slots, **inner}).said(language)


def _steady(value: object) -> object:
    """What the record keeps of it: numbers without the digits in which two machines may differ."""
    if isinstance(value, Message):
        return Message(value.code, **{name: _steady(slot) for name, slot in value.slots.items()})
    if isinstance(value, list):
        return [_steady(item) for item in value]
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
