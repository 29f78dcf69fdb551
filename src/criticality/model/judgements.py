"""Weights as planners write them: pairwise judgements, numbers, or a method."""

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, ModelWrapValidatorHandler, Tag, model_validator

from criticality.model.document import BilingualText, Code, Confirmation, Date, Document, Flag, Number, Words
from criticality.model.ratios import By, Strength, declaring, ends_of, middle_of

Status = Literal["illustrative", "adopted"]
Incomplete = Literal["refuse", "complete"]
Aggregate = Literal["judgements", "priorities"]
Prioritisation = Literal["eigenvector", "row_geometric_mean"]
RandomIndexName = Literal["saaty_1980", "alonso_lamata_2006"]
Above0 = Annotated[Number, Field(gt=0)]


def _weight_kind(value: object) -> str:
    return "<by group>" if isinstance(value, dict) else "<number>"


JudgeWeight = Annotated[
    Annotated[Above0, Tag("<number>")] | Annotated[dict[str, Above0], Field(min_length=1), Tag("<by group>")],
    Discriminator(_weight_kind),
]


class Judgement(Document):
    """One judgement and its reason: `more` matters `by` times as much as `than` (Saaty 1980, scale 1 to 9).

    `by` is a number, a word that `words` of the same file gives a number, or an interval `[low, high]`.
    """

    more: Code
    than: Code
    by: By
    because: BilingualText


class Judge(Document):
    """One member of the panel: `comparisons` of the groups that this member judges, which need not be all.

    A group named after a criterion with `indicator: judged` compares minerals.
    `weight` is one number for all groups, or a mapping of group to number. Results are also given for each `subgroup`
    of the panel; where no judge states one, for each `office` that several judges share.
    """

    name: Words
    office: Words | None = None
    subgroup: Words | None = None
    on: Date | None = None
    weight: JudgeWeight = 1.0
    comparisons: dict[str, tuple[Judgement, ...]]

    def weight_in(self, group: str) -> float:
        """The weight of this judge in a group of comparisons; a `KeyError` where the mapping lacks the group."""
        return self.weight[group] if isinstance(self.weight, dict) else self.weight


class _Weights(Document):
    title: BilingualText
    status: Status = "illustrative"
    leave_out: tuple[Code, ...] = ()
    confirmed: Confirmation | None = None
    note: BilingualText | None = None


class AhpWeights(_Weights):
    """Weights from the pairwise judgements of a panel (analytic hierarchy process, Saaty 1980).

    `aggregate: judgements` joins the judges' matrices by the weighted geometric mean (AIJ), `priorities` their
    priorities by the weighted arithmetic mean (AIP; Forman & Peniwati 1998).
    """

    method: Literal["ahp"]
    consistency_limit: Above0 = 0.10
    incomplete: Incomplete = "refuse"
    aggregate: Aggregate = "judgements"
    prioritisation: Prioritisation = "eigenvector"
    random_index: RandomIndexName = "saaty_1980"
    words: dict[str, Strength] = Field(default_factory=dict)
    judges: Annotated[tuple[Judge, ...], Field(min_length=1)]

    @model_validator(mode="wrap")
    @classmethod
    def _with_words(cls, said: object, read: ModelWrapValidatorHandler[Self]) -> Self:
        with declaring(said.get("words", {}) if isinstance(said, dict) else {}):
            return read(said)

    def ends(self, judgement: Judgement) -> tuple[float, float]:
        """The interval that a judgement states; a number is an interval with equal ends."""
        return ends_of(judgement.by, self.words)

    def ratio(self, judgement: Judgement) -> float:
        """How many times as much `more` matters: the number stated, or the middle √(low·high) of the interval."""
        return middle_of(self.ends(judgement))


def _number_kind(value: object) -> str:
    grouped = isinstance(value, dict) and any(isinstance(entry, dict) for entry in value.values())
    return "<by group>" if grouped else "<of criteria>"


Stated = dict[str, Annotated[Number, Field(ge=0)]]


class DirectWeights(_Weights):
    """Weights stated as numbers; they must add up to 1, or are rescaled with `normalise: true`.

    `weights` has one number per criterion, or, by group, one per item: group ``dimensions`` for the first level, then
    one for each dimension with several items, as judgements have it. Then each group adds up to 1.
    """

    method: Literal["direct"]
    weights: Annotated[
        Annotated[Stated, Tag("<of criteria>")] | Annotated[dict[str, Stated], Tag("<by group>")],
        Discriminator(_number_kind),
    ]
    normalise: Flag = False
    because: BilingualText

    @property
    def of_criteria(self) -> Stated:
        """Criterion → number; nothing where numbers are stated by group."""
        return {code: entry for code, entry in self.weights.items() if isinstance(entry, float)}

    @property
    def by_group(self) -> dict[str, Stated]:
        """Group → item → number; nothing where there is one number per criterion."""
        return {code: entry for code, entry in self.weights.items() if isinstance(entry, dict)}


class EqualWeights(_Weights):
    """Equal weights for all dimensions of the first level, and for all items inside each dimension."""

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
