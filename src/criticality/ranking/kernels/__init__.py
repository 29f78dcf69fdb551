"""The arithmetic of every method that may decide a list, each in a file of its own, and the table of them all.

A file holds the method twice, side by side: `score`, the closed form on arrays of any number of lists, which levers,
comparisons and the draws of the robustness call; and `decide`, the form for one list, which decides it (pymcdm's where
pymcdm has the method). `criticality.ranking.methods.rank` computes both and compares them.

Shapes, everywhere in this room: N criteria, M minerals, K dimensions. Values are (…, N, M), weights (…, N) or (…, K),
with any number of leading axes; a leading axis that one of the two lacks is shared by all lists.
"""

from collections.abc import Mapping

from criticality.ranking.kernels import (
    ahp_ratings,
    euclidean,
    geometric_mean,
    lowest,
    product,
    topsis,
    topsis_flat,
    topsis_vector,
)
from criticality.ranking.kernels.method import Method

METHODS: Mapping[str, Method] = {
    "topsis": topsis.METHOD,
    "topsis_flat": topsis_flat.METHOD,
    "topsis_vector": topsis_vector.METHOD,
    "ahp_ratings": ahp_ratings.METHOD,
    "geometric_mean": geometric_mean.METHOD,
    "product": product.METHOD,
    "euclidean": euclidean.METHOD,
    "lowest": lowest.METHOD,
}
"""Every method that may decide a list, by the name that an assessment writes under ``method``."""

__all__ = ["METHODS", "Method"]
