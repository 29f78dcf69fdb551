"""The planners' rule made ready for arrays, and the tiers it gives.

The rule is evaluated in one place, `_first_to_hold`, for one list (`assign_tiers`) or for a million re-decided ones
(`tier_flags`): its arrays may have any number of leading axes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.model.assessment import NOT_LISTED, Condition, ListRule

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


def conditions_met(rule: CompiledRule, quantities: Mapping[str, Floats]) -> list[Flags]:
    """Where each condition holds under the rule's own thresholds."""
    cuts = cut_of(rule.thresholds[list(rule.knobs)])
    return _conditions_met(rule, _reached(rule, quantities, cuts), _known(rule, quantities))


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
