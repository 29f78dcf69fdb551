"""The smallest change of one value that lists a mineral; searched for this mineral alone, before the whole list."""

from collections.abc import Iterator
from math import ceil, floor, isnan, log10
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.model.criteria import Criterion
from criticality.policy.bench import Bench
from criticality.policy.cells import Floats, MineralValues
from criticality.ranking.scales import places_of, scaled_values, unscaled_values

GRID = 200
_HALVINGS = 40
_DIGITS = 4
_ALIKE = 1e-5
"""Part of the last digit by which bisection may miss the value at which a mineral is listed."""


class Place(NamedTuple):
    """A value that lists the mineral, in the unit of its criterion, and the values of all criteria with it."""

    raw: float
    values: MineralValues


def smallest_value(bench: Bench, mineral: str, position: int) -> Place | None:
    """Return the value of one criterion, nearest to today's, at which the mineral is listed.

    The value runs over the whole scale of the criterion in steps of 1/200 (without a scale: over the range of all
    minerals) and is then located by bisection. Where the mineral is listed only within less than a step, this can be
    missed.

    Returns
    -------
    Place or None
        The value is rounded to four significant digits, away from today's; None if no value lists the mineral.
    """
    criterion, column = bench.criteria[position], _Column(bench, mineral, position)
    grid = column.grid
    listed = column.listed(grid)
    if not listed.any():
        return None
    now = column.now
    nearest = int(min(np.flatnonzero(listed), key=lambda place: (abs(grid[place] - now), place)))
    inside, outside = float(grid[nearest]), now
    for _ in range(0 if places_of(criterion) is not None else _HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if column.listed(np.array([middle]))[0] else (inside, middle)
    raw = column.raw(inside)
    for rounded in _rounded(raw, column.raw(now)):
        if _in_range(rounded, criterion) and column.listed(np.array([column.place(rounded)]))[0]:
            raw = rounded
            break
    return Place(raw, MineralValues(*(part[0] for part in column.at(np.array([column.place(raw)])))))


class _Column:
    """One criterion of one mineral; `place` is a scaled value, or a raw value if the criterion has no scale."""

    def __init__(self, bench: Bench, mineral: str, position: int) -> None:
        self._bench, self._mineral, self._position = bench, mineral, position
        self._criterion = bench.criteria[position]
        self._decided = bench.cells.as_decided(mineral)
        scaled, raw = (float(part[position]) for part in self._decided)
        result = raw if self._criterion.scale is None else scaled
        self.now = float(self.grid[0]) if isnan(result) else result

    @property
    def grid(self) -> Floats:
        if self._criterion.scale is not None:
            places = places_of(self._criterion)
            return np.linspace(0.0, 1.0, GRID + 1) if places is None else places
        matrix, code = self._bench.decision.matrix, self._criterion.code
        raw = matrix.raw[code] if code in matrix.raw.columns else matrix.screening[code]
        return np.linspace(float(raw.min()), float(raw.max()), GRID + 1)

    def raw(self, place: float) -> float:
        if self._criterion.scale is None:
            return place
        return float(unscaled_values(place, self._criterion, near=float(self._decided.raw[self._position])))

    def place(self, raw: float) -> float:
        return raw if self._criterion.scale is None else float(scaled_values(raw, self._criterion).values)

    def at(self, places: Floats) -> MineralValues:
        scaled, raw = (np.tile(part, (len(places), 1)) for part in self._decided)
        raw[:, self._position] = [self.raw(float(place)) for place in places]
        if self._criterion.scale is not None:
            scaled[:, self._position] = places
        return MineralValues(scaled, raw)

    def listed(self, places: Floats) -> NDArray[np.bool_]:
        return np.asarray(self._bench.redecision.standings(self._mineral, self.at(places)).listed)


def _in_range(raw: float, criterion: Criterion) -> bool:
    scale = criterion.scale
    return scale is None or scale.ends[0] <= raw <= scale.ends[1]


def _rounded(raw: float, now: float) -> Iterator[float]:
    """A value to four significant digits: where it is one but for the bisection, that; then the next one away from now.

    A threshold of 1.0 is found as 1.0000000001, and 1.0 is enough.
    """
    if raw in (0, now):
        yield raw
        return
    digits = _DIGITS - 1 - floor(log10(abs(raw)))
    whole = raw * 10.0**digits
    steps = [round(whole)] if abs(whole - round(whole)) < _ALIKE else []
    for step in (*steps, (ceil if raw > now else floor)(whole)):
        yield float(round(step / 10.0**digits, max(digits, 0)))
