"""Upper bounds of the rounding errors of single precision.

References
----------
Higham, N. J. (2002). Accuracy and Stability of Numerical Algorithms, 2nd ed. SIAM. Section 3.1: with unit roundoff u a
sum of n products is off by at most γ_n·Σ|a_i·b_i|, γ_n = n·u/(1 − n·u), in whatever order it is added; each rounding
of a factor beforehand counts as one more.
"""

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]
SINGLE = np.float32
UNIT_ROUNDOFF = 2.0**-24
_SECOND_ORDER = 1.0 + 2.0**-9


def gamma(roundings: int) -> float:
    """γ_n of Higham (2002) for n roundings in single precision."""
    return roundings * UNIT_ROUNDOFF / (1.0 - roundings * UNIT_ROUNDOFF)


def two_level_bounds(criteria: int, dimensions: int, value_error: float) -> tuple[float, float]:
    """Error bounds of two-level TOPSIS on values minus ½ whose own errors are at most `value_error`.

    With H_k = √(2·W_k) and e_k = Σ_j H_k·w_j·(v_j − ½) (`criticality.robustness.kernels.methods.two_levels`) a weight
    is rounded once and a sum of n products n times. So the error of e_k is at most H_k·η with η = γ_{n+2}/2 +
    value_error. As Σ_k H_k² = 2, the errors of Σ_k e_k² + ½ and of Σ_k H_k·e_k are at most 2·η + γ_{K+2} each. Their
    quotient has a divisor of at least ½ and is at most 1, so its error is at most 2·2·(2·η + γ_{K+2}) and one rounding.

    Parameters
    ----------
    criteria
        n: the number of criteria in the dimension that has the most.
    dimensions
        K: the number of dimensions.

    Returns
    -------
    float, float
        η, and the bound of the quotient. A factor just above 1 covers the terms of second order.
    """
    rating = _SECOND_ORDER * (gamma(criteria + 2) / 2.0 + value_error)
    return rating, _SECOND_ORDER * (4.0 * (2.0 * rating + gamma(dimensions + 2)) + UNIT_ROUNDOFF)
