"""Two optima of diversification: of the concentration alone, and of the dimension in which it counts.

d* makes the unfloored Σ s²·g of the sources least; a restriction counts in the same dimension, so that the move which
makes the whole dimension least is another number.
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
    """Return d* and the optimum of the dimension for one partner, with what each makes of score and dimension."""
    partner = axis.partner
    if partner is None:
        raise ValueError(axis.kind)
    dimension = dimension_of_supply(bench)
    best = best_fraction(bench, axis, dimension)
    fractions = np.array([0.0, partner.optimum / axis.most if axis.open else 0.0, best])
    found = axis.standings(fractions)
    place = None if dimension is None else bench.dimensions.index(dimension)
    levels = found.score if place is None else found.dimensions[:, place]
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
            for (what, move), level, score in zip(moves.items(), levels, found.score, strict=True)
        ],
    }


def dimension_of_supply(bench: Bench) -> str | None:
    """Return the dimension of the criteria that a move changes; None where none of them has a weight."""
    found = {criterion.dimension for criterion in bench.criteria if criterion.indicator in SUPPLY}
    return next((name for name in bench.dimensions if name in found), None)


def best_fraction(bench: Bench, axis: Axis, dimension: str | None) -> float:
    """Return the fraction of the limit at which the dimension, or the score, is least (33 points, golden section)."""
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
    found = axis.standings(fractions)
    if dimension is None or np.isnan(found.dimensions).any():
        return found.score
    return np.asarray(found.dimensions[:, bench.dimensions.index(dimension)], dtype=np.float64)
