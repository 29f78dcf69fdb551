"""The effects of all levers on the list of one run, as plain values for the record, the pages and the terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from criticality.model.policy_record import (
    BeyondLimit,
    DisruptionRow,
    LeverAnswer,
    LeverPart,
    LeverRow,
    Move,
    OptimaRow,
    PolicyRecord,
    Quantity,
    StandingRow,
)
from criticality.model.results import Decision, Inputs
from criticality.policy import sentences
from criticality.policy.bench import Bench
from criticality.policy.disruption.held import held_stocks
from criticality.policy.disruption.new_supply import new_supply_rows
from criticality.policy.disruption.price import price_shocks
from criticality.policy.disruption.stock import disruption_of
from criticality.policy.disruption.sweep import entrants
from criticality.policy.levers.axes import Answer, Axis, answer_of, axes_of, partner_axes
from criticality.policy.levers.combination import Combination, cheapest
from criticality.policy.levers.optima import optima_of
from criticality.policy.limits import limit_row
from criticality.policy.portfolio import STEP_SIZE, interventions, partner_pages, shared_fates
from criticality.policy.redecision import Distance, Standings
from criticality.policy.verify import Trial, p_listed_with, verified
from criticality.text.kept import coded, in_both_languages

MoveRow = TypeVar("MoveRow", bound=Move)
KINDS = ("diversify", "stockpile", "recycle", "substitute", "reduce", "combination")
ALONE = ("diversify", "recycle", "substitute", "reduce")


@dataclass(frozen=True)
class MineralAnalysis:
    """The levers of one listed mineral: those that can be tried, and the answers."""

    partners: list[Axis]
    axes: dict[str, Axis]
    answers: dict[str, Answer]
    combination: Combination | None
    stock: DisruptionRow | None


def policy_results(
    inputs: Inputs,
    decision: Decision | None = None,
    *,
    minerals: tuple[str, ...] = (),
    verify: bool = True,
    draws: int = 0,
) -> PolicyRecord:
    """Return disruption, levers, partners and portfolio of a run as plain values.

    Parameters
    ----------
    inputs
        Those of the run; their scenario is part of the starting point.
    decision
        The decision of the same inputs, if it is available already.
    minerals
        Only these listed minerals; all if empty.
    verify
        True: verify every answer by a complete assessment, and record in each row whether it was confirmed.
    draws
        Number of draws of P(listed) with each lever; 0: not assessed.

    Returns
    -------
    PolicyRecord
        ``levers`` (mineral → rows), ``disruption`` (mineral → row or None), ``partners``, ``portfolio``,
        ``held`` (the stocks of the scenario, listed or not), ``new_supply``, ``price_shocks``, ``entrants`` (of the
        whole list alone), ``optima``, ``settings``.
    """
    bench = Bench(inputs, decision)
    listed = [mineral for mineral in bench.listed if not minerals or mineral in minerals]
    analyses = {mineral: _analysed(bench, mineral) for mineral in listed}
    rows = {mineral: _rows(bench, mineral, each) for mineral, each in analyses.items()}
    if verify:
        _verify(bench, analyses, rows)
    if draws:
        _add_p_listed(bench, analyses, rows, draws)
    partners = {mineral: each.partners for mineral, each in analyses.items()}
    axes = {mineral: each.axes for mineral, each in analyses.items()}
    return {
        "levers": rows,
        "disruption": {mineral: each.stock for mineral, each in analyses.items()},
        "held": [row for row in held_stocks(bench) if not minerals or row["mineral"] in minerals],
        "entrants": [] if minerals else entrants(bench),
        "optima": _optima(bench, analyses),
        "partners": partner_pages(bench, partners),
        "portfolio": {
            "fates": shared_fates(bench, listed),
            "interventions": interventions(bench, axes, partners),
        },
        "new_supply": new_supply_rows(bench),
        "price_shocks": price_shocks(bench.evidence, inputs.scenario, bench.years),
        "settings": {"verified": verify, "draws": draws, "tolerance": 1e-3},
    }


def _optima(bench: Bench, analyses: Mapping[str, MineralAnalysis]) -> list[OptimaRow]:
    """One row for every listed mineral that has a partner for diversification: the partner that is proposed."""
    return [optima_of(bench, each.axes["diversify"]) for each in analyses.values() if "diversify" in each.axes]


def _analysed(bench: Bench, mineral: str) -> MineralAnalysis:
    stock = disruption_of(bench, mineral)
    if not _by_its_values(bench, mineral):
        return MineralAnalysis([], {}, {}, None, stock)
    partners = partner_axes(bench, mineral)
    axes = axes_of(bench, mineral, partners)
    answers = {kind: answer_of(axis) for kind, axis in axes.items()}
    return MineralAnalysis(partners, axes, answers, cheapest(axes, answers), stock)


def _by_its_values(bench: Bench, mineral: str) -> bool:
    return not bench.table[mineral].designated and bench.has_score(mineral)


# ── rows ─────────────────────────────────────────────────────────────────────


def _rows(bench: Bench, mineral: str, analysis: MineralAnalysis) -> list[LeverRow]:
    answers = [_row(bench, mineral, kind, analysis) for kind in KINDS]
    return [{**answer, "verified": None, "p_listed": None} for answer in answers]


def _row(bench: Bench, mineral: str, kind: str, analysis: MineralAnalysis) -> LeverAnswer:
    if kind == "stockpile":
        return _stock_row(mineral, analysis)
    if not _by_its_values(bench, mineral):
        return _empty(mineral, kind, sentences.decided_otherwise(designated=bench.table[mineral].designated))
    row = _tried_row(bench, mineral, kind, analysis)
    if not row["possible"] and bench.table[mineral].entered_with_group:
        because = sentences.decided_otherwise(designated=False)
        row["because"], row["said"] = in_both_languages(because), coded(because)
    elif not row["possible"] and bench.redecision.has_unconditional_tier:
        return {**_empty(mineral, kind, sentences.lists_the_rest()), "lists_the_rest": True}
    return row


def _tried_row(bench: Bench, mineral: str, kind: str, analysis: MineralAnalysis) -> LeverAnswer:
    if kind == "combination" and analysis.combination is not None:
        return _combination_row(mineral, analysis.combination)
    if kind in analysis.answers:
        return _answer_row(bench, analysis.answers[kind])
    return _empty(mineral, kind, sentences.no_partner() if kind == "diversify" else sentences.no_lever())


def _empty(mineral: str, kind: str, because: str) -> LeverAnswer:
    return {
        "mineral": mineral,
        "lever": kind,
        "possible": False,
        "needed": None,
        "because": in_both_languages(because),
        "said": coded(because),
    }


def _amount(kind: str, value: float | None) -> Quantity | None:
    return None if value is None else {"value": value, "unit": sentences.unit_of(kind)}


def _stock_row(mineral: str, analysis: MineralAnalysis) -> LeverAnswer:
    stock = analysis.stock
    row = _empty(mineral, "stockpile", sentences.stock(stock))
    if stock is None:
        return row
    rides_out: Quantity = {"value": stock["days_needed_confident"], "unit": sentences.unit_of("stockpile")}
    return {**row, "rides_out": rides_out, "tonnes": stock["stock_t"], "cost_usd": stock["stock_usd"]}


def _answer_row(bench: Bench, answer: Answer) -> LeverAnswer:
    axis = answer.axis
    row: LeverAnswer = {
        **_empty(axis.mineral, axis.kind, sentences.by_itself(answer)),
        "possible": answer.needed is not None,
        "needed": _amount(axis.kind, answer.needed),
        "now": axis.least,
        "most": axis.most,
        "most_because": str(axis.limit.because),
        "limit": limit_row(axis.limit),
        "beyond_limit": _beyond(answer),
        "best": answer.best,
        "remaining": max(0.0, answer.remaining) if answer.needed is None else 0.0,
        "at_best": _standing(bench, answer.at_best),
        "ten_points": _standing(bench, axis.standings(np.array([axis.fraction_at(STEP_SIZE)]))),
    }
    return _with_partner(_with_unit(row, answer.left if answer.needed is None else None), axis)


def _with_unit(row: LeverAnswer, left: Distance | None) -> LeverAnswer:
    """Add the distance that is left to a row, where what decides has a unit."""
    if left is not None and left.kind:
        row["remaining_in"] = {"amount": left.amount, "of": left.of, "unit": left.kind}
    return row


def _beyond(answer: Answer) -> BeyondLimit | None:
    """The amount needed beyond a stated limit, or the remaining margin at all of the use; None if not applicable."""
    if answer.beyond is None:
        return None
    needed, remaining = answer.beyond.needed, max(0.0, answer.beyond.remaining)
    return {"needed": _amount(answer.axis.kind, needed), "remaining": remaining if needed is None else 0.0}


def _with_partner(row: MoveRow, axis: Axis) -> MoveRow:
    """Add the two countries of a diversification to a row; rows of other levers stay unchanged."""
    if axis.partner is not None:
        row["from"], row["to"], row["stage"] = axis.origin, axis.partner.country, axis.partner.stage
        row["optimum_of_concentration"] = axis.partner.optimum
    return row


def _standing(bench: Bench, result: Standings) -> StandingRow:
    ratings = [None if np.isnan(value) else float(value) for value in result.dimensions[0]]
    return {
        "score": float(result.score[0]),
        "dimensions": dict(zip(bench.dimensions, ratings, strict=True)),
        "tier": bench.redecision.tiers[result.tier[0]],
        "listed": bool(result.listed[0]),
    }


def _combination_row(mineral: str, result: Combination) -> LeverAnswer:
    amounts = {kind: result.axes[kind].amount(fraction) for kind, fraction in result.fractions.items()}
    doings = [sentences.doing(result.axes[kind], amount) for kind, amount in amounts.items()]
    parts = [
        _with_partner(LeverPart(lever=kind, value=amount, unit=sentences.unit_of(kind)), result.axes[kind])
        for kind, amount in amounts.items()
    ]
    row: LeverAnswer = {
        **_empty(mineral, "combination", sentences.combined(doings, result)),
        "possible": result.possible,
        "needed": _amount("combination", result.cost if result.possible else None),
        "parts": parts,
        "certified_within": result.certified,
        "limits_stated": result.limits_stated,
        "remaining_within_limits": result.remaining_within,
        "remaining": 0.0 if result.possible else max(0.0, result.remaining),
    }
    return _with_unit(row, result.left)


# ── tried by whole assessments ───────────────────────────────────────────────


def _trials(analyses: Mapping[str, MineralAnalysis]) -> list[tuple[str, Trial]]:
    """Every answer, also that a lever cannot take the mineral off the list, as (kind of lever, trial)."""
    trials = []
    for mineral, each in analyses.items():
        for kind, answer in each.answers.items():
            trials.append((kind, _trial(mineral, answer)))
        if each.combination is not None:
            levers = tuple(each.combination.levers())
            trials.append(("combination", Trial(mineral, levers, not each.combination.possible)))
    return trials


def _trial(mineral: str, answer: Answer) -> Trial:
    amount = answer.best if answer.needed is None else answer.needed
    return Trial(mineral, (answer.axis.lever(amount),), answer.needed is None)


def _beyond_trials(analyses: Mapping[str, MineralAnalysis]) -> list[tuple[str, Trial]]:
    """The answers on amounts beyond a stated limit, as (kind of lever, trial)."""
    return [
        (kind, _trial(mineral, answer.beyond))
        for mineral, each in analyses.items()
        for kind, answer in each.answers.items()
        if answer.beyond is not None
    ]


def _verify(bench: Bench, analyses: Mapping[str, MineralAnalysis], rows: Mapping[str, list[LeverRow]]) -> None:
    """Set ``verified`` of each row: True if all its statements were confirmed."""
    trials = [*_trials(analyses), *_beyond_trials(analyses)]
    held = verified(bench, [trial for _, trial in trials])
    for (kind, trial), holds in zip(trials, held, strict=True):
        row = _row_of(rows, trial.mineral, kind)
        row["verified"] = holds and row["verified"] is not False


def _add_p_listed(
    bench: Bench, analyses: Mapping[str, MineralAnalysis], rows: Mapping[str, list[LeverRow]], draws: int
) -> None:
    """Add P(listed) with each lever at the amount of its answer, or its best amount; one ensemble per kind of lever."""
    trials = _trials(analyses)
    for kind in (*ALONE, "combination"):
        mine = [trial for name, trial in trials if name == kind]
        shares = p_listed_with(bench, [lever for trial in mine for lever in trial.levers], draws) if mine else {}
        for trial in mine:
            _row_of(rows, trial.mineral, kind)["p_listed"] = shares.get(trial.mineral)


def _row_of(rows: Mapping[str, list[LeverRow]], mineral: str, kind: str) -> LeverRow:
    return next(row for row in rows[mineral] if row["lever"] == kind)
