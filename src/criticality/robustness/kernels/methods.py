"""The deciding methods for whole blocks of draws: scores of many weight vectors at once, as matrix products.

The closed form of each method is in `criticality.ranking.kernels`. A method may have a faster form here, which computes
only an axis with the order of the scores, needs no square root and uses preallocated arrays. A method without one is
scored by its closed form (`closed_form`).

References
----------
Hwang, C.-L., & Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
Deng, H., Yeh, C.-H., & Willis, R. J. (2000). Inter-company comparison using modified TOPSIS with objective weights.
Comput. Oper. Res. 27, 963–973.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.ranking.kernels import METHODS, topsis_flat, topsis_vector
from criticality.ranking.kernels.arithmetic import SquaredDistances
from criticality.ranking.kernels.geometric_mean import logarithms
from criticality.ranking.kernels.method import Weights
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, Members, Rows, WeightBlock, product, weighted_sum
from criticality.robustness.kernels.scores import Scores, closeness_scores, key_scale, sum_scores

HALF = 0.5
Truths = NDArray[np.bool_]
_LEAST_WEIGHT = 1e-9


@dataclass(frozen=True)
class SharedValues:
    """A decision matrix that all draws share, with the tables that the matrix products need.

    Attributes
    ----------
    scaled
        (N, M) on 0…1, 1 most critical; None without scales.
    near_minus_far
        v² − (1 − v)² = 2·v − 1, (N, M): squared distance from the least critical end minus that from the most critical.
    flat, vector
        Squared distances of each criterion to the fixed ideals 0 and 1 (``topsis_flat``) and to the ideals among the
        candidates (``topsis_vector``); None where they are not needed.
    raw
        (N, M) in their own units; None where no method needs them.
    """

    scaled: Floats | None
    near_minus_far: Floats | None = None
    flat: SquaredDistances | None = None
    vector: SquaredDistances | None = None
    raw: Floats | None = None


def shared_values(scaled: Floats | None, raw: Floats | None, lowers: Truths) -> SharedValues:
    """Prepare scaled and raw values (N, M); either may be None where no method needs it."""
    return SharedValues(
        scaled=scaled,
        near_minus_far=None if scaled is None else 2.0 * scaled - 1.0,
        flat=None if scaled is None else topsis_flat.squared_distances(scaled),
        vector=None if raw is None else _vector_distances(raw, lowers),
        raw=raw,
    )


def _vector_distances(raw: Floats, lowers: Truths) -> SquaredDistances:
    """Squared distances to the ideals among the candidates, for raw values (N, M) or (N, L, M), in the same shape."""
    values = np.moveaxis(raw, 0, -2)
    result = topsis_vector.squared_distances(values, topsis_vector.frame_of(values), lowers)
    return SquaredDistances(*(np.moveaxis(distances, -2, 0) for distances in result))


# ── two levels: AHP rating inside a dimension, TOPSIS across them ────────────


class Rated(NamedTuple):
    """Ratings D of one dimension as h·(D − ½), (L, M), where h = √(2·W) is the `factor` of each draw, (L,)."""

    values: Floats
    factor: Floats

    def on_axis(self, cuts: Floats) -> Floats:
        """Return thresholds of the rating, one for each draw, in the form of `values`."""
        moved: Floats = self.factor * (cuts - HALF)
        return moved


def two_levels(
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, buffers: WorkBuffers
) -> tuple[Scores, Sequence[Rated]]:
    """Closeness across the dimensions (Deng, Yeh & Willis 2000), and the dimension ratings as `Rated`.

    d⁻² = Σ_k W_k·D_k², d⁺² = Σ_k W_k·(1 − D_k)². As the weights add up to 1, with e_k = √(2·W_k)·(D_k − ½)
    d⁻² + d⁺² = Σ_k e_k² + ½ and d⁻² − d⁺² = Σ_k √(2·W_k)·e_k = Σ_j w_j·(2·v_j − 1). For shared values the last sum is
    one matrix product. These forms are precise enough to order the minerals; exact scores are computed from the
    distances themselves.
    """
    shape = (len(weights.local), _minerals(values))
    factors = np.sqrt(2.0 * weights.across)
    rated = [Rated(buffers.array(f"rated {position}", shape), factors[:, position]) for position in range(len(members))]
    axis = buffers.array("axis", shape)
    _fill_axis(axis, values, members, weights, rated, buffers)
    return closeness_scores(axis, lambda rows: _distances_of(rated, rows)), rated


def _fill_axis(
    axis: Floats,
    values: SharedValues | Floats,
    members: Members,
    weights: WeightBlock,
    rated: Sequence[Rated],
    buffers: WorkBuffers,
) -> None:
    """Compute the ratings into `rated`, and (d⁻² − d⁺²)/(d⁻² + d⁺²), times the scale of the keys, into `axis`."""
    whole, part = buffers.array("whole", axis.shape), buffers.array("part", axis.shape)
    whole.fill(HALF)
    for rows, entry in zip(members, rated, strict=True):
        _rate(entry, values, rows, weights.local[:, rows])
        np.square(entry.values, out=part)
        whole += part
    scale = key_scale(axis.shape[1])
    if isinstance(values, SharedValues) and values.near_minus_far is not None:
        product(weights.overall(members) * scale, values.near_minus_far, axis)
    else:
        axis.fill(0.0)
        for entry in rated:
            np.multiply(entry.values, scale * entry.factor[:, None], out=part)
            axis += part
    np.divide(axis, whole, out=axis)


def _rate(entry: Rated, values: SharedValues | Floats, rows: slice, local: Floats) -> None:
    if isinstance(values, SharedValues) and values.near_minus_far is not None:
        product(local * (HALF * entry.factor)[:, None], values.near_minus_far[rows], entry.values)
        return
    weighted_sum(local * entry.factor[:, None], rows_of(values, rows), entry.values)
    np.subtract(entry.values, HALF * entry.factor[:, None], out=entry.values)


def _distances_of(rated: Sequence[Rated], rows: Rows) -> tuple[Floats, Floats]:
    """Twice Σ_k W_k·(1 − D_k)² and twice Σ_k W_k·D_k², of some draws; the factor 2 cancels in the closeness."""
    halves = [(HALF * entry.factor[rows, None], entry.values[rows]) for entry in rated]
    far: Floats = sum((np.square(half - value) for half, value in halves), np.zeros(()))
    near: Floats = sum((np.square(half + value) for half, value in halves), np.zeros(()))
    return far, near


def rows_of(values: SharedValues | Floats, rows: slice) -> Floats:
    """Scaled values of some criteria, shared (n, M) or drawn (n, L, M)."""
    table = values.scaled if isinstance(values, SharedValues) else values
    if table is None:
        raise ValueError("dimension ratings need scaled values")
    return table[rows]


def _minerals(values: SharedValues | Floats) -> int:
    if not isinstance(values, SharedValues):
        return int(values.shape[-1])
    return 0 if values.scaled is None else values.scaled.shape[-1]


# ── one level ────────────────────────────────────────────────────────────────


def additive(
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, buffers: WorkBuffers
) -> tuple[Scores, Sequence[Rated]]:
    """Weighted sum of scaled values: Σ_j w_j·v_j (``ahp_ratings``)."""
    table, overall = values.scaled if isinstance(values, SharedValues) else values, weights.overall(members)
    if table is None:
        raise ValueError("weighted sums need scaled values")
    axis = buffers.array("axis", (len(overall), table.shape[-1]))
    return sum_scores(weighted_sum(overall * key_scale(axis.shape[1]), table, axis)), ()


def geometric(
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, buffers: WorkBuffers
) -> tuple[Scores, Sequence[Rated]]:
    """Weighted geometric mean of scaled values: Π_j v_j^w_j (``geometric_mean``), 0 where a criterion of weight is."""
    table, overall = values.scaled if isinstance(values, SharedValues) else values, weights.overall(members)
    if table is None:
        raise ValueError("geometric means need scaled values")
    axis = buffers.array("axis", (len(overall), table.shape[-1]))
    logs, none = (_by_cell(part) for part in logarithms(table))
    np.exp(weighted_sum(overall, logs, axis), out=axis)
    if none.any():
        axis[weighted_sum(overall, none, buffers.array("part", axis.shape)) > 0.0] = 0.0
    axis *= key_scale(axis.shape[1])
    return sum_scores(axis), ()


def _by_cell(table: Floats) -> Floats:
    """Drawn values (N, L, M) cell by cell in memory, as `weighted_sum` takes them."""
    return table if table.ndim == 2 else np.ascontiguousarray(table.transpose(0, 2, 1)).transpose(0, 2, 1)


def flat_topsis(
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, buffers: WorkBuffers
) -> tuple[Scores, Sequence[Rated]]:
    """TOPSIS over all criteria at once, ideals 1 and 0: both squared distances are linear in w² (``topsis_flat``)."""
    distances = values.flat if isinstance(values, SharedValues) else topsis_flat.squared_distances(values)
    return _linear_in_squares(distances, weights.overall(members), buffers), ()


def vector_topsis(
    values: SharedValues | Floats, lowers: Truths, members: Members, weights: WeightBlock, buffers: WorkBuffers
) -> tuple[Scores, Sequence[Rated]]:
    """TOPSIS of Hwang & Yoon (1981) on raw values, shared or drawn (N, L, M) (``topsis_vector``)."""
    distances = values.vector if isinstance(values, SharedValues) else _vector_distances(values, lowers)
    return _linear_in_squares(distances, weights.overall(members), buffers), ()


def _linear_in_squares(distances: SquaredDistances | None, overall: Floats, buffers: WorkBuffers) -> Scores:
    if distances is None:
        raise ValueError("the values this method works on are not there")
    squares, shape = np.square(overall), (len(overall), distances.far.shape[-1])
    axis, whole = buffers.array("axis", shape), buffers.array("whole", shape)
    weighted_sum(squares * key_scale(shape[1]), distances.near - distances.far, axis)
    weighted_sum(squares, distances.near + distances.far, whole)
    with np.errstate(invalid="ignore"):
        np.divide(axis, whole, out=axis)
    # 0/0: all minerals have the same values, so each is the ideal and the anti-ideal; closeness ½ is 0 on the axis
    alike = np.isnan(axis[:, :1]).any(axis=1)
    if alike.any():
        axis[alike] = 0.0

    def squared(rows: Rows) -> tuple[Floats, Floats]:
        return _of_draws(squares[rows], distances.far, rows), _of_draws(squares[rows], distances.near, rows)

    return closeness_scores(axis, squared)


def _of_draws(squares: Floats, distances: Floats, rows: Rows) -> Floats:
    if distances.ndim == 2:
        return product(squares, distances, np.empty((len(squares), distances.shape[1])))
    result: Floats = np.einsum("ln,nlm->lm", squares, distances[:, rows])
    return result


def ratings(
    values: SharedValues | Floats, members: Members, weights: WeightBlock, position: int, buffers: WorkBuffers
) -> Floats:
    """AHP ratings D_k inside one dimension, (L, M)."""
    rows = members[position]
    block = rows_of(values, rows)
    out = buffers.array(f"rating {position}", (len(weights.local), block.shape[-1]))
    return weighted_sum(weights.local[:, rows], block, out)


def enough_weight(across: Floats) -> bool:
    """Whether ratings times √(2·W_k) keep enough digits to separate minerals: not if a weight W_k is (nearly) 0."""
    return bool(2.0 * across.min(initial=1.0) > _LEAST_WEIGHT)


# ── any method ───────────────────────────────────────────────────────────────

Form = Callable[
    [SharedValues | Floats, Truths, Members, WeightBlock, WorkBuffers],
    tuple[Scores, Sequence[Rated]],
]

ORDERING_FORMS: Mapping[str, Form] = {
    "topsis": two_levels,
    "topsis_flat": flat_topsis,
    "topsis_vector": vector_topsis,
    "ahp_ratings": additive,
    "geometric_mean": geometric,
}
"""Method → its fast form. A method that is not in it is scored by its closed form: slower, with the same ranks."""


def score_by(
    name: str,
    values: SharedValues | Floats,
    lowers: Truths,
    members: Members,
    weights: WeightBlock,
    buffers: WorkBuffers,
) -> tuple[Scores, Sequence[Rated]]:
    """Score a block of draws by a method; also return the dimension ratings where the method computes them."""
    form = ORDERING_FORMS.get(name)
    if form is None:
        return closed_form(name, values, lowers, members, weights), ()
    return form(values, lowers, members, weights, buffers)


def closed_form(
    name: str, values: SharedValues | Floats, lowers: Truths, members: Members, weights: WeightBlock
) -> Scores:
    """Score a block of draws by the closed form of a method.

    Each draw is a matrix product of its own, which is too small for a BLAS library to split over threads.
    """
    method, table = METHODS[name], values
    if isinstance(table, SharedValues):
        chosen = table.scaled if method.needs_scale else table.raw
        table = np.empty(0) if chosen is None else chosen[:, None]
    block = Weights(weights.local, weights.across, weights.overall(members), members)
    scores = np.clip(method.score(np.moveaxis(table, 0, -2), block, lowers), 0.0, 1.0)
    return sum_scores(scores * key_scale(scores.shape[1]))
