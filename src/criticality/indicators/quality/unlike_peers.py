"""Stated figures unlike the others: off the line that two properties of the minerals follow, or off the year before."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from math import isnan, log10
from typing import Any

import numpy as np

from criticality.indicators.cell import is_missing
from criticality.indicators.evidence import PropertyRow, grouped, rows_of
from criticality.model.dataset import Dataset

Check = Mapping[str, Any]

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


def odd_figures(dataset: Dataset, reference_year: int) -> Iterator[Check]:
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


def _jumps(rows: list[PropertyRow]) -> Iterator[Check]:
    groups = grouped(rows, lambda row: (row.mineral, row.property, row.stage))
    for (mineral, name, _), group in sorted(entry for entry in groups.items() if len(entry[1]) > 1):
        dated = sorted((row for row in group if not isnan(row.year)), key=lambda row: row.year)
        for before, after in pairwise(dated):
            low, high = sorted((abs(before.value), abs(after.value)))
            if low > 0 and high / low >= JUMP and before.unit == after.unit:
                first, second = f"{before.year:.0f}", f"{after.year:.0f}"
                said = f"{mineral} {name}: {before.value:g} in {first}, {after.value:g} in {second}: unit?"
                zh = f"{mineral} {name}：{first} 年 {before.value:g}，{second} 年 {after.value:g}：待查單位是否有誤"
                yield as_check("figure_jump", mineral, high / low, said, zh)


def _newest(rows: list[PropertyRow]) -> dict[str, dict[str, float]]:
    """Property → mineral → newest positive figure; properties in several units are left aside."""
    figures: dict[str, dict[str, float]] = {}
    for name, group in sorted(grouped(rows, lambda row: row.property).items()):
        if len({row.unit for row in group}) == 1:
            ordered = sorted(group, key=lambda row: -1.0 if isnan(row.year) else row.year)
            figures[name] = {row.mineral: row.value for row in ordered if row.value > 0}
    return figures


def _off_the_line(figures: Mapping[str, Mapping[str, float]]) -> Iterator[Check]:
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


def _off_the_rest(figures: Mapping[str, Mapping[str, float]]) -> Iterator[Check]:
    """Figures far from all others of a property whose figures lie close together, such as percentages."""
    for name, values in figures.items():
        if len(values) < COMMON:
            continue
        low, usual, high = np.quantile(list(values.values()), (0.1, 0.5, 0.9)).tolist()
        if high / low <= NARROW:
            for mineral in sorted(values):
                factor = max(values[mineral] / usual, usual / values[mineral])
                if factor >= FAR:
                    figure = f"{values[mineral]:g}"
                    said = f"{mineral}: {name} is {figure}, the median of the figures above zero is {usual:g}: unit?"
                    zh = f"{mineral}：{name} 為 {figure}，各正值之中位數為 {usual:g}：待查單位是否有誤"
                    yield as_check("far_figure", mineral, factor, said, zh)


def _span(values: Mapping[str, float]) -> float:
    return log10(max(values.values()) / min(values.values()))


def _residuals(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Distance from the median line (Theil 1950, Sen 1968), which one slipped figure hardly moves."""
    i, j = np.triu_indices(len(x), 1)
    apart = x[i] != x[j]
    slope = float(np.median((y[j] - y[i])[apart] / (x[j] - x[i])[apart]))
    rest = y - slope * x
    return np.asarray(rest - np.median(rest))


def _outliers(first: str, second: str, names: list[str], residuals: np.ndarray[Any, Any]) -> Iterator[Check]:
    for name, residual in zip(names, residuals.tolist(), strict=True):
        if abs(residual) > log10(ODD):
            factor = 10 ** abs(residual)
            side = "more" if residual > 0 else "less"
            said = f"{name}: {second} is {factor:.0f} times {side} than {first} would suggest beside the other minerals"
            zh = f"{name}：{second} 與 {first} 相較，偏離其他礦產之關係 {factor:.0f} 倍"
            yield as_check("odd_figure", name, residual, said, zh)


def as_check(kind: str, subject: str, figure: float, en: str, zh: str) -> Check:
    """Return one value to look at, as the record stores it."""
    return {"check": kind, "subject": subject, "figure": round(figure, 9), "text": {"en": en, "zh-Hant": zh}}
