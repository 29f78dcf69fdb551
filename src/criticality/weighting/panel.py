"""A panel of judges: judgements as comparison matrices, aggregated for each group, with consistency and consensus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, Judge
from criticality.model.results import ConsistencyHint
from criticality.weighting.ahp import (
    LARGEST_BY,
    Consistency,
    Floats,
    comparison_matrix,
    completed,
    consistency,
    group_matrix,
    missing_pairs,
    most_inconsistent,
    priorities,
)

DIMENSIONS = "dimensions"
JOINED = "group"
_TOLERANCE = 1e-12
"""CR above the limit by rounding errors alone is not reported."""


@dataclass(frozen=True)
class JudgedGroup:
    """The judgements of the panel on one group of items.

    Attributes
    ----------
    code
        ``dimensions``, or the code of the dimension whose criteria are compared.
    items
        Sorted codes: rows and columns of the matrices.
    judges
        Sorted names.
    judge_weights
        Shape (judges,).
    stated
        Shape (judges, n, n); NaN for pairs a judge left open.
    matrices
        The same, with each judge's missing pairs completed.
    joined
        Shape (n, n): the weighted geometric mean of the judges' matrices.
    """

    code: str
    items: tuple[str, ...]
    judges: tuple[str, ...]
    judge_weights: Floats
    stated: Floats
    matrices: Floats
    joined: Floats


@dataclass(frozen=True)
class Checked:
    """Consistency of one matrix of one group, with a hint for its correction where CR is above the limit."""

    judge: str
    group: str
    consistency: Consistency
    excessive: bool
    hint: ConsistencyHint | None


def weighted_items(criteria: Sequence[Criterion], dimensions: Sequence[Dimension]) -> dict[str, tuple[str, ...]]:
    """Weighted criteria of each dimension, in the order given; dimensions without weighted criteria are omitted."""
    by_dimension = {
        dimension.code: tuple(
            criterion.code
            for criterion in criteria
            if criterion.role == "weighted" and criterion.dimension == dimension.code
        )
        for dimension in dimensions
    }
    return {code: items for code, items in by_dimension.items() if items}


def compared_groups(criteria: Sequence[Criterion], dimensions: Sequence[Dimension]) -> dict[str, tuple[str, ...]]:
    """Groups that need judgements, those of two or more items, each with its items sorted."""
    items = weighted_items(criteria, dimensions)
    groups = {DIMENSIONS: tuple(items), **items}
    return {code: tuple(sorted(members)) for code, members in groups.items() if len(members) > 1}


def judged_groups(
    weights: AhpWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]
) -> tuple[JudgedGroup, ...]:
    """Turn judgements into matrices, complete each judge's matrix, and aggregate the matrices of each group.

    Items and judges are sorted by name first, so that the order of files and lines does not change the result.
    Judgements on items outside the groups are ignored; `criticality.weighting.findings` reports them.
    """
    judges = tuple(sorted(weights.judges, key=lambda judge: judge.name))
    return tuple(_judged(code, items, judges) for code, items in sorted(compared_groups(criteria, dimensions).items()))


def _judged(code: str, items: tuple[str, ...], judges: tuple[Judge, ...]) -> JudgedGroup:
    stated = np.array([_stated(judge, code, items) for judge in judges])
    matrices = np.array([completed(matrix) for matrix in stated])
    judge_weights = np.array([judge.weight for judge in judges])
    names = tuple(judge.name for judge in judges)
    return JudgedGroup(code, items, names, judge_weights, stated, matrices, group_matrix(matrices, judge_weights))


def _stated(judge: Judge, code: str, items: tuple[str, ...]) -> Floats:
    judgements = judge.comparisons.get(code, ())
    known = [(entry.more, entry.than, entry.by) for entry in judgements if {entry.more, entry.than} <= set(items)]
    return comparison_matrix(items, known)


def check_consistency(groups: Sequence[JudgedGroup], limit: float) -> tuple[Checked, ...]:
    """Consistency of every judge and of the joined matrix in each group, with hints where CR is above the limit."""
    return tuple(
        _checked(group, judge, matrix, limit)
        for group in groups
        for judge, matrix in [*zip(group.judges, group.stated, strict=True), (JOINED, group.joined)]
    )


def _checked(group: JudgedGroup, judge: str, stated: Floats, limit: float) -> Checked:
    measured = consistency(completed(stated))
    excessive = measured.consistency_ratio > limit + _TOLERANCE
    return Checked(judge, group.code, measured, excessive, _hint(group, judge, stated) if excessive else None)


def _hint(group: JudgedGroup, judge: str, stated: Floats) -> ConsistencyHint | None:
    correction = most_inconsistent(stated)
    if correction is None:
        return None
    more, than, by = _sentence(group.items, correction.pair, correction.value)
    better_more, better_than, better_by = _sentence(group.items, correction.pair, correction.better)
    return ConsistencyHint(
        judge=judge,
        group=group.code,
        more=more,
        than=than,
        by=by,
        better_more=better_more,
        better_than=better_than,
        better_by=round(min(better_by, LARGEST_BY), 2),
        ratio_now=correction.ratio_now,
        ratio_then=correction.ratio_then,
    )


def _sentence(items: Sequence[str], pair: tuple[int, int], value: float) -> tuple[str, str, float]:
    first, second = items[pair[0]], items[pair[1]]
    return (first, second, value) if value >= 1.0 else (second, first, 1.0 / value)


def completions(groups: Sequence[JudgedGroup]) -> list[tuple[str, str, str, str, float]]:
    """Pairs whose missing judgements were completed: ``judge, group, more, than, by``."""
    return [
        (judge, group.code, *_sentence(group.items, pair, float(matrix[pair])))
        for group in groups
        for judge, stated, matrix in zip(group.judges, group.stated, group.matrices, strict=True)
        for pair in missing_pairs(stated)
    ]


def consensus(group: JudgedGroup) -> float:
    """AHP consensus indicator among the judges of one group, 0 (none) to 1 (full).

    S* = (S − m) / (1 − m) with S = exp(H_α − H_γ): H_α the mean Shannon entropy of the judges' priorities, H_γ the
    entropy of their mean, and m = exp(H_α,min) / n the smallest possible S for n items on Saaty's scale of 1 to 9.

    References
    ----------
    Goepel, K. D. (2013). Implementing the analytic hierarchy process as a standard method for multi-criteria decision
    making in corporate enterprises. Proc. ISAHP 2013; with H_γ,max = ln n as in the author's later revision.
    """
    each = priorities(group.matrices)
    n = len(group.items)
    similarity = np.exp(np.mean(np.sort(_entropy(each))) - _entropy(np.sort(each, axis=0).mean(axis=0)))
    least = np.exp(_entropy(np.array([LARGEST_BY, *[1.0] * (n - 1)]) / (n + LARGEST_BY - 1.0))) / n
    return float(np.clip((similarity - least) / (1.0 - least), 0.0, 1.0))


def _entropy(shares: Floats) -> Floats:
    entropy: Floats = -(shares * np.log(shares)).sum(axis=-1)
    return entropy


def priorities_by_judge(groups: Sequence[JudgedGroup]) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """Judge → group → item → priority, from each judge's own matrix and, under the name ``group``, the joined one."""
    by_judge: dict[str, dict[str, dict[str, float]]] = {}
    for group in groups:
        for judge, matrix in [*zip(group.judges, group.matrices, strict=True), (JOINED, group.joined)]:
            vector = priorities(matrix)
            by_judge.setdefault(judge, {})[group.code] = dict(zip(group.items, map(float, vector), strict=True))
    return by_judge
