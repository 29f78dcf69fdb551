"""What every lever would change for the list of one run, as plain values for the record, the pages and the terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from criticality.model.results import Decision, Inputs
from criticality.policy import sentences as words
from criticality.policy.bench import Bench
from criticality.policy.disruption.held import held_stocks
from criticality.policy.disruption.new_supply import new_supply_rows
from criticality.policy.disruption.price import price_shocks
from criticality.policy.disruption.stock import disruption_of
from criticality.policy.disruption.sweep import entrants
from criticality.policy.levers.axes import Answer, Axis, answer_of, axes_of, partner_axes
from criticality.policy.levers.combination import Combination, cheapest
from criticality.policy.levers.optima import optima_of
from criticality.policy.limits import told
from criticality.policy.portfolio import DOSE, interventions, partner_pages, shared_fates
from criticality.policy.redecision import Standings
from criticality.policy.verify import Trial, p_listed_with, verified

KINDS = ("diversify", "stockpile", "recycle", "substitute", "reduce", "combination")
ALONE = ("diversify", "recycle", "substitute", "reduce")


@dataclass(frozen=True)
class Found:
    """Everything found for one listed mineral."""

    partners: list[Axis]
    axes: dict[str, Axis]
    answers: dict[str, Answer]
    combination: Combination | None
    stock: dict[str, Any] | None


def policy_results(
    inputs: Inputs,
    decision: Decision | None = None,
    *,
    minerals: tuple[str, ...] = (),
    verify: bool = True,
    draws: int = 0,
) -> dict[str, Any]:
    """Return disruption, levers, partners and portfolio of a run, plain values only.

    Parameters
    ----------
    inputs
        Of the run; its scenario is part of where things stand.
    decision
        Of the same inputs, if it is at hand.
    minerals
        Only these listed minerals; all where empty.
    verify
        Try every answer by a whole assessment, and say of each row whether it held.
    draws
        Of P(listed) with each lever; 0 = not assessed.

    Returns
    -------
    dict
        ``levers`` (mineral → rows), ``disruption`` (mineral → row or None), ``partners``, ``portfolio``,
        ``held`` (the stocks of the scenario, listed or not), ``new_supply``, ``price_shocks``, ``entrants`` (of the
        whole list alone), ``optima``, ``settings``.
    """
    bench = Bench(inputs, decision)
    listed = [mineral for mineral in bench.listed if not minerals or mineral in minerals]
    found = {mineral: _found(bench, mineral) for mineral in listed}
    rows = {mineral: _rows(bench, mineral, each) for mineral, each in found.items()}
    if verify:
        _verify(bench, found, rows)
    if draws:
        _sureness(bench, found, rows, draws)
    partners = {mineral: each.partners for mineral, each in found.items()}
    return {
        "levers": rows,
        "disruption": {mineral: each.stock for mineral, each in found.items()},
        "held": [row for row in held_stocks(bench) if not minerals or row["mineral"] in minerals],
        "entrants": [] if minerals else entrants(bench),
        "optima": _optima(bench, found),
        "partners": partner_pages(bench, partners),
        "portfolio": {
            "fates": shared_fates(bench, listed),
            "interventions": interventions(bench, {mineral: each.axes for mineral, each in found.items()}, partners),
        },
        "new_supply": new_supply_rows(bench),
        "price_shocks": price_shocks(bench.evidence, inputs.scenario, bench.years),
        "settings": {"verified": verify, "draws": draws, "tolerance": 1e-3},
    }


def _optima(bench: Bench, found: Mapping[str, Found]) -> list[dict[str, Any]]:
    """One row for every listed mineral that can be bought elsewhere: the partner proposed for it."""
    return [optima_of(bench, each.axes["diversify"]) for each in found.values() if "diversify" in each.axes]


def _found(bench: Bench, mineral: str) -> Found:
    stock = disruption_of(bench, mineral)
    if not _by_its_figures(bench, mineral):
        return Found([], {}, {}, None, stock)
    partners = partner_axes(bench, mineral)
    axes = axes_of(bench, mineral, partners)
    answers = {kind: answer_of(axis) for kind, axis in axes.items()}
    return Found(partners, axes, answers, cheapest(axes, answers), stock)


def _by_its_figures(bench: Bench, mineral: str) -> bool:
    return not bench.table[mineral].designated and bench.has_score(mineral)


# ── rows ─────────────────────────────────────────────────────────────────────


def _rows(bench: Bench, mineral: str, found: Found) -> list[dict[str, Any]]:
    rows = [_row(bench, mineral, kind, found) for kind in KINDS]
    return [{"mineral": mineral, **row, "verified": None, "p_listed": None} for row in rows]


def _row(bench: Bench, mineral: str, kind: str, found: Found) -> dict[str, Any]:
    if kind == "stockpile":
        return _stock_row(found)
    if not _by_its_figures(bench, mineral):
        return _empty(kind, words.decided_otherwise(designated=bench.table[mineral].designated))
    row = _tried_row(bench, kind, found)
    if not row["possible"] and bench.table[mineral].entered_with_group:
        row["because"] = words.decided_otherwise(designated=False)
    elif not row["possible"] and bench.redecision.has_unconditional_tier:
        return {**_empty(kind, words.lists_the_rest()), "lists_the_rest": True}
    return row


def _tried_row(bench: Bench, kind: str, found: Found) -> dict[str, Any]:
    if kind == "combination" and found.combination is not None:
        return _combination_row(found.combination)
    if kind in found.answers:
        return _answer_row(bench, found.answers[kind])
    return _empty(kind, words.no_partner() if kind == "diversify" else words.no_lever())


def _empty(kind: str, because: Mapping[str, str]) -> dict[str, Any]:
    return {"lever": kind, "possible": False, "needed": None, "because": dict(because)}


def _stock_row(found: Found) -> dict[str, Any]:
    row = _empty("stockpile", words.stock(found.stock))
    if found.stock is None:
        return row
    rides_out = {"value": found.stock["days_needed_confident"], "unit": words.UNITS["stockpile"]["en"]}
    return {**row, "rides_out": rides_out, "tonnes": found.stock["stock_t"], "cost_usd": found.stock["stock_usd"]}


def _answer_row(bench: Bench, answer: Answer) -> dict[str, Any]:
    axis, unit = answer.axis, words.UNITS[answer.axis.kind]["en"]
    return {
        "lever": axis.kind,
        "possible": answer.needed is not None,
        "needed": None if answer.needed is None else {"value": answer.needed, "unit": unit},
        "because": words.by_itself(answer),
        "now": axis.least,
        "most": axis.most,
        "most_because": axis.limit.because["en"],
        "limit": told(axis.limit),
        "beyond_limit": _beyond(answer, unit),
        "best": answer.best,
        "remaining": max(0.0, answer.remaining) if answer.needed is None else 0.0,
        "at_best": _standing(bench, answer.at_best),
        "ten_points": _standing(bench, axis.standings(np.array([axis.way_to(DOSE)]))),
        **_partner(axis),
    }


def _beyond(answer: Answer, unit: str) -> dict[str, Any] | None:
    """What would be needed beyond a stated limit, or what remains even with all of the use; None within a limit."""
    if answer.beyond is None:
        return None
    needed, remaining = answer.beyond.needed, max(0.0, answer.beyond.remaining)
    return {
        "needed": None if needed is None else {"value": needed, "unit": unit},
        "remaining": remaining if needed is None else 0.0,
    }


def _partner(axis: Axis) -> dict[str, Any]:
    if axis.partner is None:
        return {}
    return {
        "from": getattr(axis.lever(axis.most), "from_", ""),
        "to": axis.partner.country,
        "stage": axis.partner.stage,
        "optimum_of_concentration": axis.partner.optimum,
    }


def _standing(bench: Bench, found: Standings) -> dict[str, Any]:
    ratings = [None if np.isnan(value) else float(value) for value in found.dimensions[0]]
    return {
        "score": float(found.score[0]),
        "dimensions": dict(zip(bench.dimensions, ratings, strict=True)),
        "tier": bench.redecision.tiers[found.tier[0]],
        "listed": bool(found.listed[0]),
    }


def _combination_row(found: Combination) -> dict[str, Any]:
    amounts = {kind: found.axes[kind].amount(way) for kind, way in found.ways.items()}
    texts = {kind: words.doing(found.axes[kind], amount) for kind, amount in amounts.items()}
    return {
        "lever": "combination",
        "possible": found.possible,
        "needed": {"value": found.cost, "unit": words.UNITS["combination"]["en"]} if found.possible else None,
        "because": words.combined(texts, found),
        "parts": [
            {"lever": kind, "value": amount, "unit": words.UNITS[kind]["en"], **_partner(found.axes[kind])}
            for kind, amount in amounts.items()
        ],
        "certified_within": found.certified,
        "limits_stated": found.limits_stated,
        "remaining_within_limits": found.remaining_within,
        "remaining": 0.0 if found.possible else max(0.0, found.remaining),
    }


# ── tried by whole assessments ───────────────────────────────────────────────


def _trials(found: Mapping[str, Found]) -> list[tuple[str, Trial]]:
    """Every answer and every "cannot" as (kind of lever, trial)."""
    trials = []
    for mineral, each in found.items():
        for kind, answer in each.answers.items():
            trials.append((kind, _trial(mineral, answer)))
        if each.combination is not None:
            levers = tuple(each.combination.levers())
            trials.append(("combination", Trial(mineral, levers, not each.combination.possible)))
    return trials


def _trial(mineral: str, answer: Answer) -> Trial:
    amount = answer.best if answer.needed is None else answer.needed
    return Trial(mineral, (answer.axis.lever(amount),), answer.needed is None)


def _beyond_trials(found: Mapping[str, Found]) -> list[tuple[str, Trial]]:
    """What is said of amounts beyond a stated limit."""
    return [
        (kind, _trial(mineral, answer.beyond))
        for mineral, each in found.items()
        for kind, answer in each.answers.items()
        if answer.beyond is not None
    ]


def _verify(bench: Bench, found: Mapping[str, Found], rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """A row is verified where all that it says held."""
    trials = [*_trials(found), *_beyond_trials(found)]
    held = verified(bench, [trial for _, trial in trials])
    for (kind, trial), holds in zip(trials, held, strict=True):
        row = _row_of(rows, trial.mineral, kind)
        row["verified"] = holds and row["verified"] is not False


def _sureness(bench: Bench, found: Mapping[str, Found], rows: Mapping[str, list[dict[str, Any]]], draws: int) -> None:
    """P(listed) with each lever at its answer, or at its best: one ensemble for each kind of lever."""
    trials = _trials(found)
    for kind in (*ALONE, "combination"):
        mine = [trial for name, trial in trials if name == kind]
        shares = p_listed_with(bench, [lever for trial in mine for lever in trial.levers], draws) if mine else {}
        for trial in mine:
            _row_of(rows, trial.mineral, kind)["p_listed"] = shares.get(trial.mineral)


def _row_of(rows: Mapping[str, list[dict[str, Any]]], mineral: str, kind: str) -> dict[str, Any]:
    return next(row for row in rows[mineral] if row["lever"] == kind)
