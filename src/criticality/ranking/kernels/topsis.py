"""``topsis``: the AHP rating inside each dimension, TOPSIS across the dimensions.

D_k = Σ_{j∈k} (w_j/W_k)·v_j, d⁻² = Σ_k W_k·D_k², d⁺² = Σ_k W_k·(1 − D_k)², closeness = d⁻/(d⁺ + d⁻).

References
----------
Deng, H., Yeh, C.-H., & Willis, R. J. (2000). Inter-company comparison using modified TOPSIS with objective weights.
Comput. Oper. Res. 27, 963–973: weighted Euclidean distances, in which W_k multiplies the squared difference. Here the
ideals are fixed at 1 and 0 instead of taken from the candidates.
"""

import numpy as np

from criticality.ranking.kernels.arithmetic import (
    SquaredDistances,
    closeness,
    dimension_ratings,
    ratings_of_one_list,
    weighted_sum,
)
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights
from criticality.ranking.kernels.pymcdm_topsis import anchored_topsis


def score(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """Closeness across the dimensions, of scaled values."""
    return closeness(*squared_distances(dimension_ratings(values, weights), weights.across))


def squared_distances(ratings: Floats, across: Floats) -> SquaredDistances:
    """d⁺² and d⁻² (…, M) of dimension ratings (…, K, M) and weights of the dimensions (…, K)."""
    return SquaredDistances(
        weighted_sum(across, np.square(1.0 - ratings)),
        weighted_sum(across, np.square(ratings)),
    )


def decide(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """As `score` for one list, through pymcdm: weights √W_k multiply before its distance."""
    return anchored_topsis(ratings_of_one_list(values, weights), np.sqrt(weights.across))


METHOD = Method(needs_scale=True, is_drawn=True, depends_on_others=False, score=score, decide=decide)
