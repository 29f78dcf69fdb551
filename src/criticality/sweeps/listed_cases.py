"""Who is on the list in which case of a sweep."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Membership:
    """Who is on the list in which case.

    Attributes
    ----------
    listed, candidate
        (C, M) of the minerals of all assessments; no row counts of a case that failed.
    decided
        (C,) whether the case could be decided.
    ranked
        (C, M) whether a mineral has a rank: one that lacks evidence has none.
    best, worst
        (M,) lowest and highest rank over the cases; 0 where a mineral is never ranked.
    failures
        Case → what is wrong, in English.
    """

    listed: NDArray[np.bool_]
    candidate: NDArray[np.bool_]
    decided: NDArray[np.bool_]
    ranked: NDArray[np.bool_]
    best: NDArray[np.int64]
    worst: NDArray[np.int64]
    failures: Mapping[int, str]
