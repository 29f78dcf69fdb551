"""The closeness of one mineral among unmoved others under the textbook TOPSIS, for many values of its row at once."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEITHER = 0.5


def vector_closeness(own: Floats, others: Floats, weights: Floats, signs: Floats) -> Floats:
    """Return d⁻/(d⁺ + d⁻) after Hwang & Yoon (1981): vector normalisation, ideals from all rows.

    Norms and ideals follow from the others' sums of squares and extremes, so that a changed row needs no new matrix.

    Parameters
    ----------
    own
        Shape (points, criteria): rows of the one mineral.
    others
        Shape (minerals − 1, criteria).
    weights, signs
        Shape (criteria,); sign −1 where less is more critical.
    """
    stacked = others if len(others) else own[:1]
    high, low = np.maximum(own, stacked.max(axis=0)), np.minimum(own, stacked.min(axis=0))
    if not len(others):
        high = low = own
    norm = np.sqrt((others**2).sum(axis=0) + own**2)
    counts = (high > low) & (weights > 0)
    scale = np.where(counts, weights / np.where(norm > 0, norm, 1.0), 0.0)
    ideal, worst = np.where(signs > 0, high, low), np.where(signs > 0, low, high)
    farther = np.sqrt((((ideal - own) * scale) ** 2).sum(axis=1))
    nearer = np.sqrt((((own - worst) * scale) ** 2).sum(axis=1))
    whole = farther + nearer
    return np.where(whole > 0, nearer / np.where(whole > 0, whole, 1.0), NEITHER)
