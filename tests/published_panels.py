"""Panels of judges whose judgements and results are printed in publications."""

import numpy as np

from criticality.weighting.ahp import comparison_matrix

USE_VALUES = ("duv", "iuv", "puv", "ev", "bv")
MONREAL = {
    "PSOE": (3, 5, 8, 6, 3, 5, 4, 3, 2, 1 / 3),
    "PP": (3, 7, 9, 5, 3, 7, 1, 5, 1 / 5, 1 / 5),
    "PAR": (5, 7, 7, 5, 1, 5, 1, 5, 1 / 3, 1 / 5),
    "NP": (1 / 2, 1 / 5, 1 / 8, 1 / 7, 1 / 4, 1 / 6, 1 / 5, 1 / 4, 1 / 3, 3),
}
"""Upper triangles of the judgements of four parties on the values of a park in Monreal del Campo.

Escobar, M. T., Aguarón, J., & Moreno-Jiménez, J. M. (2015). Some extensions of the precise consistency consensus
matrix. Decis. Support Syst. 74, 67-77, tables 1 and 2.
"""
COUNCILLORS = {"PSOE": 5, "PP": 4, "PAR": 2}
"""Weights of the first three parties (section 4)."""
VACATION = {"Dad": (4, 9, 4), "Mom": (1 / 4, 1 / 9, 1 / 5), "Kid": (1 / 9, 1, 9)}
"""Costs, fun, spa: three judges of the example `vacation` of the R package ahp (Glur 2018)."""
VOTES = {"Dad": 0.4, "Mom": 0.4, "Kid": 0.2}


def triangle(values: tuple[float, ...], n: int = 5) -> np.ndarray:
    """The reciprocal matrix of an upper triangle, row by row."""
    names = [str(place) for place in range(n)]
    pairs = [(first, second) for place, first in enumerate(names) for second in names[place + 1 :]]
    return comparison_matrix(names, [(*pair, by) for pair, by in zip(pairs, values, strict=True)])


def sentences(items: tuple[str, ...], values: tuple[float, ...]) -> list[dict[str, object]]:
    """The upper triangle of a matrix as a planner's sentences."""
    pairs = [(first, second) for place, first in enumerate(items) for second in items[place + 1 :]]
    return [
        {
            "more": first if by >= 1 else second,
            "than": second if by >= 1 else first,
            "by": round(max(by, 1 / by), 9),
            "because": "As published.",
        }
        for (first, second), by in zip(pairs, values, strict=True)
    ]
