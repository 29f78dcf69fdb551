"""Scores and ranks: the method that decides the list, and a panel of others beside it. The only room that knows pymcdm.

pymcdm is imported inside functions: it brings matplotlib with it and takes about a second.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.errors import InputError, Problem
from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, MethodPanel, Ranking, WeightSet

Floats = NDArray[np.float64]

DECIMALS = 12
NEITHER = 0.5
DECIDING_METHODS = ("topsis", "topsis_flat", "topsis_vector", "ahp_ratings")

PANEL_COLUMNS = ("mineral", "method", "score", "rank")
AGREEMENT_COLUMNS = ("method", "kendall_tau_b", "weighted_spearman")

THIRD_PARTY = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What pymcdm raises on a matrix it does not like: it has no exception class of its own."""


class _PanelMethod(NamedTuple):
    """A method of pymcdm: the name of its class, whether the least score is the best, and its arguments."""

    name: str
    ascending: bool = False
    arguments: Callable[[int], tuple[Any, ...]] = lambda _: ()


PANEL_METHODS: Mapping[str, _PanelMethod] = {
    "aras": _PanelMethod("ARAS"),
    "aroman": _PanelMethod("AROMAN"),
    "cocoso": _PanelMethod("COCOSO"),
    "codas": _PanelMethod("CODAS"),
    "copras": _PanelMethod("COPRAS"),
    "edas": _PanelMethod("EDAS"),
    "mabac": _PanelMethod("MABAC"),
    "mairca": _PanelMethod("MAIRCA", ascending=True),
    "marcos": _PanelMethod("MARCOS"),
    "moora": _PanelMethod("MOORA"),
    "ocra": _PanelMethod("OCRA"),
    "probid": _PanelMethod("PROBID"),
    "promethee_ii": _PanelMethod("PROMETHEE_II", arguments=lambda _: ("usual",)),
    "ram": _PanelMethod("RAM"),
    "spotis": _PanelMethod("SPOTIS", ascending=True, arguments=lambda n: (np.tile([0.0, 1.0], (n, 1)),)),
    "vikor": _PanelMethod("VIKOR", ascending=True),
    "waspas": _PanelMethod("WASPAS"),
    "wpm": _PanelMethod("WPM"),
    "wsm": _PanelMethod("WSM"),
}
"""pymcdm's methods with its own default normalisation; PROMETHEE II with the usual preference function, SPOTIS with the
fixed anchors 0 and 1 as bounds. All criteria are to be maximised, because scaled values are oriented."""

KNOWN_METHODS = (*DECIDING_METHODS, *sorted(PANEL_METHODS))


# ── scores and ranks ─────────────────────────────────────────────────────────


def ranks_of(scores: "pd.Series[float]", *, ascending: bool = False) -> "pd.Series[int]":
    """Ranks from 1; scores equal in 12 decimals share the better rank (1, 2, 2, 4).

    Parameters
    ----------
    scores
        No NaN.
    ascending
        True where the least score is the best.
    """
    return scores.round(DECIMALS).rank(method="min", ascending=ascending).astype("int64").rename("rank")


def rank(matrix: DecisionMatrix, weights: WeightSet, criteria: Sequence[Criterion], method: str) -> Ranking:
    """Score and rank the minerals of a decision matrix by one of the four methods that may decide a list.

    Parameters
    ----------
    matrix
        Complete; minerals and criteria in any order, which changes nothing.
    weights
        Of the same criteria.
    criteria
        The criteria of the assessment.
    method
        ``topsis``: AHP rating inside each dimension, TOPSIS across them with weights √W (Deng, Yeh & Willis 2000).
        ``topsis_flat``: scaled values, all criteria at once, weights multiply before the distance, fixed ideals.
        ``topsis_vector``: raw values, vector normalisation, ideals from the candidates (Hwang & Yoon 1981).
        ``ahp_ratings``: weighted sum of scaled values (Saaty's ratings mode).

    Raises
    ------
    InputError
        If the method works on scaled values and a criterion has no scale.
    ValueError
        If the method is none of the four.
    """
    if method not in DECIDING_METHODS:
        raise ValueError(f"{method} cannot decide a list; choose from {', '.join(DECIDING_METHODS)}")
    if matrix.scaled is None and method != "topsis_vector":
        raise InputError(_no_scale(criteria, method))
    dimensions = None if matrix.scaled is None else dimension_ratings(matrix.scaled, weights)
    minerals = matrix.raw.index
    scores = _scores(matrix, weights, criteria, method, dimensions).reindex(minerals)
    rounded = dimensions if dimensions is None else dimensions.round(DECIMALS).reindex(minerals)
    return Ranking(method, scores, ranks_of(scores), rounded)


def _no_scale(criteria: Sequence[Criterion], method: str) -> list[Problem]:
    return [
        Problem(
            f"criteria/{criterion.code}.yaml",
            1,
            None,
            "scale",
            f"{criterion.code} has no scale, and {method} works on scaled values",
            "add a scale, or choose topsis_vector",
        )
        for criterion in criteria
        if criterion.role == "weighted" and criterion.scale is None
    ]


def _scores(
    matrix: DecisionMatrix,
    weights: WeightSet,
    criteria: Sequence[Criterion],
    method: str,
    dimensions: pd.DataFrame | None,
) -> "pd.Series[float]":
    shares = _flat_weights(weights)
    if method == "topsis_vector" or matrix.scaled is None or dimensions is None:
        raw = _ordered(matrix.raw)
        signs = {entry.code: 1 if entry.direction == "raises_criticality" else -1 for entry in criteria}
        found, minerals = _vector_topsis(raw, _along(raw, shares), signs), raw.index
    elif method == "topsis":
        across = np.sqrt(weights.dimensions[dimensions.columns].to_numpy(dtype=np.float64))
        found, minerals = _anchored_topsis(_values(dimensions), across), dimensions.index
    else:
        scaled = _ordered(matrix.scaled)
        values, along = _values(scaled), _along(scaled, shares)
        found = _anchored_topsis(values, along) if method == "topsis_flat" else (values * along).sum(axis=1)
        minerals = scaled.index
    return pd.Series(np.clip(found, 0.0, 1.0), minerals, name="score", dtype="float64").round(DECIMALS) + 0.0


def dimension_ratings(scaled: pd.DataFrame, weights: WeightSet) -> pd.DataFrame:
    """AHP rating inside each dimension, D_k = Σ_j (w_j / W_k)·v_j: minerals × dimensions, sorted by mineral.

    A dimension that is left out has its rating too: its criteria keep their local weights.
    """
    ordered = _ordered(scaled)
    table = weights.table.set_index("criterion")
    ratings = {}
    for code in weights.dimensions.index:
        members = sorted(set(table.index[table["dimension"] == code]) & set(ordered.columns))
        local = table.loc[members, "local_weight"].to_numpy(dtype=np.float64)
        ratings[str(code)] = (_values(ordered[members]) * local).sum(axis=1)
    return pd.DataFrame(ratings, index=ordered.index, dtype="float64")


def closeness(values: Floats, squared_weights: Floats) -> Floats:
    """Closeness to the critical corner with fixed ideal 1 and anti-ideal 0, in closed form: d⁻ / (d⁺ + d⁻).

    d⁺² = Σ ω·(1 − v)², d⁻² = Σ ω·v². With dimension ratings and ω = W_k this is ``topsis``; with scaled values and
    ω = w_j² it is ``topsis_flat``. Both distances are linear in ω, so many drawn weights are one matrix product.

    Parameters
    ----------
    values
        Shape (minerals, items), 0…1.
    squared_weights
        Shape (items,) or (draws, items).

    Returns
    -------
    ndarray
        Shape (minerals,) or (draws, minerals).
    """
    farther = np.sqrt(squared_weights @ ((1.0 - values) ** 2).T)
    nearer = np.sqrt(squared_weights @ (values**2).T)
    return np.asarray(nearer / (farther + nearer), dtype=np.float64)


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Rows and columns in the order of their codes, so that the order of files and lines changes no last digit."""
    return table.sort_index().sort_index(axis=1)


def _values(table: pd.DataFrame) -> Floats:
    return np.array(table.to_numpy(), dtype=np.float64, order="C")


def _flat_weights(weights: WeightSet) -> "pd.Series[float]":
    return weights.table.set_index("criterion")["global_weight"]


def _along(table: pd.DataFrame, weights: "pd.Series[float]") -> Floats:
    return np.array(weights[table.columns].to_numpy(), dtype=np.float64)


# ── through pymcdm ───────────────────────────────────────────────────────────


def _as_it_is(column: Floats, cost: bool = False) -> Floats:
    return column


def _anchored_topsis(values: Floats, weights: Floats) -> Floats:
    """TOPSIS with the fixed ideal 1 and anti-ideal 0: they are appended as two reference rows, then taken away."""
    from pymcdm.methods import TOPSIS  # noqa: PLC0415

    if not len(values):
        return np.empty(0)
    width = values.shape[1]
    table = np.vstack([values, np.ones(width), np.zeros(width)])
    found = TOPSIS(_as_it_is)(table, weights, np.ones(width, dtype=np.int64), validation=False)
    return np.asarray(found[:-2], dtype=np.float64)


def _vector_topsis(raw: pd.DataFrame, weights: Floats, signs: Mapping[str, int]) -> Floats:
    """TOPSIS after Hwang & Yoon (1981) on raw values.

    A column of zeros has no vector norm and one of equal values no spread: neither moves any distance, so both are left
    aside. Where no column is left (one mineral, or all alike) every mineral is the ideal and the anti-ideal at once:
    its distances are 0 and 0, the closeness 0/0, and it stands half-way.
    """
    from pymcdm.methods import TOPSIS  # noqa: PLC0415
    from pymcdm.normalizations import vector_normalization  # noqa: PLC0415

    values = _values(raw)
    types = np.array([signs[str(code)] for code in raw.columns], dtype=np.int64)
    counts = (np.ptp(values, axis=0) > 0) & (weights > 0) if len(values) else np.zeros(len(weights), dtype=np.bool_)
    if not counts.any():
        return np.full(len(values), NEITHER)
    values = values[:, counts] / np.abs(values[:, counts]).max(axis=0)
    found = TOPSIS(vector_normalization)(values, weights[counts], types[counts], validation=False)
    return np.asarray(found, dtype=np.float64)


# ── the panel ────────────────────────────────────────────────────────────────


def method_panel(
    matrix: DecisionMatrix,
    weights: WeightSet,
    criteria: Sequence[Criterion],
    names: Sequence[str],
    deciding: Ranking,
) -> MethodPanel:
    """Rank the same minerals by other methods, and say how far they agree with the one that decides.

    Parameters
    ----------
    matrix, weights, criteria
        As for `rank`.
    names
        From `KNOWN_METHODS`: the four methods here, and pymcdm's on oriented scaled values and flat weights.
    deciding
        The ranking that decides the list.

    Returns
    -------
    MethodPanel
        Native scores of every method that could be done. Agreement with the deciding one: Kendall's τ_b and
        weighted Spearman (Pinto da Costa & Soares 2005, through pymcdm), both on ranks whose ties share the mean rank;
        NaN where a method ranks all minerals alike. Methods that refuse the matrix, with their reason.

    Raises
    ------
    ValueError
        If a name is not known.
    """
    rankings: list[Ranking] = []
    not_done: dict[str, str] = {}
    if matrix.raw.empty:
        names, not_done = (), dict.fromkeys(names, "no mineral has enough evidence to be scored")
    for name in dict.fromkeys(names):
        done = deciding if name == deciding.method else _by_another(matrix, weights, criteria, name)
        if isinstance(done, Ranking):
            rankings.append(done)
        else:
            not_done[name] = done
    tables = [_panel_rows(entry) for entry in rankings]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(PANEL_COLUMNS))
    agreement = [(entry.method, *_agreement(deciding, entry)) for entry in rankings if entry is not deciding]
    return MethodPanel(table, pd.DataFrame(agreement, columns=list(AGREEMENT_COLUMNS)), not_done)


def _by_another(matrix: DecisionMatrix, weights: WeightSet, criteria: Sequence[Criterion], name: str) -> Ranking | str:
    """The ranking by one method, or the reason why it cannot be done."""
    if name not in KNOWN_METHODS:
        raise ValueError(f"unknown method {name}; known: {', '.join(KNOWN_METHODS)}")
    if matrix.scaled is None and name != "topsis_vector":
        lacking = ", ".join(entry.code for entry in criteria if entry.role == "weighted" and entry.scale is None)
        return f"works on scaled values, and there is no scale for {lacking}"
    if name in DECIDING_METHODS or matrix.scaled is None:
        return rank(matrix, weights, criteria, name)
    return _by_pymcdm(matrix.scaled, weights, name)


def _by_pymcdm(scaled: pd.DataFrame, weights: WeightSet, name: str) -> Ranking | str:
    from pymcdm import methods  # noqa: PLC0415

    flat = _flat_weights(weights)
    ordered = _ordered(scaled[[code for code in scaled.columns if flat[code] > 0]])
    entry, width = PANEL_METHODS[name], ordered.shape[1]
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            method = getattr(methods, entry.name)(*entry.arguments(width))
            found = np.asarray(method(_values(ordered), _along(ordered, flat), np.ones(width, dtype=np.int64)))
    except THIRD_PARTY as refusal:
        return f"pymcdm refuses the matrix: {refusal}"
    if found.shape != (len(ordered),) or not np.isfinite(found).all():
        return "pymcdm finds no finite score for every mineral"
    scores = pd.Series(found, ordered.index, name="score", dtype="float64").reindex(scaled.index)
    return Ranking(name, scores, ranks_of(scores, ascending=entry.ascending))


def _panel_rows(ranking: Ranking) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "mineral": ranking.scores.index.astype(str),
            "method": ranking.method,
            "score": ranking.scores.to_numpy(dtype=np.float64),
            "rank": ranking.ranks.to_numpy(dtype=np.int64),
        }
    )
    return rows[list(PANEL_COLUMNS)]


def _agreement(deciding: Ranking, other: Ranking) -> tuple[float, float]:
    """Kendall's τ_b and weighted Spearman between two rankings of the same minerals."""
    from pymcdm.correlations import rw  # noqa: PLC0415

    first = _mean_ranks(deciding.ranks)
    second = _mean_ranks(other.ranks.reindex(deciding.ranks.index))
    if len(set(first)) < 2 or len(set(second)) < 2:
        return float("nan"), float("nan")
    return kendall_tau_b(first, second), float(rw(first, second))


def kendall_tau_b(first: Floats, second: Floats) -> float:
    """Agreement of two rankings with ties, −1…1 (Kendall 1945, Biometrika 33:239-251).

    Concordant less discordant pairs over the geometric mean of the pairs untied in each. Written out, because
    importing scipy.stats for it takes longer than a whole run's arithmetic; scipy is its oracle in the tests.
    """
    one, other = (np.sign(ranks[:, None] - ranks[None, :]) for ranks in (first, second))
    untied = np.sqrt((one * one).sum() * (other * other).sum())
    return float((one * other).sum() / untied) if untied else float("nan")


def _mean_ranks(ranks: "pd.Series[int]") -> Floats:
    return np.array(ranks.rank(method="average").to_numpy(), dtype=np.float64)
