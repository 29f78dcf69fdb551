"""Stated figures unlike the others: off the line that two properties of the minerals follow, or off the year before."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from math import isnan, log10
from typing import Any

import numpy as np

from criticality.indicators.cell import is_missing
from criticality.indicators.evidence import PropertyRow, grouped, rows_of
from criticality.model.dataset import Dataset
from criticality.text.found import Found, found, year_of

DECADES = 3.0
"""Powers of ten that a property must span before it is compared on logarithms."""

ALIKE, COMMON = 0.6, 20
"""Least correlation of two properties on logarithms, and least number of minerals in common."""

ODD = 30.0
"""Factor off the common line from which a figure is told."""

JUMP = 100.0
"""Factor between two years of one stated figure."""

NARROW, FAR = 100.0, 100.0
"""Span of the middle four fifths of a property below which a figure this many times off their median is told."""


def odd_figures(dataset: Dataset, reference_year: int) -> Iterator[Found]:
    """Yield the stated figures that look slipped, by year and beside a property that they usually follow."""
    rows = [
        row
        for row in rows_of(dataset, "mineral_properties", PropertyRow)
        if not is_missing(row.value, row.flag) and not row.year > reference_year
    ]
    yield from _jumps(rows)
    newest = _newest(rows)
    yield from _off_the_line(newest)
    yield from _off_the_rest(newest)


def _jumps(rows: list[PropertyRow]) -> Iterator[Found]:
    groups = grouped(rows, lambda row: (row.mineral, row.property, row.stage))
    for (mineral, name, _), group in sorted(entry for entry in groups.items() if len(entry[1]) > 1):
        dated = sorted((row for row in group if not isnan(row.year)), key=lambda row: row.year)
        for before, after in pairwise(dated):
            low, high = sorted((abs(before.value), abs(after.value)))
            if low > 0 and high / low >= JUMP and before.unit == after.unit:
                slots = {"before": before.value, "year": year_of(before.year)}
                slots |= {"after": after.value, "later": year_of(after.year)}
                yield found("figure_jump", mineral, high / low, mineral=mineral, property=name, **slots)


def _newest(rows: list[PropertyRow]) -> dict[str, dict[str, float]]:
    """Property → mineral → newest positive figure; properties in several units are left aside."""
    figures: dict[str, dict[str, float]] = {}
    for name, group in sorted(grouped(rows, lambda row: row.property).items()):
        if len({row.unit for row in group}) == 1:
            ordered = sorted(group, key=lambda row: -1.0 if isnan(row.year) else row.year)
            figures[name] = {row.mineral: row.value for row in ordered if row.value > 0}
    return figures


def _off_the_line(figures: Mapping[str, Mapping[str, float]]) -> Iterator[Found]:
    wide = {name: values for name, values in figures.items() if len(values) >= COMMON and _span(values) >= DECADES}
    whole = {name: (sorted(values), _logarithms(values, sorted(values))) for name, values in wide.items()}
    for first, second in combinations(wide, 2):
        names, x = whole[first]
        others, y = whole[second]
        if names != others:
            names = sorted(set(names) & set(others))
            x, y = _logarithms(wide[first], names), _logarithms(wide[second], names)
        if len(names) >= COMMON and abs(float(np.corrcoef(x, y)[0, 1])) >= ALIKE:
            yield from _outliers(first, second, names, _residuals(x, y))


def _logarithms(values: Mapping[str, float], names: list[str]) -> np.ndarray[Any, Any]:
    return np.log10([values[name] for name in names])


def _off_the_rest(figures: Mapping[str, Mapping[str, float]]) -> Iterator[Found]:
    """Figures far from all others of a property whose figures lie close together, such as percentages."""
    for name, values in figures.items():
        if len(values) < COMMON:
            continue
        low, usual, high = np.quantile(list(values.values()), (0.1, 0.5, 0.9)).tolist()
        if high / low <= NARROW:
            for mineral in sorted(values):
                factor = max(values[mineral] / usual, usual / values[mineral])
                if factor >= FAR:
                    slots = {"property": name, "figure": values[mineral], "median": usual}
                    yield found("far_figure", mineral, factor, mineral=mineral, **slots)


def _span(values: Mapping[str, float]) -> float:
    return log10(max(values.values()) / min(values.values()))


def _residuals(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Distance from the median line (Theil 1950, Sen 1968), which one slipped figure hardly moves."""
    i, j = np.triu_indices(len(x), 1)
    apart = x[i] != x[j]
    slope = float(np.median((y[j] - y[i])[apart] / (x[j] - x[i])[apart]))
    rest = y - slope * x
    return np.asarray(rest - np.median(rest))


def _outliers(first: str, second: str, names: list[str], residuals: np.ndarray[Any, Any]) -> Iterator[Found]:
    for name, residual in zip(names, residuals.tolist(), strict=True):
        if abs(residual) > log10(ODD):
            code = "odd_figure_more" if residual > 0 else "odd_figure_less"
            slots = {"property": second, "beside": first, "times": 10 ** abs(residual)}
            yield found("odd_figure", name, residual, code, mineral=name, **slots)
