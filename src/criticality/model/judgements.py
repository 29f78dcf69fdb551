"""Weights as planners write them: pairwise judgements, numbers, or a method."""

from typing import Annotated, Literal

from pydantic import Field

from criticality.model.document import BilingualText, Code, Confirmation, Date, Document, Number, Words

Status = Literal["illustrative", "adopted"]
Incomplete = Literal["refuse", "complete"]


class Judgement(Document):
    """One judgement and its reason: `more` matters `by` times as much as `than` (Saaty 1980, scale 1 to 9)."""

    more: Code
    than: Code
    by: Annotated[Number, Field(ge=1, le=9)]
    because: BilingualText


class Judge(Document):
    """One member of the panel. `weight` is the judge's weight in the geometric mean of the judgements."""

    name: Words
    office: Words | None = None
    on: Date | None = None
    weight: Annotated[Number, Field(gt=0)] = 1.0
    comparisons: dict[str, tuple[Judgement, ...]]


class _Weights(Document):
    title: BilingualText
    status: Status = "illustrative"
    leave_out: tuple[Code, ...] = ()
    confirmed: Confirmation | None = None
    note: BilingualText | None = None


class AhpWeights(_Weights):
    """Weights from the pairwise judgements of a panel (analytic hierarchy process, Saaty 1980)."""

    method: Literal["ahp"]
    consistency_limit: Annotated[Number, Field(gt=0)] = 0.10
    incomplete: Incomplete = "refuse"
    judges: Annotated[tuple[Judge, ...], Field(min_length=1)]


class DirectWeights(_Weights):
    """Weights stated as numbers, one per criterion; they must add up to 1."""

    method: Literal["direct"]
    weights: dict[str, Annotated[Number, Field(ge=0)]]
    because: BilingualText


class EqualWeights(_Weights):
    """Equal weights for all dimensions, and for all criteria inside each dimension."""

    method: Literal["equal"]
    because: BilingualText | None = None


class ObjectiveWeights(_Weights):
    """Weights computed from the values: a cross-check, not a policy (entropy: Shannon; CRITIC: Diakoulaki 1995).

    `of` says from which: the values on their fixed scales, or the figures in their own units, as in the publications.
    """

    method: Literal["entropy", "critic"]
    of: Literal["scaled", "raw"] = "scaled"
    because: BilingualText | None = None


Weights = Annotated[AhpWeights | DirectWeights | EqualWeights | ObjectiveWeights, Field(discriminator="method")]
