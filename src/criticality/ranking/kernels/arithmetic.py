"""Arithmetic that several deciding methods share: weighted sums, dimension ratings, closeness, ranks."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.ranking.kernels.method import Floats, Weights

DECIMALS = 12
"""Scores and dimension ratings are rounded to so many decimals before they are ranked, compared or written."""

HALF_WAY = 0.5
"""Closeness of a mineral that is the ideal and the anti-ideal at once, because all minerals are alike."""


class SquaredDistances(NamedTuple):
    """Squared distances to the most critical (`far`, d⁺²) and to the least critical point (`near`, d⁻²)."""

    far: Floats
    near: Floats


def weighted_sum(weights: Floats, values: Floats) -> Floats:
    """Σ_j w_j·v_j: weights (…, N) and values (…, N, M) give (…, M); values (N, M) are shared by all weights."""
    if values.ndim == 2:
        return np.asarray(weights @ values, dtype=np.float64)
    return np.asarray(np.matmul(weights[..., None, :], values)[..., 0, :], dtype=np.float64)


def dimension_ratings(values: Floats, weights: Weights) -> Floats:
    """AHP rating of every mineral inside each dimension, D_k = Σ_{j∈k} local_j·v_j: (…, K, M).

    A dimension of weight 0 has its rating too: its criteria keep their local weights.
    """
    parts = [weighted_sum(weights.local[..., rows], values[..., rows, :]) for rows in weights.members]
    return np.stack(parts, axis=-2)


def ratings_of_one_list(values: Floats, weights: Weights) -> Floats:
    """As `dimension_ratings` for values (N, M), added up in a fixed order: (K, M)."""
    return np.array([sum_of_one_list(values[rows], weights.local[rows]) for rows in weights.members])


def inner_ratings(values: Floats, shares: Floats) -> Floats:
    """Ratings of dimensions below the first level, (…, I, M), of values (…, N, M) and the shares of their criteria.

    Shares are (I, N), or (…, I, N) where the weights differ from list to list; they add up to 1 over N.
    """
    return np.asarray(shares @ values, dtype=np.float64)


def sum_of_one_list(values: Floats, weights: Floats) -> Floats:
    """Σ_j w_j·v_j of values (n, M), added up mineral by mineral, so that no digit depends on the other minerals."""
    return np.asarray((np.ascontiguousarray(values.T) * weights).sum(axis=1), dtype=np.float64)


def sum_of_squares(weights: Floats, distances: SquaredDistances) -> SquaredDistances:
    """Add up the criteria's own squared distances (…, N, M) by the squares of the weights (…, N)."""
    squares = np.square(weights)
    return SquaredDistances(weighted_sum(squares, distances.far), weighted_sum(squares, distances.near))


def closeness(far: Floats, near: Floats) -> Floats:
    """d⁻/(d⁺ + d⁻) of squared distances, 0…1; `HALF_WAY` where both are 0 (Hwang & Yoon 1981, step 6)."""
    negative = np.sqrt(near)
    whole = np.sqrt(far) + negative
    found: Floats = np.divide(negative, whole, out=np.full_like(whole, HALF_WAY), where=whole > 0)
    return found


def ranks_of(scores: NDArray[Any], *, ascending: bool = False) -> NDArray[np.int64]:
    """Ranks from 1 along the last axis; equal scores share the better rank (1, 2, 2, 4).

    Parameters
    ----------
    scores
        Rounded as they are to be compared; no NaN.
    ascending
        True where the least score is the best.
    """
    ordered_by = scores if ascending else -scores
    order = np.argsort(ordered_by, axis=-1, kind="stable")
    ordered = np.take_along_axis(ordered_by, order, axis=-1)
    ranks = np.broadcast_to(np.arange(1, scores.shape[-1] + 1), scores.shape).copy()
    ranks[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0
    ranks = np.maximum.accumulate(ranks, axis=-1)
    found = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(found, order, ranks, axis=-1)
    return found
