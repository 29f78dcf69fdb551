"""``geometric_mean``: the weighted geometric mean of scaled values, Π_j v_j^w_j.

It compensates less than a weighted sum: never above it, equal to it only where all values are equal, and 0 as soon as
one criterion of weight is 0. A criterion of weight 0 counts for nothing, whatever its value (0⁰ = 1).

References
----------
Miller, D. W., & Starr, M. K. (1969). Executive Decisions and Operations Research, 2nd ed. Prentice-Hall: the product of
criteria raised to their weights. United Nations Development Programme (2010). Human Development Report 2010, technical
note 1: the Human Development Index as the geometric mean of three dimension indices.
"""

import numpy as np

from criticality.ranking.kernels.arithmetic import weighted_sum
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights


def logarithms(values: Floats) -> tuple[Floats, Floats]:
    """Ln v, and 1.0 where v is 0 (there the logarithm stands as 0), both in the shape of the values."""
    none = values <= 0.0
    return np.log(np.where(none, 1.0, values)), none.astype(np.float64)


def score(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """Π_j v_j^w_j over all criteria, as exp(Σ_j w_j·ln v_j)."""
    logs, none = logarithms(values)
    found = np.exp(weighted_sum(weights.overall, logs))
    if none.any():
        found = np.where(weighted_sum(weights.overall, none) > 0.0, 0.0, found)
    return found


def decide(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """As `score` for one list: the powers themselves, multiplied criterion by criterion."""
    found: Floats = np.power(values, weights.overall[:, None]).prod(axis=0)
    return found


METHOD = Method(needs_scale=True, depends_on_others=False, is_drawn=False, score=score, decide=decide)
