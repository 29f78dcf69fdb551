"""Random draws of the criteria's values, with a spread that follows from grade, stated bounds or missing evidence.

The stated value is the median of its draws. The spread σ of each grade is in ``grade_spreads.csv`` of this folder:

- a value without an upper end varies lognormally, x·exp(σ·z);
- a share (a linear criterion in the unit 1 or %, all of whose values are within 0…1 or 0…100 %) varies
  logistic-normally: its logit changes by σ·z, so that it stays inside its range (Aitchison & Shen 1980); for small
  shares this is the lognormal;
- a value with a stated low and high has a triangular distribution between them, with the stated value as the mode;
  bounds that an indicator computed (what unnamed suppliers may add) replace the grade where they are wider than its
  90 % range;
- minerals judged in pairs take the values of one redraw of their panel (``judged_minerals.py``);
- a missing value under the policy ``interval`` is uniform over its whole scale.

A share of exactly 0 or of the whole does not vary: "none" and "all" are statements of another kind. The deviates z come
from a table of 4,096 equally likely values (``normal_table.py``).
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.model.criteria import Criterion, Scale, WordScale
from criticality.ranking.scales import scaled_values
from criticality.robustness.kernels.products import Floats
from criticality.robustness.sampling.cell_draws import ColumnDraw, DataDraw, Redrawn, Triangles
from criticality.robustness.sampling.normal_table import normal_slices
from criticality.robustness.sampling.shared_tables import Correlations, links_of

SHARE_UNITS: Mapping[str, float] = {"1": 1.0, "share": 1.0, "%": 100.0}
OBSERVED = "observed"
_NINETY_PERCENT = 1.645
_GRADES = ("", "A", "B", "C", "D")
_LARGEST_SHIFT = 600.0
"""Limit of σ·z: exp(600) ≈ 1e260 is beyond every scale and still a finite number."""


@cache
def grade_spreads() -> Mapping[str, float]:
    """Standard deviation of ln x for each evidence grade, from the file ``grade_spreads.csv``."""
    text = (resources.files(__package__) / "grade_spreads.csv").read_text(encoding="utf-8")
    return {row["grade"]: float(row["spread"]) for row in csv.DictReader(text.splitlines())}


def data_draw(
    cells: Sequence[pd.DataFrame],
    criteria: Sequence[Criterion],
    spread: float,
    *,
    raw: Sequence[Floats | None] | None,
    correlations: Correlations | None = None,
    redraws: Mapping[str, Floats] | None = None,
) -> DataDraw:
    """Prepare the random draws of the decision matrix.

    Parameters
    ----------
    cells
        For each criterion its cells (``value, low, high, present, grade, scaled, scaled_low, scaled_high``), with one
        row for each mineral.
    criteria
        In the same order.
    spread
        Factor of the grades' spreads and of the distances to stated bounds; 0 turns both off.
    raw
        Raw values of each criterion whose raw values are to be drawn; None for scaled values.
    correlations
        Of the figures that rest on one table (`criticality.robustness.sampling.shared_tables`); none: every cell
        varies on its own.
    redraws
        Values (M, 4096) of criteria whose minerals are judged in pairs (`…sampling.judged_minerals`), by code.
    """
    stated = grade_spreads()
    sds = spread * np.array([0.0, *(stated[grade] for grade in _GRADES[1:])])
    shifts = np.clip(sds[:, None] * normal_slices(), -_LARGEST_SHIFT, _LARGEST_SHIFT)
    columns = [
        _redrawn_column(column, criterion, own, redraws[criterion.code])
        if redraws and criterion.code in redraws
        else _scaled_column(column, criterion, spread)
        if own is None
        else _raw_column(column, criterion, spread, own)
        for column, criterion, own in zip(cells, criteria, raw or [None] * len(cells), strict=True)
    ]
    return DataDraw(tuple(columns), shifts, np.exp(shifts), links_of(columns, criteria, correlations or {}))


def _scaled_column(cells: pd.DataFrame, criterion: Criterion, spread: float) -> ColumnDraw:
    base = _floats(cells["scaled"])
    value, missing = _floats(cells["value"]), _missing(cells, criterion)
    if not isinstance(criterion.scale, Scale):
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
    grade = _grades(cells, missing, triangles) * bool(spread > 0 and not isinstance(criterion.scale, WordScale))
    top = _share_of(criterion, raw) if criterion.scale is None or criterion.scale.kind != "log" else 0.0
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


def _redrawn_column(cells: pd.DataFrame, criterion: Criterion, raw: Floats | None, values: Floats) -> ColumnDraw:
    """A column of minerals judged in pairs: those compared take their values from one redraw of the panel."""
    missing = _missing(cells, criterion)
    compared = np.flatnonzero(cells["present"].to_numpy(dtype=bool) & ~np.isnan(values[:, 0]))
    drawn = values[compared] if raw is not None else scaled_values(values[compared], criterion).values
    fixed = _fixed(_floats(cells["scaled"]) if raw is None else raw, missing)
    redrawn = Redrawn(compared, np.ascontiguousarray(drawn)) if compared.size else None
    return replace(fixed, criterion=None if raw is None else criterion, redrawn=redrawn)


def rescaled(planes: Floats, criteria: Sequence[Criterion]) -> Floats:
    """Put drawn raw values (N, L, M) on the criteria's scales; NaN for a criterion without one."""
    result = np.full(planes.shape, np.nan)
    for place, criterion in enumerate(criteria):
        if criterion.scale is not None:
            result[place] = scaled_values(planes[place], criterion).values
    return result


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
    result = np.flatnonzero(stated)
    middle = np.clip(mode[result], low[result], high[result])
    return Triangles(
        cells=result,
        low=_kept_inside(middle - spread * (middle - low[result]), names),
        mode=middle,
        high=_kept_inside(middle + spread * (high[result] - middle), names),
    )


def _bounded(cells: pd.DataFrame, criterion: Criterion) -> NDArray[np.bool_]:
    """Which cells have bounds that are used instead of their grade."""
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
    """Position of each cell's spread: its worst grade, or D if it has no grade; 0 if the cell varies in another way."""
    result = np.array([_GRADES.index(_worst(grade)) for grade in cells["grade"]], dtype=np.intp)
    result[missing], result[triangles.cells] = 0, 0
    result[np.isnan(_floats(cells["value"]))] = 0
    return result


@cache
def _worst(grade: object) -> str:
    return max((letter for letter in str(grade) if letter in _GRADES[1:]), default=_GRADES[-1])


def _share_of(criterion: Criterion, value: Floats) -> float:
    """The value of a whole, 1 or 100, if the values of this criterion are shares; 0 if they are not."""
    whole = SHARE_UNITS.get(criterion.unit.strip(), 0.0)
    known = value[~np.isnan(value)]
    return whole if known.size and known.min() >= 0 and known.max() <= whole else 0.0


def _floats(column: "pd.Series[float]") -> Floats:
    return np.asarray(column, dtype=np.float64)
