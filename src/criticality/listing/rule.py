"""From a ranking to the list: coverage, tiers, groups and designations, decided by the planners' rule.

The rule is evaluated in one place, `_first_to_hold`, for one list (`assign_tiers`) or for a million re-decided ones
(`tier_flags`): its arrays may have any number of leading axes.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.model.assessment import INSUFFICIENT, NOT_LISTED, Condition, ListRule
from criticality.model.results import CriticalList, DecisionMatrix, Ranking, WeightSet

DECIMALS = 12
Floats = NDArray[np.float64]
Ints = NDArray[np.int8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class CompiledRule:
    """A list rule made ready for arrays.

    Attributes
    ----------
    names
        Tier names in order, with ``not_listed`` last.
    listed
        Whether each tier is a listed one.
    conditions
        For each tier the positions of its conditions among all conditions.
    of, at_least, thresholds
        What each condition looks at, whether it is an ``at_least``, and its threshold.
    groups
        Positions of a group's members among the minerals, and whether any or all must qualify.
    knob
        For each condition the position of its policy knob: the same threshold on the same quantity is one knob,
        wherever it stands in the rule, so that ``at_least: 0.4`` and ``below: 0.4`` never drift apart.
    """

    names: tuple[str, ...]
    listed: NDArray[np.bool_]
    conditions: tuple[tuple[int, ...], ...]
    of: tuple[str, ...]
    at_least: tuple[bool, ...]
    thresholds: Floats
    groups: tuple[tuple[NDArray[np.intp], str], ...]
    knob: tuple[int, ...]

    @property
    def knobs(self) -> tuple[int, ...]:
        """The first condition of every knob."""
        return tuple(self.knob.index(position) for position in range(len(set(self.knob))))


def compile_rule(rule: ListRule, minerals: Sequence[str], group_of: Mapping[str, str]) -> CompiledRule:
    """Make a rule ready for the given minerals, in their order."""
    flat: list[Condition] = []
    positions: list[tuple[int, ...]] = []
    for tier in rule.tiers:
        positions.append(tuple(range(len(flat), len(flat) + len(tier.when))))
        flat.extend(tier.when)
    knobs = list(dict.fromkeys((condition.of, condition.threshold) for condition in flat))
    groups = tuple(
        (np.flatnonzero([group_of.get(mineral, "") == entry.group for mineral in minerals]), entry.listed_if)
        for entry in rule.groups
    )
    return CompiledRule(
        names=(*(tier.name for tier in rule.tiers), NOT_LISTED),
        listed=np.array([*(tier.listed for tier in rule.tiers), False]),
        conditions=tuple(positions),
        of=tuple(condition.of for condition in flat),
        at_least=tuple(condition.at_least is not None for condition in flat),
        thresholds=np.array([condition.threshold for condition in flat], dtype=np.float64),
        groups=groups,
        knob=tuple(knobs.index((condition.of, condition.threshold)) for condition in flat),
    )


def cut_of(thresholds: Floats) -> Floats:
    """Return the smallest value that reaches a threshold once it is rounded to 12 decimals.

    Comparing with it decides exactly as rounding first would, without rounding millions of values.
    """
    scale = 10.0**DECIMALS
    steps: Floats = (np.ceil(np.round(thresholds * scale, 3)) - 0.5) / scale
    return steps


def assign_tiers(
    rule: CompiledRule,
    quantities: Mapping[str, Floats],
    thresholds: Floats | None = None,
    *,
    cuts: Floats | None = None,
) -> Ints:
    """Give every mineral the first tier whose conditions all hold, then let groups enter together.

    Parameters
    ----------
    rule
        The compiled rule.
    quantities
        The score, dimensions and criteria that conditions name, each of shape (…, minerals); NaN meets no condition.
    thresholds
        Shape (…, knobs); the rule's own by default.
    cuts
        Shape (…, knobs), instead of thresholds: what a quantity must reach, for quantities that stand on another
        increasing axis than 0…1 (see `cut_of`).

    Returns
    -------
    ndarray
        Shape (…, minerals): position of the tier in `rule.names`.
    """
    if cuts is None:
        cuts = cut_of(rule.thresholds[list(rule.knobs)] if thresholds is None else thresholds)
    draws = (*cuts.shape[:-1], 1) if rule.knobs else ()
    shape = np.broadcast_shapes(draws, *(values.shape for values in quantities.values()))
    return tiers_reached(rule, _reached(rule, quantities, cuts), _known(rule, quantities), shape)


def tiers_reached(
    rule: CompiledRule,
    reached: Sequence[Flags],
    known: Mapping[str, Flags],
    shape: tuple[int, ...],
) -> Ints:
    """Give every mineral the first tier whose conditions all hold, then let groups enter together.

    Parameters
    ----------
    rule
        The compiled rule.
    reached
        For every knob where its quantity reaches its threshold, each broadcast to `shape`.
    known
        For quantities that lack a value here and there: where there is one. No condition holds elsewhere.
    shape
        (…, minerals), also of what is returned.
    """
    met = _conditions_met(rule, reached, known)
    tiers = _first_tier(rule, met, shape, range(len(rule.conditions)))
    if not rule.groups:
        return tiers
    listed_tiers = [tier for tier in range(len(rule.conditions)) if rule.listed[tier]]
    other_tiers = [tier for tier in range(len(rule.conditions)) if not rule.listed[tier]]
    by_merit = _first_tier(rule, met, shape, listed_tiers)
    otherwise = _first_tier(rule, met, shape, other_tiers)
    for members, listed_if in rule.groups:
        if members.size:
            tiers[..., members] = _enter_together(
                rule, tiers[..., members], by_merit[..., members], otherwise[..., members], listed_if
            )
    return tiers


def tier_flags(rule: CompiledRule, reached: Sequence[Flags], known: Mapping[str, Flags], out: Flags) -> Flags:
    """Like `tiers_reached`, but said for each tier (first axis of `out`) apart, the last one left out."""
    tiers = range(len(rule.conditions))
    if not rule.groups:
        return _first_to_hold(rule, _conditions_met(rule, reached, known), out, tiers)
    found = tiers_reached(rule, reached, known, out.shape[1:])
    for tier, entered in zip(tiers, out, strict=True):
        np.equal(found, np.int8(tier), out=entered)
    return out


def _reached(rule: CompiledRule, quantities: Mapping[str, Floats], cuts: Floats) -> list[Flags]:
    """Where the quantity of every knob reaches its cut; every knob is compared with once."""
    return [
        np.asarray(quantities[rule.of[position]] >= cuts[..., knob, None]) for knob, position in enumerate(rule.knobs)
    ]


def _known(rule: CompiledRule, quantities: Mapping[str, Floats]) -> dict[str, Flags]:
    """Where there is a value, of the quantities asked to be below something: a missing one reaches nothing anyway."""
    asked = {of for of, at_least in zip(rule.of, rule.at_least, strict=True) if not at_least}
    return {name: np.asarray(quantities[name] == quantities[name]) for name in asked}


def _conditions_met(rule: CompiledRule, reached: Sequence[Flags], known: Mapping[str, Flags]) -> list[Flags]:
    """Where each condition holds."""
    return [
        reached[knob] if at_least else ~reached[knob] & known[of] if of in known else ~reached[knob]
        for of, at_least, knob in zip(rule.of, rule.at_least, rule.knob, strict=True)
    ]


def _first_tier(rule: CompiledRule, met: Sequence[Flags], shape: tuple[int, ...], tiers: Sequence[int]) -> Ints:
    """The first of the tiers whose conditions all hold; bytes are added, for assigning by mask is slow."""
    chosen = np.full(shape, len(rule.conditions), dtype=np.int8)
    entered = _first_to_hold(rule, met, np.empty((len(tiers), *shape), dtype=np.bool_), tiers)
    for tier, inside in zip(tiers, entered, strict=True):
        chosen -= np.int8(len(rule.conditions) - tier) * inside.view(np.int8)
    return chosen


def _first_to_hold(rule: CompiledRule, met: Sequence[Flags], out: Flags, tiers: Sequence[int]) -> Flags:
    """For each of the tiers (first axis) where its conditions all hold, and those of none before it."""
    taken: Flags | None = None
    for place, (tier, entered) in enumerate(zip(tiers, out, strict=True)):
        conditions = [met[position] for position in rule.conditions[tier]]
        if len(conditions) > 1:
            np.logical_and(conditions[0], conditions[1], out=entered)
        else:
            entered[...] = conditions[0] if conditions else True
        for condition in conditions[2:]:
            np.logical_and(entered, condition, out=entered)
        if place:
            taken = out[0] if taken is None else taken | out[place - 1]
            np.greater(entered, taken, out=entered)
    return out


def _enter_together(rule: CompiledRule, tiers: Ints, by_merit: Ints, otherwise: Ints, listed_if: str) -> Ints:
    """Any: one member that qualifies brings all in, at the best tier reached. All: one that fails keeps all out."""
    qualifies = rule.listed[tiers]
    enters = qualifies.any(axis=-1, keepdims=True) if listed_if == "any" else qualifies.all(axis=-1, keepdims=True)
    best = np.where(qualifies, by_merit, len(rule.conditions)).min(axis=-1, keepdims=True)
    entered: Ints = np.where(qualifies, tiers, best).astype(np.int8)
    kept_out: Ints = np.where(qualifies, otherwise, tiers).astype(np.int8)
    return np.where(enters, entered, kept_out).astype(np.int8)


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
    cuts = cut_of(rule.thresholds[list(rule.knobs)])
    met = _conditions_met(rule, _reached(rule, quantities, cuts), _known(rule, quantities))
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
