"""Criteria: what is measured, on which fixed scale, and what happens where evidence is missing."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, SerializerFunctionWrapHandler, Tag, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from criticality.model.document import (
    BilingualText,
    Code,
    Confirmation,
    Document,
    Number,
    Reference,
    Words,
    without_idle,
)

Direction = Literal["raises_criticality", "lowers_criticality"]
MissingPolicy = Literal["refuse", "interval", "leave_out_mineral", "group_median", "group_median_or_interval"]
Role = Literal["weighted", "screening"]
Parameter = str | int | float | bool
GROUP_POLICIES: tuple[MissingPolicy, ...] = ("group_median", "group_median_or_interval")
"""The policies under which the cell of one mineral depends on those of the others of its group."""


class Dimension(Document):
    """A group of criteria, such as economic importance or supply risk, or of further dimensions that name it `parent`.

    So a hierarchy has as many levels as the literature writes: an index of sub-indices of pillars of indicators.
    """

    code: Code
    title: BilingualText
    parent: Code | None = None

    @model_serializer(mode="wrap")
    def _without_idle_keys(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        return without_idle(dump(self), parent=None)


def _rising_anchors(zero_at: float, one_at: float) -> None:
    if zero_at >= one_at:
        raise PydanticCustomError(
            "anchors",
            "zero_at ({zero}) must be below one_at ({one})",
            {"zero": f"{zero_at:g}", "one": f"{one_at:g}", "at": "zero_at"},
        )


class Scale(Document):
    """Fixed, published anchors that map a raw value to 0…1. They are never the minimum and maximum of a run.

    `zero_at` < `one_at`; on a ``log`` scale both are above zero.
    """

    kind: Literal["linear", "log"]
    zero_at: Number
    one_at: Number

    @model_validator(mode="after")
    def _anchors_make_a_scale(self) -> Self:
        _rising_anchors(self.zero_at, self.one_at)
        if self.kind == "log" and self.zero_at <= 0:
            raise PydanticCustomError(
                "log_anchors",
                "a log scale needs anchors above 0, not {zero}",
                {"zero": f"{self.zero_at:g}", "at": "zero_at"},
            )
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest figure of the scale."""
        return self.zero_at, self.one_at


Target = Annotated[
    Annotated[Number, Tag("number")] | Annotated[tuple[Number, Number], Tag("pair")],
    Discriminator(lambda stated: "pair" if isinstance(stated, list | tuple) else "number"),
]


class TargetScale(Document):
    """A scale that is best at a target: 1 there, falling to 0 at `worst_below` and at `worst_above`.

    The target, `best`, is a figure or a pair of figures between which all are best. Where one of the two worsts is left
    out, every figure on that side of the target is as good as the target (Cables, Lamata & Verdegay 2016).
    """

    kind: Literal["target"]
    worst_below: Number | None = None
    best: Target
    worst_above: Number | None = None

    @model_validator(mode="after")
    def _figures_rise(self) -> Self:
        if self.worst_below is None and self.worst_above is None:
            raise PydanticCustomError("target_sides", "a target scale needs worst_below or worst_above, or both")
        low, high = self.target
        for at, rises in (
            ("worst_below", self.worst_below is None or self.worst_below < low),
            ("best", low < high or isinstance(self.best, float)),
            ("worst_above", self.worst_above is None or high < self.worst_above),
        ):
            if not rises:
                figures = [self.worst_below, *dict.fromkeys(self.target), self.worst_above]
                told = " < ".join(f"{figure:g}" for figure in figures if figure is not None)
                raise PydanticCustomError("target_order", "{figures} does not hold", {"figures": told, "at": at})
        return self

    @property
    def target(self) -> tuple[float, float]:
        """The lowest and the highest of the best figures."""
        return (self.best, self.best) if isinstance(self.best, float) else self.best

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest figure of the scale."""
        low, high = self.target
        least = low if self.worst_below is None else self.worst_below
        return least, high if self.worst_above is None else self.worst_above


class Band(Document):
    """Figures `below` a limit and not below that of the band before, and the class they get; the last has no limit."""

    below: Number | None = None
    value: Number


class ClassScale(Document):
    """Classes of figures, each with a value; the anchors carry the values to 0…1."""

    kind: Literal["classes"]
    bands: Annotated[tuple[Band, ...], Field(min_length=2)]
    zero_at: Number
    one_at: Number

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        _rising_anchors(self.zero_at, self.one_at)
        for band, following in pairwise(self.bands):
            if band.below is None:
                raise PydanticCustomError("band_open", "only the last band has no below", {"at": "bands"})
            if following.below is not None and following.below <= band.below:
                raise PydanticCustomError(
                    "band_order",
                    "below ({after}) must be more than that of the band before ({before})",
                    {"after": f"{following.below:g}", "before": f"{band.below:g}", "at": "bands"},
                )
        if self.bands[-1].below is not None:
            message = "the last band has no below: it holds all other figures"
            raise PydanticCustomError("band_last", message, {"at": "bands"})
        return self

    @property
    def limits(self) -> tuple[float, ...]:
        """The figure at which each band but the first begins."""
        return tuple(band.below for band in self.bands if band.below is not None)

    @property
    def ends(self) -> tuple[float, float]:
        """The first and the last limit; where there is one alone, a span as wide as it is large."""
        low, high = self.limits[0], self.limits[-1]
        return (low, high) if low < high else (low - (abs(low) or 1.0), low)


class WordScale(Document):
    """Words that stand in the column `value` of a property, each with a value; the anchors carry the values to 0…1."""

    kind: Literal["words"]
    words: Annotated[dict[Words, Number], Field(min_length=2)]
    zero_at: Number
    one_at: Number

    @model_validator(mode="after")
    def _anchors_make_a_scale(self) -> Self:
        _rising_anchors(self.zero_at, self.one_at)
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The anchors: the values of words have no other unit."""
        return self.zero_at, self.one_at


SCALES = (Scale, TargetScale, ClassScale, WordScale)
"""The kinds of scales."""
AnyScale = Annotated[Scale | TargetScale | ClassScale | WordScale, Field(discriminator="kind")]


class Criterion(Document):
    """One criterion; its scale, direction, unit, source and missing-data policy are stated nowhere else."""

    code: Code
    title: BilingualText
    question: BilingualText | None = None
    dimension: Code
    role: Role = "weighted"
    direction: Direction
    indicator: Words
    parameters: Annotated[dict[str, Parameter], Field(default_factory=dict)]
    unit: str = "1"
    scale: AnyScale | None = None
    missing: MissingPolicy
    references: tuple[Reference, ...] = ()
    confirmed: Confirmation | None = None
    note: BilingualText | None = None
