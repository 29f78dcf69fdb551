"""Smallest changes that alter a mineral's membership: of a criterion's weight, a dimension's weight or a threshold.

References
----------
Triantaphyllou, E., & Sánchez, A. (1997). A sensitivity analysis approach for some deterministic multi-criteria
decision-making methods. Decision Sciences 28, 151–194 (critical changes).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from criticality.listing.quantities import DECIMALS, is_figure, is_place, unit_of
from criticality.listing.rule import CompiledRule
from criticality.model.robustness_record import SmallestChange
from criticality.robustness.engine.decide import decide, quantity, score
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats
from criticality.robustness.sensitivity.variants import Variants

STEPS = 1000
_HALVINGS, _TOGETHER = 24, 200
Flip = tuple[float, str, float, float, float]
"""Distance, group, weight now, last weight without the flip, first one with it."""


def with_weight(overall: Floats, members: Sequence[int] | NDArray[np.intp], weights: Floats) -> Floats:
    """Give a group of criteria another total weight, (variants,); all proportions inside and outside the group stay.

    Returns
    -------
    ndarray
        Weights of the criteria, (variants, N), adding up to 1.
    """
    inside, share = _proportions(overall, members)
    return _scaled(inside, share, weights)


def _proportions(overall: Floats, members: Sequence[int] | NDArray[np.intp]) -> tuple[NDArray[np.bool_], Floats]:
    """Which criteria belong to a group, and the share of each in the group's weight or in that of the others."""
    inside = np.zeros(len(overall), dtype=np.bool_)
    inside[members] = True
    own = overall[inside].sum()
    return inside, np.where(inside, overall / own if own > 0 else 1.0 / inside.sum(), overall / (1.0 - own))


def _scaled(inside: NDArray[np.bool_], share: Floats, weights: Floats) -> Floats:
    result: Floats = np.where(inside, weights[:, None], 1.0 - weights[:, None]) * share
    return result


def movable(overall: Floats, members: Sequence[int] | NDArray[np.intp]) -> bool:
    """Whether the weight of a group of criteria can change: it cannot if the group has all the weight."""
    return bool(overall[members].sum() < 1.0 - 1e-12)


def smallest_weight_changes(variants: Variants, groups: Mapping[str, Sequence[int]]) -> dict[str, SmallestChange]:
    """For every mineral the smallest change of one group's weight that puts it on the list or takes it off.

    The weight of the group runs from 0 to 1 in steps of 1/1000 while all other proportions stay; the smallest change is
    then located by bisection. A change of membership within less than a step can be missed.

    Returns
    -------
    dict
        Mineral → ``of, now, needed, change``. Minerals whose membership no single weight changes are not in it.
    """
    overall = variants.overall
    names = [name for name, members in groups.items() if movable(overall, members)]
    grid = np.linspace(0.0, 1.0, STEPS + 1)
    flips = []
    for name in names:
        listed = variants.listed_under(with_weight(overall, groups[name], grid))
        flips += _nearest(name, float(overall[list(groups[name])].sum()), grid, listed, variants.base.listed[0])
    best: dict[int, Flip] = {}
    for mineral, name, now, inside, outside in flips:
        entry = (abs(outside - now), name, now, inside, outside)
        best[mineral] = min(best.get(mineral, entry), entry)
    return _refined(variants, groups, best)


def _nearest(
    name: str, now: float, grid: Floats, listed: NDArray[np.bool_], before: NDArray[np.bool_]
) -> list[tuple[int, str, float, float, float]]:
    """The nearest changes of membership below and above today's weight.

    Each is (mineral, group, weight now, last weight on the grid with today's membership, first weight with another).
    """
    result = []
    other = listed != before
    sides = [side for side in (np.flatnonzero(grid < now)[::-1], np.flatnonzero(grid > now)) if side.size]
    steps = [(other[side].any(axis=0), other[side].argmax(axis=0)) for side in sides]
    for mineral in np.flatnonzero(other.any(axis=0)).tolist():
        for side, (changes, first) in zip(sides, steps, strict=True):
            if changes[mineral]:
                step = int(first[mineral])
                inside = float(grid[side[step - 1]]) if step else now
                result.append((mineral, name, now, inside, float(grid[side[step]])))
    return result


def _refined(
    variants: Variants,
    groups: Mapping[str, Sequence[int]],
    best: Mapping[int, Flip],
) -> dict[str, SmallestChange]:
    minerals = sorted(best)
    size = _TOGETHER if variants.are_independent else max(1, len(minerals))
    found: dict[str, SmallestChange] = {}
    for start in range(0, len(minerals), size):
        some = minerals[start : start + size]
        alone = variants.of_some(np.array(some)) if len(some) < len(minerals) else None
        places = some if alone is None else range(len(some))
        outside = _halved(alone or variants, groups, [best[mineral] for mineral in some], places)
        found |= _changes(variants, some, best, outside)
    return found


def _halved(
    variants: Variants, groups: Mapping[str, Sequence[int]], flips: Sequence[Flip], places: Sequence[int]
) -> Floats:
    """The weights at which the minerals at these places change side."""
    inside, outside = (np.array([flip[place] for flip in flips]) for place in (3, 4))
    before, overall = variants.base.listed[0, places], variants.overall
    proportions = {name: _proportions(overall, groups[name]) for name in dict.fromkeys(flip[1] for flip in flips)}
    members, share = (np.array([proportions[flip[1]][part] for flip in flips]) for part in (0, 1))
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2.0
        same = variants.listed_under(_scaled(members, share, middle))[np.arange(len(flips)), places] == before
        inside, outside = np.where(same, middle, inside), np.where(same, outside, middle)
    return outside


def _changes(
    variants: Variants, minerals: Sequence[int], best: Mapping[int, Flip], outside: Floats
) -> dict[str, SmallestChange]:
    return {
        variants.ensemble.minerals[mineral]: {
            "of": best[mineral][1],
            "now": best[mineral][2],
            "needed": float(outside[place]),
            "change": float(outside[place] - best[mineral][2]),
        }
        for place, mineral in enumerate(minerals)
    }


def smallest_threshold_changes(variants: Variants) -> dict[str, list[SmallestChange]]:
    """For every mineral and threshold parameter the smallest change of the threshold that alters its membership; exact.

    The list can change only where a threshold passes the quantity of a mineral. ``needed`` is that quantity: a lower
    threshold must reach it, a higher one must exceed it.

    Returns
    -------
    dict
        Mineral → one entry for each parameter that can alter its membership: ``of, now, needed, change``, and ``unit``
        where these are in the unit of the figures; the smallest change, as a part of the span, first.
    """
    case = variants.ensemble
    result: dict[str, list[tuple[float, SmallestChange]]] = {mineral: [] for mineral in case.minerals}
    for parameter, position in enumerate(case.rule.parameters):
        name, now = case.rule.quantity[position], float(case.rule_thresholds[parameter])
        if is_place(name):
            ends = np.arange(len(case.minerals) + 1.0)  # every number of places gives a list of its own
            other = _listed_at(variants, parameter, ends) != variants.base.listed[0]
            for mineral, flipped in zip(case.minerals, other.T, strict=True):
                found = min(ends[flipped].tolist(), key=lambda end: abs(end - now), default=None)
                _add(result[mineral], case.rule, position, now, found)
            continue
        values = _quantity(variants, name)
        ends = np.unique(values if is_figure(name) else np.round(values, DECIMALS))
        ends = ends[~np.isnan(ends)]
        if not ends.size:
            continue
        tried = np.array([*ends, ends[-1] + max(1.0, abs(ends[-1]))])
        other = _listed_at(variants, parameter, tried) != variants.base.listed[0]
        for mineral, flipped in zip(case.minerals, other.T, strict=True):
            _add(result[mineral], case.rule, position, now, _nearest_end(ends, flipped, now))
    return {
        mineral: [change for _, change in sorted(entries, key=lambda entry: entry[0])]
        for mineral, entries in result.items()
    }


def _listed_at(variants: Variants, parameter: int, values: Floats) -> NDArray[np.bool_]:
    """Who is listed at some values of one threshold parameter, (values, M)."""
    thresholds = np.tile(variants.ensemble.rule_thresholds, (len(values), 1))
    thresholds[:, parameter] = values
    return variants.listed_at(thresholds)


def _add(
    entries: list[tuple[float, SmallestChange]], rule: CompiledRule, position: int, now: float, needed: float | None
) -> None:
    """Add the change of a threshold, in the unit of its condition, with its size as a part of the span."""
    if needed is None:
        return
    change: SmallestChange = {"of": rule.of[position], "now": now, "needed": needed, "change": needed - now}
    if unit := unit_of(rule.quantity[position]):
        change["unit"] = unit
    entries.append((abs(float(rule.spans[position].distance(np.array(needed), now))), change))


def _nearest_end(ends: Floats, flipped: NDArray[np.bool_], now: float) -> float | None:
    """The quantity that the threshold must reach (going down) or exceed (going up); None if no threshold changes it.

    All thresholds within (ends[i − 1], ends[i]] give the same list.
    """
    here = int(np.searchsorted(ends, now, side="left"))
    down, up = np.flatnonzero(flipped[:here])[-1:], np.flatnonzero(flipped[here + 1 :])[:1] + here
    return min(ends[np.concatenate((down, up))].tolist(), key=lambda end: abs(end - now), default=None)


def _quantity(variants: Variants, name: str) -> Floats:
    """A quantity of the rule of every mineral, as decided."""
    case = variants.ensemble
    stated, buffers = case.stated.repeated(1), WorkBuffers()
    if name == "score":
        return np.array(decide(case, stated, variants.values, buffers).scores.exact()[0])
    scores, _ = score(case, case.method, stated, variants.values, buffers)
    return np.array(np.atleast_2d(quantity(case, name, stated, variants.values, buffers, scores))[0])


def threshold_sweep(variants: Variants, steps: int = 100) -> list[dict[str, object]]:
    """Size of the list for every threshold parameter in turn, everything else as decided.

    The threshold takes 101 values from 0 to 1; one in the unit of the figures takes them over the scale, a number of
    places up to 101 whole numbers.
    """
    case = variants.ensemble
    result = []
    for parameter, position in enumerate(case.rule.parameters):
        grid, unit = case.rule.spans[position].grid(steps), unit_of(case.rule.quantity[position])
        grid = np.unique(np.rint(grid)) if unit == "place" else grid
        sizes = _listed_at(variants, parameter, grid).sum(axis=1)
        swept: dict[str, object] = {
            "of": case.rule.of[position],
            "now": float(case.rule_thresholds[parameter]),
            "tiers": _tiers_of(variants, parameter),
            "thresholds": grid.tolist(),
            "sizes": sizes.tolist(),
        }
        result.append({**swept, "unit": unit} if unit else swept)
    return result


def _tiers_of(variants: Variants, parameter: int) -> list[str]:
    rule = variants.ensemble.rule
    return [
        rule.names[tier]
        for tier, conditions in enumerate(rule.conditions)
        if any(rule.parameter_of[condition] == parameter for condition in conditions)
    ]


def weight_triangle(variants: Variants, steps: int = 20) -> dict[str, object]:
    """Which weights of the three dimensions list each mineral, on a triangular grid; local weights as decided.

    Returns
    -------
    dict
        ``dimensions``, ``points`` (weights of the dimensions), and ``listed``: for every mineral that is listed at some
        point a string with one character for each point, 1 or 0.
    """
    case = variants.ensemble
    points = np.array([(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)], dtype=np.float64)
    points /= steps
    weights = case.stated.repeated(len(points))
    listed = variants.lists(weights._replace(across=points)).listed
    return {
        "dimensions": list(case.dimensions),
        "points": points.tolist(),
        "listed": {
            mineral: "".join("1" if flag else "0" for flag in column)
            for mineral, column in zip(case.minerals, listed.T, strict=True)
            if column.any()
        },
    }


def tornado(variants: Variants, groups: Mapping[str, Sequence[int]]) -> list[dict[str, object]]:
    """Size of the list, and which minerals enter or leave, if one criterion's weight is halved and if it is doubled."""
    overall, result = variants.overall, []
    for name, members in groups.items():
        now = float(overall[list(members)].sum())
        if now > 0 and movable(overall, members):
            trial = np.array([now / 2.0, min(1.0, now * 2.0)])
            lists = variants.under_weights(with_weight(overall, members, trial))
            halved, doubled = (variants.changes(lists, place) for place in (0, 1))
            result.append({"of": name, "now": now, "halved": halved, "doubled": doubled})
    return result
