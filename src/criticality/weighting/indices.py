"""Measures of how far the judgements of a matrix contradict each other, beside λmax: random indices and the GCI.

References
----------
Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
Alonso, J. A., & Lamata, M. T. (2006). Consistency in the analytic hierarchy process: a new approach. Int. J. Uncertain.
Fuzziness Knowl.-Based Syst. 14, 445-459. The means of 500,000 random matrices of each size.
Crawford, G., & Williams, C. (1985). A note on the analysis of subjective judgment matrices. J. Math. Psychol. 29,
387-405.
Aguarón, J., & Moreno-Jiménez, J. M. (2003). The geometric consistency index: approximated thresholds. Eur. J. Oper.
Res. 147, 137-145.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.model.judgements import RandomIndexName

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RandomIndex:
    """Mean consistency index of matrices judged at random; `values[n - 1]` for n items."""

    title: str
    values: tuple[float, ...]


SAATY_1980 = RandomIndex(
    "Saaty 1980", (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
)
ALONSO_LAMATA_2006 = RandomIndex(
    "Alonso & Lamata 2006",
    (0.0, 0.0, 0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499, 1.4854, 1.5140, 1.5365, 1.5551, 1.5713, 1.5838),
)
RANDOM_INDICES: Mapping[RandomIndexName, RandomIndex] = {
    "saaty_1980": SAATY_1980,
    "alonso_lamata_2006": ALONSO_LAMATA_2006,
}
GCI_AT_ONE_TENTH = {3: 0.3147, 4: 0.3526}
"""Value of the GCI that corresponds to CR = 0.10, by number of items (Aguarón & Moreno-Jiménez 2003)."""
GCI_OF_MORE_ITEMS = 0.370


def row_geometric_means(matrix: Floats) -> Floats:
    """Priorities by the geometric means of the rows, adding up to 1 (Crawford & Williams 1985).

    They are the logarithmic least squares solution, and the eigenvector where n ≤ 3 or the matrix is consistent.

    Parameters
    ----------
    matrix
        Shape (…, n, n), complete and positive.

    Returns
    -------
    ndarray
        Shape (…, n).
    """
    means = np.exp(np.log(matrix).mean(axis=-1))
    return np.asarray(means / means.sum(axis=-1, keepdims=True), dtype=np.float64)


def geometric_consistency_index(matrix: Floats) -> float:
    """GCI = 2 / ((n - 1)(n - 2)) · Σ_{i<j} ln²(a_ij w_j / w_i), with w the geometric means of the rows; 0 for n ≤ 2.

    Source: Aguarón & Moreno-Jiménez (2003), after the unbiased estimator of variance of Crawford & Williams (1985).
    """
    n = len(matrix)
    if n <= 2:
        return 0.0
    weights = row_geometric_means(matrix)
    rows, columns = np.triu_indices(n, 1)
    errors = np.log(matrix[rows, columns] * weights[columns] / weights[rows])
    return float(2.0 / ((n - 1) * (n - 2)) * np.square(errors).sum())


def gci_limit(n: int, consistency_limit: float) -> float:
    """The GCI of n items that corresponds to a consistency ratio: 0.3147, 0.3526, 0.370 for CR 0.10, in proportion.

    Source: Aguarón & Moreno-Jiménez (2003), read in Escobar et al. (2015). They follow from GCI = 2n / (n - 2) · CI,
    the first order near consistency, with CI = RI · CR.
    """
    return GCI_AT_ONE_TENTH.get(n, GCI_OF_MORE_ITEMS) * consistency_limit / 0.10
