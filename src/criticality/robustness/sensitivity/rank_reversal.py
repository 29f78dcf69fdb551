"""Rank-reversal tests: whether the order of the other minerals changes if a candidate is removed, copied or added.

References
----------
Belton, V., & Gear, T. (1983). On a short-coming of Saaty's method of analytic hierarchies. Omega 11, 228–230.
Wang, X., & Triantaphyllou, E. (2008). Ranking irregularities when evaluating alternatives by using some ELECTRE
methods. Omega 36, 45–63.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.engine.decide import score
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.methods import shared_values
from criticality.robustness.kernels.products import Floats
from criticality.robustness.kernels.ranks import ranks_of


def rank_reversal(case: Ensemble) -> dict[str, object]:
    """Remove each mineral, copy each mineral, add a worst, a middle and a best one, and compare the others' order.

    Returns
    -------
    dict
        For ``remove``, ``clone`` and ``add``: ``cases``, ``reversals`` and the names of the cases that reversed a rank.
    """
    all_minerals = np.arange(len(case.minerals))
    whole = _scores(case, case.scaled, case.raw)
    return {
        "remove": _summary(
            (mineral, _order_differs(whole, _scores(case, *_columns(case, keep)), keep, np.arange(len(keep))))
            for mineral, keep in ((name, np.delete(all_minerals, place)) for place, name in enumerate(case.minerals))
            if len(keep)
        ),
        "clone": _summary(
            (
                mineral,
                _order_differs(
                    whole, _scores(case, *_columns(case, [*all_minerals, place])), all_minerals, all_minerals
                ),
            )
            for place, mineral in enumerate(case.minerals)
        ),
        "add": _summary(
            (name, _order_differs(whole, _scores(case, *_with(case, name)), all_minerals, all_minerals))
            for name in ("worst", "middle", "best")
        ),
    }


def _summary(cases: Iterable[tuple[str, bool]]) -> dict[str, object]:
    done = list(cases)
    reversed_by = [name for name, differs in done if differs]
    return {"cases": len(done), "reversals": len(reversed_by), "by": reversed_by}


def _order_differs(before: Floats, after: Floats, these: NDArray[np.intp], there: NDArray[np.intp]) -> bool:
    first, second = (ranks_of(scores[None])[0] for scores in (before[these], after[there]))
    return not np.array_equal(first, second)


def _scores(case: Ensemble, scaled: Floats | None, raw: Floats) -> Floats:
    table = shared_values(scaled, raw if case.on_raw_values else None, case.lowers)
    values = Values(None if scaled is None else table, table, {})
    return np.array(score(case, case.method, case.stated.repeated(1), values, WorkBuffers())[0].exact()[0])


def _columns(case: Ensemble, minerals: Any) -> tuple[Floats | None, Floats]:
    return None if case.scaled is None else case.scaled[:, minerals], case.raw[:, minerals]


def _with(case: Ensemble, name: str) -> tuple[Floats | None, Floats]:
    low, high = case.raw.min(axis=1), case.raw.max(axis=1)
    ends = {"worst": np.where(case.lowers, high, low), "best": np.where(case.lowers, low, high)}
    raw = ends.get(name, case.raw.mean(axis=1))
    place = {"worst": 0.0, "middle": 0.5, "best": 1.0}[name]
    scaled = None if case.scaled is None else np.column_stack([case.scaled, np.full(len(case.raw), place)])
    return scaled, np.column_stack([case.raw, raw])
