"""Criteria: what is measured, on which fixed scale, and what happens where evidence is missing."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from criticality.model.document import BilingualText, Code, Confirmation, Document, Number, Reference, Words

Direction = Literal["raises_criticality", "lowers_criticality"]
MissingPolicy = Literal["refuse", "interval", "leave_out_mineral", "group_median", "group_median_or_interval"]
Role = Literal["weighted", "screening"]
Parameter = str | int | float | bool
GROUP_POLICIES: tuple[MissingPolicy, ...] = ("group_median", "group_median_or_interval")
"""The policies under which the cell of one mineral depends on those of the others of its group."""


class Dimension(Document):
    """A group of criteria, such as economic importance or supply risk."""

    code: Code
    title: BilingualText


class Scale(Document):
    """Fixed, published anchors that map a raw value to 0…1. They are never the minimum and maximum of a run.

    `zero_at` < `one_at`; on a ``log`` scale both are above zero.
    """

    kind: Literal["linear", "log"]
    zero_at: Number
    one_at: Number

    @model_validator(mode="after")
    def _anchors_make_a_scale(self) -> Self:
        if self.zero_at >= self.one_at:
            raise PydanticCustomError(
                "anchors",
                "zero_at ({zero}) must be below one_at ({one})",
                {"zero": f"{self.zero_at:g}", "one": f"{self.one_at:g}", "at": "zero_at"},
            )
        if self.kind == "log" and self.zero_at <= 0:
            raise PydanticCustomError(
                "log_anchors",
                "a log scale needs anchors above 0, not {zero}",
                {"zero": f"{self.zero_at:g}", "at": "zero_at"},
            )
        return self


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
    scale: Scale | None = None
    missing: MissingPolicy
    references: tuple[Reference, ...] = ()
    confirmed: Confirmation | None = None
    note: BilingualText | None = None
