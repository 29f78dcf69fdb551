"""The tables of a record about the judges of a panel: what each gives, and how far they agree."""

from typing import NotRequired, TypedDict


class ConsistencyRow(TypedDict):
    """The consistency of one matrix of judgements; judge ``group`` for the joined one."""

    judge: str
    group: str
    n: int
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    random_index: str
    gci: NotRequired[float]
    gci_limit: NotRequired[float]


class LevelWeight(TypedDict):
    """The weight of a dimension inside the one that holds it (`parent`; empty on the first level), and over all."""

    dimension: str
    parent: str
    local_weight: float
    global_weight: float


class JudgeWeight(TypedDict):
    """The weight that one judge alone would give to an item."""

    judge: str
    group: str
    item: str
    weight: float


class SubgroupWeight(TypedDict):
    """The weight that one part of the panel alone would give to an item."""

    subgroup: str
    group: str
    item: str
    weight: float


class PanelRow(TypedDict):
    """How far the judges of the panel (empty subgroup) or of one part agree in a group of comparisons."""

    subgroup: str
    group: str
    judges: int
    consensus: float | None
    consistency: float | None


class HintRow(TypedDict):
    """The judgement that contributes most to the inconsistency of a matrix, and the value that would mend it."""

    judge: str
    group: str
    more: str
    than: str
    by: float
    better_more: str
    better_than: str
    better_by: float
    ratio_now: float
    ratio_then: float
