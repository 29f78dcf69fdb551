"""The cases of a sweep: what varies (axes), and which combinations of its values are decided.

Axes that change the evidence come first, so that neighbouring cases share their indicators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from criticality.model.sweeps.sweep_file import LatinDesign, Sweep

Level = str | int | float | None
"""A value of an axis; None is what the assessment itself states."""
Whole = NDArray[np.int64]

EVIDENCE = ("assessment", "country", "reference_year", "scenario")
"""The axes that change the evidence, outermost first."""
_STREAM, _TRIES = 78, 1_000


@dataclass(frozen=True)
class Axis:
    """One thing that varies; an axis of one value is the same in every case."""

    code: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class CasePlan:
    """The cases.

    Attributes
    ----------
    axes
        Those of the evidence first.
    kind
        ``full``, ``one_at_a_time`` or ``sample``.
    rows
        (C, K) position of the value of each axis in each case; sorted, so that cases of one evidence are neighbours.
    """

    axes: tuple[Axis, ...]
    kind: str
    rows: Whole

    def levels(self, case: int) -> dict[str, Level]:
        """Axis → its value in one case."""
        return {axis.code: axis.levels[place] for axis, place in zip(self.axes, self.rows[case].tolist(), strict=True)}

    @property
    def evidences(self) -> int:
        """Number of different evidences: each costs a hundred times what another case of the same evidence costs."""
        inside = self.rows[:, : len(EVIDENCE)]
        return 1 + int((inside[1:] != inside[:-1]).any(axis=1).sum()) if len(inside) else 0

    @property
    def other_evidence(self) -> int | None:
        """The first case of another evidence than that of the first case; None where all have the same."""
        others = np.flatnonzero((self.rows[:, : len(EVIDENCE)] != self.rows[0, : len(EVIDENCE)]).any(axis=1))
        return int(others[0]) if len(others) else None

    @property
    def varied(self) -> tuple[int, ...]:
        """Positions of the axes that have more than one value."""
        return tuple(place for place, axis in enumerate(self.axes) if len(axis.levels) > 1)


def size_of(axes: Sequence[Axis], sweep: Sweep) -> int:
    """How many cases a sweep has."""
    sizes = [len(axis.levels) for axis in axes]
    if isinstance(sweep.design, LatinDesign):
        return min(sweep.design.latin.cases, prod(sizes))
    return prod(sizes) if sweep.design == "full" else 1 + sum(size - 1 for size in sizes)


def laid_out(axes: Sequence[Axis], sweep: Sweep) -> CasePlan:
    """Lay out the cases; under ``one_at_a_time`` the others vary around the first value of each axis."""
    sizes = [len(axis.levels) for axis in axes]
    if isinstance(sweep.design, LatinDesign) and size_of(axes, sweep) < prod(sizes):
        rows = _latin(sizes, sweep.design.latin.cases, sweep.design.latin.seed)
        return CasePlan(tuple(axes), "sample", rows)
    if sweep.design == "one_at_a_time":
        found = [(0,) * len(sizes)]
        found += [
            (*(0,) * place, level, *(0,) * (len(sizes) - place - 1))
            for place, size in enumerate(sizes)
            for level in range(1, size)
        ]
        return CasePlan(tuple(axes), "one_at_a_time", np.array(sorted(found), dtype=np.int64))
    every = np.array(list(product(*(range(size) for size in sizes))), dtype=np.int64)
    return CasePlan(tuple(axes), "full", every)


def _latin(sizes: Sequence[int], count: int, seed: int) -> Whole:
    """Draw different rows in which each value of an axis stands equally often (±1).

    McKay, M. D., Beckman, R. J., & Conover, W. J. (1979). Technometrics 21, 239–245. A row that stands there already
    changes places with another one in a single axis, which keeps the balance; where nearly all combinations are drawn
    and that fails, the rows are drawn without return, and the balance is left to chance.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_STREAM,)))
    table = np.column_stack([rng.permutation(np.resize(rng.permutation(size), count)) for size in sizes])
    for _ in range(_TRIES):
        _, first = np.unique(table, axis=0, return_index=True)
        twice = np.setdiff1d(np.arange(count), first)
        if not len(twice):
            return np.asarray(table[np.lexsort(table.T[::-1])], dtype=np.int64)
        for row in twice:
            axis, other = int(rng.integers(len(sizes))), int(rng.integers(count))
            table[[row, other], axis] = table[[other, row], axis]
    places = np.sort(rng.choice(prod(sizes), count, replace=False))
    return np.column_stack(np.unravel_index(places, tuple(sizes))).astype(np.int64)
