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


def gamma(roundings: int) -> float:
    """γ_n of Higham (2002) for n roundings in single precision."""
    return roundings * UNIT_ROUNDOFF / (1.0 - roundings * UNIT_ROUNDOFF)
