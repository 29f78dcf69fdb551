"""Two optima of diversification: the share to move that minimises the concentration, and the whole dimension.

d* minimises Σ s²·g of the sources without its lower bound. Export restrictions are part of the same dimension, so the
share that minimises the rating of the whole dimension is different.
"""

import numpy as np

from criticality.model.policy_record import OptimaRow
from criticality.policy.bench import Bench
from criticality.policy.cells import SUPPLY, Floats
from criticality.policy.levers.axes import GRID, Axis
from criticality.policy.limits import limit_row

GOLDEN = (5**0.5 - 1) / 2
STEPS = 24


def optima_of(bench: Bench, axis: Axis) -> OptimaRow:
    """Return d* and the optimum of the dimension for one partner, with score and rating at each."""
    partner = axis.partner
    if partner is None:
        raise ValueError(axis.kind)
    dimension = dimension_of_supply(bench)
    best = best_fraction(bench, axis, dimension)
    fractions = np.array([0.0, partner.optimum / axis.most if axis.open else 0.0, best])
    result = axis.standings(fractions)
    place = None if dimension is None else bench.dimensions.index(dimension)
    levels = result.score if place is None else result.dimensions[:, place]
    moves = {"now": 0.0, "concentration": partner.optimum, "dimension": axis.amount(best)}
    return {
        "mineral": axis.mineral,
        "from": axis.origin,
        "to": partner.country,
        "stage": partner.stage,
        "share_now": partner.share_now,
        "limit": limit_row(axis.limit),
        "of": dimension or "score",
        "optima": [
            {"what": what, "move": move, "level": float(level), "score": float(score)}
            for (what, move), level, score in zip(moves.items(), levels, result.score, strict=True)
        ],
    }


def dimension_of_supply(bench: Bench) -> str | None:
    """Return the dimension of the criteria that diversification changes; None if none of them has a weight."""
    result = {criterion.dimension for criterion in bench.criteria if criterion.indicator in SUPPLY}
    return next((name for name in bench.dimensions if name in result), None)


def best_fraction(bench: Bench, axis: Axis, dimension: str | None) -> float:
    """Return the fraction of the limit that minimises the rating of the dimension, or the score without a dimension.

    The best of 33 points is refined by golden section search.
    """
    if not axis.open:
        return 0.0
    fractions = np.linspace(0.0, 1.0, GRID + 1)
    levels = _levels(bench, axis, dimension, fractions)
    best = int(np.argmin(levels))
    low, high = float(fractions[max(0, best - 1)]), float(fractions[min(GRID, best + 1)])
    for _ in range(STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        first, second = _levels(bench, axis, dimension, np.array([left, right]))
        low, high = (low, right) if first <= second else (left, high)
    middle = (low + high) / 2
    tried = np.array([float(fractions[best]), middle])
    return float(tried[int(np.argmin(_levels(bench, axis, dimension, tried)))])


def _levels(bench: Bench, axis: Axis, dimension: str | None, fractions: Floats) -> Floats:
    result = axis.standings(fractions)
    if dimension is None or np.isnan(result.dimensions).any():
        return result.score
    return np.asarray(result.dimensions[:, bench.dimensions.index(dimension)], dtype=np.float64)
