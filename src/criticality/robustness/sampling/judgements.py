"""Random draws of the judgements: every draw varies the comparisons of each judge and derives the weights again.

A stated comparison a_ij is the median of its draws: ln a_ij varies normally with a stated standard deviation, limited
to Saaty's scale 1/9…9. The judges can also be resampled with replacement, as in the bootstrap: the panel is then one of
many panels that could have been asked. The matrices are aggregated and solved as in `criticality.weighting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.kernels.products import Floats, WeightBlock, product
from criticality.robustness.sampling.draws import BLOCK, StatedWeights
from criticality.robustness.sampling.normal_table import normal_slices, random_bits, slice_of
from criticality.weighting.panel import DIMENSIONS, JudgedGroup

_SCALE_END = np.log(9.0)
_TOLERANCE = 1e-14
_STEPS_PER_CHECK, _MOST_CHECKS = 4, 1_000  # steps of the power iteration between two tests of convergence; tests


@dataclass(frozen=True)
class JudgedPairs:
    """The judgements of one group as logarithms.

    Attributes
    ----------
    columns
        Positions of the compared criteria, or dimensions, in the weights.
    logs
        (judges, pairs): ln a_ij for i < j; each judge's missing pairs are already completed.
    """

    columns: NDArray[np.intp]
    logs: Floats

    @property
    def ends(self) -> Floats:
        """Largest absolute value of each logarithm: ln 9, or its own value where a completed pair is beyond 9."""
        return np.maximum(np.abs(self.logs), _SCALE_END)


@dataclass(frozen=True)
class JudgementDraw:
    """Weights from the judgements of a panel, which vary from draw to draw.

    Attributes
    ----------
    within
        The judged groups of criteria; a dimension with one criterion has none.
    across
        The judged dimensions; None with one dimension.
    judge_weights
        (judges,)
    spread
        Standard deviation of ln a_ij.
    resample
        Whether the judges are drawn with replacement; a judge drawn twice counts with twice the weight.
    left_out
        (K,) which dimensions have no weight.
    stated
        The weights of the assessment, for groups without judgements.
    """

    within: tuple[JudgedPairs, ...]
    across: JudgedPairs | None
    judge_weights: Floats
    spread: float
    resample: bool
    left_out: NDArray[np.bool_]
    stated: StatedWeights

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Draw one block: resample the judges, vary their comparisons, aggregate the matrices and solve them."""
        shares = self.judge_shares(rng)
        local, across = self.stated.repeated(BLOCK)
        for group in self.within:
            local[:, group.columns] = self._priorities(group, shares, rng)
        if self.across is not None:
            across[:, self.across.columns] = self._priorities(self.across, shares, rng)
            across[:, self.left_out] = 0.0
            across /= across.sum(axis=1, keepdims=True)
        return WeightBlock(local, across)

    def judge_shares(self, rng: np.random.Generator) -> Floats:
        """Share of each judge in the aggregated matrix, (judges, L)."""
        count = len(self.judge_weights)
        if not self.resample or count == 1:
            return np.repeat((self.judge_weights / self.judge_weights.sum())[:, None], BLOCK, axis=1)
        asked = rng.integers(count, size=(count, BLOCK))
        times = np.array([(asked == judge).sum(axis=0) for judge in range(count)])
        shares = times * self.judge_weights[:, None]
        return np.asarray(shares / shares.sum(axis=0), dtype=np.float64)

    def _priorities(self, group: JudgedPairs, shares: Floats, rng: np.random.Generator) -> Floats:
        """Priorities of one group, (L, n): draw the comparisons of all judges and aggregate them by `shares`."""
        logs = group.logs[..., None]
        drawn = np.empty((*group.logs.shape, BLOCK))
        if self.spread > 0:
            places = slice_of(random_bits(rng, drawn.shape)).astype(np.intp)
            (self.spread * normal_slices()).take(places, out=drawn, mode="clip")
            drawn += logs
            ends = group.ends[..., None]
            np.minimum(np.maximum(drawn, -ends, out=drawn), ends, out=drawn)
        else:
            drawn[...] = logs
        drawn *= shares[:, None]
        result: Floats = principal_vectors(drawn.sum(axis=0), len(group.columns)).T
        return result


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
    vectors = np.empty((n, logs.shape[1]))
    product(logs.T, _row_means(n), vectors.T)
    np.exp(vectors, out=vectors)
    vectors /= vectors.sum(axis=0)
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
    """
    result = {group.code: group for group in groups}
    across = result.pop(DIMENSIONS, None)
    any_group = next(iter(groups), None)
    return JudgementDraw(
        within=tuple(_pairs(group, criteria) for _, group in sorted(result.items())),
        across=None if across is None else _pairs(across, dimensions),
        judge_weights=np.ones(1) if any_group is None else any_group.judge_weights,
        spread=spread,
        resample=resample,
        left_out=np.array([code in leave_out for code in dimensions]),
        stated=stated,
    )


def _pairs(group: JudgedGroup, order: Sequence[str]) -> JudgedPairs:
    rows, columns = np.triu_indices(len(group.items), 1)
    return JudgedPairs(np.array([order.index(item) for item in group.items]), np.log(group.matrices[:, rows, columns]))
