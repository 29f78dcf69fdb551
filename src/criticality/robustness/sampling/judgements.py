"""Random draws of the judgements: every draw varies the comparisons of each judge and derives the weights again.

A stated comparison a_ij is the median of its draws: ln a_ij varies normally with a stated standard deviation, limited
to Saaty's scale 1/9…9; a stated interval [low, high] is drawn uniformly in the logarithm between its ends. The judges
can also be resampled with replacement, as in the bootstrap: the panel is then one of many panels that could have been
asked. Judges are resampled among those who judged the same groups (stratified bootstrap; Davison & Hinkley 1997,
section 3.2), so that every group has a judge in every draw. Matrices or priorities are aggregated and solved as in
`criticality.weighting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.model.rows.hierarchy import Hierarchy
from criticality.robustness.kernels.products import Floats, WeightBlock, product
from criticality.robustness.sampling.draws import BLOCK, StatedWeights
from criticality.robustness.sampling.normal_table import normal_slices, random_bits, slice_of, uniform_slices
from criticality.weighting.panel import DIMENSIONS, JudgedGroup
from criticality.weighting.procedure import Procedure

_SCALE_END = np.log(9.0)
_TOLERANCE = 1e-14
_STEPS_PER_CHECK, _MOST_CHECKS = 4, 1_000  # steps of the power iteration between two tests of convergence; tests


@dataclass(frozen=True)
class JudgedPairs:
    """The judgements of one group as logarithms.

    Attributes
    ----------
    columns
        Positions of the compared dimensions of the first level in the weights across; of other items, the positions of
        the criteria that each holds: of a criterion its own.
    logs
        (judges, pairs): ln a_ij for i < j; each judge's missing pairs are already completed.
    judges
        (judges,) positions in the panel of those who judged the group.
    judge_weights
        (judges,) their weights in the group.
    halves
        (judges, pairs): half the width of ln a_ij where an interval is stated, else 0.
    left_out
        (n,) which items have no weight.
    """

    columns: Sequence[NDArray[np.intp]]
    logs: Floats
    judges: NDArray[np.intp]
    judge_weights: Floats
    halves: Floats
    left_out: NDArray[np.bool_]

    @property
    def ends(self) -> Floats:
        """Largest absolute value of each logarithm: ln 9, or its own value where a completed pair is beyond 9."""
        return np.maximum(np.abs(self.logs), _SCALE_END)

    def shares(self, times: Floats | None) -> Floats:
        """Share of each judge in the group, (judges, L), where `times` (panel, L) says how often each is asked."""
        if times is None:
            return np.repeat((self.judge_weights / self.judge_weights.sum())[:, None], BLOCK, axis=1)
        shares = times[self.judges] * self.judge_weights[:, None]
        return np.asarray(shares / shares.sum(axis=0), dtype=np.float64)


@dataclass(frozen=True)
class JudgementDraw:
    """Weights from the judgements of a panel, which vary from draw to draw.

    Attributes
    ----------
    within
        The judged groups inside dimensions of every level; a dimension with one item has none.
    across
        The judged dimensions; None with one dimension.
    strata
        Positions in the panel of the judges who judged the same groups.
    spread
        Standard deviation of ln a_ij.
    resample
        Whether the judges are drawn with replacement; a judge drawn twice counts with twice the weight.
    left_out
        (K,) which dimensions have no weight.
    stated
        The weights of the assessment, for groups without judgements.
    joins_matrices
        Whether the judges' matrices are joined (AIJ), not their priorities (AIP).
    geometric
        Whether the geometric means of the rows are the priorities, not the principal eigenvector.
    """

    within: tuple[JudgedPairs, ...]
    across: JudgedPairs | None
    strata: tuple[NDArray[np.intp], ...]
    spread: float
    resample: bool
    left_out: NDArray[np.bool_]
    stated: StatedWeights
    joins_matrices: bool = True
    geometric: bool = False

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Draw one block: resample the judges, vary their comparisons, aggregate and solve."""
        times = self.times_asked(rng)
        local, across = self.stated.repeated(BLOCK)
        for group in self.within:
            local[:, np.concatenate(group.columns)] = 1.0
        for group in self.within:
            drawn = self.priorities(group, times, rng)
            if group.left_out.any():
                drawn[:, group.left_out] = 0.0
                drawn /= drawn.sum(axis=1, keepdims=True)
            for item, criteria in enumerate(group.columns):
                local[:, criteria] *= drawn[:, [item]]
        if self.across is not None:
            across[:, np.concatenate(self.across.columns)] = self.priorities(self.across, times, rng)
            across[:, self.left_out] = 0.0
            across /= across.sum(axis=1, keepdims=True)
        return WeightBlock(local, across)

    def times_asked(self, rng: np.random.Generator) -> Floats | None:
        """How often each judge is asked in each draw, (panel, L); None where everybody is asked once in all draws."""
        if not self.resample or all(len(judges) == 1 for judges in self.strata):
            return None
        times = np.ones((sum(map(len, self.strata)), BLOCK))
        for judges in self.strata:
            if (count := len(judges)) > 1:
                asked = rng.integers(count, size=(count, BLOCK))
                times[judges] = [(asked == judge).sum(axis=0) for judge in range(count)]
        return times

    def priorities(self, group: JudgedPairs, times: Floats | None, rng: np.random.Generator) -> Floats:
        """Priorities of one group, (L, n): draw the comparisons of all judges, aggregate them and solve."""
        drawn, n = self._drawn(group, rng), len(group.left_out)
        shares = group.shares(times)
        result: Floats
        if self.joins_matrices:
            drawn *= shares[:, None]
            result = self._solved(drawn.sum(axis=0), n).T
            return result
        result = np.zeros((n, BLOCK))
        for own, share in zip(drawn, shares, strict=True):
            result += self._solved(own, n) * share
        result /= result.sum(axis=0)
        return result.T

    def _solved(self, logs: Floats, n: int) -> Floats:
        return geometric_means(logs, n) if self.geometric else principal_vectors(logs, n)

    def _drawn(self, group: JudgedPairs, rng: np.random.Generator) -> Floats:
        """Logarithms of the comparisons of one group, (judges, pairs, L)."""
        drawn = np.empty((*group.logs.shape, BLOCK))
        logs, between = group.logs[..., None], group.halves > 0
        if self.spread <= 0 and not between.any():
            drawn[...] = logs
            return drawn
        places = slice_of(random_bits(rng, drawn.shape)).astype(np.intp)
        (self.spread * normal_slices()).take(places, out=drawn, mode="clip")
        drawn += logs
        ends = group.ends[..., None]
        np.minimum(np.maximum(drawn, -ends, out=drawn), ends, out=drawn)
        if between.any():
            drawn[between] = (logs + group.halves[..., None] * uniform_slices()[places])[between]
        return drawn


def panel_priorities(
    group: JudgedGroup, spread: float, blocks: int, rng: np.random.Generator, *, resample: bool
) -> Floats:
    """Priorities of one group alone, (blocks · BLOCK, n), its judges and judgements varied as those of the weights."""
    pairs = _pairs(group, [], group.judges, ())
    draw = JudgementDraw(
        within=(),
        across=None,
        strata=(np.arange(len(group.judges)),),
        spread=spread,
        resample=resample,
        left_out=np.zeros(0, dtype=np.bool_),
        stated=StatedWeights(np.zeros(0), np.zeros(0)),
        joins_matrices=group.procedure.joins_matrices,
        geometric=group.procedure.geometric,
    )
    return np.concatenate([draw.priorities(pairs, draw.times_asked(rng), rng) for _ in range(blocks)])


def principal_vectors(logs: Floats, n: int) -> Floats:
    """Principal right eigenvectors of many reciprocal matrices, (n, L), each adding up to 1.

    Power iteration on all matrices at once. It starts from the geometric means of the rows, which for n ≤ 3 are already
    the eigenvector (Crawford & Williams 1985); for positive matrices it converges from every start (Perron 1907).

    Parameters
    ----------
    logs
        (pairs, L): ln a_ij for i < j, row by row.
    n
        Number of items compared.
    """
    vectors = geometric_means(logs, n)
    if n <= 3:
        return vectors
    matrices = _reciprocal(np.exp(logs), n)
    for _ in range(_MOST_CHECKS):
        following = vectors
        for _ in range(_STEPS_PER_CHECK):
            following = np.einsum("ijl,jl->il", matrices, following)
        following /= following.sum(axis=0)
        change = float(np.abs(following / vectors - 1.0).max())
        vectors = following
        if change <= _TOLERANCE:
            return vectors
    raise ArithmeticError("power iteration did not settle on a drawn comparison matrix")


def geometric_means(logs: Floats, n: int) -> Floats:
    """Geometric means of the rows of many reciprocal matrices, (n, L), each adding up to 1; `logs` as above."""
    vectors = np.empty((n, logs.shape[1]))
    product(logs.T, _row_means(n), vectors.T)
    np.exp(vectors, out=vectors)
    vectors /= vectors.sum(axis=0)
    return vectors


def _row_means(n: int) -> Floats:
    """Coefficients (pairs, n) of ln a_ij, i < j, in the means of row i (as ln a_ij) and of row j (as −ln a_ij)."""
    rows, columns = np.triu_indices(n, 1)
    means = np.zeros((len(rows), n))
    pairs = np.arange(len(rows))
    means[pairs, rows], means[pairs, columns] = 1.0 / n, -1.0 / n
    return means


def _reciprocal(upper: Floats, n: int) -> Floats:
    """Reciprocal matrices (n, n, L) from their upper triangles (pairs, L), row by row."""
    matrices, start = np.empty((n, n, upper.shape[1])), 0
    for row in range(n):
        pairs = slice(start, start + n - row - 1)
        matrices[row, row] = 1.0
        matrices[row, row + 1 :] = upper[pairs]
        np.divide(1.0, upper[pairs], out=matrices[row + 1 :, row])
        start = pairs.stop
    return matrices


def judgement_draw(
    groups: Sequence[JudgedGroup],
    criteria: Sequence[str],
    dimensions: Sequence[str],
    stated: StatedWeights,
    *,
    spread: float,
    resample: bool,
    leave_out: Sequence[str],
    tree: Hierarchy,
) -> JudgementDraw:
    """Prepare the random draws of a panel's judgements.

    Parameters
    ----------
    groups
        Completed judgements by group, from `criticality.weighting.panel.judged_groups`.
    criteria, dimensions
        Codes in the order of the arrays.
    stated
        The weights as decided.
    tree
        Which criteria an item holds.
    """
    result = {group.code: group for group in groups}
    across = result.pop(DIMENSIONS, None)
    panel = sorted({judge for group in groups for judge in group.judges})
    procedure = groups[0].procedure if groups else Procedure()
    return JudgementDraw(
        within=tuple(
            _pairs(
                group,
                [[criteria.index(code) for code in tree.criteria_of(item)] for item in group.items],
                panel,
                leave_out,
            )
            for _, group in sorted(result.items())
        ),
        across=None
        if across is None
        else _pairs(across, [[dimensions.index(item)] for item in across.items], panel, leave_out),
        strata=_strata(groups, panel),
        spread=spread,
        resample=resample,
        left_out=np.array([code in leave_out for code in dimensions]),
        stated=stated,
        joins_matrices=procedure.joins_matrices,
        geometric=procedure.geometric,
    )


def _pairs(
    group: JudgedGroup, columns: Sequence[Sequence[int]], panel: Sequence[str], leave_out: Sequence[str]
) -> JudgedPairs:
    rows, after = np.triu_indices(len(group.items), 1)
    return JudgedPairs(
        columns=[np.array(places) for places in columns],
        logs=np.log(group.matrices[:, rows, after]),
        judges=np.array([panel.index(judge) for judge in group.judges]),
        judge_weights=group.judge_weights,
        halves=group.halves[:, rows, after],
        left_out=np.array([item in leave_out for item in group.items]),
    )


def _strata(groups: Sequence[JudgedGroup], panel: Sequence[str]) -> tuple[NDArray[np.intp], ...]:
    """The judges who judged the same groups, by their positions in the panel."""
    judged = {judge: frozenset(group.code for group in groups if judge in group.judges) for judge in panel}
    alike: dict[frozenset[str], list[int]] = {}
    for place, judge in enumerate(panel):
        alike.setdefault(judged[judge], []).append(place)
    return tuple(np.array(places) for places in alike.values())
