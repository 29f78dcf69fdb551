"""``topsis_flat``: TOPSIS over all criteria at once, on scaled values with the fixed ideal 1 and anti-ideal 0.

d⁻² = Σ_j w_j²·v_j², d⁺² = Σ_j w_j²·(1 − v_j)², closeness = d⁻/(d⁺ + d⁻).

References
----------
Hwang, C.-L., & Yoon, K. (1981). Multiple Attribute Decision Making. Springer: the weight multiplies the value before
the distance. Here the ideals are fixed instead of taken from the candidates.
"""

import numpy as np

from criticality.ranking.kernels.arithmetic import SquaredDistances, closeness, sum_of_squares
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights
from criticality.ranking.kernels.pymcdm_topsis import anchored_topsis


def score(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """Closeness over all criteria, of scaled values."""
    return closeness(*sum_of_squares(weights.overall, squared_distances(values)))


def squared_distances(values: Floats) -> SquaredDistances:
    """Squared distance of each criterion to 1 and to 0, in the shape of the values."""
    return SquaredDistances(np.square(1.0 - values), np.square(values))


def decide(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """As `score` for one list, through pymcdm."""
    return anchored_topsis(values, weights.overall)


METHOD = Method(needs_scale=True, is_drawn=True, depends_on_others=False, score=score, decide=decide)
