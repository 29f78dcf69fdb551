"""The shape of ``result.robustness`` and ``result.choices`` in a run's record.

What the draws and the sensitivity tests found, and what the other answers to the choices make of the list.
"""

from typing import NotRequired, TypedDict

from criticality.text.kept import Said
from criticality.text.phrases import Phrase


class ListingConfidence(TypedDict):
    """How robust the place of a mineral is: share of draws that list it, its 90 % rank interval, and a class.

    All are None where robustness was not assessed.
    """

    p_listed: float | None
    rank_low: int | None
    rank_high: int | None
    confidence: str | None


class ConfidenceRow(ListingConfidence):
    """The same for one mineral, with the standard error of `p_listed`; the shares of the tiers stand beside these."""

    mineral: str
    standard_error: NotRequired[float | None]


class ListSize(TypedDict, total=False):
    """How many minerals the draws list."""

    expected: float
    low: int
    high: int


class SmallestChange(TypedDict):
    """The smallest change of a weight or threshold that puts a mineral on the list or takes it off.

    `unit` is ``source`` where the threshold stands in the unit of the figures, ``place`` where it is a place.
    """

    of: str
    now: float
    needed: float
    change: float
    unit: NotRequired[str]


class ListChange(TypedDict):
    """How the list changes under another condition."""

    entered: list[str]
    left: list[str]
    size: int
    largest_rank_move: int
    moved_most: str | None


class LeaveOneOut(ListChange):
    """The list without one criterion or judge, or under another method; one of the three is named."""

    criterion: NotRequired[str]
    judge: NotRequired[str]
    method: NotRequired[str]
    decides: NotRequired[bool]


class ThresholdSweep(TypedDict):
    """The size of the list over the range of one threshold; `unit` as in `SmallestChange`."""

    of: str
    now: float
    tiers: list[str]
    thresholds: list[float]
    sizes: list[int]
    unit: NotRequired[str]


class TornadoRow(TypedDict):
    """The list with one weight halved and doubled."""

    of: str
    now: float
    halved: ListChange
    doubled: ListChange


class WeightTriangle(TypedDict):
    """The list at weights of three dimensions; `listed` has one digit a point, 1 where the mineral is listed."""

    dimensions: list[str]
    points: list[list[float]]
    listed: dict[str, str]


class SobolIndex(TypedDict):
    """First-order and total index of one factor."""

    factor: str
    first: float | None
    total: float | None


class SobolPart(TypedDict):
    """The indices of one quantity, over the whole list."""

    list: list[SobolIndex]


class SobolIndices(TypedDict):
    """Variance-based indices of the draws' factors."""

    evaluations: int
    membership: SobolPart
    rank: SobolPart


class ReversalTest(TypedDict):
    """How often removing, cloning or adding a mineral turned the order of others."""

    cases: int
    reversals: int


class NotDone(TypedDict):
    """A test that was not made, and why, as sentences with their codes."""

    step: list[Said]
    reason: list[Said]


class RobustnessDetails(TypedDict, total=False):
    """What the draws and the sensitivity tests found; a test that was not made is named in `not_done`."""

    minerals: list[ConfidenceRow]
    list_size: ListSize
    central_weights: dict[str, dict[str, float]]
    smallest_weight_change: dict[str, SmallestChange]
    smallest_dimension_change: dict[str, SmallestChange]
    smallest_threshold_change: dict[str, list[SmallestChange]]
    threshold_sweep: list[ThresholdSweep]
    tornado: list[TornadoRow]
    weight_triangle: WeightTriangle | None
    drop_one_criterion: list[LeaveOneOut]
    drop_one_judge: list[LeaveOneOut]
    method_panel: list[LeaveOneOut]
    rank_reversal: dict[str, ReversalTest]
    sobol: SobolIndices | None
    not_done: dict[str, str]
    not_done_said: NotRequired[dict[str, NotDone]]


# ── the other answers to the choices ─────────────────────────────────────────


class OptionResult(TypedDict):
    """An option: its odds, and the list with it, the other answers as stated."""

    code: str
    title: Phrase
    odds: float
    stated: bool
    size: int
    entered: list[str]
    left: list[str]


class ChoiceResult(TypedDict):
    """A choice: which memberships it moves, and its share of the variance of the whole list."""

    code: str
    question: Phrase
    crossed: bool
    moved: list[str]
    share_of_variance: float | None
    share_error: float | None
    options: list[OptionResult]


class Combination(TypedDict):
    """One combination of answers, its weight, its list, and whether it counts for lowest and highest."""

    combination: int
    answers: dict[str, str]
    weight: float
    size: int
    counted: bool
    listed: list[str]


class OptionRow(TypedDict):
    """One mineral under one option: the other answers as stated, and the mean over the combinations that hold it."""

    mineral: str
    choice: str
    option: str
    p_listed: float | None
    p_mean: float | None
    tier: str
    score: float | None


class VarianceSharesRow(TypedDict):
    """First-order shares of the crossed choices in the variance of P, their errors in a sample, and what they leave."""

    shares: dict[str, float]
    share_errors: dict[str, float]
    only_combined: float | None


class MineralResult(VarianceSharesRow):
    """One mineral over all combinations."""

    mineral: str
    p_listed: float | None
    p_all: float | None
    p_lowest: float | None
    p_highest: float | None
    lowest_at: int | None
    highest_at: int | None
    hangs_on: list[str]
    standing: str | None


class FreshEstimate(TypedDict):
    """P of all minerals in one extreme combination, from fresh draws."""

    combination: int
    p: list[float]


class DesignRecord(TypedDict):
    """How the combinations were chosen, and how often each was drawn."""

    kind: str
    full: int
    stated: int
    draws: int
    fresh_draws: int


class ChoicesRecord(TypedDict):
    """The whole of ``result.choices``; rows of `p` are combinations, its columns `scored`, the minerals scored."""

    design: DesignRecord
    choices: list[ChoiceResult]
    combinations: list[Combination]
    options: list[OptionRow]
    minerals: list[MineralResult]
    core: list[str]
    outer: list[str]
    scored: list[str]
    p: list[list[float]]
    fresh: list[FreshEstimate]
