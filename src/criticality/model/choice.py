"""Choices: what decides the list and is nobody's measurement, with its answers (options) and their reasons."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from criticality.model.assessment import ListRule, Method, SourceOrder
from criticality.model.dataset import Column
from criticality.model.document import (
    BilingualText,
    Code,
    Confirmation,
    Document,
    Flag,
    Number,
    Reference,
    Whole,
    Words,
)

DROP = Column("drop", "truth", filled=False, needed=False)
"""The column by which a file that an option names takes a row out of a table."""

KINDS = ("tables", "uses", "sectors", "applications", "criteria", "weights", "assessment")
"""The kinds of change, in the order in which they apply."""

COLUMNS = ("combination", "weight", "size")
"""Columns of combinations.csv beside those of the choices, which no choice may be called."""

FIXED = (
    "country",
    "as_of",
    "candidates",
    "criteria",
    "also_rank_by",
    "scenario",
    "compare_with",
    "robustness",
    "draws",
    "seed",
    "choices",
    "answers",
    "title",
    "note",
)
"""Keys of an assessment that no option may change."""


def _two(value: object) -> object:
    """Refuse what is no pair, by a sentence of its own."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise PydanticCustomError("pair", "a pair [mineral, application] is needed here")
    return value


Application = Annotated[tuple[Code, Words], BeforeValidator(_two)]


def _pairs(value: object) -> object:
    """Refuse one pair that stands where a list of pairs belongs, once and not for each of its two texts."""
    if isinstance(value, list | tuple) and value and all(isinstance(part, str) for part in value):
        raise PydanticCustomError("pair", "a list of pairs [mineral, application] is needed here")
    return value


Applications = Annotated[tuple[Application, ...], BeforeValidator(_pairs)]


class UsesChange(Document):
    """Use shares carried from the economy where they were measured to the country assessed.

    `donor` is a table of that economy's sectors, `sources` are the ids of the rows of end_uses.csv concerned.
    """

    adapt: Literal["location_quotient"]
    donor: Words
    sources: Annotated[tuple[Code, ...], Field(min_length=1)]


class SectorsChange(Document):
    """The whole set of strategic sectors."""

    strategic: tuple[Code, ...]


class ApplicationsChange(Document):
    """Applications, as pairs of mineral and application, that are strategic or not whatever their sector is."""

    strategic: Applications = ()
    not_strategic: Applications = ()

    @model_validator(mode="after")
    def _names_some(self) -> Self:
        if not self.strategic and not self.not_strategic:
            raise PydanticCustomError("applications", "applications needs strategic or not_strategic, or both")
        return self


class WeightsChange(Document):
    """The dimensions that count for nothing."""

    leave_out: tuple[Code, ...]


def _changeable(value: object) -> object:
    """Refuse the keys of an assessment that no option may change, by a sentence of their own."""
    for key in value if isinstance(value, dict) else ():
        if key in FIXED:
            raise PydanticCustomError("fixed", "an option may not change {key}", {"key": key, "at": key})
    return value


class AssessmentChange(Document):
    """Keys of the assessment that an option may change."""

    reference_year: Annotated[Whole, Field(ge=1900, le=2200)] | None = None
    method: Method | None = None
    rule: ListRule | None = None
    weights: Words | None = None
    sources: SourceOrder | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.stated:
            raise PydanticCustomError("assessment_change", "this changes no key of the assessment")
        return self

    @property
    def stated(self) -> dict[str, Any]:
        """The keys that are changed, with their new values."""
        return {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}


class Change(Document):
    """A change of the inputs: one or more kinds, which apply in this order."""

    tables: Annotated[dict[Code, Words], Field(min_length=1)] | None = None
    uses: UsesChange | None = None
    sectors: SectorsChange | None = None
    applications: ApplicationsChange | None = None
    criteria: Annotated[dict[Code, dict[str, Any]], Field(min_length=1)] | None = None
    weights: WeightsChange | None = None
    assessment: Annotated[AssessmentChange, BeforeValidator(_changeable)] | None = None

    @model_validator(mode="after")
    def _one_kind_at_least(self) -> Self:
        if not any(getattr(self, kind) is not None for kind in KINDS):
            raise PydanticCustomError("change", "a change needs at least one of {kinds}", {"kinds": ", ".join(KINDS)})
        return self


class Option(Document):
    """One answer to the question. The first option of a choice is the stated one and has no `change`."""

    code: Code
    title: BilingualText
    because: BilingualText
    change: Change | None = None
    odds: Annotated[Number, Field(ge=0)] = 1.0
    note: BilingualText | None = None


class Choice(Document):
    """A question with two or more answers.

    A choice that is `crossed` stands in every combination with the others; one that is not is varied alone.
    """

    code: Code
    question: BilingualText
    crossed: Flag = True
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    references: tuple[Reference, ...] = ()
    confirmed: Confirmation | None = None
    note: BilingualText | None = None

    def option(self, code: str | None) -> Option:
        """The option of a code; the first one without a code."""
        if code is None:
            return self.options[0]
        return next(option for option in self.options if option.code == code)
