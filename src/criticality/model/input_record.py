"""The shape of the inputs in a run's record: every document and every table of data/, as plain values.

A class here is one JSON object; what its keys mean is said where the documents are read and checked (`assessment`,
`criteria`, `judgements` and `scenario` in `criticality.model`). A key that is not required is missing from some.
"""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

Scalar = str | int | float | bool | None
"""What one cell of a table holds."""
Text = Mapping[str, str | None]
"""``{"en": …, "zh-Hant": …}`` as a document states it; one of the two may be missing."""


class DataTable(TypedDict):
    """A table of data/: the names of its columns, and its rows as lists."""

    columns: list[str]
    rows: list[list[Scalar]]


class ConditionEntry(TypedDict):
    """A condition of a tier; exactly one of the three is stated, a threshold as a number or as value and unit."""

    of: str
    at_least: NotRequired[float | Mapping[str, float | str] | None]
    below: NotRequired[float | Mapping[str, float | str] | None]
    top: NotRequired[int]


class AlternativeEntry(TypedDict):
    """One of several sets of conditions of a tier."""

    when: list[ConditionEntry]


class TierEntry(TypedDict):
    """A tier of the rule."""

    name: str
    title: NotRequired[Text | None]
    listed: bool
    when: list[ConditionEntry]
    any: NotRequired[list[AlternativeEntry]]
    designations_only: NotRequired[bool]
    because: NotRequired[Text | None]


class CoverageEntry(TypedDict, total=False):
    """How much evidence a mineral needs before it is scored."""

    at_least: float
    must_have: list[str]


class DesignationEntry(TypedDict):
    """A mineral put into a tier by decision and not by score."""

    mineral: str
    tier: str
    by: str
    on: str
    because: Text


class GroupRuleEntry(TypedDict):
    """A group of minerals that enters the list together."""

    group: str
    listed_if: str
    because: Text


class RuleEntry(TypedDict):
    """The rule that decides the list."""

    because: Text
    tiers: list[TierEntry]
    coverage: NotRequired[CoverageEntry | None]
    groups: list[GroupRuleEntry]
    designations: list[DesignationEntry]


class DrawSettings(TypedDict, total=False):
    """How often and how far the draws vary the inputs; other settings stand beside these."""

    draws: int
    seed: int
    vary: list[str]


class AdoptionEntry(TypedDict):
    """Who adopted a list, when, and by which act; `run` is the run that was before them."""

    by: Text
    on: str
    act: Text
    run: NotRequired[str]


class AdoptedRunEntry(TypedDict):
    """The run of the adopted list with which a run is held: its id, and the digest of its inputs."""

    run_id: str
    digest: str


class AssessmentEntry(TypedDict):
    """The assessment."""

    title: Text
    country: str
    reference_year: int
    as_of: str
    candidates: str | list[str]
    criteria: str | list[str]
    weights: str
    method: str
    also_rank_by: list[str]
    rule: RuleEntry
    scenario: str
    compare_with: str
    robustness: DrawSettings
    note: Text | None
    issuer: NotRequired[Text | None]
    committee: NotRequired[Text | None]
    sources: NotRequired[Mapping[str, list[str]]]
    status: NotRequired[str]
    adopted: NotRequired[AdoptionEntry]
    review_by: NotRequired[str]


class DimensionEntry(TypedDict):
    """A dimension; `parent` where another one holds it."""

    code: str
    title: Text
    parent: NotRequired[str]


class BandEntry(TypedDict):
    """One band of a scale of classes."""

    below: NotRequired[float | None]
    value: float


class ScaleEntry(TypedDict):
    """The scale of a criterion; which keys it has follows from its kind."""

    kind: str
    zero_at: NotRequired[float]
    one_at: NotRequired[float]
    worst_below: NotRequired[float | None]
    best: NotRequired[float | list[float]]
    worst_above: NotRequired[float | None]
    bands: NotRequired[list[BandEntry]]
    words: NotRequired[Mapping[str, float]]


class ReferenceEntry(TypedDict, total=False):
    """A publication that a criterion rests on."""

    title: str
    authors: str | None
    year: int | None
    url: str | None
    doi: str | None
    pages: str | None
    equation: str | None
    note: str | None


class CriterionEntry(TypedDict):
    """A criterion."""

    code: str
    title: Text
    question: Text | None
    dimension: str
    role: str
    direction: str
    indicator: str
    parameters: dict[str, Scalar]
    unit: str
    scale: ScaleEntry | None
    missing: str
    references: list[ReferenceEntry]
    confirmed: dict[str, str] | None
    note: Text | None


class JudgementEntry(TypedDict):
    """One pairwise judgement: `more` matters `by` times as much as `than`; a number, a word, or both ends."""

    more: str
    than: str
    by: float | str | list[float]
    because: Text


class JudgeEntry(TypedDict):
    """One judge of the panel; `comparisons` by group of items."""

    name: str
    office: NotRequired[str | None]
    subgroup: NotRequired[str]
    on: NotRequired[str | None]
    weight: float | dict[str, float]
    comparisons: dict[str, list[JudgementEntry]]


class WeightsEntry(TypedDict):
    """The weights: with `judges` where the method is ``ahp``, with `weights` where it is ``direct``."""

    method: str
    title: Text
    status: str
    because: NotRequired[Text | None]
    note: NotRequired[Text | None]
    consistency_limit: NotRequired[float]
    aggregate: NotRequired[str]
    prioritisation: NotRequired[str]
    random_index: NotRequired[str]
    words: NotRequired[dict[str, float | list[float]]]
    judges: NotRequired[list[JudgeEntry]]
    weights: NotRequired[dict[str, float | dict[str, float]]]
    normalise: NotRequired[bool]


class ScenarioEntry(TypedDict):
    """The scenario; shocks and levers are of many kinds (`criticality.model.scenario`)."""

    title: Text
    shocks: list[dict[str, object]]
    levers: list[dict[str, object]]


class SourceEntry(TypedDict, total=False):
    """One source of figures."""

    title: str
    publisher: str
    published: str | int | None
    url: str | None
    doi: str | None
    licence: str | None
    accessed: str | int | None
    note: str | None


class ChoiceRows(TypedDict):
    """The rows of a file that an option names, and the table that they change."""

    table: str
    columns: list[str]
    rows: list[list[Scalar]]


class Unanswered(TypedDict, total=False):
    """The parts of the inputs that the stated answers changed, as they were before."""

    assessment: AssessmentEntry
    criteria: list[CriterionEntry]
    weights: WeightsEntry
    data: dict[str, DataTable]


class ChoicesEntry(TypedDict):
    """The choices that the run uses; the other inputs of the record are those under the stated answers.

    `documents` stand in the order in which they apply, `considered` are those whose other options are evaluated. The
    tables of `given` stand there with the rows that had given way to others, which an option may bring back.
    """

    considered: list[str]
    answers: dict[str, str]
    combinations: str | int | None
    documents: list[dict[str, object]]
    tables: dict[str, ChoiceRows]
    weights: dict[str, WeightsEntry]
    unanswered: Unanswered
    given: NotRequired[dict[str, DataTable]]


class PublicFormOf(TypedDict):
    """The run, with all its figures, whose public form a record is."""

    run_id: str
    digest: str


class ConfidentialEntry(TypedDict):
    """What a run rests on that is not for publication.

    Attributes
    ----------
    digests
        Table, or ``sources`` → a digest of each row (HMAC-SHA256 under the salt of the office); without a salt none.
    tables, sources
        The rows themselves, and the ids of the sources that only the confidential folder describes; not in a public
        record.
    blind
        What nobody can guess without the salt, so that the digest of the whole tells nothing; not in a public record.
    public_form_of
        Only in a public record: the run that it is the public form of.
    """

    digests: dict[str, list[str]]
    tables: NotRequired[dict[str, DataTable]]
    sources: NotRequired[list[str]]
    blind: NotRequired[str]
    public_form_of: NotRequired[PublicFormOf]


class RecordInputs(TypedDict):
    """Everything the run depends on; `paths` says where the documents stood and is no part of the digest."""

    paths: dict[str, str | None]
    assessment: AssessmentEntry
    dimensions: list[DimensionEntry]
    criteria: list[CriterionEntry]
    weights: WeightsEntry
    scenario: ScenarioEntry | None
    sources: dict[str, SourceEntry]
    data: dict[str, DataTable]
    templates: dict[str, str]
    choices: NotRequired[ChoicesEntry]
    adopted_run: NotRequired[AdoptedRunEntry]
    confidential: NotRequired[ConfidentialEntry]
