"""Redrawn judgements: every draw asks the panel again and solves the matrices anew.

A judge's statement a_ij is taken as the median of what the judge might have said: ln a_ij varies normally with a stated
standard deviation, held inside Saaty's 1/9…9. Judges can be resampled with replacement, as in the bootstrap: then the
panel itself is seen as one of those that might have been asked. Matrices are joined and solved as in
`criticality.weighting`.
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
_STEPS_A_LOOK, _LOOKS = 4, 1_000


@dataclass(frozen=True)
class JudgedPairs:
    """The judgements of one group as logarithms.

    Attributes
    ----------
    columns
        Where the priorities go: positions of criteria, or of dimensions.
    logs
        (judges, pairs): ln a_ij for i < j, each judge's missing pairs completed before.
    """

    columns: NDArray[np.intp]
    logs: Floats

    @property
    def ends(self) -> Floats:
        """How far each judgement may go; a completed pair beyond 9 keeps its own value as the end."""
        return np.maximum(np.abs(self.logs), _SCALE_END)


@dataclass(frozen=True)
class JudgementDraw:
    """Weights from a panel that is asked again in every draw.

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
        Whether judges are drawn with replacement; each keeps the own weight as often as drawn.
    left_out
        (K,) which dimensions count for nothing.
    stated
        The weights of the assessment, for groups that are not judged.
    """

    within: tuple[JudgedPairs, ...]
    across: JudgedPairs | None
    judge_weights: Floats
    spread: float
    resample: bool
    left_out: NDArray[np.bool_]
    stated: StatedWeights

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Draw one block: resample the judges, perturb what each says, join, solve."""
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
        """Share of each judge in the joined matrix, (judges, L)."""
        count = len(self.judge_weights)
        if not self.resample or count == 1:
            return np.repeat((self.judge_weights / self.judge_weights.sum())[:, None], BLOCK, axis=1)
        asked = rng.integers(count, size=(count, BLOCK))
        times = np.array([(asked == judge).sum(axis=0) for judge in range(count)])
        shares = times * self.judge_weights[:, None]
        return np.asarray(shares / shares.sum(axis=0), dtype=np.float64)

    def _priorities(self, group: JudgedPairs, shares: Floats, rng: np.random.Generator) -> Floats:
        """Priorities of one group, (L, n): the judgements of all judges drawn, and joined by the judges' shares."""
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
        found: Floats = principal_vectors(drawn.sum(axis=0), len(group.columns)).T
        return found


def principal_vectors(logs: Floats, n: int) -> Floats:
    """Principal right eigenvectors of many reciprocal matrices, (n, L), each adding up to 1.

    Power iteration on all matrices at once from the geometric means of the rows, which for n ≤ 3 are the eigenvector
    already (Crawford & Williams 1985); for a positive matrix it converges from anywhere (Perron 1907).

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
    for _ in range(_LOOKS):
        following = vectors
        for _ in range(_STEPS_A_LOOK):
            following = np.einsum("ijl,jl->il", matrices, following)
        following /= following.sum(axis=0)
        change = float(np.abs(following / vectors - 1.0).max())
        vectors = following
        if change <= _TOLERANCE:
            return vectors
    raise ArithmeticError("power iteration did not settle on a drawn comparison matrix")


def _row_means(n: int) -> Floats:
    """What a row's mean takes from each pair of a matrix of logarithms, (pairs, n): as much from a_ij as from −a_ji."""
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
    """Make a panel ready to be asked again.

    Parameters
    ----------
    groups
        Completed judgements by group, from `criticality.weighting.panel.judged_groups`.
    criteria, dimensions
        Codes in the order of the arrays.
    stated
        The weights as decided.
    """
    found = {group.code: group for group in groups}
    across = found.pop(DIMENSIONS, None)
    any_group = next(iter(groups), None)
    return JudgementDraw(
        within=tuple(_pairs(group, criteria) for _, group in sorted(found.items())),
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
