"""The panel: other methods of multi-criteria analysis beside the one that decides, and how far they agree with it.

pymcdm is imported inside functions, because it takes half a second and not every command ranks.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, MethodPanel, Ranking, WeightSet
from criticality.ranking.kernels import METHODS
from criticality.ranking.kernels.method import Floats
from criticality.ranking.kernels.pymcdm_parts import load_pymcdm
from criticality.ranking.methods import ordered, rank, ranks_of, values_of
from criticality.text.message import Message

PANEL_COLUMNS = ("mineral", "method", "score", "rank")
AGREEMENT_COLUMNS = ("method", "kendall_tau_b", "weighted_spearman")

THIRD_PARTY = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What pymcdm raises on a matrix it does not like: it has no exception class of its own."""


def _by_sum(column: Floats, cost: bool = False) -> Floats:
    """Return x / Σx, which is defined at a 0; pymcdm's own refuses one, as it serves cost criteria too."""
    return np.asarray(column / column.sum(), dtype=np.float64)


def _by_largest(column: Floats, cost: bool = False) -> Floats:
    """Return x / max x, which is defined at a 0; pymcdm's own refuses one, as it serves cost criteria too."""
    return np.asarray(column / column.max(), dtype=np.float64)


class _PanelMethod(NamedTuple):
    """A method of pymcdm: the name of its class, whether the least score is the best, and how it is called.

    `normalised` stands in for the class's own normalisation of criteria to be maximised, by the same formula.
    `needs_cost`: the class refuses a matrix without a criterion to be minimised, so it gets one of no weight.
    `needs_spread`: a criterion on which all minerals are alike is 0/0 there and counts as 0, so it is left out.
    `of_best`: scores are given as shares of the best one.
    """

    name: str
    ascending: bool = False
    arguments: Callable[[int], tuple[object, ...]] = lambda _: ()
    normalised: Callable[..., Floats] | None = None
    needs_cost: bool = False
    needs_spread: bool = False
    of_best: bool = False


PANEL_METHODS: Mapping[str, _PanelMethod] = {
    "aras": _PanelMethod("ARAS", normalised=_by_sum),
    "aroman": _PanelMethod("AROMAN"),
    "cocoso": _PanelMethod("COCOSO"),
    "codas": _PanelMethod("CODAS", normalised=_by_largest),
    "copras": _PanelMethod("WSM", normalised=_by_sum, of_best=True),
    "edas": _PanelMethod("EDAS"),
    "mabac": _PanelMethod("MABAC"),
    "mairca": _PanelMethod("MAIRCA", ascending=True),
    "marcos": _PanelMethod("MARCOS"),
    "moora": _PanelMethod("MOORA", needs_cost=True),
    "probid": _PanelMethod("PROBID"),
    "promethee_ii": _PanelMethod("PROMETHEE_II", arguments=lambda _: ("usual",)),
    "ram": _PanelMethod("RAM", normalised=_by_sum),
    "spotis": _PanelMethod("SPOTIS", ascending=True, arguments=lambda n: (np.tile([0.0, 1.0], (n, 1)),)),
    "vikor": _PanelMethod("VIKOR", ascending=True, needs_spread=True),
    "waspas": _PanelMethod("WASPAS", normalised=_by_largest),
    "wpm": _PanelMethod("WPM", normalised=_by_sum),
    "wsm": _PanelMethod("WSM", normalised=_by_sum),
}
"""pymcdm's methods by its own default formulas; PROMETHEE II with the usual preference function, SPOTIS with the
fixed anchors 0 and 1 as bounds. All criteria are to be maximised, because scaled values are oriented, and a scaled 0 is
an ordinary value: formulas that are defined at a 0 are computed there. The ratio system of MOORA is y = Σ w·x/√Σx² less
the same sum over the criteria to be minimised (Brauers & Zavadskas 2006), which is empty here. COPRAS (Zavadskas,
Kaklauskas & Šarka 1994): the significance is Q = S₊ and a term of the criteria to be minimised, the utility degree
Q / max Q; without such criteria the term is absent, and Q is the weighted sum of the shares x/Σx."""

NEVER_DONE: Mapping[str, str] = {"ocra": "ranking.ocra_divides"}
"""Methods of pymcdm that cannot be done on oriented scaled values, with the code of the reason."""

KNOWN_METHODS = (*METHODS, *sorted(PANEL_METHODS))


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
        From `KNOWN_METHODS`: those that may decide a list, and pymcdm's on oriented scaled values and flat weights.
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
        names, not_done = (), dict.fromkeys(names, Message("ranking.nobody_scored"))
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
    if name in NEVER_DONE:
        return Message(NEVER_DONE[name])
    if name not in KNOWN_METHODS:
        raise ValueError(f"unknown method {name}; known: {', '.join(KNOWN_METHODS)}")
    if matrix.scaled is None and (name not in METHODS or METHODS[name].needs_scale):
        lacking = [entry.code for entry in criteria if entry.role == "weighted" and entry.scale is None]
        return Message("ranking.works_on_scaled", lacking=lacking)
    if name in METHODS or matrix.scaled is None:
        return rank(matrix, weights, criteria, name)
    return _by_pymcdm(matrix.scaled, weights, name)


def _by_pymcdm(scaled: pd.DataFrame, weights: WeightSet, name: str) -> Ranking | str:
    load_pymcdm()
    from pymcdm import methods  # noqa: PLC0415

    flat = weights.table.set_index("criterion")["global_weight"]
    entry = PANEL_METHODS[name]
    table = ordered(scaled[[code for code in scaled.columns if flat[code] > 0 and _tells(scaled[code], entry)]])
    if not table.shape[1]:
        return Message("ranking.nothing_tells_apart")
    values, shares = values_of(table), flat[table.columns].to_numpy(dtype=np.float64)
    types = np.ones(table.shape[1], dtype=np.int64)
    if entry.needs_cost:
        values, shares = np.column_stack([values, np.ones(len(values))]), np.append(shares, 0.0)
        types = np.append(types, -1)
    own = {} if entry.normalised is None else {"normalization_function": entry.normalised}
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            method = getattr(methods, entry.name)(*entry.arguments(table.shape[1]), **own)
            found = np.asarray(method(values, shares, types))
    except THIRD_PARTY as refusal:
        return Message("ranking.pymcdm_refuses", said=refusal)
    if found.shape != (len(table),) or not np.isfinite(found).all():
        return Message("ranking.no_finite_score")
    found = found / found.max() if entry.of_best else found
    scores = pd.Series(found, table.index, name="score", dtype="float64").reindex(scaled.index)
    return Ranking(name, scores, ranks_of(scores, ascending=entry.ascending))


def _tells(column: "pd.Series[float]", entry: _PanelMethod) -> bool:
    """Whether a method can use a criterion: one on which every mineral stands at 0 adds nothing and divides by 0."""
    return bool(column.max() > column.min()) if entry.needs_spread else bool((column != 0).any())


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
    load_pymcdm()
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
    one, other = _signs(first), _signs(second)
    untied = np.sqrt(float(np.count_nonzero(one)) * float(np.count_nonzero(other)))
    return float((one * other).sum(dtype=np.int64) / untied) if untied else float("nan")


def _signs(ranks: Floats) -> NDArray[np.int8]:
    """The sign of the difference of every pair, (M, M); as small integers, since they are many."""
    above = ranks[:, None] > ranks[None, :]
    return above.astype(np.int8) - above.T.astype(np.int8)


def _mean_ranks(ranks: "pd.Series[int]") -> Floats:
    return np.array(ranks.rank(method="average").to_numpy(), dtype=np.float64)
