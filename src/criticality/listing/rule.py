"""The planners' rule, compiled for arrays, and the tiers that it assigns.

Only `_first_to_hold` evaluates the rule, both for one list (`assign_tiers`) and for many draws at once
(`tier_flags`). Arrays may have any number of leading axes, such as an axis of draws; the last axis is minerals.

A quantity has a name: ``score``, a dimension, a criterion (its place on the scale); with `FIGURE` behind it, a
criterion's figure in its own unit; with `PLACE`, the place of a mineral in the order of that quantity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from criticality.listing.quantities import (
    DECIMALS,
    FIGURE,
    PLACE,
    averages_of,
    base_of,
    is_figure,
    is_place,
    places_of,
)
from criticality.listing.spans import Span, span_of
from criticality.model.assessment import NOT_LISTED, Comparison, Condition, ListRule
from criticality.model.criteria import Criterion

Floats = NDArray[np.float64]
Ints = NDArray[np.int8]
Flags = NDArray[np.bool_]
_ALIKE = 0.5e-12
"""Part of a figure by which it may miss a threshold in its own unit and still count as equal to it."""


@dataclass(frozen=True)
class CompiledRule:
    """A list rule, compiled for arrays.

    Attributes
    ----------
    names
        Tier names in the order of the rule, followed by ``not_listed``.
    listed
        For each tier, whether its minerals are on the list.
    conditions
        For each tier, the positions of its conditions in the flat sequence of all conditions.
    ways
        For each tier, the sets of its conditions of which one must hold whole; none: only designations lead there.
    alternative
        For each condition, the number of the alternative that it belongs to, from 1; 0 if to none.
    of, quantity
        For each condition, what it is about (a code) and the name of the quantity that it tests.
    comparison, thresholds, spans
        For each condition, how it compares, its threshold, and in what span distances from it are measured.
    groups
        For each group rule, the positions of its members among the minerals, and its `listed_if`.
    parameter_of
        For each condition, the position of its threshold parameter. Conditions with the same threshold on the same
        quantity share one parameter, so that ``at_least: 0.4`` and ``below: 0.4`` always move together.
    """

    names: tuple[str, ...]
    listed: NDArray[np.bool_]
    conditions: tuple[tuple[int, ...], ...]
    ways: tuple[tuple[tuple[int, ...], ...], ...]
    alternative: tuple[int, ...]
    of: tuple[str, ...]
    quantity: tuple[str, ...]
    comparison: tuple[Comparison, ...]
    thresholds: Floats
    spans: tuple[Span, ...]
    groups: tuple[tuple[NDArray[np.intp], str], ...]
    parameter_of: tuple[int, ...]

    @property
    def looks_at_others(self) -> bool:
        """Whether the tier of a mineral can depend on those of others."""
        return bool(self.groups) or self.asks_for_places

    @property
    def asks_for_places(self) -> bool:
        """Whether a condition asks for the place of a mineral among the others."""
        return any(map(is_place, self.quantity))

    @property
    def averages(self) -> bool:
        """Whether a group is decided by the average of its members."""
        return any(listed_if == "average" for _, listed_if in self.groups)

    @property
    def parameters(self) -> tuple[int, ...]:
        """For each threshold parameter, the position of the first condition that uses it."""
        return tuple(self.parameter_of.index(position) for position in range(len(set(self.parameter_of))))

    @property
    def needs(self) -> tuple[str, ...]:
        """The quantities to be given: the score, and what conditions test; places follow from them."""
        return tuple(dict.fromkeys(("score", *map(base_of, self.quantity))))

    def completed(self, quantities: Mapping[str, Floats]) -> Mapping[str, Floats]:
        """The quantities with the places that conditions ask for."""
        lacking = [name for name in dict.fromkeys(self.quantity) if is_place(name) and name not in quantities]
        return {**quantities, **{name: places_of(quantities[base_of(name)]) for name in lacking}}

    @property
    def figures(self) -> tuple[str, ...]:
        """The criteria whose figures are compared in their own units."""
        return tuple(dict.fromkeys(of for of, name in zip(self.of, self.quantity, strict=True) if is_figure(name)))

    def without_groups(self) -> "CompiledRule":
        """The same rule for each mineral by itself."""
        return replace(self, groups=())

    def cuts(self, thresholds: Floats) -> Floats:
        """The smallest values that meet thresholds, both (…, parameters); see `cuts_of`."""
        return cuts_of(thresholds, [self.quantity[position] for position in self.parameters])

    @property
    def parameter_spans(self) -> tuple[Span, ...]:
        """The span of every threshold parameter."""
        return tuple(self.spans[position] for position in self.parameters)

    def slack(self, condition: int, values: Floats) -> Floats:
        """By which part of its span a condition holds for values; negative where it does not."""
        distance = self.spans[condition].distance(values, float(self.thresholds[condition]))
        return distance if self.comparison[condition] == "at_least" else -distance


def quantity_of(condition: Condition) -> str:
    """The name of the quantity that a condition tests."""
    return condition.of + (FIGURE if condition.in_own_unit else PLACE if condition.top is not None else "")


def compile_rule(
    rule: ListRule,
    minerals: Sequence[str],
    group_of: Mapping[str, str],
    criteria: Sequence[Criterion] = (),
) -> CompiledRule:
    """Compile a rule for the given minerals, in their order.

    `criteria` are needed where a threshold stands in the unit of a figure: its span is that of the scale.
    """
    flat: list[Condition] = []
    positions: list[tuple[int, ...]] = []
    ways: list[tuple[tuple[int, ...], ...]] = []
    for tier in rule.tiers:
        ways.append(tuple(tuple(len(flat) + place for place in way) for way in tier.ways))
        positions.append(tuple(range(len(flat), len(flat) + len(tier.conditions))))
        flat.extend(tier.conditions)
    known = {criterion.code: criterion for criterion in criteria}
    quantity = tuple(map(quantity_of, flat))
    tested = [(name, condition.threshold) for name, condition in zip(quantity, flat, strict=True)]
    parameters = list(dict.fromkeys(tested))
    groups = tuple(
        (np.flatnonzero([group_of.get(mineral, "") == entry.group for mineral in minerals]), entry.listed_if)
        for entry in rule.groups
    )
    return CompiledRule(
        names=(*(tier.name for tier in rule.tiers), NOT_LISTED),
        listed=np.array([*(tier.listed for tier in rule.tiers), False]),
        conditions=tuple(positions),
        ways=tuple(ways),
        alternative=tuple(number for tier in rule.tiers for number in tier.alternative_of),
        of=tuple(condition.of for condition in flat),
        quantity=quantity,
        comparison=tuple(condition.comparison for condition in flat),
        thresholds=np.array([condition.threshold for condition in flat], dtype=np.float64),
        spans=tuple(span_of(condition, known.get(condition.of), len(minerals)) for condition in flat),
        groups=groups,
        parameter_of=tuple(map(parameters.index, tested)),
    )


def cut_of(thresholds: Floats) -> Floats:
    """Return the smallest value that, rounded to 12 decimals, is at or above the threshold.

    Comparing with this value gives the same decision as rounding first, without rounding millions of values.
    """
    scale = 10.0**DECIMALS
    # The inner rounding removes the error of the multiplication, which makes 0.017 into 17000000000.000002.
    steps: Floats = (np.ceil(np.round(thresholds * scale, 3)) - 0.5) / scale
    return steps


def cuts_of(thresholds: Floats, quantities: Sequence[str]) -> Floats:
    """Return the smallest value of each quantity that meets its threshold (last axis); see `cut_of`.

    A figure in its own unit is compared to twelve significant digits; a number of places that is drawn is rounded
    to the nearest whole one.
    """
    figure, place = (np.array([kind(name) for name in quantities], dtype=np.bool_) for kind in (is_figure, is_place))
    cuts = cut_of(thresholds)
    if not (figure | place).any():
        return cuts
    near: Floats = thresholds - np.abs(thresholds) * _ALIKE
    return np.where(figure, near, cuts + 0.5 * place)


def assign_tiers(
    rule: CompiledRule,
    quantities: Mapping[str, Floats],
    thresholds: Floats | None = None,
    *,
    cuts: Floats | None = None,
) -> Ints:
    """Assign every mineral the first tier whose conditions all hold, then apply the group rules.

    Parameters
    ----------
    rule
        The compiled rule.
    quantities
        The score, dimensions and criteria that conditions name, each of shape (…, minerals). NaN meets no condition.
    thresholds
        Shape (…, parameters); the rule's own by default.
    cuts
        Shape (…, parameters), given instead of `thresholds`: the smallest value that meets each threshold (see
        `cut_of`), for quantities on an increasing scale other than 0…1.

    Returns
    -------
    ndarray
        Shape (…, minerals): position of the tier in `rule.names`.
    """
    if cuts is None:
        cuts = rule.cuts(rule.thresholds[list(rule.parameters)] if thresholds is None else thresholds)
    quantities = rule.completed(quantities)
    draws = (*cuts.shape[:-1], 1) if rule.parameters else ()
    shape = np.broadcast_shapes(draws, *(values.shape for values in quantities.values()))
    averages = [
        _tier_of_average(rule, quantities, cuts, members, shape) if listed_if == "average" else None
        for members, listed_if in rule.groups
    ]
    return tiers_reached(rule, _reached(rule, quantities, cuts), _known(rule, quantities), shape, averages)


def _tier_of_average(
    rule: CompiledRule,
    quantities: Mapping[str, Floats],
    cuts: Floats,
    members: NDArray[np.intp],
    shape: tuple[int, ...],
) -> Ints:
    """The tier that the average of some minerals reaches, (…, 1)."""
    means = {name: averages_of(values, members) for name, values in quantities.items()}
    met = _conditions_met(rule, _reached(rule, means, cuts), _known(rule, means))
    return _first_tier(rule, met, (*shape[:-1], 1), range(len(rule.conditions)))


def tiers_reached(
    rule: CompiledRule,
    reached: Sequence[Flags],
    known: Mapping[str, Flags],
    shape: tuple[int, ...],
    averages: Sequence[Ints | None] = (),
) -> Ints:
    """Like `assign_tiers`, from comparisons already made.

    Parameters
    ----------
    rule
        The compiled rule.
    reached
        For each threshold parameter, where its quantity is at or above its threshold; each broadcasts to `shape`.
    known
        For each quantity that has missing values, where a value is present. No condition holds where it is missing.
    shape
        (…, minerals), the shape of the result.
    averages
        For each group rule, the tier that the average of its members reaches, (…, 1); None where that does not count.
    """
    met = _conditions_met(rule, reached, known)
    tiers = _first_tier(rule, met, shape, range(len(rule.conditions)))
    if not rule.groups:
        return tiers
    listed_tiers = [tier for tier in range(len(rule.conditions)) if rule.listed[tier]]
    other_tiers = [tier for tier in range(len(rule.conditions)) if not rule.listed[tier]]
    by_merit = _first_tier(rule, met, shape, listed_tiers)
    otherwise = _first_tier(rule, met, shape, other_tiers)
    for (members, listed_if), average in zip(rule.groups, averages or [None] * len(rule.groups), strict=True):
        own, unlisted = tiers[..., members], otherwise[..., members]
        if average is not None:
            kept_out = np.where(rule.listed[own], unlisted, own)
            tiers[..., members] = np.where(rule.listed[average], average, kept_out)
        elif members.size:
            tiers[..., members] = _enter_together(rule, own, by_merit[..., members], unlisted, listed_if)
    return tiers


def tier_flags(rule: CompiledRule, reached: Sequence[Flags], known: Mapping[str, Flags], out: Flags) -> Flags:
    """Like `tiers_reached`, but write one array of flags for each tier (first axis of `out`) except ``not_listed``."""
    tiers = range(len(rule.conditions))
    if not rule.groups:
        return _first_to_hold(rule, _conditions_met(rule, reached, known), out, tiers)
    assigned = tiers_reached(rule, reached, known, out.shape[1:])
    for tier, in_tier in zip(tiers, out, strict=True):
        np.equal(assigned, np.int8(tier), out=in_tier)
    return out


def conditions_met(rule: CompiledRule, quantities: Mapping[str, Floats]) -> list[Flags]:
    """Where each condition holds under the rule's own thresholds."""
    quantities = rule.completed(quantities)
    cuts = rule.cuts(rule.thresholds[list(rule.parameters)])
    return _conditions_met(rule, _reached(rule, quantities, cuts), _known(rule, quantities))


def _reached(rule: CompiledRule, quantities: Mapping[str, Floats], cuts: Floats) -> list[Flags]:
    """For each threshold parameter, where its quantity is at or above its cut."""
    # One comparison for each parameter, not for each condition: comparing is the most expensive step of a draw.
    return [
        np.asarray(quantities[rule.quantity[condition]] >= cuts[..., parameter, None])
        for parameter, condition in enumerate(rule.parameters)
    ]


def _known(rule: CompiledRule, quantities: Mapping[str, Floats]) -> dict[str, Flags]:
    """For each quantity with a ``below`` condition, where a value is present."""
    # NaN >= cut is already false, so only the negated comparisons of `below` need to know which values are missing.
    below = {of for of, kind in zip(rule.quantity, rule.comparison, strict=True) if kind != "at_least"}
    return {name: np.asarray(quantities[name] == quantities[name]) for name in below}


def _conditions_met(rule: CompiledRule, reached: Sequence[Flags], known: Mapping[str, Flags]) -> list[Flags]:
    """Where each condition holds."""
    return [
        reached[parameter]
        if kind == "at_least"
        else ~reached[parameter] & known[of]
        if of in known
        else ~reached[parameter]
        for of, kind, parameter in zip(rule.quantity, rule.comparison, rule.parameter_of, strict=True)
    ]


def _first_tier(rule: CompiledRule, met: Sequence[Flags], shape: tuple[int, ...], tiers: Sequence[int]) -> Ints:
    """For each mineral, the first of the tiers whose conditions all hold; ``not_listed`` where there is none."""
    chosen = np.full(shape, len(rule.conditions), dtype=np.int8)
    entered = _first_to_hold(rule, met, np.empty((len(tiers), *shape), dtype=np.bool_), tiers)
    for tier, inside in zip(tiers, entered, strict=True):
        # At most one tier holds for each mineral, so a subtraction selects it; assigning through a mask is slower.
        chosen -= np.int8(len(rule.conditions) - tier) * inside.view(np.int8)
    return chosen


def _first_to_hold(rule: CompiledRule, met: Sequence[Flags], out: Flags, tiers: Sequence[int]) -> Flags:
    """For each of the tiers (first axis of `out`), where one of its ways holds and no earlier tier holds."""
    taken: Flags | None = None
    for place, (tier, entered) in enumerate(zip(tiers, out, strict=True)):
        ways = rule.ways[tier]
        if len(ways) == 1:
            _all_hold([met[position] for position in ways[0]], entered)
        else:
            entered[...] = False
            for way in ways:
                np.logical_or(entered, _all_hold([met[at] for at in way], np.empty_like(entered)), out=entered)
        if place:
            # `taken` marks the minerals of earlier tiers; greater(a, b) on booleans is "a and not b".
            taken = out[0] if taken is None else taken | out[place - 1]
            np.greater(entered, taken, out=entered)
    return out


def _all_hold(conditions: Sequence[Flags], out: Flags) -> Flags:
    """Where all conditions hold, written into `out`; everywhere where there are none."""
    if len(conditions) > 1:
        np.logical_and(conditions[0], conditions[1], out=out)
    else:
        out[...] = conditions[0] if conditions else True
    for condition in conditions[2:]:
        np.logical_and(out, condition, out=out)
    return out


def _enter_together(rule: CompiledRule, tiers: Ints, by_merit: Ints, otherwise: Ints, listed_if: str) -> Ints:
    """Apply one group rule to the members' tiers.

    ``any``: if one member qualifies, all enter, at least at the best tier reached. ``all``: if one member does not
    qualify, none enters, and each member gets its first unlisted tier.
    """
    qualifies = rule.listed[tiers]
    enters = qualifies.any(axis=-1, keepdims=True) if listed_if == "any" else qualifies.all(axis=-1, keepdims=True)
    best = np.where(qualifies, by_merit, len(rule.conditions)).min(axis=-1, keepdims=True)
    entered: Ints = np.where(qualifies, tiers, best).astype(np.int8)
    kept_out: Ints = np.where(qualifies, otherwise, tiers).astype(np.int8)
    return np.where(enters, entered, kept_out).astype(np.int8)
