"""``lowest``: the AHP rating inside each dimension, then the smallest of the ratings, min_k D_k.

The chain is as strong as its weakest link: a mineral is as critical as its least critical dimension, and no dimension
makes up for another. The weights of the dimensions do not count, except that a dimension of weight 0 is left out.

References
----------
Hwang, C. L., & Yoon, K. (1981). Multiple Attribute Decision Making. Springer: the maximin method.
"""

import numpy as np

from criticality.ranking.kernels.arithmetic import dimension_ratings, ratings_of_one_list
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights


def score(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """min_k D_k over the dimensions of weight, of scaled values."""
    return _lowest(dimension_ratings(values, weights), weights)


def decide(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """As `score` for one list, the ratings added up in a fixed order."""
    return _lowest(ratings_of_one_list(values, weights), weights)


def _lowest(ratings: Floats, weights: Weights) -> Floats:
    found: Floats = np.where(weights.across[..., None] > 0.0, ratings, 1.0).min(axis=-2)
    return found


METHOD = Method(needs_scale=True, is_drawn=False, depends_on_others=False, score=score, decide=decide)
