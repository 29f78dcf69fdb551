"""Scores of a block of draws in two forms: on an axis that is fast to compute and has their order, and exact.

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
_FLAT = 1e-3  # this close to 0 or 1, the axis of closenesses is too flat to separate scores in 12 decimals
Distances = Callable[[Rows], tuple[Floats, Floats]]


def index_bits(count: int) -> int:
    """Number of bits that the positions of `count` minerals need."""
    return max(1, (count - 1).bit_length())


def key_scale(count: int) -> float:
    """Factor from ±1 on the axis to the score's part of a 32-bit key; its other bits hold the mineral's position."""
    return float((1 << (KEY_BITS - index_bits(count))) - 1)


class Scores(NamedTuple):
    """Scores of L draws × M minerals.

    Attributes
    ----------
    shape
        (L, M).
    axis
        Slice of draws → their position on the ordering axis (…, M), which increases with the score and stays within
        ±`scale`. For a weighted sum it is the sum; for a closeness c it is
        (d⁻² − d⁺²)/(d⁻² + d⁺²) = (2c − 1)/(c² + (1 − c)²), which has the same order and needs no square root. Both are
        multiplied by `scale`, so that `criticality.robustness.kernels.ranks` can turn them into integer keys. The
        array is valid until the next call.
    scale
        At most `key_scale`.
    of_draws
        Draws → their exact scores (…, M), 0…1.
    at
        Draws (P,) and minerals (…, P) → their exact scores (…, P).
    closeness
        True: the scores are closenesses. False: they are weighted sums.
    error
        Upper bound of the rounding error of the axis.
    """

    shape: tuple[int, int]
    axis: Callable[[slice], NDArray[np.floating]]
    scale: float
    of_draws: Callable[[Rows], Floats]
    at: Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]
    closeness: bool
    error: float = 0.0

    def exact(self, rows: Rows = slice(None)) -> Floats:
        """The exact scores of some draws, (…, M)."""
        return self.of_draws(rows)

    def flat_at(self, cuts: Floats) -> bool:
        """Whether a threshold lies where the axis of closenesses cannot separate scores that differ by 10⁻¹².

        That is close to 0 or 1, where the slope of the axis is four times the distance from that end.
        """
        from_end = np.minimum(cuts, 1.0 - cuts)
        return self.closeness and bool(((from_end > 0.0) & (from_end < _FLAT)).any())

    def on_axis(self, cuts: Floats) -> Floats:
        """Return the positions of score thresholds on the ordering axis."""
        if not self.closeness:
            return cuts * self.scale
        inside = (2.0 * cuts - 1.0) / (np.square(cuts) + np.square(1.0 - cuts))
        return self.scale * np.where(cuts <= 0, -2.0, np.where(cuts >= 1, 2.0, inside))


def closeness_scores(axis: Floats, distances: Distances) -> Scores:
    """Make the scores of a method that gives closenesses.

    `distances` returns the squared distances d⁺² and d⁻² of some draws; a common factor of both does not matter.
    """

    def exact(rows: Rows) -> Floats:
        return closeness(*distances(rows))

    return _double(axis, exact, closeness=True)


def sum_scores(axis: Floats) -> Scores:
    """Make the scores of a method that gives weighted sums; `axis` holds the sums times `key_scale`."""
    scale = key_scale(axis.shape[1])

    def exact(rows: Rows) -> Floats:
        return axis[rows] / scale

    return _double(axis, exact, closeness=False)


def _double(axis: Floats, exact: Callable[[Rows], Floats], *, closeness: bool) -> Scores:
    def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        draws, places = np.unique(rows, return_inverse=True)
        result: Floats = exact(draws)[places, minerals]
        return result

    draws, minerals = axis.shape
    return Scores((draws, minerals), axis.__getitem__, key_scale(minerals), exact, at, closeness)
