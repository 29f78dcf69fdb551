"""Redrawn evidence: every figure varies as far as its grade, its stated bounds or its absence say.

The stated figure is the median of its draws. How far a grade spreads stands in ``grade_spreads.csv`` of this room:

- a figure on a scale without an end varies lognormally, x·exp(σ·z);
- a share (a linear criterion whose unit is 1 or % and whose values stay inside) varies logistic-normally, the logit
  moving by σ·z, so that it can leave neither end (Aitchison & Shen 1980); for small shares that is the lognormal;
- a figure with a stated low and high varies triangularly between them, with the stated value as the mode; bounds that
  an indicator computed (what unnamed suppliers may add) replace the grade where they are wider than its 90 % range;
- a missing figure under the policy ``interval`` varies uniformly over its whole scale.

A zero, or a whole, stays what it is: "none" and "all" differ from the rest in kind. Deviates z come from a
table of 4,096 equally likely ones (``slices.py``).
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.model.criteria import Criterion
from criticality.ranking.scales import scaled_values, unscaled_values
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.products import Floats
from criticality.robustness.sampling.draws import BLOCK
from criticality.robustness.sampling.normal_table import (
    SLICES,
    SPARE_BITS,
    Bits,
    normal_slices,
    random_bits,
    uniform_of,
)

SHARE_UNITS: Mapping[str, float] = {"1": 1.0, "share": 1.0, "%": 100.0}
OBSERVED = "observed"
_NINETY_PERCENT = 1.645
_GRADES = ("", "A", "B", "C", "D")
_FARTHEST = 600.0
"""The farthest shift of a logarithm: exp(600) ≈ 1e260 is beyond every anchor and still a number."""
_DRAWS_A_ROW = 8


def grade_spreads() -> dict[str, float]:
    """Standard deviation of ln x for each evidence grade, from the file ``grade_spreads.csv``."""
    text = (resources.files(__package__) / "grade_spreads.csv").read_text(encoding="utf-8")
    return {row["grade"]: float(row["spread"]) for row in csv.DictReader(text.splitlines())}


@dataclass(frozen=True)
class Triangles:
    """Cells with a stated low, mode and high."""

    cells: NDArray[np.intp]
    low: Floats
    mode: Floats
    high: Floats

    def quantiles(self, uniform: Floats, scratch: Scratch) -> Floats:
        """Values whose probability of not being reached is `uniform`, (L, cells).

        Below the mode low + √(u·width·(mode − low)), beyond it high − √((1 − u)·width·(high − mode)). Both are worked
        out and one taken times 1, the other times 0: choosing at random is what a processor is slow at. `uniform` is
        used up; the values stay in the drawer.
        """
        rising, falling, beyond = (scratch.array(name, uniform.shape) for name in ("rising", "falling", "beyond"))
        width, found = self.high - self.low, uniform
        np.subtract(1.0, uniform, out=beyond)
        np.multiply(beyond, width, out=beyond)
        np.multiply(uniform, width, out=found)
        np.copyto(rising, found < self.mode - self.low)
        np.subtract(1.0, rising, out=falling)
        np.multiply(found, self.mode - self.low, out=found)
        np.multiply(beyond, self.high - self.mode, out=beyond)
        root = np.sqrt(_either(found, rising, beyond, falling), out=found)
        np.multiply(root, np.subtract(rising, falling, out=beyond), out=root)
        return np.add(root, _either(rising, self.low, falling, self.high), out=root)


def _either(first: Floats, times: Floats, second: Floats, or_times: Floats) -> Floats:
    """Put the sum of two products, of which one is 0, in the place of the first."""
    np.multiply(first, times, out=first)
    np.multiply(second, or_times, out=second)
    return np.add(first, second, out=first)


@dataclass(frozen=True)
class ColumnDraw:
    """How the cells of one criterion vary.

    Attributes
    ----------
    kind
        ``shift``: offset + slope·σz; ``ratio``: offset + slope·exp(σz); ``share``: offset + slope·s with logit s moved
        by σz; ``fixed``: offset.
    grade
        (M,) position of each cell's spread; 0 for no spread.
    offset, slope, share
        (M,)
    triangles, missing
        Cells that vary otherwise.
    criterion
        Where values are raw: whose scale missing cells are drawn on. None where values are scaled: then they are held
        inside 0…1.
    """

    kind: str
    grade: NDArray[np.intp]
    offset: Floats
    slope: Floats
    share: Floats
    triangles: Triangles
    missing: NDArray[np.intp]
    criterion: Criterion | None

    @property
    def varies(self) -> bool:
        """Whether any cell does."""
        return self.kind != "fixed" or bool(self.triangles.cells.size or self.missing.size)

    @cached_property
    def by_mineral(self) -> "_Amounts":
        """The amounts as they are applied to whole planes."""
        return _Amounts(
            grade=_in_a_row((self.grade * SLICES).astype(np.uint16)),
            slope=_in_a_row(self.slope),
            offset=_in_a_row(self.offset),
            share=_in_a_row(self.share),
            rest=_in_a_row(1.0 - self.share),
        )


@dataclass(frozen=True)
class DataDraw:
    """How the whole matrix varies.

    Attributes
    ----------
    columns
        One for each criterion, in order.
    shifts, ratios
        (grades, 4,096): σz and exp(σz).
    """

    columns: tuple[ColumnDraw, ...]
    shifts: Floats
    ratios: Floats

    def draw(self, rng: np.random.Generator, scratch: Scratch) -> Floats:
        """Draw one block of matrices: (N, L, M)."""
        minerals = len(self.columns[0].offset)
        planes = scratch.array("planes", (len(self.columns), BLOCK, minerals))
        for plane, column in zip(planes, self.columns, strict=True):
            if column.varies:
                self._fill(plane, column, rng, scratch)
            else:
                plane[...] = column.offset
        return planes

    def _fill(self, plane: Floats, column: ColumnDraw, rng: np.random.Generator, scratch: Scratch) -> None:
        bits = random_bits(rng, plane.shape)
        if column.kind == "fixed":
            plane[...] = column.offset
        else:
            self._spread(plane, column, bits, scratch)
        if column.triangles.cells.size:
            uniform = _uniform(bits, column.triangles.cells, scratch)
            plane[:, column.triangles.cells] = column.triangles.quantiles(uniform, scratch)
        if column.missing.size:
            uniform = _uniform(bits, column.missing, scratch)
            inverse = column.criterion
            plane[:, column.missing] = uniform if inverse is None else unscaled_values(uniform, inverse)

    def _spread(self, plane: Floats, column: ColumnDraw, bits: Bits, scratch: Scratch) -> None:
        table = self.shifts if column.kind == "shift" else self.ratios
        slices, places = scratch.array("slices", plane.shape, np.uint16), scratch.array("places", plane.shape, np.intp)
        np.right_shift(bits, np.uint16(SPARE_BITS), out=slices)
        amounts = column.by_mineral
        _apply(np.bitwise_or, slices, amounts.grade)
        np.copyto(places, slices)
        table.reshape(-1).take(places, out=plane, mode="clip")
        if column.kind == "share":
            _apply(np.multiply, plane, amounts.share)
            whole = scratch.array("part", plane.shape)
            np.copyto(whole, plane)
            _apply(np.add, whole, amounts.rest)
            np.divide(plane, whole, out=plane)
        _apply(np.multiply, plane, amounts.slope)
        _apply(np.add, plane, amounts.offset)
        if column.criterion is None:
            np.clip(plane, 0.0, 1.0, out=plane)


def _uniform(bits: Bits, cells: NDArray[np.intp], scratch: Scratch) -> Floats:
    """The random numbers of some cells, to be used up before the next ones are asked for."""
    return uniform_of(bits[:, cells], scratch.array("part", (len(bits), cells.size)))


class _Amounts(NamedTuple):
    """What a column applies to each mineral, ready for `_apply`."""

    grade: NDArray[np.uint16]
    slope: Floats
    offset: Floats
    share: Floats
    rest: Floats


def _in_a_row(amounts: NDArray[Any]) -> NDArray[Any]:
    """One amount a mineral (M,) for several draws at a time, for short rows are slow; one number if all are alike."""
    if amounts.size and (amounts == amounts[0]).all():
        return amounts[:1]
    return np.tile(amounts, _DRAWS_A_ROW)


def _apply(operation: np.ufunc, plane: NDArray[Any], amounts: NDArray[Any]) -> None:
    """Apply an operation with one amount a mineral to all draws (L, M), in place."""
    wide = plane.reshape(-1, _DRAWS_A_ROW * plane.shape[1])
    operation(wide, amounts, out=wide)


def data_draw(
    cells: Sequence[pd.DataFrame], criteria: Sequence[Criterion], spread: float, *, raw: Sequence[Floats] | None
) -> DataDraw:
    """Make the matrix ready to be redrawn.

    Parameters
    ----------
    cells
        For each criterion its cells (``value, low, high, present, grade, scaled, scaled_low, scaled_high``), one row a
        mineral, in order.
    criteria
        In the same order.
    spread
        Multiplies the grades' spreads and the distance to stated bounds; 0 turns both off.
    raw
        Raw values of each criterion where the draws are to be raw, not scaled.
    """
    stated = grade_spreads()
    sds = spread * np.array([0.0, *(stated[grade] for grade in _GRADES[1:])])
    shifts = np.clip(sds[:, None] * normal_slices(), -_FARTHEST, _FARTHEST)
    columns = [
        _scaled_column(column, criterion, spread)
        if raw is None
        else _raw_column(column, criterion, spread, raw[position])
        for position, (column, criterion) in enumerate(zip(cells, criteria, strict=True))
    ]
    return DataDraw(tuple(columns), shifts, np.exp(shifts))


def _scaled_column(cells: pd.DataFrame, criterion: Criterion, spread: float) -> ColumnDraw:
    base = _floats(cells["scaled"])
    value, missing = _floats(cells["value"]), _missing(cells, criterion)
    if criterion.scale is None:
        return _fixed(base, missing)
    scale, sign = criterion.scale, 1.0 if criterion.direction == "raises_criticality" else -1.0
    start = 0.0 if sign > 0 else 1.0
    triangles = _triangles(cells, criterion, ("scaled_low", "scaled", "scaled_high"), missing, spread)
    grade = _grades(cells, missing, triangles) * bool(spread > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale.kind == "log":
            kind, unit = "shift", sign / np.log(scale.one_at / scale.zero_at)
            offset, slope, share = (
                start + unit * np.log(value / scale.zero_at),
                np.full(len(base), unit),
                np.zeros(len(base)),
            )
        else:
            unit = sign / (scale.one_at - scale.zero_at)
            top = _share_of(criterion, value)
            kind, slope = ("share", np.full(len(base), unit * top)) if top else ("ratio", unit * value)
            share = np.nan_to_num(value / top) if top else np.zeros(len(base))
            offset = np.full(len(base), start - unit * scale.zero_at)
    still = (grade == 0) | ~np.isfinite(offset) | ~np.isfinite(slope)
    return ColumnDraw(
        kind=kind if np.any(~still) else "fixed",
        grade=np.where(still, 0, grade),
        offset=np.where(still, base, offset),
        slope=np.where(still, 0.0, slope),
        share=np.where(still, 0.0, share),
        triangles=triangles,
        missing=missing,
        criterion=None,
    )


def _raw_column(cells: pd.DataFrame, criterion: Criterion, spread: float, raw: Floats) -> ColumnDraw:
    missing = _missing(cells, criterion)
    triangles = _triangles(cells, criterion, ("low", "value", "high"), missing, spread)
    grade = _grades(cells, missing, triangles) * bool(spread > 0)
    top = _share_of(criterion, raw) if criterion.scale is None or criterion.scale.kind == "linear" else 0.0
    still, none = grade == 0, np.zeros(len(raw))
    return ColumnDraw(
        kind="fixed" if still.all() else "share" if top else "ratio",
        grade=grade,
        offset=np.where(still, raw, 0.0),
        slope=np.where(still, 0.0, top or raw),
        share=np.where(still, 0.0, raw / top) if top else none,
        triangles=triangles,
        missing=missing,
        criterion=criterion,
    )


def rescaled(planes: Floats, criteria: Sequence[Criterion]) -> Floats:
    """Put drawn raw values (N, L, M) on the criteria's scales; NaN for a criterion without one."""
    found = np.full(planes.shape, np.nan)
    for place, criterion in enumerate(criteria):
        if criterion.scale is not None:
            found[place] = scaled_values(planes[place], criterion).values
    return found


def _fixed(base: Floats, missing: NDArray[np.intp]) -> ColumnDraw:
    none = np.zeros(len(base))
    nowhere = Triangles(np.zeros(0, dtype=np.intp), none[:0], none[:0], none[:0])
    return ColumnDraw("fixed", np.zeros(len(base), dtype=np.intp), base, none, none, nowhere, missing, None)


def _missing(cells: pd.DataFrame, criterion: Criterion) -> NDArray[np.intp]:
    if criterion.missing != "interval" or criterion.scale is None:
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(~cells["present"].to_numpy(dtype=bool))


def _triangles(
    cells: pd.DataFrame,
    criterion: Criterion,
    names: tuple[str, str, str],
    missing: NDArray[np.intp],
    spread: float,
) -> Triangles:
    low, mode, high = (_floats(cells[name]) for name in names)
    stated = _bounded(cells, criterion) & (high > low) & (spread > 0)
    stated[missing] = False
    found = np.flatnonzero(stated)
    middle = np.clip(mode[found], low[found], high[found])
    return Triangles(
        cells=found,
        low=_kept_inside(middle - spread * (middle - low[found]), names),
        mode=middle,
        high=_kept_inside(middle + spread * (high[found] - middle), names),
    )


def _bounded(cells: pd.DataFrame, criterion: Criterion) -> NDArray[np.bool_]:
    """Which cells have bounds that replace their grade."""
    value, low, high = (_floats(cells[name]) for name in ("value", "low", "high"))
    both = ~np.isnan(low) & ~np.isnan(high)
    if criterion.indicator == OBSERVED:
        return both
    stated, whole = grade_spreads(), _share_of(criterion, value)
    spreads = np.array([stated[_worst(grade)] for grade in cells["grade"]])
    rest = 1.0 - value / whole if whole else np.ones(len(value))
    return both & (high - low > 2.0 * _NINETY_PERCENT * spreads * np.abs(value) * rest)


def _kept_inside(ends: Floats, names: tuple[str, str, str]) -> Floats:
    return np.clip(ends, 0.0, 1.0) if names[0] == "scaled_low" else ends


def _grades(cells: pd.DataFrame, missing: NDArray[np.intp], triangles: Triangles) -> NDArray[np.intp]:
    """Position of each cell's spread: its worst grade, D where it carries none; 0 where it varies otherwise."""
    found = np.array([_GRADES.index(_worst(grade)) for grade in cells["grade"]], dtype=np.intp)
    found[missing], found[triangles.cells] = 0, 0
    found[np.isnan(_floats(cells["value"]))] = 0
    return found


def _worst(grade: object) -> str:
    return max((letter for letter in str(grade) if letter in _GRADES[1:]), default=_GRADES[-1])


def _share_of(criterion: Criterion, value: Floats) -> float:
    """The whole that shares of this criterion refer to, 1 or 100; 0 where its figures are no shares."""
    whole = SHARE_UNITS.get(criterion.unit.strip(), 0.0)
    known = value[~np.isnan(value)]
    return whole if known.size and known.min() >= 0 and known.max() <= whole else 0.0


def _floats(column: "pd.Series[float]") -> Floats:
    return np.asarray(column, dtype=np.float64)
