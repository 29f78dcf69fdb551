"""Scores of many weight vectors at once: whole blocks of draws as matrix products.

Shapes: L draws × M minerals, N criteria, K dimensions. Values are either *shared*, (N, M), by all draws or *drawn*,
(N, L, M). Weights stand on two levels, as in the assessment.

References
----------
Hwang, C.-L., & Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
Deng, H., Yeh, C.-H., & Willis, R. J. (2000). Inter-company comparison using modified TOPSIS with objective weights.
Comput. Oper. Res. 27, 963–973.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.scratch import Scratch

Floats = NDArray[np.float64]
Members = Sequence[slice]

NEITHER = 0.5
_SINGLE_THREAD_PRODUCT = 1 << 19
_CANCELS_BELOW = 1e-4
_LEAST_WEIGHT = 1e-9


class WeightBlock(NamedTuple):
    """Weights of L draws: inside the dimensions (L, N), adding up to 1 in each, and across them (L, K)."""

    local: Floats
    across: Floats

    def overall(self, dimension_of: NDArray[np.intp]) -> Floats:
        """Weights of the criteria over all dimensions, (L, N)."""
        found: Floats = self.local * self.across[:, dimension_of]
        return found


class Scores(NamedTuple):
    """Scores of L draws × M minerals, on an axis that orders them.

    Attributes
    ----------
    axis
        Increasing in the score, 0…1. For closeness c it is d⁻²/(d⁺² + d⁻²) = c²/(c² + (1 − c)²): the same order
        without a square root.
    far, near
        Squared distances d⁺² and d⁻², where the score is a closeness.
    """

    axis: Floats
    far: Floats | None = None
    near: Floats | None = None

    def exact(self, rows: NDArray[np.intp] | slice = slice(None)) -> Floats:
        """The scores themselves, 0…1, of some draws."""
        if self.far is None or self.near is None:
            return self.axis[rows]
        far, near = np.sqrt(self.far[rows]), np.sqrt(self.near[rows])
        with np.errstate(invalid="ignore"):
            return np.where(far + near > 0, near / (far + near), NEITHER)

    def carried(self, cuts: Floats) -> Floats:
        """Put cuts of the score on the axis."""
        if self.far is None:
            return cuts
        squared, rest = np.square(cuts), np.square(1.0 - cuts)
        return np.where(cuts <= 0, -1.0, np.where(cuts >= 1, 2.0, squared / (squared + rest)))


@dataclass(frozen=True)
class SharedValues:
    """A decision matrix that all draws share, made ready for products.

    Attributes
    ----------
    scaled
        (N, M) on 0…1, 1 most critical; None without scales.
    flat_far, flat_near
        Squared distances per criterion to the fixed ideals 1 and 0, (N, M).
    vector_far, vector_near
        The same for the vector form and its ideals; None where it is not asked for.
    """

    scaled: Floats | None
    flat_far: Floats | None = None
    flat_near: Floats | None = None
    vector_far: Floats | None = None
    vector_near: Floats | None = None


def shared_values(scaled: Floats | None, raw: Floats | None, lowers: NDArray[np.bool_]) -> SharedValues:
    """Make (N, M) scaled and raw values ready; either may be None where no method needs it."""
    far = near = None
    if raw is not None:
        normal = vector_normalised(raw)
        best, worst = vector_ideals(normal, lowers)
        far, near = np.square(best - normal), np.square(normal - worst)
    return SharedValues(
        scaled=scaled,
        flat_far=None if scaled is None else np.square(1.0 - scaled),
        flat_near=None if scaled is None else np.square(scaled),
        vector_far=far,
        vector_near=near,
    )


def vector_normalised(raw: Floats) -> Floats:
    """Divide each criterion by its vector norm over the minerals (last axis); one of zeros or equal values counts 0."""
    largest = np.abs(raw).max(axis=-1, keepdims=True)
    norm = np.sqrt(np.square(raw / np.where(largest > 0, largest, 1.0)).sum(axis=-1, keepdims=True)) * largest
    spread = raw.max(axis=-1, keepdims=True) > raw.min(axis=-1, keepdims=True)
    return np.where(spread, raw / np.where(norm > 0, norm, 1.0), 0.0)


def vector_ideals(normal: Floats, lowers: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The most and the least critical value of each criterion among the minerals, last axis kept."""
    turned = lowers.reshape(-1, *([1] * (normal.ndim - 1)))
    highest, lowest = normal.max(axis=-1, keepdims=True), normal.min(axis=-1, keepdims=True)
    return np.where(turned, lowest, highest), np.where(turned, highest, lowest)


def product(left: Floats, right: Floats, out: Floats) -> Floats:
    """Matrix product (L, n)·(n, M), in pieces so small that no BLAS splits them over threads.

    So the result cannot depend on how many threads the machine offers.
    """
    rows, tile = len(left), len(left)
    while tile % 2 == 0 and tile * right.size >= _SINGLE_THREAD_PRODUCT:
        tile //= 2
    pieces = rows // tile if tile else 0
    np.matmul(left.reshape(pieces, tile, -1), right, out=out.reshape(pieces, tile, -1))
    return out


def weighted_sum(weights: Floats, values: Floats, out: Floats, scratch: Scratch) -> Floats:
    """Σ_j w_j·v_j for weights (L, n) and values shared (n, M) or drawn (n, L, M)."""
    if values.ndim == 2:
        return product(np.ascontiguousarray(weights), values, out)
    if not len(values):
        out.fill(0.0)
        return out
    np.multiply(values[0], weights[:, :1], out=out)
    part = scratch.array("part", out.shape)
    for row in range(1, len(values)):
        np.multiply(values[row], weights[:, row, None], out=part)
        out += part
    return out


# ── two levels: AHP rating inside a dimension, TOPSIS across them ────────────


class Rated(NamedTuple):
    """Ratings of one dimension, (L, M), each draw's multiplied by its own `factor` (L,)."""

    values: Floats
    factor: Floats


def two_levels(
    values: SharedValues | Floats,
    members: Members,
    weights: WeightBlock,
    scratch: Scratch,
) -> tuple[Scores, list[Rated]]:
    """Closeness across the dimensions (Deng, Yeh & Willis 2000), and the dimension ratings times √W_k.

    d⁻² = Σ_k (√W_k·D_k)² and d⁺² = Σ_k (√W_k·(1 − D_k))²; for shared values d⁺² = 1 − 2·Σ_k W_k·D_k + d⁻², which saves
    half of the products, and is computed the long way where the difference would cancel.
    """
    shape = (len(weights.local), _minerals(values))
    roots = np.sqrt(weights.across)
    near, square = scratch.array("near", shape), scratch.array("square", shape)
    rated = []
    for position, rows in enumerate(members):
        block = rows_of(values, rows)
        root = roots[:, position]
        times_root = scratch.array(f"rated {position}", shape)
        weighted_sum(weights.local[:, rows] * root[:, None], block, times_root, scratch)
        rated.append(Rated(times_root, root))
        if position == 0:
            np.square(times_root, out=near)
        else:
            np.square(times_root, out=square)
            near += square
    far = scratch.array("far", shape)
    if isinstance(values, SharedValues) and values.scaled is not None:
        _far_by_difference(far, values.scaled, members, weights, near, rated, roots, scratch)
    else:
        _far_directly(far, rated, roots, square)
    return _closeness(far, near, scratch), rated


def _far_directly(far: Floats, rated: Sequence[Rated], roots: Floats, square: Floats) -> None:
    far.fill(0.0)
    for position, entry in enumerate(rated):
        np.subtract(roots[:, position, None], entry.values, out=square)
        np.square(square, out=square)
        far += square


def _far_by_difference(
    far: Floats,
    scaled: Floats,
    members: Members,
    weights: WeightBlock,
    near: Floats,
    rated: Sequence[Rated],
    roots: Floats,
    scratch: Scratch,
) -> None:
    twice = np.zeros_like(weights.local)
    for position, rows in enumerate(members):
        twice[:, rows] = weights.local[:, rows] * (-2.0 * weights.across[:, position, None])
    product(twice, scaled, far)
    far += near
    far += 1.0
    if far.size and far.min() < _CANCELS_BELOW:
        draws, minerals = np.nonzero(far < _CANCELS_BELOW)
        far[draws, minerals] = sum(
            np.square(roots[draws, position] - entry.values[draws, minerals]) for position, entry in enumerate(rated)
        )


def _closeness(far: Floats, near: Floats, scratch: Scratch) -> Scores:
    axis = scratch.array("axis", far.shape)
    np.add(far, near, out=axis)
    with np.errstate(invalid="ignore"):
        np.divide(near, axis, out=axis)
    if not axis.size or not np.isnan(axis.min()):
        return Scores(axis, far, near)
    axis[np.isnan(axis)] = NEITHER
    return Scores(axis, far, near)


def rows_of(values: SharedValues | Floats, rows: slice) -> Floats:
    """Scaled values of some criteria, shared (n, M) or drawn (n, L, M)."""
    table = values.scaled if isinstance(values, SharedValues) else values
    if table is None:
        raise ValueError("dimension ratings need scaled values")
    return table[rows]


def _minerals(values: SharedValues | Floats) -> int:
    if not isinstance(values, SharedValues):
        return int(values.shape[-1])
    table = values.scaled if values.scaled is not None else values.vector_far
    return 0 if table is None else table.shape[-1]


# ── one level ────────────────────────────────────────────────────────────────


def additive(values: SharedValues | Floats, overall: Floats, scratch: Scratch) -> Scores:
    """Weighted sum of scaled values: Σ_j w_j·v_j (``ahp_ratings``)."""
    table = values.scaled if isinstance(values, SharedValues) else values
    if table is None:
        raise ValueError("weighted sums need scaled values")
    return Scores(weighted_sum(overall, table, scratch.array("axis", (len(overall), table.shape[-1])), scratch))


def flat_topsis(values: SharedValues | Floats, overall: Floats, scratch: Scratch) -> Scores:
    """TOPSIS over all criteria at once, ideals 1 and 0: both squared distances are linear in w² (``topsis_flat``)."""
    if isinstance(values, SharedValues):
        return _linear_in_squares(values.flat_far, values.flat_near, overall, scratch)
    return _linear_in_squares(np.square(1.0 - values), np.square(values), overall, scratch)


def vector_topsis(
    values: SharedValues | Floats, overall: Floats, lowers: NDArray[np.bool_], scratch: Scratch
) -> Scores:
    """TOPSIS of Hwang & Yoon (1981) on raw values, shared or drawn (N, L, M) (``topsis_vector``)."""
    if isinstance(values, SharedValues):
        return _linear_in_squares(values.vector_far, values.vector_near, overall, scratch)
    normal = vector_normalised(values)
    best, worst = vector_ideals(normal, lowers)
    return _linear_in_squares(np.square(best - normal), np.square(normal - worst), overall, scratch)


def _linear_in_squares(gap: Floats | None, level: Floats | None, overall: Floats, scratch: Scratch) -> Scores:
    if gap is None or level is None:
        raise ValueError("the values this method works on are not there")
    squares, shape = np.square(overall), (len(overall), gap.shape[-1])
    far = weighted_sum(squares, gap, scratch.array("far", shape), scratch)
    near = weighted_sum(squares, level, scratch.array("near", shape), scratch)
    return _closeness(far, near, scratch)


def ratings(
    values: SharedValues | Floats, members: Members, weights: WeightBlock, position: int, scratch: Scratch
) -> Floats:
    """AHP ratings D_k inside one dimension, (L, M)."""
    rows = members[position]
    block = rows_of(values, rows)
    out = scratch.array(f"rating {position}", (len(weights.local), block.shape[-1]))
    return weighted_sum(weights.local[:, rows], block, out, scratch)


def tells_apart(entry: Rated) -> bool:
    """Whether ratings times √W_k still tell minerals apart: not where a dimension counts for (next to) nothing."""
    return bool(entry.factor.min() ** 2 > _LEAST_WEIGHT)
