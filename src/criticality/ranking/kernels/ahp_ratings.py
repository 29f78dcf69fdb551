"""``ahp_ratings``: the weighted sum of scaled values, Σ_j w_j·v_j.

References
----------
Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill: the ratings (absolute) mode of the AHP.
"""

from criticality.ranking.kernels.arithmetic import sum_of_one_list, weighted_sum
from criticality.ranking.kernels.method import Floats, Method, Truths, Weights


def score(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """Weighted sum over all criteria, of scaled values."""
    return weighted_sum(weights.overall, values)


def decide(values: Floats, weights: Weights, _lowers: Truths) -> Floats:
    """As `score` for one list, added up in a fixed order."""
    return sum_of_one_list(values, weights.overall)


METHOD = Method(needs_scale=True, is_drawn=True, depends_on_others=False, score=score, decide=decide)
