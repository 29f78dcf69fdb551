"""A sweep: one assessment decided again under every combination of what could reasonably have been chosen."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from criticality.model.assessment import MOST_DRAWS, AllOrCodes, Method
from criticality.model.document import BilingualText, Code, Document, Number, Whole, Words

Quantity = Literal["score", "rank", "tier", "listed", "p_listed"]
QUANTITIES: tuple[Quantity, ...] = ("score", "rank", "tier", "listed", "p_listed")
MOST_CASES = 1_000_000
"""Cases that a sweep may have: more are a slip of a range more often than a plan."""

Year = Annotated[Whole, Field(ge=1900, le=2200)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Files = Annotated[tuple[Words, ...], Field(min_length=1)]


class YearRange(Document):
    """Every year from the first to the last, both included."""

    from_: Year = Field(alias="from")
    to: Year


class ThresholdRange(Document):
    """The thresholds that a condition of the rule takes: ``at`` some values, or ``from``, ``to`` and ``step``.

    Without `tier`, every condition of the rule moves that has the same number on the same quantity as the first one; so
    a gate and the condition beside it that asks for less than the gate move together.
    """

    of: Code
    tier: Code | None = None
    at: Annotated[tuple[Number, ...], Field(min_length=1)] | None = None
    from_: Number | None = Field(default=None, alias="from")
    to: Number | None = None
    step: Annotated[Number, Field(gt=0)] | None = None

    @property
    def values(self) -> tuple[float, ...]:
        """The thresholds, rounded so that steps of 0.02 are 0.42 and not 0.42000000000000004."""
        if self.at is not None:
            return self.at
        if self.from_ is None or self.to is None or self.step is None:
            return ()
        count = int((self.to - self.from_) / self.step + 1e-9) + 1
        return tuple(round(self.from_ + place * self.step, 10) for place in range(max(0, min(count, MOST_CASES + 1))))

    @property
    def code(self) -> str:
        """The name of the axis, a column of cases.csv."""
        return f"threshold.{self.of}" if self.tier is None else f"threshold.{self.of}.{self.tier}"


Thresholds = Annotated[
    Annotated[ThresholdRange, Tag("one")] | Annotated[tuple[ThresholdRange, ...], Tag("list"), Field(min_length=1)],
    Discriminator(lambda stated: "one" if isinstance(stated, dict | ThresholdRange) else "list"),
]
Countries = Annotated[
    Annotated[Literal["all"], Tag("all")] | Annotated[tuple[Country, ...], Tag("list"), Field(min_length=1)],
    Discriminator(lambda stated: "all" if isinstance(stated, str) else "list"),
]
Years = Annotated[
    Annotated[YearRange, Tag("range")] | Annotated[tuple[Year, ...], Tag("list"), Field(min_length=1)],
    Discriminator(lambda stated: "range" if isinstance(stated, dict | YearRange) else "list"),
]


class Vary(Document):
    """What varies. A key that is left out stays as the assessment states it.

    Files may be named with ``*``: ``scenarios/*.yaml`` is every scenario there is.
    """

    assessment: Files | None = None
    country: Countries | None = None
    reference_year: Years | None = None
    scenario: Files | None = None
    choices: AllOrCodes | None = None
    weights: Files | None = None
    method: Annotated[tuple[Method, ...], Field(min_length=1)] | None = None
    threshold: Thresholds | None = None

    @property
    def thresholds(self) -> tuple[ThresholdRange, ...]:
        """The ranges of thresholds; one may stand without a list around it."""
        return (self.threshold,) if isinstance(self.threshold, ThresholdRange) else self.threshold or ()


class LatinSize(Document):
    """How many cases are drawn, and the seed that draws them."""

    cases: Annotated[Whole, Field(ge=1)]
    seed: Annotated[Whole, Field(ge=0)] = 0


class LatinDesign(Document):
    """A Latin hypercube (McKay, Beckman & Conover 1979): each value of what varies stands in equally many cases."""

    latin: LatinSize


Design = Annotated[
    Annotated[Literal["full", "one_at_a_time"], Tag("word")] | Annotated[LatinDesign, Tag("latin")],
    Discriminator(lambda stated: "latin" if isinstance(stated, dict | LatinDesign) else "word"),
]


class Sweep(Document):
    """A sweep: an assessment, what varies around it, and which combinations are decided.

    `draws` of P(listed) are made in every case (0: none); `keep` names the columns of the table.
    """

    title: BilingualText
    assessment: Words
    vary: Vary
    design: Design = "full"
    draws: Annotated[Whole, Field(ge=0, le=MOST_DRAWS)] = 0
    keep: Annotated[tuple[Quantity, ...], Field(min_length=1)] = QUANTITIES
    note: BilingualText | None = None

    @property
    def kind(self) -> str:
        """``full``, ``one_at_a_time`` or ``sample``."""
        return self.design if isinstance(self.design, str) else "sample"
