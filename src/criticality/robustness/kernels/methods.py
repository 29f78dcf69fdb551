"""The deciding methods for whole blocks of draws: scores of many weight vectors at once, as matrix products.

The arithmetic of each method stands in `criticality.ranking.kernels`. Here each has a form that orders the minerals and
costs no square root, on arrays that are used again; a method without one is scored by its closed form (`closed_form`).

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
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.products import Floats, Members, Rows, WeightBlock, product, weighted_sum
from criticality.robustness.kernels.scores import Scores, closeness_scores, key_scale, sum_scores

HALF = 0.5
Truths = NDArray[np.bool_]
_LEAST_WEIGHT = 1e-9


@dataclass(frozen=True)
class SharedValues:
    """A decision matrix that all draws share, made ready for products.

    Attributes
    ----------
    scaled
        (N, M) on 0…1, 1 most critical; None without scales.
    leaning
        v² − (1 − v)² = 2·v − 1, (N, M): how far the critical end is nearer than the harmless one.
    flat, vector
        Squared distances of each criterion to fixed ideals and to the candidates' own; None where not asked for.
    raw
        (N, M) in their own units; None where no method asks for them.
    """

    scaled: Floats | None
    leaning: Floats | None = None
    flat: SquaredDistances | None = None
    vector: SquaredDistances | None = None
    raw: Floats | None = None


def shared_values(scaled: Floats | None, raw: Floats | None, lowers: Truths) -> SharedValues:
    """Make (N, M) scaled and raw values ready; either may be None where no method needs it."""
    return SharedValues(
        scaled=scaled,
        leaning=None if scaled is None else 2.0 * scaled - 1.0,
        flat=None if scaled is None else topsis_flat.squared_distances(scaled),
        vector=None if raw is None else _vector_distances(raw, lowers),
        raw=raw,
    )


def _vector_distances(raw: Floats, lowers: Truths) -> SquaredDistances:
    """Of raw values, shared (N, M) or drawn (N, L, M), in the same shape."""
    values = np.moveaxis(raw, 0, -2)
    found = topsis_vector.squared_distances(values, topsis_vector.frame_of(values), lowers)
    return SquaredDistances(*(np.moveaxis(distances, -2, 0) for distances in found))


# ── two levels: AHP rating inside a dimension, TOPSIS across them ────────────


class Rated(NamedTuple):
    """Ratings of one dimension, (L, M), as h·(D − ½) with each draw's own `factor` h = √(2·W) (L,)."""

    values: Floats
    factor: Floats

    def carried(self, cuts: Floats) -> Floats:
        """Put cuts of the rating, one a draw, where these values stand."""
        moved: Floats = self.factor * (cuts - HALF)
        return moved


def two_levels(
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, scratch: Scratch
) -> tuple[Scores, Sequence[Rated]]:
    """Closeness across the dimensions (Deng, Yeh & Willis 2000), and the dimension ratings as `Rated`.

    d⁻² = Σ_k W_k·D_k², d⁺² = Σ_k W_k·(1 − D_k)². As the weights add up to 1, with e_k = √(2·W_k)·(D_k − ½)
    d⁻² + d⁺² = Σ_k e_k² + ½ and d⁻² − d⁺² = Σ_k √(2·W_k)·e_k = Σ_j w_j·(2·v_j − 1), which is one product for shared
    values: good enough to order, and computed the long way where scores themselves are asked for.
    """
    shape = (len(weights.local), _minerals(values))
    factors = np.sqrt(2.0 * weights.across)
    rated = [Rated(scratch.array(f"rated {position}", shape), factors[:, position]) for position in range(len(members))]
    axis = scratch.array("axis", shape)
    _lean_over_whole(axis, values, members, weights, rated, scratch)
    return closeness_scores(axis, lambda rows: _distances_of(rated, rows)), rated


def _lean_over_whole(
    axis: Floats,
    values: SharedValues | Floats,
    members: Members,
    weights: WeightBlock,
    rated: Sequence[Rated],
    scratch: Scratch,
) -> None:
    """Fill the ratings, and the axis with (d⁻² − d⁺²)/(d⁻² + d⁺²) times its scale."""
    whole, part = scratch.array("whole", axis.shape), scratch.array("part", axis.shape)
    whole.fill(HALF)
    for rows, entry in zip(members, rated, strict=True):
        _rate(entry, values, rows, weights.local[:, rows])
        np.square(entry.values, out=part)
        whole += part
    scale = key_scale(axis.shape[1])
    if isinstance(values, SharedValues) and values.leaning is not None:
        product(weights.overall(members) * scale, values.leaning, axis)
    else:
        axis.fill(0.0)
        for entry in rated:
            np.multiply(entry.values, scale * entry.factor[:, None], out=part)
            axis += part
    np.divide(axis, whole, out=axis)


def _rate(entry: Rated, values: SharedValues | Floats, rows: slice, local: Floats) -> None:
    if isinstance(values, SharedValues) and values.leaning is not None:
        product(local * (HALF * entry.factor)[:, None], values.leaning[rows], entry.values)
        return
    weighted_sum(local * entry.factor[:, None], rows_of(values, rows), entry.values)
    np.subtract(entry.values, HALF * entry.factor[:, None], out=entry.values)


def _distances_of(rated: Sequence[Rated], rows: Rows) -> tuple[Floats, Floats]:
    """Σ_k W_k·(1 − D_k)² and Σ_k W_k·D_k², each twice, of some draws."""
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
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, scratch: Scratch
) -> tuple[Scores, Sequence[Rated]]:
    """Weighted sum of scaled values: Σ_j w_j·v_j (``ahp_ratings``)."""
    table, overall = values.scaled if isinstance(values, SharedValues) else values, weights.overall(members)
    if table is None:
        raise ValueError("weighted sums need scaled values")
    axis = scratch.array("axis", (len(overall), table.shape[-1]))
    return sum_scores(weighted_sum(overall * key_scale(axis.shape[1]), table, axis)), ()


def geometric(
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, scratch: Scratch
) -> tuple[Scores, Sequence[Rated]]:
    """Weighted geometric mean of scaled values: Π_j v_j^w_j (``geometric_mean``), 0 where a criterion of weight is."""
    table, overall = values.scaled if isinstance(values, SharedValues) else values, weights.overall(members)
    if table is None:
        raise ValueError("geometric means need scaled values")
    axis = scratch.array("axis", (len(overall), table.shape[-1]))
    logs, none = (_by_cell(part) for part in logarithms(table))
    np.exp(weighted_sum(overall, logs, axis), out=axis)
    if none.any():
        axis[weighted_sum(overall, none, scratch.array("part", axis.shape)) > 0.0] = 0.0
    axis *= key_scale(axis.shape[1])
    return sum_scores(axis), ()


def _by_cell(table: Floats) -> Floats:
    """Drawn values (N, L, M) cell by cell in memory, as `weighted_sum` takes them."""
    return table if table.ndim == 2 else np.ascontiguousarray(table.transpose(0, 2, 1)).transpose(0, 2, 1)


def flat_topsis(
    values: SharedValues | Floats, _lowers: Truths, members: Members, weights: WeightBlock, scratch: Scratch
) -> tuple[Scores, Sequence[Rated]]:
    """TOPSIS over all criteria at once, ideals 1 and 0: both squared distances are linear in w² (``topsis_flat``)."""
    distances = values.flat if isinstance(values, SharedValues) else topsis_flat.squared_distances(values)
    return _linear_in_squares(distances, weights.overall(members), scratch), ()


def vector_topsis(
    values: SharedValues | Floats, lowers: Truths, members: Members, weights: WeightBlock, scratch: Scratch
) -> tuple[Scores, Sequence[Rated]]:
    """TOPSIS of Hwang & Yoon (1981) on raw values, shared or drawn (N, L, M) (``topsis_vector``)."""
    distances = values.vector if isinstance(values, SharedValues) else _vector_distances(values, lowers)
    return _linear_in_squares(distances, weights.overall(members), scratch), ()


def _linear_in_squares(distances: SquaredDistances | None, overall: Floats, scratch: Scratch) -> Scores:
    if distances is None:
        raise ValueError("the values this method works on are not there")
    squares, shape = np.square(overall), (len(overall), distances.far.shape[-1])
    axis, whole = scratch.array("axis", shape), scratch.array("whole", shape)
    weighted_sum(squares * key_scale(shape[1]), distances.near - distances.far, axis)
    weighted_sum(squares, distances.near + distances.far, whole)
    with np.errstate(invalid="ignore"):
        np.divide(axis, whole, out=axis)
    # a mineral that is the ideal and the anti-ideal at once is so because all are alike: half-way, 0 on the axis
    alike = np.isnan(axis[:, :1]).any(axis=1)
    if alike.any():
        axis[alike] = 0.0

    def squared(rows: Rows) -> tuple[Floats, Floats]:
        return _of_draws(squares[rows], distances.far, rows), _of_draws(squares[rows], distances.near, rows)

    return closeness_scores(axis, squared)


def _of_draws(squares: Floats, distances: Floats, rows: Rows) -> Floats:
    if distances.ndim == 2:
        return product(squares, distances, np.empty((len(squares), distances.shape[1])))
    found: Floats = np.einsum("ln,nlm->lm", squares, distances[:, rows])
    return found


def ratings(
    values: SharedValues | Floats, members: Members, weights: WeightBlock, position: int, scratch: Scratch
) -> Floats:
    """AHP ratings D_k inside one dimension, (L, M)."""
    rows = members[position]
    block = rows_of(values, rows)
    out = scratch.array(f"rating {position}", (len(weights.local), block.shape[-1]))
    return weighted_sum(weights.local[:, rows], block, out)


def enough_weight(across: Floats) -> bool:
    """Whether ratings times √(2·W_k) still tell minerals apart: not where a dimension has (next to) no weight."""
    return bool(2.0 * across.min(initial=1.0) > _LEAST_WEIGHT)


# ── any method ───────────────────────────────────────────────────────────────

Form = Callable[
    [SharedValues | Floats, Truths, Members, WeightBlock, Scratch],
    tuple[Scores, Sequence[Rated]],
]

ORDERING_FORMS: Mapping[str, Form] = {
    "topsis": two_levels,
    "topsis_flat": flat_topsis,
    "topsis_vector": vector_topsis,
    "ahp_ratings": additive,
    "geometric_mean": geometric,
}
"""Method → its fast form. A method that is not here is scored by its closed form, slower and with the same ranks."""


def score_by(
    name: str,
    values: SharedValues | Floats,
    lowers: Truths,
    members: Members,
    weights: WeightBlock,
    scratch: Scratch,
) -> tuple[Scores, Sequence[Rated]]:
    """Score a block of draws by a method; dimension ratings come with it where the method computes them anyway."""
    form = ORDERING_FORMS.get(name)
    if form is None:
        return closed_form(name, values, lowers, members, weights), ()
    return form(values, lowers, members, weights, scratch)


def closed_form(
    name: str, values: SharedValues | Floats, lowers: Truths, members: Members, weights: WeightBlock
) -> Scores:
    """Score by the closed form of a method.

    Each draw has a product of its own, too small for a linear algebra library to split over threads.
    """
    method, table = METHODS[name], values
    if isinstance(table, SharedValues):
        chosen = table.scaled if method.needs_scale else table.raw
        table = np.empty(0) if chosen is None else chosen[:, None]
    block = Weights(weights.local, weights.across, weights.overall(members), members)
    scores = np.clip(method.score(np.moveaxis(table, 0, -2), block, lowers), 0.0, 1.0)
    return sum_scores(scores * key_scale(scores.shape[1]))
