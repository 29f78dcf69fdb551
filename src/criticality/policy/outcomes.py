"""Scenarios compared with the baseline: which minerals enter, leave or move, and how robust each list is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypedDict

from criticality.assess import Decider, groups_of
from criticality.indicators.evidence import gather_evidence
from criticality.model.input_record import Text
from criticality.model.policy_record import PriceRow
from criticality.model.results import Decision, Inputs
from criticality.model.scenario import PriceShock, Scenario
from criticality.policy.disruption.price import price_shocks
from criticality.robustness.acceptability import acceptability_table
from criticality.robustness.engine.blocks import count_draws
from criticality.robustness.ensemble import build_ensemble
from criticality.scenarios import apply_scenario

LEAST_CHANGE = 1e-9


class BeforeAfter(TypedDict):
    """A number in the baseline and with the scenario; None where the baseline has none."""

    before: float | None
    after: float


class TierMove(TypedDict):
    """A mineral whose tier changed."""

    mineral: str
    before: str
    after: str


class Difference(TypedDict):
    """The differences of two decided lists; `score` is sorted from the largest loss to the largest gain."""

    listed: int
    entered: list[str]
    left: list[str]
    moved_tier: list[TierMove]
    score: dict[str, BeforeAfter]


class Outcome(Difference):
    """What one scenario would change in the list."""

    file: str
    title: Text
    p_listed: dict[str, BeforeAfter]
    price_shocks: list[PriceRow]


def p_listed_of(inputs: Inputs, decision: Decision, draws: int) -> dict[str, float]:
    """Return P(listed) of every scored mineral; empty if no draws are asked for."""
    if draws == 0 or not len(decision.matrix.raw):
        return {}
    ensemble, _ = build_ensemble(inputs, decision.matrix, decision.weights, decision.ranking.method, groups_of(inputs))
    result = acceptability_table(ensemble, count_draws(ensemble, draws))
    return dict(zip(result["mineral"], result["p_listed"].astype(float), strict=True))


def outcomes(inputs: Inputs, scenarios: Mapping[str, Scenario], draws: int = 0) -> Iterator[Outcome]:
    """Yield the outcome of every scenario, compared with the same inputs without any scenario.

    Parameters
    ----------
    inputs
        The checked inputs; their own scenario is ignored.
    scenarios
        File → checked scenario.
    draws
        Number of draws of P(listed); 0: not assessed.

    Yields
    ------
    Outcome
        ``file, title, listed, entered, left, moved_tier, score, p_listed, price_shocks``: plain values.
    """
    plan = inputs.assessment.model_copy(update={"scenario": "none"})
    base = replace(inputs, assessment=plan, scenario=None)
    decide = Decider()
    before = decide(base)
    listed_before = p_listed_of(base, before, draws)
    for file, scenario in scenarios.items():
        what_if = replace(base, scenario=scenario)
        after = decide(what_if)
        p_listed: dict[str, BeforeAfter] = {
            mineral: {"before": listed_before.get(mineral), "after": share}
            for mineral, share in p_listed_of(what_if, after, draws).items()
            if abs(share - listed_before.get(mineral, share)) > LEAST_CHANGE
        }
        yield {
            "file": file,
            "title": scenario.title.model_dump(by_alias=True),
            **_difference(before, after),
            "p_listed": p_listed,
            "price_shocks": _bills(what_if),
        }


def _bills(inputs: Inputs) -> list[PriceRow]:
    scenario, plan = inputs.scenario, inputs.assessment
    if scenario is None or not any(isinstance(shock, PriceShock) for shock in scenario.shocks):
        return []
    data = apply_scenario(inputs.dataset, scenario, plan.country, plan.date)
    return price_shocks(
        gather_evidence(data, country=plan.country, reference_year=plan.reference_year, as_of=plan.date), scenario
    )


def _difference(before: Decision, after: Decision) -> Difference:
    old, new = (one.critical_list.table.set_index("mineral") for one in (before, after))
    was, is_ = (set(table.index[table["listed"].astype(bool)]) for table in (old, new))
    tiers = {mineral: (str(old["tier"][mineral]), str(new["tier"][mineral])) for mineral in sorted(new.index)}
    first, second = before.ranking.scores, after.ranking.scores
    both = [mineral for mineral in second.index if mineral in first.index]
    moves = {mineral: (float(first[mineral]), float(second[mineral])) for mineral in both}
    return {
        "listed": len(is_),
        "entered": sorted(is_ - was),
        "left": sorted(was - is_),
        "moved_tier": [
            {"mineral": mineral, "before": one, "after": other}
            for mineral, (one, other) in tiers.items()
            if one != other
        ],
        "score": {
            mineral: {"before": one, "after": other}
            for mineral, (one, other) in sorted(moves.items(), key=lambda item: item[1][0] - item[1][1])
            if abs(one - other) > LEAST_CHANGE
        },
    }
