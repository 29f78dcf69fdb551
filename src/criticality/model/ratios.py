"""How many times as much one thing matters as another: a number, an interval, or a word of the same file.

An interval [low, high] states that the ratio lies anywhere between its ends (Saaty & Vargas 1987, Eur. J. Oper. Res.
32, 107-117); its middle is √(low·high), the median of a distribution that is uniform in the logarithm.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from criticality.model.document import Number

Ends = tuple[float, float]

_declared: ContextVar[frozenset[str] | None] = ContextVar("words of the document that is read", default=frozenset())
"""The words that `by` may use; None where any word may stand, as `words` itself is wrong and told."""


@contextmanager
def declaring(words: object) -> Iterator[None]:
    """Let the sentences that are read meanwhile use the words of their document."""
    token = _declared.set(frozenset(map(str, words)) if isinstance(words, dict) else None)
    try:
        yield
    finally:
        _declared.reset(token)


def _known(word: str) -> str:
    known = _declared.get()
    if known is None or word in known:
        return word
    if not known:
        raise PydanticCustomError("number", "a number is needed here, not the text {got}", {"got": word})
    raise PydanticCustomError("word", "no word of this file", {"words": "\n".join(sorted(known))})


def _of_two(value: object) -> object:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise PydanticCustomError("interval", "an interval has two ends, [low, high]")
    return value


def _ascending(ends: Ends) -> Ends:
    if ends[0] > ends[1]:
        raise PydanticCustomError("interval_reversed", "the lower end of an interval stands first")
    return ends


def _kind(value: object) -> str:
    if isinstance(value, list | tuple):
        return "<interval>"
    return "<word>" if isinstance(value, str) else "<number>"


def _strength_kind(value: object) -> str:
    return "<interval>" if isinstance(value, list | tuple) else "<number>"


Ratio = Annotated[Number, Field(ge=1, le=9)]
Interval = Annotated[tuple[Ratio, Ratio], BeforeValidator(_of_two), AfterValidator(_ascending)]
Strength = Annotated[
    Annotated[Ratio, Tag("<number>")] | Annotated[Interval, Tag("<interval>")], Discriminator(_strength_kind)
]
By = Annotated[
    Annotated[Ratio, Tag("<number>")]
    | Annotated[Interval, Tag("<interval>")]
    | Annotated[str, AfterValidator(_known), Tag("<word>")],
    Discriminator(_kind),
]


def ends_of(by: float | Ends | str, words: Mapping[str, float | Ends]) -> Ends:
    """The two ends of what is stated; a number has the same at both, a word those that `words` gives it."""
    said = words[by] if isinstance(by, str) else by
    return said if isinstance(said, tuple) else (said, said)


def middle_of(ends: Ends) -> float:
    """√(low·high); the number itself where both ends are the same."""
    low, high = ends
    return low if low == high else math.sqrt(low * high)
