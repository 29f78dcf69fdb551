"""Scores of a block of draws, on an axis that orders them and to full precision.

References
----------
Hwang, C.-L., & Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.ranking.kernels.arithmetic import closeness
from criticality.robustness.kernels.products import Floats, Rows

KEY_BITS = 31
_FLAT = 1e-3
Distances = Callable[[Rows], tuple[Floats, Floats]]


def index_bits(count: int) -> int:
    """Bits that tell `count` minerals apart."""
    return max(1, (count - 1).bit_length())


def key_scale(count: int) -> float:
    """What ±1 on the axis is multiplied by, so that a whole number of 32 bits has room for the mineral's position."""
    return float((1 << (KEY_BITS - index_bits(count))) - 1)


class Scores(NamedTuple):
    """Scores of L draws × M minerals, on an axis that orders them.

    Attributes
    ----------
    shape
        (L, M).
    axis
        Of some draws that follow one another (…, M), valid until the next are asked for: increasing in the score,
        inside ±`scale`: a weighted sum as it is, and for a closeness c
        (d⁻² − d⁺²)/(d⁻² + d⁺²) = (2c − 1)/(c² + (1 − c)²), the same order without a square root; both times `scale`, at
        which `criticality.robustness.ranks` makes whole numbers of them.
    scale
        At most `key_scale`.
    of_draws
        The scores themselves, 0…1, of some draws, to full precision (…, M).
    at
        The scores of some draws (P,) at some minerals (…, P), to full precision.
    closeness
        Whether the scores are closenesses, and no weighted sums.
    error
        How far the axis can be off.
    """

    shape: tuple[int, int]
    axis: Callable[[slice], NDArray[np.floating]]
    scale: float
    of_draws: Callable[[Rows], Floats]
    at: Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]
    closeness: bool
    error: float = 0.0

    def exact(self, rows: Rows = slice(None)) -> Floats:
        """The scores themselves of some draws."""
        return self.of_draws(rows)

    def flat_at(self, cuts: Floats) -> bool:
        """Whether the axis of closenesses is too flat at a cut to tell 12 decimals of the score: just above 0, below 1.

        There its slope is four times the distance from the end.
        """
        from_end = np.minimum(cuts, 1.0 - cuts)
        return self.closeness and bool(((from_end > 0.0) & (from_end < _FLAT)).any())

    def carried(self, cuts: Floats) -> Floats:
        """Put cuts of the score on the axis."""
        if not self.closeness:
            return cuts * self.scale
        inside = (2.0 * cuts - 1.0) / (np.square(cuts) + np.square(1.0 - cuts))
        return self.scale * np.where(cuts <= 0, -2.0, np.where(cuts >= 1, 2.0, inside))


def closeness_scores(axis: Floats, distances: Distances) -> Scores:
    """Closenesses, of which the squared distances d⁺² and d⁻² of some draws can be had, both times the same number."""

    def exact(rows: Rows) -> Floats:
        return closeness(*distances(rows))

    return _double(axis, exact, closeness=True)


def sum_scores(axis: Floats) -> Scores:
    """Weighted sums, as they stand on the axis."""
    scale = key_scale(axis.shape[1])

    def exact(rows: Rows) -> Floats:
        return axis[rows] / scale

    return _double(axis, exact, closeness=False)


def _double(axis: Floats, exact: Callable[[Rows], Floats], *, closeness: bool) -> Scores:
    def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        draws, places = np.unique(rows, return_inverse=True)
        found: Floats = exact(draws)[places, minerals]
        return found

    draws, minerals = axis.shape
    return Scores((draws, minerals), axis.__getitem__, key_scale(minerals), exact, at, closeness)
