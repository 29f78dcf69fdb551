"""The shape of ``result.robustness`` in a run's record: what the draws and the sensitivity tests found."""

from typing import NotRequired, TypedDict


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
    """The smallest change of a weight or threshold that puts a mineral on the list or takes it off."""

    of: str
    now: float
    needed: float
    change: float


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
    """The size of the list over the range of one threshold."""

    of: str
    now: float
    tiers: list[str]
    thresholds: list[float]
    sizes: list[int]


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
