"""From a ranking to the list: coverage, tiers, groups and designations, decided by the planners' rule."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from criticality.listing.rule import (
    DECIMALS,
    CompiledRule,
    Floats,
    assign_tiers,
    compile_rule,
    conditions_met,
)
from criticality.model.assessment import INSUFFICIENT, ListRule
from criticality.model.results import CriticalList, DecisionMatrix, Ranking, WeightSet


def coverage_of(cells: pd.DataFrame, weights: WeightSet) -> pd.DataFrame:
    """Share of each dimension's weight that rests on evidence of its own: minerals × dimensions, 0…1."""
    local = weights.table.set_index("criterion")
    weighted = cells[cells["criterion"].isin(local.index)]
    share = weighted["present"].astype(float) * weighted["criterion"].map(local["local_weight"])
    dimension = weighted["criterion"].map(local["dimension"])
    covered = share.groupby([weighted["mineral"], dimension]).sum().unstack()
    return covered.rename_axis(index="mineral", columns=None).round(DECIMALS)


def insufficient_evidence(rule: ListRule, cells: pd.DataFrame, coverage: pd.DataFrame) -> dict[str, str]:
    """Minerals whose evidence is too thin to be scored, each with the reason."""
    if rule.coverage is None:
        return {}
    named = {condition.of for tier in rule.tiers if tier.listed for condition in tier.when}
    present = cells[cells["present"].astype(bool)].groupby("mineral")["criterion"].agg(set).to_dict()
    reasons: dict[str, str] = {}
    for mineral, row in coverage.iterrows():
        thin = [str(code) for code in coverage.columns if code in named and row[code] < rule.coverage.at_least]
        lacking = [code for code in rule.coverage.must_have if code not in present.get(mineral, set())]
        if thin or lacking:
            said = [f"coverage of {code} {row[code]:.3f} < {rule.coverage.at_least:g}" for code in thin]
            reasons[str(mineral)] = "; ".join([*said, *(f"no evidence for {code}" for code in lacking)])
    return reasons


def quantities_of(ranking: Ranking, cells: pd.DataFrame, names: Sequence[str]) -> dict[str, Floats]:
    """The score, dimensions and criteria that conditions name, as arrays in the ranking's order of minerals."""
    minerals = ranking.scores.index
    found: dict[str, Floats] = {}
    for name in dict.fromkeys(names):
        if name == "score":
            found[name] = np.asarray(ranking.scores, dtype=np.float64)
        elif ranking.dimensions is not None and name in ranking.dimensions.columns:
            found[name] = np.asarray(ranking.dimensions[name].reindex(minerals), dtype=np.float64)
        else:
            column = cells[cells["criterion"] == name].set_index("mineral")["scaled"].astype("float64")
            found[name] = np.asarray(column.reindex(minerals), dtype=np.float64)
    return found


def classify(
    ranking: Ranking,
    matrix: DecisionMatrix,
    rule: ListRule,
    coverage: pd.DataFrame,
    left_out: Mapping[str, str],
    group_of: Mapping[str, str],
) -> CriticalList:
    """Turn a ranking into the list: tiers by the rule, groups together, designations apart.

    Parameters
    ----------
    ranking, matrix
        Scores of the minerals with enough evidence, and their cells.
    rule
        The planners' rule.
    coverage
        Share of weight with evidence, minerals × dimensions.
    left_out
        Minerals that are not scored, with the reason: the reserved tier ``insufficient``.
    group_of
        Mineral → group.
    """
    minerals = [str(mineral) for mineral in ranking.scores.index]
    compiled = compile_rule(rule, minerals, group_of)
    quantities = quantities_of(ranking, matrix.cells, ("score", *compiled.of))
    tiers = assign_tiers(compiled, quantities)
    alone = assign_tiers(_without_groups(compiled), quantities)
    rows = [
        {
            "mineral": mineral,
            "rule_tier": compiled.names[tiers[position]],
            "own_tier": compiled.names[alone[position]],
            "because": _conditions_at(compiled, quantities, position),
        }
        for position, mineral in enumerate(minerals)
    ]
    rows += [
        {"mineral": mineral, "rule_tier": INSUFFICIENT, "own_tier": INSUFFICIENT, "because": [], "reason": reason}
        for mineral, reason in sorted(left_out.items())
    ]
    return CriticalList(pd.DataFrame([_decided(row, rule) for row in rows]), coverage)


def _without_groups(rule: CompiledRule) -> CompiledRule:
    return replace(rule, groups=())


def _conditions_at(rule: CompiledRule, quantities: Mapping[str, Floats], position: int) -> list[dict[str, Any]]:
    """Every condition of every tier for one mineral: what was looked at, the threshold, whether it holds."""
    met = conditions_met(rule, quantities)
    found = []
    for tier, conditions in enumerate(rule.conditions):
        for condition in conditions:
            found.append(
                {
                    "tier": rule.names[tier],
                    "of": rule.of[condition],
                    "comparison": "at_least" if rule.at_least[condition] else "below",
                    "threshold": float(rule.thresholds[condition]),
                    "value": float(quantities[rule.of[condition]][position]),
                    "holds": bool(met[condition][position]),
                }
            )
    return found


def _decided(row: dict[str, Any], rule: ListRule) -> dict[str, Any]:
    """Add what was decided: a designation outranks the rule and is marked as such."""
    designation = next((entry for entry in rule.designations if entry.mineral == row["mineral"]), None)
    tier = designation.tier if designation else row["rule_tier"]
    listed = any(entry.listed for entry in rule.tiers if entry.name == tier)
    return {
        "mineral": row["mineral"],
        "tier": tier,
        "listed": listed,
        "designated": designation is not None,
        "rule_tier": row["rule_tier"],
        "entered_with_group": row["own_tier"] != row["rule_tier"],
        "reason": row.get("reason", ""),
        **_margin(row["because"], [entry.name for entry in rule.tiers if entry.listed]),
        "because": row["because"],
    }


def _margin(conditions: Sequence[Mapping[str, Any]], listed: Sequence[str]) -> dict[str, Any]:
    """How far a mineral stands from the line of the list, and the condition that decides it.

    The margin of a tier is that of its tightest condition; the best listed tier counts. At or above 0 all hold.
    """
    best: dict[str, Any] = dict.fromkeys(("margin", "margin_of", "margin_threshold", "margin_value"))
    for tier in listed:
        margins = [(_slack(entry), entry) for entry in conditions if entry["tier"] == tier]
        if not margins or any(math.isnan(slack) for slack, _ in margins):
            continue
        slack, entry = min(margins, key=lambda pair: pair[0])
        if best["margin"] is None or slack > best["margin"]:
            best = {
                "margin": slack,
                "margin_of": entry["of"],
                "margin_threshold": entry["threshold"],
                "margin_value": entry["value"],
            }
    return best


def _slack(condition: Mapping[str, Any]) -> float:
    distance = float(condition["value"]) - float(condition["threshold"])
    return distance if condition["comparison"] == "at_least" else -distance
