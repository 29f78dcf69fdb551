"""TOPSIS of pymcdm with the fixed ideal 1 and anti-ideal 0: it decides the lists of ``topsis`` and ``topsis_flat``.

pymcdm is imported inside the function, because it takes half a second and not every command decides a list.
"""

import numpy as np

from criticality.ranking.kernels.method import Floats
from criticality.ranking.kernels.pymcdm_parts import load_pymcdm


def anchored_topsis(values: Floats, weights: Floats) -> Floats:
    """Closeness (M,) of values (n, M) on 0…1 with weights (n,) that multiply before the distance.

    pymcdm takes the ideals from the rows, so the two corners are appended as minerals and their scores left out.
    """
    load_pymcdm()
    from pymcdm.methods import TOPSIS  # noqa: PLC0415

    width, minerals = values.shape
    if not minerals:
        return np.empty(0)
    table = np.ascontiguousarray(np.vstack([values.T, np.ones(width), np.zeros(width)]))
    found = TOPSIS(_unchanged)(table, weights, np.ones(width, dtype=np.int64), validation=False)
    return np.asarray(found[:-2], dtype=np.float64)


def _unchanged(column: Floats, cost: bool = False) -> Floats:
    return column
