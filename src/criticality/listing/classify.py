"""From a ranking to the list: coverage, tiers, groups and designations, decided by the planners' rule."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

import numpy as np
import pandas as pd

from criticality.listing.quantities import DECIMALS, FIGURE, is_figure, unit_of
from criticality.listing.rule import CompiledRule, Flags, Floats, assign_tiers, compile_rule, conditions_met
from criticality.model.assessment import INSUFFICIENT, Comparison, ListRule
from criticality.model.criteria import Criterion
from criticality.model.results import CriticalList, DecisionMatrix, Ranking, WeightSet
from criticality.model.rows.alternatives import ways_of
from criticality.text.kept import note
from criticality.text.message import joined


class ConditionOutcome(TypedDict):
    """One condition tested on one mineral, as the record holds it under ``because``.

    `unit` is ``source`` where value and threshold stand in the unit of the criterion's figures, and ``place`` where
    they are places; `alternative` is the number of the alternative of the tier that the condition belongs to.
    """

    tier: str
    of: str
    comparison: Comparison
    threshold: float
    value: float
    holds: bool
    unit: NotRequired[Literal["source", "place"]]
    alternative: NotRequired[int]


@dataclass(frozen=True)
class _ByRule:
    """What the rule decides for one mineral, before any designation.

    Attributes
    ----------
    tier, own_tier
        The tier with the group rules, and the tier that the mineral would get without them.
    because, slack
        All conditions of the rule, tested on the mineral, and by which part of its span each holds; empty for a
        mineral that is not scored.
    reason
        Why the mineral is not scored; empty for a scored mineral.
    """

    mineral: str
    tier: str
    own_tier: str
    because: Sequence[ConditionOutcome] = ()
    slack: Sequence[float] = ()
    reason: str = ""


def coverage_of(cells: pd.DataFrame, weights: WeightSet) -> pd.DataFrame:
    """Share of each dimension's weight that rests on the mineral's own evidence: minerals × dimensions, 0…1."""
    local = weights.top.set_index("criterion")
    weighted = cells[cells["criterion"].isin(local.index)]
    share = weighted["present"].astype(float) * weighted["criterion"].map(local["local_weight"])
    dimension = weighted["criterion"].map(local["dimension"])
    covered = share.groupby([weighted["mineral"], dimension]).sum().unstack()
    for code, within in weights.inner.items():
        share = weighted["present"].astype(float) * weighted["criterion"].map(within)
        covered[code] = share.groupby(weighted["mineral"]).sum()  # of criteria elsewhere the share is NaN, and left out
    return covered.rename_axis(index="mineral", columns=None).round(DECIMALS)


def insufficient_evidence(rule: ListRule, cells: pd.DataFrame, coverage: pd.DataFrame) -> dict[str, str]:
    """Minerals with too little evidence to be scored, each with the reason: sentences of `text.kept`."""
    if rule.coverage is None:
        return {}
    # Only dimensions that a listed tier tests: thin evidence elsewhere cannot put a mineral on the list.
    tested = rule.tested(of_the_list=True)
    least, named = rule.coverage.at_least, rule.coverage.must_have
    shares = {str(code): coverage[code].tolist() for code in coverage.columns if code in tested}
    needed = cells[cells["criterion"].isin(named) & cells["present"].astype(bool)]
    present = set(zip(needed["mineral"], needed["criterion"], strict=True))
    reasons: dict[str, str] = {}
    for place, mineral in enumerate(coverage.index):
        thin = {code: column[place] for code, column in shares.items() if column[place] < least}
        lacking = [code for code in named if (mineral, code) not in present]
        if thin or lacking:
            too_low = [note("said.coverage", of=code, share=share, least=least) for code, share in thin.items()]
            absent = [note("said.no_evidence", of=code) for code in lacking]
            reasons[str(mineral)] = joined([*too_low, *absent], "semicolon")
    return reasons


def quantities_of(ranking: Ranking, matrix: DecisionMatrix, names: Sequence[str]) -> dict[str, Floats]:
    """The quantities of some names (see `criticality.listing.rule`), as arrays in the ranking's order of minerals."""
    minerals, cells = ranking.scores.index, matrix.cells
    quantities: dict[str, Floats] = {}
    for name in dict.fromkeys(names):
        if is_figure(name):
            quantities[name] = matrix.figures(name.removesuffix(FIGURE), list(minerals))
        elif name == "score":
            quantities[name] = np.asarray(ranking.scores, dtype=np.float64)
        elif ranking.dimensions is not None and name in ranking.dimensions.columns:
            quantities[name] = np.asarray(ranking.dimensions[name].reindex(minerals), dtype=np.float64)
        else:
            column = cells[cells["criterion"] == name].set_index("mineral")["scaled"].astype("float64")
            quantities[name] = np.asarray(column.reindex(minerals), dtype=np.float64)
    return quantities


def classify(
    ranking: Ranking,
    matrix: DecisionMatrix,
    rule: ListRule,
    coverage: pd.DataFrame,
    left_out: Mapping[str, str],
    group_of: Mapping[str, str],
    criteria: Sequence[Criterion] = (),
) -> CriticalList:
    """Turn a ranking into the list: tiers by the rule, group rules, then designations.

    Parameters
    ----------
    ranking, matrix
        Scores of the minerals with enough evidence, and their cells.
    rule
        The planners' rule.
    coverage
        Share of weight with evidence, minerals × dimensions; kept in the result.
    left_out
        Minerals that are not scored, with the reason; they get the reserved tier ``insufficient``.
    group_of
        Mineral → group.
    criteria
        Those of the assessment, needed where a threshold stands in the unit of a figure.
    """
    minerals = [str(mineral) for mineral in ranking.scores.index]
    compiled = compile_rule(rule, minerals, group_of, criteria)
    quantities = compiled.completed(quantities_of(ranking, matrix, compiled.needs))
    tiers = assign_tiers(compiled, quantities)
    alone = assign_tiers(compiled.without_groups(), quantities)
    slack = [compiled.slack(place, quantities[name]).tolist() for place, name in enumerate(compiled.quantity)]
    met = conditions_met(compiled, quantities)
    decided = [
        _ByRule(
            mineral,
            compiled.names[tiers[position]],
            compiled.names[alone[position]],
            _conditions_at(compiled, quantities, met, position),
            [by_mineral[position] for by_mineral in slack],
        )
        for position, mineral in enumerate(minerals)
    ]
    decided += [
        _ByRule(mineral, INSUFFICIENT, INSUFFICIENT, reason=reason) for mineral, reason in sorted(left_out.items())
    ]
    return CriticalList(pd.DataFrame([_decided(entry, rule) for entry in decided]), coverage)


def _conditions_at(
    rule: CompiledRule, quantities: Mapping[str, Floats], met: Sequence[Flags], position: int
) -> list[ConditionOutcome]:
    """Every condition of every tier, tested on the mineral at `position`."""
    outcomes: list[ConditionOutcome] = []
    for tier, conditions in enumerate(rule.conditions):
        for condition in conditions:
            outcome: ConditionOutcome = {
                "tier": rule.names[tier],
                "of": rule.of[condition],
                "comparison": rule.comparison[condition],
                "threshold": float(rule.thresholds[condition]),
                "value": float(quantities[rule.quantity[condition]][position]),
                "holds": bool(met[condition][position]),
            }
            name = rule.quantity[condition]
            if unit := unit_of(name):
                outcome["unit"] = unit
            if rule.alternative[condition]:
                outcome["alternative"] = rule.alternative[condition]
            outcomes.append(outcome)
    return outcomes


def _decided(by_rule: _ByRule, rule: ListRule) -> dict[str, object]:
    """One row of the list. A designation takes precedence over the rule and is marked as such."""
    designation = next((entry for entry in rule.designations if entry.mineral == by_rule.mineral), None)
    tier = designation.tier if designation else by_rule.tier
    listed = any(entry.listed for entry in rule.tiers if entry.name == tier)
    return {
        "mineral": by_rule.mineral,
        "tier": tier,
        "listed": listed,
        "designated": designation is not None,
        "rule_tier": by_rule.tier,
        "entered_with_group": by_rule.own_tier != by_rule.tier,
        "reason": by_rule.reason,
        **_margin(by_rule, [entry.name for entry in rule.tiers if entry.listed]),
        "because": list(by_rule.because),
    }


def _margin(by_rule: _ByRule, listed: Sequence[str]) -> dict[str, object]:
    """Distance of a mineral from the best listed tier, and the condition that determines it.

    The margin of a tier is the smallest slack of its conditions, of alternatives that of the best one; the listed tier
    with the largest margin counts. The margin is 0 or more exactly if the conditions of that tier hold; it is None
    where a value is missing. It is a part of the span (`criticality.listing.spans`); threshold and value stand in the
    unit of the condition.
    """
    slack = {id(entry): part for part, entry in zip(by_rule.slack, by_rule.because, strict=True)}
    by_tier = [[entry for entry in by_rule.because if entry["tier"] == tier] for tier in listed]
    ways = [way for entries in by_tier for way in ways_of(entries)]
    known = [way for way in ways if not any(math.isnan(slack[id(entry)]) for entry in way)]
    tightest = [min(way, key=lambda entry: slack[id(entry)]) for way in known]
    if not tightest:
        return dict.fromkeys(("margin", "margin_of", "margin_threshold", "margin_value"))
    # max() keeps the first of equal tiers, as min() keeps the first of equal conditions: the order of the rule decides.
    decisive = max(tightest, key=lambda entry: slack[id(entry)])
    return {
        "margin": slack[id(decisive)],
        "margin_of": decisive["of"],
        "margin_threshold": decisive["threshold"],
        "margin_value": decisive["value"],
    }
