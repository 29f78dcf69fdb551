"""Scores and ranks by the method that decides the list; each method stands in `criticality.ranking.kernels`."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from criticality.errors import InputError, Problem
from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, Ranking, WeightSet
from criticality.ranking.kernels import METHODS, Method, arithmetic
from criticality.ranking.kernels.arithmetic import DECIMALS
from criticality.ranking.kernels.method import Floats, Truths, Weights, weights_of
from criticality.text.message import Message

_AGREEMENT = 1e-8
"""How far the deciding form of a method and its closed form may differ; scores are rounded to 12 decimals later."""
_LEAST_SPREAD = 1e-6
"""Raw values that differ by a smaller part of the largest are normalised to differences made of rounding errors."""


def ranks_of(scores: "pd.Series[float]", *, ascending: bool = False) -> "pd.Series[int]":
    """Ranks from 1; scores equal in 12 decimals share the better rank (1, 2, 2, 4).

    Parameters
    ----------
    scores
        No NaN.
    ascending
        True where the least score is the best.
    """
    found = arithmetic.ranks_of(scores.round(DECIMALS).to_numpy(dtype=np.float64), ascending=ascending)
    return pd.Series(found, scores.index, name="rank")


def rank(matrix: DecisionMatrix, weights: WeightSet, criteria: Sequence[Criterion], method: str) -> Ranking:
    """Score and rank the minerals of a decision matrix by one of the methods that may decide a list.

    Parameters
    ----------
    matrix
        Complete; minerals and criteria in any order, which changes nothing.
    weights
        Of the same criteria.
    criteria
        The criteria of the assessment.
    method
        From `METHODS`, where the file of each method states its formula and its source.

    Raises
    ------
    InputError
        If the method works on scaled values and a criterion has no scale.
    ValueError
        If no list can be decided by the method.
    ArithmeticError
        If the deciding form of the method and its closed form disagree.
    """
    if method not in METHODS:
        raise ValueError(f"{method} cannot decide a list; choose from {', '.join(METHODS)}")
    if matrix.scaled is None and METHODS[method].needs_scale:
        raise InputError(_no_scale(criteria, method))
    minerals = matrix.raw.index
    scores = _scores(matrix, weights, criteria, method).reindex(minerals)
    dimensions = None
    if matrix.scaled is not None:
        dimensions = dimension_ratings(matrix.scaled, weights).round(DECIMALS).reindex(minerals)
    return Ranking(method, scores, ranks_of(scores), dimensions)


def _no_scale(criteria: Sequence[Criterion], method: str) -> list[Problem]:
    on_raw_values = " or ".join(name for name, entry in METHODS.items() if not entry.needs_scale)
    return [
        Problem(
            f"criteria/{criterion.code}.yaml",
            1,
            None,
            "scale",
            Message("ranking.no_scale", criterion=criterion.code, method=method),
            Message("ranking.add_scale", methods=on_raw_values),
        )
        for criterion in criteria
        if criterion.role == "weighted" and criterion.scale is None
    ]


def _scores(
    matrix: DecisionMatrix, weights: WeightSet, criteria: Sequence[Criterion], method: str
) -> "pd.Series[float]":
    entry = METHODS[method]
    table = ordered(matrix.scaled if entry.needs_scale and matrix.scaled is not None else matrix.raw)
    values, shares = values_of(table).T, weights_of(weights, table.columns)
    lowering = {criterion.code for criterion in criteria if criterion.direction == "lowers_criticality"}
    lowers = np.array([code in lowering for code in table.columns], dtype=np.bool_)
    found = entry.decide(values, shares, lowers)
    _require_agreement(method, entry, found, (values, shares, lowers))
    return pd.Series(np.clip(found, 0.0, 1.0), table.index, name="score", dtype="float64").round(DECIMALS) + 0.0


def _require_agreement(method: str, entry: Method, found: Floats, case: tuple[Floats, Weights, Truths]) -> None:
    """Compare the form that decides with the closed form that levers, comparisons and draws use.

    So a version of pymcdm that computes something else cannot decide a list.

    Raises
    ------
    ArithmeticError
        If they disagree.
    """
    if not found.size or not (entry.needs_scale or _spread_enough(case[0])):
        return
    worst = float(np.abs(found - entry.score(*case)).max())
    if not worst <= _AGREEMENT:
        raise ArithmeticError(f"{method}: the form that decides and the closed form differ by {worst:g}")


def _spread_enough(raw: Floats) -> bool:
    spread, largest = np.ptp(raw, axis=1), np.abs(raw).max(axis=1)
    return bool(((spread == 0) | (spread > _LEAST_SPREAD * largest)).all())


def dimension_ratings(scaled: pd.DataFrame, weights: WeightSet) -> pd.DataFrame:
    """AHP rating inside each dimension, D_k = Σ_j (w_j / W_k)·v_j: minerals × dimensions, sorted by mineral.

    A dimension that is left out has its rating too: its criteria keep their local weights. Those below the first level
    follow those of it.
    """
    table = ordered(scaled)
    values = values_of(table).T
    ratings = [*arithmetic.ratings_of_one_list(values, weights_of(weights, table.columns))]
    for share in shares_below(weights, table.columns):
        counts = share > 0
        ratings.append(arithmetic.sum_of_one_list(values[counts], share[counts]))
    codes = [*map(str, weights.dimensions.index), *weights.inner]
    return pd.DataFrame(np.array(ratings).T, table.index, codes, dtype="float64")


def shares_below(weights: WeightSet, codes: Iterable[str]) -> Floats:
    """Share of each criterion, in the order of `codes`, in each dimension below the first level: (I, N)."""
    order = list(codes)
    rows = [share.reindex(order).fillna(0.0).to_numpy(dtype=np.float64) for share in weights.inner.values()]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(order))


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Rows and columns in the order of their codes, so that the order of files and lines changes no last digit."""
    return table.sort_index().sort_index(axis=1)


def values_of(table: pd.DataFrame) -> Floats:
    """The cells of a table, row by row in memory, so that sums over a row are added up in one order."""
    return np.array(table.to_numpy(), dtype=np.float64, order="C")
