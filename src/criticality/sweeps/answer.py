"""What a sweep found: in what share of the cases each mineral is listed, and what decides that."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from criticality import __version__
from criticality.choices.design import Factors
from criticality.choices.shares import VarianceShares, variance_shares
from criticality.model.sweeps.material import Material
from criticality.model.sweeps.sweep_record import AxisFound, MineralFound, SweepRecord
from criticality.sweeps.axis_titles import axis_title
from criticality.sweeps.listed_cases import Membership
from criticality.sweeps.lists_of_countries import countries_found
from criticality.text.phrases import both

FORMAT = 1
_HALF, _LEAST, _SHOWN_FAILURES = 0.5, 1e-9, 20
_MOST_LEVELS = 500
"""Values of an axis above which no share of the variance is measured: it would take minutes and say nothing."""


def found_by(material: Material, name: str, members: Membership) -> SweepRecord:
    """Return what a sweep found; `name` is its id."""
    plan, minerals = material.plan, material.minerals
    shares = _shares(material, members)
    axes = [_axis(material, members, shares, place, number) for number, place in enumerate(plan.varied)]
    first = [axis["first"] for axis in axes if axis["first"] is not None]
    sizes = members.listed[members.decided].sum(axis=1)
    record: SweepRecord = {
        "format": FORMAT,
        "id": name,
        "file": material.file,
        "title": both(material.sweep.title.model_dump(by_alias=True)),
        "software": __version__,
        "kind": plan.kind,
        "cases": len(plan.rows),
        "decided": int(members.decided.sum()),
        "failed": len(members.failures),
        "combinations": prod(len(axis.levels) for axis in plan.axes),
        "draws": material.sweep.draws,
        "axes": axes,
        "together": None if shares is None or not first else _together(shares, first),
        "minerals": [_mineral(material, members, shares, column) for column in range(len(minerals))],
        "smallest": int(sizes.min()) if len(sizes) else 0,
        "largest": int(sizes.max()) if len(sizes) else 0,
        "failures": sorted(set(members.failures.values()))[:_SHOWN_FAILURES],
    }
    if any(inputs.confidential is not None for inputs in material.bases.values()):
        record["confidential"] = True
    countries = countries_found(material, members)
    return record if countries is None else {**record, "countries": countries}


def _shares(material: Material, members: Membership) -> VarianceShares | None:
    """Shares in the variance of membership, over the cases that could be decided; None one thing at a time."""
    plan = material.plan
    levels = [len(plan.axes[place].levels) for place in plan.varied]
    if plan.kind == "one_at_a_time" or members.decided.sum() < 2 or max(levels, default=0) > _MOST_LEVELS:
        return None
    rows = plan.rows[members.decided][:, list(plan.varied)]
    factors = Factors(tuple(levels), tuple(range(len(levels))), rows, plan.kind == "sample")
    weights = np.full(len(rows), 1.0 / len(rows))
    return variance_shares(factors, members.listed[members.decided].astype(np.float64), weights)


def _together(shares: VarianceShares, first: Sequence[float]) -> float:
    """The share of the variance that no axis has by itself; none where every case lists the same minerals."""
    return _rounded(max(0.0, 1.0 - sum(first))) if float(shares.variance.sum()) > _LEAST else 0.0


def _axis(material: Material, members: Membership, shares: VarianceShares | None, place: int, number: int) -> AxisFound:
    axis = material.plan.axes[place]
    found: AxisFound = {
        "code": axis.code,
        "title": axis_title(material, axis.code),
        "levels": list(axis.levels),
        "first": None,
        "total": None,
        "error": None,
        "moved": int(_moves(material, members, place).sum()),
    }
    if shares is None:
        return found
    weights = shares.variance / max(float(shares.variance.sum()), 1e-300)
    found["first"] = _rounded(float(shares.first[number] @ weights))
    found["total"] = _rounded(float(shares.total[number] @ weights))
    if shares.error is not None:
        found["error"] = _rounded(float(np.sqrt(((shares.error[number] * weights) ** 2).sum())))
    return found


def _moves(material: Material, members: Membership, place: int) -> NDArray[np.bool_]:
    """Which minerals some value of an axis lists and another does not, the rest being equal, (M,)."""
    rows = material.plan.rows[members.decided]
    listed = members.listed[members.decided]
    if not len(rows):
        return np.zeros(listed.shape[1], dtype=np.bool_)
    others = np.ascontiguousarray(np.delete(rows, place, axis=1))
    _, group = np.unique(others, axis=0, return_inverse=True)
    order = np.argsort(group.reshape(-1), kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(group.reshape(-1)[order]) > 0])
    every = np.logical_and.reduceat(listed[order], starts, axis=0)
    some = np.logical_or.reduceat(listed[order], starts, axis=0)
    return np.asarray((some & ~every).any(axis=0), dtype=np.bool_)


def _mineral(material: Material, members: Membership, shares: VarianceShares | None, column: int) -> MineralFound:
    code, plan = material.minerals[column], material.plan
    decides: Sequence[str] = ()
    if shares is not None and shares.variance[column] > _LEAST:
        decides = _by_share(shares.first[:, column], [plan.axes[place].code for place in plan.varied])
    elif shares is None:
        decides = [plan.axes[place].code for place in plan.varied if _moves(material, members, place)[column]]
    cases = members.candidate[:, column] & members.decided
    ranked = int(members.best[column])
    return {
        "mineral": code,
        "names": _names(material, code),
        "cases": int(cases.sum()),
        "listed": int((members.listed[:, column] & cases).sum()),
        "best_rank": ranked or None,
        "worst_rank": int(members.worst[column]) or None,
        "decides": list(decides),
    }


def _by_share(first: NDArray[np.float64], codes: Sequence[str]) -> list[str]:
    """The axes by their share, the largest first, until half is passed; those of no share are left out."""
    found, passed = list[str](), 0.0
    for number in np.argsort(-np.round(first, 9), kind="stable").tolist():
        if passed > _HALF or first[number] <= _LEAST:
            break
        found.append(codes[number])
        passed += float(first[number])
    return found


def _names(material: Material, code: str) -> dict[str, str]:
    for inputs in material.bases.values():
        table = inputs.dataset.table("minerals")
        for row in table[table["mineral"] == code][["name_en", "name_zh"]].itertuples(index=False):
            return dict(both({"en": row.name_en, "zh-Hant": row.name_zh}))
    return {"en": code, "zh-Hant": code}


def _rounded(share: float) -> float:
    """A share to nine decimals: sums over a million cases are no surer than that."""
    return round(share, 9) + 0.0
