"""The assessment: everything one run needs to know, and the rule that turns a ranking into a list."""

from datetime import date
from math import floor
from typing import Annotated, Literal, Self

from pydantic import (
    Discriminator,
    Field,
    SerializerFunctionWrapHandler,
    Tag,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from criticality.model.document import BilingualText, Code, Date, Document, Flag, Number, Whole, Words, without_idle

Method = Literal[
    "topsis",
    "topsis_flat",
    "topsis_vector",
    "ahp_ratings",
    "geometric_mean",
    "product",
    "euclidean",
    "lowest",
]
RELATIVE: frozenset[str] = frozenset({"topsis_vector"})
"""Methods that hold the candidates against each other: one more may change the score of all."""
Factor = Literal["weights", "data", "thresholds", "method"]
Comparison = Literal["at_least", "below", "top"]
Status = Literal["draft", "adopted", "superseded"]
Share = Annotated[Number, Field(ge=0, le=1)]
AllOrCodes = Annotated[
    Annotated[Literal["all"], Tag("all")] | Annotated[tuple[Code, ...], Tag("list"), Field(min_length=1)],
    Discriminator(lambda stated: "all" if isinstance(stated, str) else "list"),
]
AllNoneOrCodes = Annotated[
    Annotated[Literal["all", "none"], Tag("word")] | Annotated[tuple[Code, ...], Tag("list")],
    Discriminator(lambda stated: "word" if isinstance(stated, str) else "list"),
]
Combinations = Annotated[
    Annotated[Literal["full", "one_at_a_time"], Tag("word")] | Annotated[Whole, Field(ge=1), Tag("number")],
    Discriminator(lambda stated: "word" if isinstance(stated, str) else "number"),
]
INSUFFICIENT = "insufficient"
NOT_LISTED = "not_listed"
MOST_DRAWS = 1_000_000_000
"""Upper limit of the draws. Sums of weights are counted in units of 2⁻³², so twice as many draws would overflow.

This many draws take days, and leave an error of probabilities of 0.00002.
"""
RESERVED_TIERS = (INSUFFICIENT, NOT_LISTED)


class SourceThreshold(Document):
    """A threshold in the unit of the criterion's own figures, as ``{value: 2.8, unit: source}``."""

    value: Number
    unit: Literal["source"]


Threshold = Annotated[
    Annotated[Number, Tag("number")] | Annotated[SourceThreshold, Tag("figure")],
    Discriminator(lambda stated: "figure" if isinstance(stated, dict | SourceThreshold) else "number"),
]


class Condition(Document):
    """A test of the score, a dimension or a criterion (``of``): at least or below a threshold, or among the first.

    The threshold stands on 0…1, or, of a criterion, in the unit of its own figures. ``top: 30`` asks for a place among
    the first 30 of the scored candidates; those who share the last place are all among them. The places of a criterion
    are those on its scale, the most critical first.
    """

    of: Code
    at_least: Threshold | None = None
    below: Threshold | None = None
    top: Annotated[Whole, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> Self:
        if sum(stated is not None for stated in (self.at_least, self.below, self.top)) != 1:
            raise PydanticCustomError("condition", "a condition needs exactly one of at_least, below and top")
        return self

    @model_serializer(mode="wrap")
    def _as_before(self, dumped: SerializerFunctionWrapHandler) -> dict[str, object]:
        return without_idle(dumped(self), top=None)

    @property
    def comparison(self) -> Comparison:
        """How the quantity is compared; also the key that states the threshold."""
        return "at_least" if self.at_least is not None else "below" if self.below is not None else "top"

    @property
    def threshold(self) -> float:
        """The number that the quantity is compared with."""
        stated = getattr(self, self.comparison)
        return float(stated.value if isinstance(stated, SourceThreshold) else stated)

    @property
    def in_own_unit(self) -> bool:
        """Whether the threshold is compared with the criterion's own figure, and not with its place on the scale."""
        return isinstance(getattr(self, self.comparison), SourceThreshold)

    def at(self, threshold: float) -> Self:
        """The same condition with another threshold; a number of places is rounded to a whole one."""
        if self.top is not None:
            return self.model_copy(update={"top": floor(threshold + 0.5)})
        stated = SourceThreshold(value=threshold, unit="source") if self.in_own_unit else threshold
        return self.model_copy(update={self.comparison: stated})


class Alternative(Document):
    """One of several sets of conditions, of which one is enough."""

    when: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Tier(Document):
    """A class of the list. A mineral gets the first tier whose conditions hold.

    All of `when` must hold, and all of one of the alternatives under `any`, if there are some. A tier with
    `designations_only` has no conditions: only designated minerals get it.
    """

    name: Code
    title: BilingualText | None = None
    listed: Flag
    when: tuple[Condition, ...] = ()
    any: Annotated[tuple[Alternative, ...], Field(min_length=1)] | None = None
    designations_only: Flag = False
    because: BilingualText | None = None

    @model_validator(mode="after")
    def _designated_or_decided(self) -> Self:
        if self.designations_only and self.conditions:
            found = "when" if self.when else "any"
            raise PydanticCustomError(
                "designations_only", "a tier with designations_only has no {key}", {"key": found, "at": found}
            )
        return self

    @model_serializer(mode="wrap")
    def _as_before(self, dumped: SerializerFunctionWrapHandler) -> dict[str, object]:
        return without_idle(dumped(self), any=None, designations_only=False)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All its conditions, in the order of `when` and of the alternatives."""
        return (*self.when, *(condition for entry in self.any or () for condition in entry.when))

    @property
    def alternative_of(self) -> tuple[int, ...]:
        """For each of `conditions` the number of its alternative, from 1; 0 for those of `when`."""
        inside = (number for number, entry in enumerate(self.any or (), 1) for _ in entry.when)
        return (*(0 for _ in self.when), *inside)

    @property
    def ways(self) -> tuple[tuple[int, ...], ...]:
        """The sets of `conditions`, by their places, of which one must hold whole; none where no condition decides."""
        if self.designations_only:
            return ()
        numbers = range(1, len(self.any) + 1) if self.any else [0]
        return tuple(
            tuple(place for place, own in enumerate(self.alternative_of) if own in (0, number)) for number in numbers
        )

    def with_condition(self, place: int, condition: Condition) -> Self:
        """The tier with another condition at a place of `conditions`."""
        if place < len(self.when):
            return self.model_copy(update={"when": (*self.when[:place], condition, *self.when[place + 1 :])})
        entries, first = list(self.any or ()), len(self.when)
        for number, entry in enumerate(entries):
            if place < first + len(entry.when):
                inside = place - first
                when = (*entry.when[:inside], condition, *entry.when[inside + 1 :])
                entries[number] = entry.model_copy(update={"when": when})
                break
            first += len(entry.when)
        return self.model_copy(update={"any": tuple(entries)})


class GroupRule(Document):
    """A group of minerals that enters the list together.

    `listed_if`: any member qualifies; all members qualify; or the average does, the mean over the members of what each
    condition tests. Under `average` the members are one: all get the tier of the average.
    """

    group: Words
    listed_if: Literal["any", "all", "average"]
    because: BilingualText


class Designation(Document):
    """A mineral that is put into a tier by a decision, whatever its score."""

    mineral: Code
    tier: Code
    by: Words
    on: Date
    because: BilingualText


class Coverage(Document):
    """How much evidence a mineral needs before it is scored at all."""

    at_least: Share = 0.0
    must_have: tuple[Code, ...] = ()


class ListRule(Document):
    """Conditions on the score, the dimensions and single criteria that decide the list."""

    because: BilingualText
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    coverage: Coverage | None = None
    groups: tuple[GroupRule, ...] = ()
    designations: tuple[Designation, ...] = ()

    def tested(self, *, of_the_list: bool = False) -> frozenset[str]:
        """What conditions are about (``of``): those of all tiers, or of the listed ones alone."""
        tiers = (tier for tier in self.tiers if tier.listed or not of_the_list)
        return frozenset(condition.of for tier in tiers for condition in tier.conditions)


class SourceOrder(Document):
    """Whose figures count where several publishers state one thing: ids of data/sources.yaml, the first goes first."""

    production: tuple[Code, ...] = ()


class Robustness(Document):
    """How the robustness of the list is measured: what varies, how far, and in how many draws."""

    draws: Annotated[Whole, Field(ge=0, le=MOST_DRAWS)]
    seed: Annotated[Whole, Field(ge=0)]
    vary: tuple[Factor, ...] = ("weights", "data", "thresholds")
    weight_draw: Literal["judgements", "dirichlet", "uniform"] = "judgements"
    judgement_spread: Annotated[Number, Field(ge=0)] = 0.2
    resample_judges: Flag = True
    concentration: Annotated[Number, Field(gt=0)] = 50.0
    data_spread: Annotated[Number, Field(ge=0)] = 1.0
    threshold_spread: Share = 0.02
    combinations: Combinations | None = None


class Adoption(Document):
    """Who adopted a list, on which day, and by which act; `run` names the run that was before them."""

    by: BilingualText
    on: Date
    act: BilingualText
    run: Words | None = None

    @model_serializer(mode="wrap")
    def _as_stated(self, dumped: SerializerFunctionWrapHandler) -> dict[str, object]:
        return without_idle(dumped(self), run=None)


class Assessment(Document):
    """One assessment: the candidates, criteria and weights, the ranking method, and the rule of the list."""

    title: BilingualText
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    reference_year: Annotated[Whole, Field(ge=1900, le=2200)]
    as_of: Date | None = None
    candidates: AllOrCodes
    criteria: AllOrCodes
    weights: Words
    method: Method
    also_rank_by: tuple[Words, ...] = ()
    rule: ListRule
    scenario: Words = "none"
    choices: AllNoneOrCodes = "all"
    answers: dict[Code, Code] = Field(default_factory=dict)
    compare_with: Words = "none"
    sources: SourceOrder = SourceOrder()
    robustness: Robustness = Robustness(draws=0, seed=0)
    note: BilingualText | None = None
    issuer: BilingualText | None = None
    """Who issues the list, as page one names them."""
    committee: BilingualText | None = None
    """The committee that decides about it."""
    status: Status = "draft"
    """Where the list stands: a draft, adopted, or superseded by another list."""
    adopted: Adoption | None = None
    """Who adopted it; stated where the status is not `draft`, and only there."""
    review_by: Date | None = None
    """The day by which the list is to be reviewed."""

    @model_validator(mode="after")
    def _adopted_by_somebody(self) -> Self:
        if self.status == "draft" and self.adopted is not None:
            raise PydanticCustomError("adopted_draft", "a draft has not been adopted", {"at": "adopted"})
        if self.status != "draft" and self.adopted is None:
            message = "a list that is {status} says who adopted it"
            raise PydanticCustomError("adopted_missing", message, {"status": self.status, "at": "status"})
        if self.adopted is not None and self.review_by is not None and self.review_by <= self.adopted.on:
            message, days = "adopted on {day}, reviewed by {stated}", (str(self.adopted.on), str(self.review_by))
            raise PydanticCustomError("review_early", message, {"day": days[0], "stated": days[1], "at": "review_by"})
        return self

    @property
    def date(self) -> date:
        """The as-of date; by default the last day of the reference year."""
        return self.as_of or date(self.reference_year, 12, 31)
