"""``product``: the AHP rating inside each dimension, multiplied over the dimensions, Π_k D_k.

A risk in the sense of probability × consequence: nothing is critical that has no rating in one of the dimensions. The
weights of the dimensions do not count, except that a dimension of weight 0 is left out.

References
----------
Nassar, N. T., & Fortier, S. M. (2021). Methodology and technical input for the 2021 review and revision of the U.S.
critical minerals list. USGS Open-File Report 2021-1045: supply risk is the cube root of the product of three ratings,
which orders the minerals as the product does.
"""

import numpy as np

from criticality.ranking.kernels.arithmetic import dimension_ratings, ratings_of_one_list
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights


def score(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """Π_k D_k over the dimensions of weight, of scaled values."""
    return _product(dimension_ratings(values, weights), weights)


def decide(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """As `score` for one list, the ratings added up in a fixed order."""
    return _product(ratings_of_one_list(values, weights), weights)


def _product(ratings: Floats, weights: Weights) -> Floats:
    found: Floats = np.where(weights.across[..., None] > 0.0, ratings, 1.0).prod(axis=-2)
    return found


METHOD = Method(needs_scale=True, is_drawn=False, depends_on_others=False, score=score, decide=decide)
