"""Standard normal deviates from random bits, by a table of 4,096 equally likely values.

The values are the midpoints (in probability) of 4,096 slices of equal probability. Looking one up takes an eighth of
the time of drawing a normal deviate. The variance of the table is 0.9997, and its extremes are ±3.67.
"""

from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

SLICES = 1 << 12
UNIFORM = 1 << 16
SPARE_BITS = 4
Floats = NDArray[np.float64]
Bits = NDArray[np.uint16]


@cache
def normal_slices() -> Floats:
    """Midpoints of 4,096 equally likely slices of the standard normal distribution, ascending."""
    upper = np.array([NormalDist().inv_cdf(0.5 + (place + 0.5) / SLICES) for place in range(SLICES // 2)])
    table = np.concatenate([-upper[::-1], upper])
    table.flags.writeable = False
    return table


def random_bits(rng: np.random.Generator, shape: tuple[int, ...]) -> Bits:
    """Draw 16 random bits for each place."""
    count = int(np.prod(shape))
    result: Bits = rng.bit_generator.random_raw(-(-count // 4)).view(np.uint16)[:count].reshape(shape)
    return result


def slice_of(bits: Bits) -> Bits:
    """Return the position in the table that the random bits select."""
    result: Bits = np.right_shift(bits, np.uint16(SPARE_BITS))
    return result
