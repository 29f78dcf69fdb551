"""A panel of judges: judgements as comparison matrices, aggregated for each group, with their consistency."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, Judge, Judgement
from criticality.model.results import ConsistencyHint
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.weighting.ahp import (
    LARGEST_BY,
    Consistency,
    comparison_matrix,
    completed,
    consistency,
    group_matrix,
    missing_pairs,
    most_inconsistent,
)
from criticality.weighting.indices import Floats
from criticality.weighting.procedure import Procedure, joined_priorities, procedure_of

DIMENSIONS = "dimensions"
JOINED = "group"
CONSISTENCY_COLUMNS = (
    "judge",
    "group",
    "n",
    "lambda_max",
    "consistency_index",
    "consistency_ratio",
    "random_index",
)
GCI_COLUMNS = ("gci", "gci_limit")
_TOLERANCE = 1e-12
"""CR above the limit by rounding errors alone is not reported."""


@dataclass(frozen=True)
class JudgedGroup:
    """The judgements of the panel on one group of items.

    Attributes
    ----------
    code
        ``dimensions``, or the code of the dimension whose items are compared: its criteria, or dimensions below it.
    items
        Sorted codes: rows and columns of the matrices.
    judges
        Sorted names of those who judged this group.
    judge_weights
        Shape (judges,): their weights in this group.
    stated
        Shape (judges, n, n); NaN for pairs a judge left open.
    matrices
        The same, with each judge's missing pairs completed.
    halves
        Shape (judges, n, n): half the width of ln a_ij where a judge stated an interval, else 0.
    procedure
        How the matrices become priorities.
    """

    code: str
    items: tuple[str, ...]
    judges: tuple[str, ...]
    judge_weights: Floats
    stated: Floats
    matrices: Floats
    halves: Floats
    procedure: Procedure

    @property
    def joined(self) -> Floats:
        """The weighted geometric mean of the judges' matrices (AIJ), (n, n)."""
        return group_matrix(self.matrices, self.judge_weights)

    @property
    def priorities(self) -> Floats:
        """The priorities of the panel, (n,), of the joined matrix or joined from those of the judges."""
        if self.procedure.joins_matrices:
            return self.procedure.priorities(self.joined)
        return joined_priorities(self.each, self.judge_weights)

    @property
    def each(self) -> Floats:
        """The priorities of each judge alone, (judges, n)."""
        return np.array([self.procedure.priorities(matrix) for matrix in self.matrices])


@dataclass(frozen=True)
class Checked:
    """Consistency of one matrix of one group.

    Attributes
    ----------
    judge, group
        Whose matrix of which group; judge ``group`` for the joined matrix.
    consistency
        λmax and the consistency ratio.
    gci
        The geometric consistency index; None where the consistency ratio is held against the limit.
    limit
        Of the ratio, or of the GCI of as many items.
    excessive
        Whether the measure is above the limit.
    hint
        A correction, where it is.
    """

    judge: str
    group: str
    consistency: Consistency
    gci: float | None
    limit: float
    excessive: bool
    hint: ConsistencyHint | None

    @property
    def measured(self) -> float:
        """The figure that is held against the limit."""
        return self.consistency.consistency_ratio if self.gci is None else self.gci


def compared_groups(criteria: Sequence[Criterion], dimensions: Sequence[Dimension]) -> dict[str, tuple[str, ...]]:
    """Groups that need judgements, those of two or more items, each with its items sorted."""
    tree = hierarchy_of(criteria, dimensions)
    groups = {DIMENSIONS: tree.roots, **tree.groups}
    return {code: tuple(sorted(members)) for code, members in groups.items() if len(members) > 1}


def judged_groups(
    weights: AhpWeights, criteria: Sequence[Criterion], dimensions: Sequence[Dimension]
) -> tuple[JudgedGroup, ...]:
    """Turn judgements into matrices, and complete each judge's matrix; a group that nobody judged is not there.

    Items and judges are sorted by name first, so that the order of files and lines does not change the result.
    Judgements on items outside the groups are ignored; `criticality.weighting.findings` reports them.
    """
    groups = sorted(compared_groups(criteria, dimensions).items())
    return tuple(
        group_of(code, items, weights, judges) for code, items in groups if (judges := judges_of(weights, code))
    )


def judges_of(weights: AhpWeights, group: str) -> tuple[Judge, ...]:
    """The judges who judged a group, sorted by name."""
    return tuple(sorted((judge for judge in weights.judges if group in judge.comparisons), key=lambda each: each.name))


def group_of(code: str, items: tuple[str, ...], weights: AhpWeights, judges: tuple[Judge, ...]) -> JudgedGroup:
    """The matrices of judges on the items of one group, sorted; judgements on other items are ignored."""
    said = [[entry for entry in judge.comparisons[code] if {entry.more, entry.than} <= set(items)] for judge in judges]
    stated = np.array(
        [
            comparison_matrix(items, [(entry.more, entry.than, weights.ratio(entry)) for entry in entries])
            for entries in said
        ]
    )
    return JudgedGroup(
        code=code,
        items=items,
        judges=tuple(judge.name for judge in judges),
        judge_weights=np.array([judge.weight_in(code) for judge in judges]),
        stated=stated,
        matrices=np.array([completed(matrix) for matrix in stated]),
        halves=np.array([_halves(items, weights, entries) for entries in said]),
        procedure=procedure_of(weights),
    )


def _halves(items: tuple[str, ...], weights: AhpWeights, judgements: Sequence[Judgement]) -> Floats:
    """Half the width of ln a_ij of every pair, 0 where a number is stated; shape (n, n)."""
    halves = np.zeros((len(items), len(items)))
    for entry in judgements:
        low, high = weights.ends(entry)
        pair = items.index(entry.more), items.index(entry.than)
        halves[pair] = halves[pair[::-1]] = np.log(high / low) / 2.0
    return halves


def check_consistency(groups: Sequence[JudgedGroup], limit: float) -> tuple[Checked, ...]:
    """Consistency of every judge and of the joined matrix in each group, with hints where it is above the limit.

    Where priorities are aggregated there is no joined matrix.
    """
    return tuple(
        _checked(group, judge, matrix, limit) for group in groups for judge, matrix in _checked_matrices(group)
    )


def _checked_matrices(group: JudgedGroup) -> Iterator[tuple[str, Floats]]:
    yield from zip(group.judges, group.stated, strict=True)
    if group.procedure.joins_matrices:
        yield JOINED, group.joined


def _checked(group: JudgedGroup, judge: str, stated: Floats, limit: float) -> Checked:
    whole, procedure = completed(stated), group.procedure
    measured, gci = consistency(whole, procedure.random_index), procedure.gci(whole)
    figure, most = measured.consistency_ratio if gci is None else gci, procedure.limit(len(whole), limit)
    excessive = figure > most + _TOLERANCE
    hint = _hint(group, judge, stated) if excessive else None
    return Checked(judge, group.code, measured, gci, most, excessive, hint)


def consistency_table(checked: Sequence[Checked], *, geometric: bool) -> pd.DataFrame:
    """One row a matrix; with the GCI and its limit where that is the measure."""
    columns = [*CONSISTENCY_COLUMNS, *(GCI_COLUMNS if geometric else ())]
    return pd.DataFrame([_consistency_row(entry) for entry in checked], columns=columns)


def _consistency_row(entry: Checked) -> dict[str, str | int | float | None]:
    return {
        "judge": entry.judge,
        "group": entry.group,
        "n": entry.consistency.n,
        "lambda_max": entry.consistency.lambda_max,
        "consistency_index": entry.consistency.consistency_index,
        "consistency_ratio": entry.consistency.consistency_ratio,
        "random_index": entry.consistency.random_index,
        "gci": entry.gci,
        "gci_limit": entry.limit,
    }


def _hint(group: JudgedGroup, judge: str, stated: Floats) -> ConsistencyHint | None:
    correction = most_inconsistent(stated, group.procedure.inconsistency)
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


def priorities_by_judge(groups: Sequence[JudgedGroup]) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """Judge → group → item → priority, from each judge's own matrix and, under the name ``group``, of the panel."""
    by_judge: dict[str, dict[str, dict[str, float]]] = {}
    for group in groups:
        for judge, vector in [*zip(group.judges, group.each, strict=True), (JOINED, group.priorities)]:
            by_judge.setdefault(judge, {})[group.code] = dict(zip(group.items, map(float, vector), strict=True))
    return by_judge
