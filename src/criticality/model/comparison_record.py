"""The shape of ``comparison.json``: what differs between two runs, or between several.

A class here is one JSON object. ``a`` is the earlier run, ``b`` the later one.
"""

from typing import NotRequired, TypedDict

from criticality.model.input_record import AdoptionEntry
from criticality.model.rows.review_record import ReviewShown
from criticality.text.kept import Said
from criticality.text.phrases import Phrase

Shares = dict[str, float | int | None]
"""``before``, ``after``, the share of every group of inputs in the change, and ``residual``."""


class Answer(TypedDict):
    """An answer to a choice that a run took in place of the first option."""

    question: Phrase
    answer: Phrase


class RunSummary(TypedDict):
    """What a page says of a run in its head."""

    run_id: str
    as_of: str
    title: Phrase
    weights: Phrase
    illustrative: NotRequired[bool]
    scenario: Phrase | None
    method: str
    reference_year: int
    software: str
    candidates: int
    listed: int
    draws: int
    answers: NotRequired[list[Answer]]


class WeightRow(TypedDict):
    """Weight of a dimension or a criterion over all, in both runs; None: the run has none."""

    code: str
    is_dimension: bool
    a: float | None
    b: float | None


class Caution(TypedDict):
    """What to mind in the cause of a move: criteria without a figure, those a scenario changed, a threshold nearby.

    `weights`: the criteria and dimensions whose weight the sentence on the cause names.
    """

    weights: list[str]
    missing: list[str]
    scenario: list[str]
    near: bool


class InputDifference(TypedDict):
    """One input that differs: its group, where it stands, and its plain values (None: it stands on one side only)."""

    file: str
    place: str
    before: object
    after: object
    group: str


Reason = TypedDict("Reason", {"code": str, "en": str, "zh-Hant": str, "said": NotRequired[list[Said]]})
"""Why two runs compare with care alone: its kind and text in both languages; `said` is the text with its code."""


class Comparability(TypedDict):
    """Whether the runs compare directly, and each reason why they do not."""

    verdict: bool
    reasons: list[Reason]


class Certainty(TypedDict):
    """P(listed) on both sides, and whether chance alone could have made the difference; None: not assessed."""

    p_before: float | None
    p_after: float | None
    within_noise: bool | None


class Mover(Certainty):
    """A mineral that entered, left or moved to another tier, and what would undo an entry or exit.

    `said` is `because` with its code.
    """

    mineral: str
    before: str | None
    after: str | None
    because: Phrase
    said: NotRequired[list[Said]]
    undone_by: NotRequired[list[list[str]]]
    undone_within: NotRequired[dict[str, list[list[str]]]]
    undone_alone: NotRequired[list[dict[str, str]]]
    caution: NotRequired[Caution]


class Change(Certainty):
    """Every share of one mineral's change; `within` by quantity and group of inputs."""

    score: Shares
    rank: Shares
    membership: Shares
    dimensions: dict[str, Shares]
    within: dict[str, dict[str, Shares]]
    tier: dict[str, str | None]


class MergedPlayer(TypedDict):
    """Several groups of inputs that act as one, with the reason; `said` is `reason` with its code."""

    player: str
    groups: list[str]
    reason: str
    said: NotRequired[list[Said]]


class WarningSaid(TypedDict):
    """A warning of a run with the codes of its sentences."""

    file: str
    line: int
    column: NotRequired[int]
    where: NotRequired[str]
    message: list[Said]
    hint: NotRequired[list[Said]]


class Place(TypedDict):
    """Where a mineral stands in one of the runs."""

    tier: str
    listed: bool
    score: float | None
    rank: int | None
    p_listed: NotRequired[float | None]


class RankRow(TypedDict):
    """Where a mineral stands in both runs; None where it is no candidate."""

    mineral: str
    a: Place | None
    b: Place | None


class StandingChange(TypedDict):
    """A mineral whose standing over all answers to the choices changed, and its mean P; None: not assessed."""

    mineral: str
    before: str | None
    after: str | None
    p_all_before: float | None
    p_all_after: float | None


class ComparisonRecord(TypedDict):
    """The whole of ``comparison.json`` for two runs; `runs`, `only_in`, `warnings` and `review` by ``a`` and ``b``.

    `warnings` holds what was warned of in one of the runs alone, e.g. figures that it does not read; absent where
    nothing was. `confidential` is true where a run holds confidential figures, so that nothing here is for publication;
    else absent.
    """

    format: int
    runs: dict[str, RunSummary]
    same: bool
    inputs: list[InputDifference]
    comparable: Comparability
    entered: list[Mover]
    left: list[Mover]
    moved_tier: list[Mover]
    only_in: dict[str, list[str]]
    warnings: NotRequired[dict[str, list[str]]]
    warnings_said: NotRequired[dict[str, list[WarningSaid | None]]]
    changes: dict[str, Change]
    merged: list[MergedPlayer]
    within: dict[str, list[str]]
    ranks: list[RankRow]
    minerals: dict[str, Phrase]
    titles: dict[str, Phrase]
    standing: list[StandingChange]
    weights: NotRequired[list[WeightRow]]
    review: NotRequired[dict[str, ReviewShown]]
    confidential: NotRequired[bool]


class MovedMineral(TypedDict):
    """A mineral that entered the list, left it, or moved to another tier, with its names."""

    mineral: str
    names: Phrase


class SinceAdopted(TypedDict):
    """What differs from the list that was adopted: its run, who adopted it, and the minerals that moved."""

    run_id: str
    adopted: AdoptionEntry
    entered: list[MovedMineral]
    left: list[MovedMineral]
    moved_tier: list[MovedMineral]


class SeriesRow(TypedDict):
    """One mineral over several runs; a cell is None where it is no candidate."""

    mineral: str
    names: Phrase
    lists: int
    best: int | None
    cells: list[Place | None]


class SeriesRecord(TypedDict):
    """The whole of ``comparison.json`` for more than two runs.

    `comparable` says of each run whether it compares directly with the first of them, which has no reasons;
    `confidential` as in `ComparisonRecord`.
    """

    timeline: bool
    runs: list[RunSummary]
    comparable: NotRequired[list[Comparability]]
    minerals: list[SeriesRow]
    titles: dict[str, Phrase]
    confidential: NotRequired[bool]
