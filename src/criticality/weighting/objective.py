"""Weights computed from the values themselves, by pymcdm: a cross-check, not a policy.

Entropy: Shannon's diversity of each column (Hwang & Yoon 1981, ch. 3). CRITIC: contrast times conflict (Diakoulaki,
Mavrotas & Papayannakis 1995, Comput. Oper. Res. 22, 763–770).
"""

from typing import Literal

import numpy as np
import pandas as pd

from criticality.text.message import Message

_ZERO = 1e-300


class Undefined(ValueError):
    """The values do not define these weights; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def objective_weights(scaled: pd.DataFrame, method: Literal["entropy", "critic"]) -> dict[str, float]:
    """Entropy or CRITIC weights of the criteria, adding up to 1.

    Parameters
    ----------
    scaled
        minerals × criteria, no NaN: scaled values on 0…1, or figures in their own units.

    Raises
    ------
    Undefined
        If there are fewer than two minerals or a value is missing; if no column varies (entropy), or if one column does
        not vary (CRITIC).

    Notes
    -----
    pymcdm rejects zeros for entropy weights. Zeros are replaced by 1e-300, which gives the limit 0·ln 0 = 0. A single
    criterion gets the weight 1, because CRITIC needs a correlation with other criteria.
    """
    # Sorted, so that the order of rows and columns cannot change the last bits.
    ordered = scaled.sort_index().sort_index(axis=1)
    values = np.ascontiguousarray(ordered.to_numpy(dtype=np.float64))
    if len(values) < 2:
        raise Undefined(Message("weighting.two_minerals", method=method))
    if np.isnan(values).any():
        raise Undefined(Message("weighting.complete_matrix", method=method))
    flat = [str(code) for code, spread in zip(ordered.columns, np.ptp(values, axis=0), strict=True) if spread == 0]
    if len(flat) == values.shape[1]:
        raise Undefined(Message("weighting.nothing_differs", method=method))
    negative = [str(code) for code, least in zip(ordered.columns, values.min(axis=0), strict=True) if least < 0]
    if method == "entropy" and negative:
        raise Undefined(Message("weighting.figures_negative", criteria=list(negative)))
    if method == "critic" and flat:
        raise Undefined(Message("weighting.never_differs", criteria=list(flat)))
    weights = np.ones(1) if values.shape[1] == 1 else _by_pymcdm(values, method)
    if not np.isfinite(weights).all() or abs(weights.sum() - 1.0) > 1e-9:
        raise Undefined(Message("weighting.undefined", method=method))
    return {str(code): float(weight) for code, weight in zip(ordered.columns, weights, strict=True)}


def _by_pymcdm(values: np.ndarray, method: Literal["entropy", "critic"]) -> np.ndarray:
    from pymcdm.weights import critic_weights, entropy_weights  # noqa: PLC0415 - takes a second to import, and is seldom needed

    with np.errstate(all="ignore"):
        if method == "critic":
            return np.asarray(critic_weights(values), dtype=np.float64)
        return np.clip(np.asarray(entropy_weights(np.where(values == 0, _ZERO, values)), dtype=np.float64), 0.0, None)
