"""The shape of a run's record (``record.json``), and the names its codes stand for, looked up in one place.

A class here is one JSON object. A key that is not required is missing from records of earlier versions. The larger
parts have modules of their own: `input_record`, `robustness_record`, `policy_record` and `comparison_record`.
"""

from collections.abc import Mapping
from typing import Final, NotRequired, TypedDict, TypeVar

from criticality.model.comparison_record import ComparisonRecord, SinceAdopted, WarningSaid
from criticality.model.input_record import AdoptionEntry, RecordInputs, Scalar, Text
from criticality.model.policy_record import PolicyRecord
from criticality.model.robustness_record import ChoicesRecord, ListingConfidence, RobustnessDetails
from criticality.model.rows.confidential_rows import RestingRecord
from criticality.model.rows.review_record import ReviewShown
from criticality.model.rows.weights_record import (
    ConsistencyRow,
    HintRow,
    JudgeWeight,
    LevelWeight,
    PanelRow,
    SubgroupWeight,
)
from criticality.text.kept import Said, shipped_name
from criticality.text.phrases import Phrase, both

Row = Mapping[str, Scalar]
"""One row of a table of data/, by column."""
Known = TypeVar("Known")
RESERVED_TITLES: Final[Mapping[str, Phrase]] = {
    "not_listed": shipped_name("not_listed"),
    "insufficient": shipped_name("insufficient"),
}


class IndicatorCell(TypedDict):
    """The value of one mineral under one criterion; `flag` and `sources` join several entries with ``;``.

    `said` are the sentences of `note` with their codes. `counted` stands under a method that works on the figures
    themselves: the figure that counted where the mineral has none of its own.
    """

    mineral: str
    criterion: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    present: bool
    counted: NotRequired[float]
    grade: str | None
    flag: str
    sources: str
    note: str | None
    said: NotRequired[list[Said]]
    scaled: float | None
    scaled_low: float | None
    scaled_high: float | None


class CriterionWeight(TypedDict):
    """The weight of a criterion inside its dimension and over all."""

    criterion: str
    dimension: str
    local_weight: float
    global_weight: float


class HeldCondition(TypedDict):
    """A condition of a tier as it was found for one mineral.

    `unit` is ``source`` where it compares the figure and ``place`` where it compares places; `alternative` is the
    number of the alternative that it belongs to.
    """

    tier: str
    of: str
    comparison: str
    threshold: float
    value: float | None
    holds: bool
    unit: NotRequired[str]
    alternative: NotRequired[int]


class ListedRow(TypedDict):
    """The tier of one candidate, why, and the threshold nearest to it; `said` is `reason` with its codes."""

    mineral: str
    tier: str
    listed: bool
    designated: bool
    rule_tier: str
    entered_with_group: bool | None
    reason: str
    said: NotRequired[list[Said]]
    margin: NotRequired[float | None]
    margin_of: NotRequired[str | None]
    margin_threshold: NotRequired[float | None]
    margin_value: NotRequired[float | None]
    because: list[HeldCondition]


class RankingRow(ListedRow, ListingConfidence):
    """Where one candidate stands; `dimensions` (scores) and `coverage` (evidence) by the code of the dimension."""

    rank: int | None
    score: float | None
    dimensions: dict[str, float | None]
    coverage: dict[str, float | None]


class Contribution(TypedDict):
    """What one criterion adds to the weighted mean of one mineral."""

    mineral: str
    criterion: str
    dimension: str
    scaled: float
    global_weight: float
    contribution: float


class MethodRow(TypedDict):
    """Score and rank of one mineral under one method; a public record withholds some scores."""

    mineral: str
    method: str
    score: float | None
    rank: int


class AgreementRow(TypedDict):
    """How far a method agrees with the one that decides."""

    method: str
    kendall_tau_b: float | None
    weighted_spearman: float | None


class CheckRow(TypedDict):
    """What a check found; `said` is `text` with its code."""

    check: str
    subject: str
    figure: float | None
    text: Text
    said: NotRequired[list[Said]]


class NearestCondition(TypedDict):
    """The condition whose threshold is nearest to a mineral; `of_spread`: the distance as a part of the spread."""

    of: str
    threshold: float
    value: float
    distance: float
    of_spread: NotRequired[float]


class BorderlineRow(TypedDict):
    """A mineral that stands close to a threshold."""

    mineral: str
    tier: str
    nearest: NearestCondition


class RankShare(TypedDict):
    """The share of draws that give a mineral a rank.

    Of a record with more than 200 minerals the fixed ranks alone stand there, each with the share up to this rank.
    """

    mineral: str
    rank: int
    share: float
    share_up_to: NotRequired[float]


class SupplyRow(TypedDict):
    """The share of one country in the world's supply of a mineral at a stage."""

    mineral: str
    stage: str
    year: str
    country: str
    share: float
    source: str


class OriginRow(TypedDict):
    """The share of one partner in a year's imports of a mineral."""

    mineral: str
    year: int
    country: str
    share: float
    value_usd: float
    source: str


class RestrictionRow(TypedDict):
    """An export restriction in force on the as-of date."""

    mineral: str
    country: str
    stage: str
    measure: str
    severity: float
    in_force_from: str | None
    in_force_until: str | None
    act: str
    source: str


class EventRow(TypedDict):
    """What took supply away since the figures were counted, as data/events.csv says it."""

    stage: str
    country: str
    since: str
    until: str | None
    share_lost: float
    what: str
    source: str


class Place(TypedDict):
    """Where a mineral stands: without score and rank where its evidence is insufficient."""

    score: float | None
    rank: int | None
    tier: str
    listed: bool


class EventOutcome(TypedDict):
    """Where a mineral stands by the figures alone, and with the events since."""

    mineral: str
    events: list[EventRow]
    by_figures: Place
    with_events: Place


class RecordResult(TypedDict):
    """Every table that the run computed."""

    candidates: list[str]
    indicators: list[IndicatorCell]
    weights: list[CriterionWeight]
    dimension_weights: dict[str, float]
    levels: NotRequired[list[LevelWeight]]
    weight_notes: list[str]
    weight_notes_said: NotRequired[list[list[Said]]]
    consistency: list[ConsistencyRow]
    by_judge: list[JudgeWeight]
    by_subgroup: NotRequired[list[SubgroupWeight]]
    panel: NotRequired[list[PanelRow]]
    consistency_hints: list[HintRow]
    ranking: list[RankingRow]
    contributions: list[Contribution]
    methods: list[MethodRow]
    agreement: list[AgreementRow]
    methods_not_done: dict[str, str]
    methods_not_done_said: NotRequired[dict[str, list[Said]]]
    checks: list[CheckRow]
    borderline: list[BorderlineRow]
    acceptability: list[RankShare]
    robustness: RobustnessDetails | None
    warnings: list[str]
    warnings_said: NotRequired[list[WarningSaid]]
    supply: NotRequired[list[SupplyRow]]
    origins: NotRequired[list[OriginRow]]
    restrictions: NotRequired[list[RestrictionRow]]
    choices: NotRequired[ChoicesRecord]
    events: NotRequired[list[EventOutcome]]
    comparison: NotRequired[ComparisonRecord]
    since_adopted: NotRequired[SinceAdopted]
    policy: NotRequired[PolicyRecord]
    review: NotRequired[ReviewShown]
    confidential: NotRequired[RestingRecord]


class PrintedReview(TypedDict):
    """The review with which a page was printed: its number of entries, and the SHA-256 of the last one."""

    entries: int
    last: str
    of_another_run: list[str]


class FontFiles(TypedDict, total=False):
    """The font of the pages: its family, and the digest of each file."""

    family: str
    files: dict[str, str]


class Environment(TypedDict, total=False):
    """The machine and the libraries of a run, or of the printing of a page, which alone needs the native ones."""

    python: str
    platform: str
    processor: str
    libraries: dict[str, str | None]
    font: FontFiles | None
    native: dict[str, str | None]
    review: PrintedReview


class Record(TypedDict):
    """The whole of ``record.json``; `environment` is no part of a digest. Format 1 has no `result_digest`."""

    format: int
    run_id: str
    as_of: str
    digest: str
    software: dict[str, str]
    environment: Environment
    inputs: RecordInputs
    result: RecordResult
    result_digest: NotRequired[str]


class LifeEntry(TypedDict):
    """Where the list of a run stands: only of lists that were adopted or are to be reviewed by a day."""

    status: str
    country: str
    adopted: NotRequired[AdoptionEntry]
    review_by: NotRequired[str]


class RecordSummary(TypedDict):
    """The whole of ``summary.json``: what a list of runs shows of each; `parts` are digests of the inputs."""

    run_id: str
    as_of: str
    title: Text
    weights: Text
    scenario: Text | None
    software: dict[str, str]
    candidates: int
    listed: list[str]
    parts: dict[str, str]
    life: NotRequired[LifeEntry]


# ── look-ups ─────────────────────────────────────────────────────────────────


def rows(record: Record, table: str) -> list[Row]:
    """The rows of a table of data/; none where the workspace has no such table."""
    found = record["inputs"]["data"].get(table)
    return [] if found is None else [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def number(row: Row, column: str) -> float | None:
    """The number in a column of a row; None where none is stated."""
    value = row.get(column)
    return None if value is None else float(value)


def mineral_names(record: Record) -> dict[str, Phrase]:
    """Mineral → name in both languages; a missing one falls back to the other, then to the code."""
    return {str(row["mineral"]): _named(row, "name", str(row["mineral"])) for row in rows(record, "minerals")}


def not_printed(record: Record) -> set[str]:
    """The countries that no page and no terminal points to as a partner; the record keeps what they produce."""
    return {str(row["country"]) for row in rows(record, "countries") if row.get("print") == "no"}


def country_names(record: Record) -> dict[str, Phrase]:
    """Country → name in both languages."""
    return {str(row["country"]): _named(row, "name", str(row["country"])) for row in rows(record, "countries")}


def sector_titles(record: Record) -> dict[str, Phrase]:
    """Sector → title in both languages."""
    return {str(row["sector"]): _named(row, "title", str(row["sector"])) for row in rows(record, "sectors")}


def tier_titles(record: Record) -> dict[str, Phrase]:
    """Tier → title in both languages: the tiers of the rule in their order, then the reserved ones."""
    tiers = record["inputs"]["assessment"]["rule"]["tiers"]
    return {tier["name"]: both(tier.get("title"), tier["name"]) for tier in tiers} | dict(RESERVED_TITLES)


def _named(row: Row, column: str, code: str) -> Phrase:
    return both({"en": row.get(f"{column}_en"), "zh-Hant": row.get(f"{column}_zh")}, code)


def known(value: Known | None) -> Known:
    """A value that the rows at hand are known to have: the rank of a scored mineral, the share of an assessed one."""
    assert value is not None
    return value
