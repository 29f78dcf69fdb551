"""The sentences of a sweep, which its page and the terminal have in common."""

from collections.abc import Mapping, Sequence

from criticality.model.document import LANGUAGES
from criticality.model.input_record import Scalar
from criticality.model.sweeps.sweep_record import MineralFound, SweepRecord
from criticality.text.message import Message, said
from criticality.text.numbers import chance

MOST_LEVELS = 5
MOST_NAMED = 3
"""Of what a mineral hangs on, at most so much is named."""


def in_languages(text: str) -> dict[str, str]:
    """A message in both languages."""
    return {language: said(text, language) for language in LANGUAGES}


def size_words(found: SweepRecord) -> Message:
    """How many cases were decided, and which."""
    how = Message(f"sweeping.{found['kind']}", all=f"{found['combinations']:,}")
    return Message("sweeping.size", cases=f"{found['decided']:,}", how=how)


def list_words(found: SweepRecord) -> Message:
    """How long the list is over the cases."""
    return Message("sweeping.list_size", smallest=found["smallest"], largest=found["largest"])


def failed_words(found: SweepRecord) -> Message:
    """How many cases could not be decided, and why one of them could not."""
    return Message("sweeping.failed", n=found["failed"], first=found["failures"][0])


def in_cases(row: MineralFound) -> str:
    """In what share of the cases a mineral is listed: counted, so that all and none may be said."""
    if not row["cases"]:
        return Message("sweeping.no_case")
    if row["listed"] in (0, row["cases"]):
        return Message("sweeping.all_cases" if row["listed"] else "sweeping.no_cases", cases=f"{row['cases']:,}")
    return chance(row["listed"] / row["cases"])


def levels_words(levels: Sequence[Scalar]) -> list[str]:
    """The values of what varies; of many the first ones and the last one, with their number between them."""
    if len(levels) <= MOST_LEVELS:
        return [level_words(level) for level in levels]
    return [
        *(level_words(level) for level in levels[: MOST_LEVELS - 2]),
        Message("sweeping.so_many", n=len(levels)),
        level_words(levels[-1]),
    ]


def level_words(level: Scalar) -> str:
    """A value of what varies; None is what the assessment states."""
    if level is None:
        return Message("sweeping.as_stated")
    return f"{level:g}" if isinstance(level, float) else str(level)


def names_of(codes: Sequence[str], titles: Mapping[str, Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The titles of axes."""
    return [titles[code] for code in codes]
