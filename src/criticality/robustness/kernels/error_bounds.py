"""How far single precision can be off.

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
    """Bounds of two-level TOPSIS on values less ½ that are off by at most `value_error`.

    With H_k = √(2·W_k) and e_k = Σ_j H_k·w_j·(v_j − ½) (`criticality.robustness.kernels.methods.two_levels`) a weight
    is rounded once and a sum of n products n times, so e_k is off by at most H_k·η, η = γ_{n+2}/2 + value_error. As
    Σ_k H_k² = 2, both Σ_k e_k² + ½ and Σ_k H_k·e_k are off by at most 2·η + γ_{K+2}, and their quotient, the divisor
    being at least ½ and the quotient at most 1, by 2·2·(2·η + γ_{K+2}) and one rounding.

    Parameters
    ----------
    criteria
        n, of the dimension that has the most.
    dimensions
        K

    Returns
    -------
    float, float
        η, and the bound of the quotient. Terms of second order are covered by a factor.
    """
    rating = _SECOND_ORDER * (gamma(criteria + 2) / 2.0 + value_error)
    return rating, _SECOND_ORDER * (4.0 * (2.0 * rating + gamma(dimensions + 2)) + UNIT_ROUNDOFF)
