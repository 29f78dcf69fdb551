"""``euclidean``: the AHP rating inside each dimension, then the weighted length of the ratings, √(Σ_k W_k·D_k²).

A high rating in one dimension counts for more than two middling ones: never below the weighted mean of the ratings.

References
----------
Graedel, T. E., et al. (2012). Methodology of metal criticality determination. Environ. Sci. Technol. 46, 1063–1070,
equation 1: the length of the vector of three ratings over √3, which is this score under equal weights.
"""

import numpy as np

from criticality.ranking.kernels.arithmetic import (
    dimension_ratings,
    ratings_of_one_list,
    sum_of_one_list,
    weighted_sum,
)
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights


def score(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """√(Σ_k W_k·D_k²), of scaled values."""
    return np.sqrt(weighted_sum(weights.across, np.square(dimension_ratings(values, weights))))


def decide(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """As `score` for one list, added up in a fixed order."""
    return np.sqrt(sum_of_one_list(np.square(ratings_of_one_list(values, weights)), weights.across))


METHOD = Method(needs_scale=True, is_drawn=False, depends_on_others=False, score=score, decide=decide)
