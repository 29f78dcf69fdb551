"""The cheapest combination of levers that takes a mineral off the list: the smallest Σ of lever ÷ its limit.

Branch and bound over the fractions of the levers' limits, each from 0 to 1. Each lever is used only up to the fraction
at which it helps most, so that a larger amount never puts the mineral back on the list. Therefore a box of fractions
whose largest corner is still listed contains no solution, and a box whose smallest corner already costs more than the
best solution contains no better one. Boxes are halved until none could be better by more than 1e-3; the answer is
certified to this tolerance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isinf

import numpy as np

from criticality.model.scenario import Lever
from criticality.policy.cells import Floats, MineralValues, stacked
from criticality.policy.levers.axes import GRID, Answer, Axis
from criticality.policy.redecision import Distance, Standings

TOLERANCE = 1e-3
# Boxes have sides of 2⁻ⁿ, from the first n to the last; fewer levels where each point is a whole ranking.
FIRST_LEVEL = 3
LAST_LEVEL = 12
LAST_LEVEL_IF_SLOW = 4


@dataclass(frozen=True)
class Combination:
    """Amounts of several levers that take a mineral off the list together.

    Attributes
    ----------
    fractions
        Lever → fraction of its limit, 0…1; levers at 0 are not in it.
    cost
        Σ of the fractions.
    certified
        No combination is cheaper than `cost` by more than this.
    remaining
        Margin above the thresholds of the list; below 0 if the mineral is off the list. If no combination takes it off,
        the margin with every lever at its limit.
    possible
        Whether the combination takes the mineral off the list.
    limits_stated
        Whether the evidence states a limit for every lever in it; without one, the limit is 100 % of the use.
    remaining_within
        If levers without a stated limit are needed: the remaining margin with all levers that have one at their limits.
    left, left_within
        `remaining` and `remaining_within` in the unit of the condition that decides there; None where the first says
        how far the mineral is off the list.
    """

    axes: Mapping[str, Axis]
    fractions: Mapping[str, float]
    cost: float
    certified: float
    remaining: float
    possible: bool
    limits_stated: bool = True
    remaining_within: float | None = None
    left: Distance | None = None
    left_within: Distance | None = None

    def levers(self) -> list[Lever]:
        """The combination as levers of a scenario."""
        return [
            axis.lever(axis.amount(self.fractions[kind])) for kind, axis in self.axes.items() if kind in self.fractions
        ]


def cheapest(axes: Mapping[str, Axis], answers: Mapping[str, Answer]) -> Combination | None:
    """Return the cheapest combination; None if no lever can change anything.

    First only the levers with a stated limit are combined. If they cannot take the mineral off, the others are added,
    with 100 % of the use as their limit.
    """
    able = {kind: axis for kind, axis in axes.items() if axis.open}
    bounded = {kind: axis for kind, axis in able.items() if axis.limit.stated}
    result = _cheapest_of(bounded, answers)
    if (result is not None and result.possible) or len(bounded) == len(able):
        return result
    wider = _cheapest_of(able, answers)
    if wider is None:
        return None
    within = None if result is None or isinf(result.remaining) else result
    if within is None:
        return replace(wider, limits_stated=False)
    return replace(wider, limits_stated=False, remaining_within=within.remaining, left_within=within.left)


def _cheapest_of(axes: Mapping[str, Axis], answers: Mapping[str, Answer]) -> Combination | None:
    """Return the cheapest combination of these levers; of equal costs, the one with the fewest levers.

    Substitution and demand reduction both change the use of the mineral, and one value cannot be changed twice.
    Therefore each of the two is combined with the other levers, and the cheaper combination is returned.
    """
    rest = {kind: axis for kind, axis in axes.items() if kind not in ("substitute", "reduce")}
    choices = [{**rest, kind: axes[kind]} for kind in ("substitute", "reduce") if kind in axes] or [rest]
    result = [_cheapest({kind: _helpful(axis) for kind, axis in one.items()}) for one in choices if one]
    result += [_alone(answer) for kind, answer in answers.items() if kind in axes and answer.needed is not None]
    return min(result, key=_preference, default=None)


def _preference(one: Combination) -> tuple[bool, float, int, float]:
    """Sort key: possible combinations first, by cost; the others by the remaining margin."""
    return not one.possible, one.cost if one.possible else one.remaining, len(one.fractions), one.remaining


def _alone(answer: Answer) -> Combination:
    axis, needed = answer.axis, answer.needed or 0.0
    fraction = (needed - axis.least) / (axis.most - axis.least)
    margin = float(axis.standings(np.array([fraction])).margin[0])
    return Combination({axis.kind: axis}, {axis.kind: fraction}, fraction, TOLERANCE, margin, possible=True)


def _helpful(axis: Axis) -> "Stretch":
    """A lever up to the fraction with the lowest score; beyond it, more diversification raises the score again."""
    if axis.kind != "diversify":
        return Stretch(axis, 1.0)
    fractions = np.linspace(0.0, 1.0, GRID + 1)
    score = axis.standings(fractions).score
    return Stretch(axis, float(fractions[int(np.argmin(score))]))


@dataclass(frozen=True)
class Stretch:
    """A lever, and the fraction of its limit up to which it helps."""

    axis: Axis
    end: float


def _cheapest(stretches: Mapping[str, "Stretch"]) -> Combination:
    axes = {kind: stretch.axis for kind, stretch in stretches.items()}
    ends = np.array([stretch.end for stretch in stretches.values()])
    space = _Space(list(axes.values()), ends)
    everything = space.standings(np.ones((1, len(axes))))
    if everything.listed[0]:
        fractions = dict(zip(axes, ends.tolist(), strict=True))
        left = space.axes[0].bench.redecision.distance(everything)
        cost, margin = float(ends.sum()), float(everything.margin[0])
        return Combination(axes, fractions, cost, 0.0, margin, possible=False, left=left)
    best, certified = _search(space, ends)
    margin = float(space.standings(best[None, :]).margin[0])
    fractions = {kind: float(fraction) for kind, fraction in zip(axes, best * ends, strict=True) if fraction > 0}
    return Combination(axes, fractions, float((best * ends).sum()), certified, margin, possible=True)


class _Space:
    """Standings for amounts of several levers at once; each lever changes other criteria, so their values combine."""

    def __init__(self, axes: Sequence[Axis], ends: Floats) -> None:
        self.axes, self.ends = axes, ends

    @property
    def fast(self) -> bool:
        """Whether many points can be decided at once."""
        first = self.axes[0]
        return first.bench.redecision.own_row_decides(first.mineral)

    def standings(self, places: Floats) -> Standings:
        """Decide the mineral at several points, (points, levers), given as fractions 0…1 of each lever's stretch."""
        first = self.axes[0]
        scaled, raw = (np.tile(values, (len(places), 1)) for values in first.bench.cells.as_decided(first.mineral))
        for number, axis in enumerate(self.axes):
            columns = np.array(axis.columns, dtype=np.intp)
            fractions, which = np.unique(places[:, number] * self.ends[number], return_inverse=True)
            if columns.size:
                result = stacked([axis.values(float(fraction)) for fraction in fractions])
                scaled[:, columns] = result.scaled[which][:, columns]
                raw[:, columns] = result.raw[which][:, columns]
        return first.bench.redecision.standings(first.mineral, MineralValues(scaled, raw))


def _search(space: _Space, ends: Floats) -> tuple[Floats, float]:
    """The cheapest point off the list, as fractions of the stretches, and the tolerance to which it is certified."""
    levers = len(ends)
    boxes = np.array(list(product(range(2**FIRST_LEVEL), repeat=levers)), dtype=np.int64)
    corners = np.array(list(product((0, 1), repeat=levers)), dtype=np.int64)
    best, cost = np.ones(levers), float(ends.sum())
    last = LAST_LEVEL if space.fast else LAST_LEVEL_IF_SLOW
    bound = cost
    for level in range(FIRST_LEVEL, last + 1):
        step = 0.5**level
        far = np.asarray((boxes + 1) * step, dtype=np.float64)
        out = ~space.standings(far).listed
        boxes, far = boxes[out], far[out]
        best, cost = _better(best, cost, far, ends)
        for some in corners[:-1]:
            places = np.where((some == 0) & (boxes == 0), 0.0, far)[((some == 0) & (boxes == 0)).any(axis=1)]
            places = places[(places * ends).sum(axis=1) < cost]
            if len(places):
                best, cost = _better(best, cost, places[~space.standings(places).listed], ends)
        near = np.asarray(boxes * step, dtype=np.float64)
        open_ = (near * ends).sum(axis=1) < cost - TOLERANCE
        boxes = boxes[open_]
        bound = min(cost, float((near[open_] * ends).sum(axis=1).min()) if open_.any() else cost - TOLERANCE)
        if not len(boxes):
            return best, TOLERANCE
        boxes = (boxes[:, None, :] * 2 + corners[None, :, :]).reshape(-1, levers)
    return best, cost - bound


def _better(best: Floats, cost: float, places: Floats, ends: Floats) -> tuple[Floats, float]:
    if not len(places):
        return best, cost
    costs = (places * ends).sum(axis=1)
    cheapest_ = int(np.argmin(costs))
    return (places[cheapest_], float(costs[cheapest_])) if costs[cheapest_] < cost else (best, cost)
