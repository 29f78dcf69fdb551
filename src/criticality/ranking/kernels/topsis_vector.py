"""``topsis_vector``: the textbook TOPSIS on raw values, with vector normalisation and ideals from the candidates.

r_ij = x_ij/√(Σ_i x_ij²); the ideal of a criterion is its most critical r among the candidates, the anti-ideal its least
critical. d⁺² = Σ_j w_j²·(r⁺_j − r_ij)², d⁻² = Σ_j w_j²·(r_ij − r⁻_j)², closeness = d⁻/(d⁺ + d⁻).

A criterion of zeros has no vector norm and one of equal values no spread: neither moves any distance, so both count 0.
Where no criterion is left (one mineral, or all alike) every mineral is the ideal and the anti-ideal at once, its
closeness 0/0, and it stands half-way.

References
----------
Hwang, C.-L., & Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
"""

from typing import NamedTuple

import numpy as np

from criticality.ranking.kernels.arithmetic import HALF_WAY, SquaredDistances, closeness, sum_of_squares
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights
from criticality.ranking.kernels.pymcdm_parts import load_pymcdm


class Frame(NamedTuple):
    """What a criterion is measured by: vector norm, highest and lowest value of the minerals, each (…, N, 1)."""

    norm: Floats
    highest: Floats
    lowest: Floats


def frame_of(raw: Floats) -> Frame:
    """The frame of raw values (…, N, M); values are divided by the largest first, so that no square overflows."""
    largest = np.abs(raw).max(axis=-1, keepdims=True, initial=0.0)
    norm = np.sqrt(np.square(raw / np.where(largest > 0, largest, 1.0)).sum(axis=-1, keepdims=True)) * largest
    return Frame(
        norm, raw.max(axis=-1, keepdims=True, initial=-np.inf), raw.min(axis=-1, keepdims=True, initial=np.inf)
    )


def squared_distances(raw: Floats, frame: Frame, lowers: Truths) -> SquaredDistances:
    """Squared distance of each criterion to the ideal and to the anti-ideal, in the shape of the raw values.

    Parameters
    ----------
    raw
        (…, N, M); the minerals need not be those of the frame.
    frame
        Of all minerals that are ranked.
    lowers
        (N,) criteria of which the least value is the most critical.
    """
    normal, highest, lowest = (_normalised(values, frame) for values in (raw, frame.highest, frame.lowest))
    turned = lowers[:, None]
    best, worst = np.where(turned, lowest, highest), np.where(turned, highest, lowest)
    return SquaredDistances(np.square(best - normal), np.square(normal - worst))


def _normalised(values: Floats, frame: Frame) -> Floats:
    spread = frame.highest > frame.lowest
    return np.where(spread, values / np.where(frame.norm > 0, frame.norm, 1.0), 0.0)


def score(values: Floats, weights: Weights, lowers: Truths) -> Floats:
    """Closeness over all criteria, of raw values."""
    return closeness(*sum_of_squares(weights.overall, squared_distances(values, frame_of(values), lowers)))


def score_row(own: Floats, others: Floats, weights: Weights, lowers: Truths) -> Floats:
    """Closeness (P,) of one mineral at P values of its own (N, P) among others that stay (N, M).

    The norm and the ideals follow from those of the others, so that no list is ranked again.
    """
    still, each = frame_of(others), own.T[:, :, None]
    frame = Frame(np.hypot(still.norm, each), np.maximum(still.highest, each), np.minimum(still.lowest, each))
    return closeness(*sum_of_squares(weights.overall, squared_distances(each, frame, lowers)))[:, 0]


def decide(values: Floats, weights: Weights, lowers: Truths) -> Floats:
    """As `score` for one list, through pymcdm, which is given only the criteria that move a distance."""
    load_pymcdm()
    from pymcdm.methods import TOPSIS  # noqa: PLC0415
    from pymcdm.normalizations import vector_normalization  # noqa: PLC0415

    criteria, minerals = values.shape
    counts = (np.ptp(values, axis=1) > 0) & (weights.overall > 0) if minerals else np.zeros(criteria, dtype=np.bool_)
    if not counts.any():
        return np.full(minerals, HALF_WAY)
    table = np.ascontiguousarray(values[counts].T)
    table = table / np.abs(table).max(axis=0)
    directions = np.where(lowers[counts], -1, 1)
    found = TOPSIS(vector_normalization)(table, weights.overall[counts], directions, validation=False)
    return np.asarray(found, dtype=np.float64)


METHOD = Method(
    needs_scale=False, is_drawn=False, depends_on_others=True, score=score, decide=decide, score_row=score_row
)
