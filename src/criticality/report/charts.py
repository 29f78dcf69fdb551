"""Geometry of the charts, in the units of their SVG; the templates draw it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from criticality.model.assessment import NOT_LISTED
from criticality.report.labels import Box, Label, Point, place_labels, text_width
from criticality.report.reader import Reader, Row, chunks
from criticality.report.words import fixed, plain

X_FIRST, Y_FIRST = "economic_importance", "supply_risk"
SHAPES = ("circle", "square", "triangle", "diamond", "pentagon")
LABEL_SIZE = 10.5
SMALLEST, LARGEST = 3.2, 9.5
ROWS_A_CHART = 52
TIER_FILLS = ("#8c1d18", "#2f6690", "#8a8f98", "#b9bec6", "#d9dce0")


@dataclass(frozen=True)
class Mark:
    """One mineral in a chart: centre, radius, outline, shape and colour by tier."""

    mineral: str
    x: float
    y: float
    radius: float
    shape: str
    path: str
    fill: str


@dataclass(frozen=True)
class Gate:
    """A threshold on an axis, as a line with its words."""

    x1: float
    y1: float
    x2: float
    y2: float
    text: str
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True)
class Tick:
    """A tick of an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Matrix:
    """The chart of two dimensions: every scored mineral is a point, its area the third dimension."""

    width: float
    height: float
    plot: Box
    x_title: str
    y_title: str
    area_title: str
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    gates: list[Gate]
    regions: list[Box]
    marks: list[Mark]
    labels: list[Label]
    unnamed: list[str]
    tiers: list[tuple[str, Mark]]
    sizes: list[tuple[float, str]]
    beyond: list[str] = field(default_factory=list)


def axes_of(reader: Reader) -> tuple[str, str, str | None] | None:
    """Choose the dimensions of the matrix: x, y, area; nothing where there are fewer than two."""
    codes = list(reader.dimensions)
    if len(codes) < 2 or not reader.has_dimension_scores:
        return None
    if {X_FIRST, Y_FIRST} <= set(codes):
        x, y = X_FIRST, Y_FIRST
    else:
        x, y = codes[:2]
    return x, y, next((code for code in codes if code not in {x, y}), None)


def matrix(reader: Reader) -> Matrix | None:
    """Lay out the chart of the two first dimensions with the rule's gates and names that do not collide."""
    axes = axes_of(reader)
    if axes is None:
        return None
    x_code, y_code, area_code = axes
    rows = [row for row in reader.scored if row["dimensions"].get(x_code) is not None]
    width, height = 640.0, 660.0
    plot: Box = (46.0, 8.0, width - 8.0, height - 44.0)
    conditions = [(tier, when) for tier in reader.rule["tiers"] for when in tier["when"] if when["of"] in {x_code, y_code}]
    x_axis = _Axis.fit([r["dimensions"][x_code] for r in rows], _thresholds(conditions, x_code), plot[0], plot[2])
    y_axis = _Axis.fit([r["dimensions"][y_code] for r in rows], _thresholds(conditions, y_code), plot[3], plot[1])
    marks = [_mark(reader, row, x_axis.at(row["dimensions"][x_code]), y_axis.at(row["dimensions"][y_code]),
                   row["dimensions"].get(area_code) if area_code else 0.35) for row in rows]
    gates = _gates(reader, conditions, x_code, x_axis, y_axis, plot)
    points = [Point(m.mineral, m.x, m.y, m.radius, reader.label(m.mineral)) for m in marks]
    labels = place_labels(points, plot, LABEL_SIZE, [_gate_box(gate) for gate in gates])
    named = {label.key for label in labels}
    return Matrix(
        width, height, plot, reader.dimensions[x_code], reader.dimensions[y_code],
        reader.dimensions[area_code] if area_code else "",
        [Tick(x_axis.at(v), plain(round(v, 2))) for v in x_axis.ticks()],
        [Tick(y_axis.at(v), plain(round(v, 2))) for v in y_axis.ticks()],
        gates, _regions(reader, x_code, y_code, x_axis, y_axis, plot),
        sorted(marks, key=lambda m: (-m.radius, m.mineral)), labels,
        [m.mineral for m in marks if m.mineral not in named],
        _tier_key(reader, rows),
        [(radius_of(v), fixed(v, 1)) for v in (0.1, 0.5, 0.9)] if area_code else [],
        [row["mineral"] for row in rows if _passes(row, reader.listed_tiers, {x_code, y_code})],
    )  # fmt: skip


@dataclass(frozen=True)
class _Axis:
    low: float
    high: float
    start: float
    end: float

    @classmethod
    def fit(cls, values: Sequence[float], thresholds: Sequence[float], start: float, end: float) -> "_Axis":
        """Span the values and thresholds, in whole tenths, inside 0…1."""
        spread = [*values, *thresholds] or [0.0, 1.0]
        low = max(0.0, math.floor(min(spread) * 10 - 0.25) / 10)
        high = min(1.0, math.ceil(max(spread) * 10 + 0.25) / 10)
        if high - low < 0.2:
            low, high = max(0.0, high - 0.3), min(1.0, low + 0.3)
        return cls(low, high, start, end)

    def at(self, value: float) -> float:
        """Carry a value to its place; a mark at the very edge keeps clear of the frame."""
        margin = 12.0 if self.end > self.start else -12.0
        return self.start + margin + (value - self.low) / (self.high - self.low) * (self.end - self.start - 2 * margin)

    def ticks(self) -> list[float]:
        """Return the tenths of the axis."""
        first, last = round(self.low * 10), round(self.high * 10)
        return [tenth / 10 for tenth in range(first, last + 1)]


def _thresholds(conditions: Sequence[tuple[Row, Row]], code: str) -> list[float]:
    return [_threshold(when) for _, when in conditions if when["of"] == code and 0 <= _threshold(when) <= 1]


def _threshold(when: Row) -> float:
    return float(when["at_least"] if when.get("at_least") is not None else when["below"])


def radius_of(value: float | None) -> float:
    """Return the radius whose area grows with a score of 0…1."""
    share = min(1.0, max(0.0, value or 0.0))
    return math.sqrt(SMALLEST**2 + share * (LARGEST**2 - SMALLEST**2))


def _mark(reader: Reader, row: Row, x: float, y: float, area: float | None) -> Mark:
    tier = row["tier"]
    position = reader.tiers.index(tier) if tier in reader.tiers else 0
    shape = "circle" if tier == NOT_LISTED else SHAPES[position % len(SHAPES)]
    fill = "none" if tier == NOT_LISTED else TIER_FILLS[position % len(TIER_FILLS)]
    radius = radius_of(area)
    return Mark(row["mineral"], x, y, radius, shape, outline(shape, x, y, radius), fill)


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """Return the SVG path of a shape of the area of a circle of that radius; a circle needs none."""
    corners = {"square": (4, math.pi / 4, 1.253), "diamond": (4, 0.0, 1.253), "triangle": (3, -math.pi / 2, 1.555),
               "pentagon": (5, -math.pi / 2, 1.15)}  # fmt: skip
    if shape not in corners:
        return ""
    count, turn, factor = corners[shape]
    points = [
        f"{x + factor * radius * math.cos(turn + 2 * math.pi * k / count):.2f} "
        f"{y + factor * radius * math.sin(turn + 2 * math.pi * k / count):.2f}"
        for k in range(count)
    ]
    return f"M{' L'.join(points)} Z"


def _gates(
    reader: Reader, conditions: Sequence[tuple[Row, Row]], x_code: str, x_axis: _Axis, y_axis: _Axis, plot: Box
) -> list[Gate]:
    by_place: dict[tuple[bool, float], list[str]] = {}
    for tier, when in conditions:
        threshold = _threshold(when)
        if 0 <= threshold <= 1:
            by_place.setdefault((when["of"] == x_code, threshold), []).append(reader.tier(tier["name"]))
    gates = []
    for (vertical, threshold), tiers in sorted(by_place.items()):
        text = f"{plain(threshold)}: {reader.words.listing(sorted(set(tiers), key=tiers.index))}"
        if vertical:
            at = x_axis.at(threshold)
            gates.append(Gate(at, plot[1], at, plot[3], text, at + 3, plot[3] - 5, "start"))
        else:
            at = y_axis.at(threshold)
            gates.append(Gate(plot[0], at, plot[2], at, text, plot[0] + 4, at - 3, "start"))
    return gates


def _gate_box(gate: Gate) -> Box:
    width = text_width(gate.text, 9.0)
    return (gate.text_x - 2, gate.text_y - 10, gate.text_x + width + 2, gate.text_y + 3)


def _regions(reader: Reader, x_code: str, y_code: str, x_axis: _Axis, y_axis: _Axis, plot: Box) -> list[Box]:
    """Return the corner of the plot each listed tier's gates leave open."""
    regions = []
    for tier in reader.rule["tiers"]:
        bounds = {x_code: [0.0, 1.0], y_code: [0.0, 1.0]}
        named = [when for when in tier["when"] if when["of"] in bounds]
        if not tier["listed"] or not named:
            continue
        for when in named:
            limits = bounds[when["of"]]
            if when.get("at_least") is not None:
                limits[0] = max(limits[0], _threshold(when))
            else:
                limits[1] = min(limits[1], _threshold(when))
        left = plot[0] if bounds[x_code][0] <= 0 else x_axis.at(bounds[x_code][0])
        right = plot[2] if bounds[x_code][1] >= 1 else x_axis.at(bounds[x_code][1])
        bottom = plot[3] if bounds[y_code][0] <= 0 else y_axis.at(bounds[y_code][0])
        top = plot[1] if bounds[y_code][1] >= 1 else y_axis.at(bounds[y_code][1])
        if left < right and top < bottom:
            regions.append((left, top, right, bottom))
    return regions


def _passes(row: Row, listed: set[str], of: set[str]) -> bool:
    """Return whether the record says that every gate on these dimensions holds for some listed tier."""
    by_tier: dict[str, list[bool]] = {}
    for condition in row["because"]:
        if condition["tier"] in listed and condition["of"] in of:
            by_tier.setdefault(condition["tier"], []).append(bool(condition["holds"]))
    return any(all(held) for held in by_tier.values())


def _tier_key(reader: Reader, rows: Sequence[Row]) -> list[tuple[str, Mark]]:
    present = {row["tier"] for row in rows}
    return [
        (reader.tier(tier), _mark(reader, {"tier": tier, "mineral": tier}, 7.0, 7.0, 0.3))
        for tier in reader.tiers
        if tier in present
    ]


@dataclass(frozen=True)
class Strip:
    """One row of a dot plot: name, value, interval, and whether it is listed."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    mark: Mark


@dataclass(frozen=True)
class DotPlot:
    """Minerals one under another, their scores (or rank intervals) across."""

    width: float
    height: float
    left: float
    right: float
    ticks: list[Tick]
    gates: list[Tick]
    strips: list[Strip]
    title: str


def dot_plots(reader: Reader) -> list[DotPlot]:
    """Lay out the scores of all minerals as dots, the thresholds on the score as lines; for lists without a matrix."""
    rows = reader.scored
    thresholds = sorted({_threshold(w) for t in reader.rule["tiers"] for w in t["when"] if w["of"] == "score"})
    gates = [Tick(_across(value), plain(value)) for value in thresholds if 0 <= value <= 1]
    ticks = [Tick(_across(tenth / 10), plain(tenth / 10)) for tenth in range(0, 11, 2)]
    return [
        DotPlot(640.0, 30.0 + 12.0 * len(part), 170.0, 600.0, ticks, gates, [
            Strip(reader.name(row["mineral"]) if len(reader.name(row["mineral"])) < 24 else reader.label(row["mineral"]),
                  _across(row["score"]), None, None, fixed(row["score"]),
                  _mark(reader, row, _across(row["score"]), 22.0 + 12.0 * place, 0.1))
            for place, row in enumerate(part)
        ], reader.words("score"))
        for part in chunks(rows, ROWS_A_CHART)
    ]  # fmt: skip


def _across(share: float) -> float:
    return 170.0 + 430.0 * min(1.0, max(0.0, share))


def interval_plots(reader: Reader) -> list[DotPlot]:
    """Lay out the 90 % rank interval of every mineral that has one, its rank as a dot."""
    rows = [row for row in reader.scored if row["rank_low"] is not None and row["rank_high"] is not None]
    last = max((max(row["rank_high"], row["rank"]) for row in rows), default=1)
    span = max(1, last - 1)

    def at(rank: float) -> float:
        return 170.0 + 430.0 * (rank - 1) / span

    step = max(1, math.ceil(last / 10 / 5) * 5) if last > 10 else 1
    ticks = [Tick(at(rank), str(rank)) for rank in sorted({1, *range(step, last + 1, step)})]
    return [
        DotPlot(640.0, 30.0 + 12.0 * len(part), 170.0, 600.0, ticks, [], [
            Strip(reader.name(row["mineral"]) if len(reader.name(row["mineral"])) < 24 else reader.label(row["mineral"]),
                  at(row["rank"]), at(row["rank_low"]), at(row["rank_high"]), f"{row['rank_low']}–{row['rank_high']}",
                  _mark(reader, row, at(row["rank"]), 22.0 + 12.0 * place, 0.1))
            for place, row in enumerate(part)
        ], reader.words("rank"))
        for part in chunks(rows, ROWS_A_CHART)
    ]  # fmt: skip


def shade(value: float | None) -> int | None:
    """Return the step 0…9 of a shading by tenths; nothing for an absent value."""
    return None if value is None else min(9, max(0, int(value * 10)))


def dimension_numbers(reader: Reader) -> Mapping[str, int]:
    """Number the dimensions 1…n for the stylesheet's colours (repeating after five)."""
    return {code: place % 5 + 1 for place, code in enumerate(reader.dimensions)}


def bar(contribution: float | None, largest: float) -> float:
    """Return the length of a bar as a percentage of the longest."""
    return 0.0 if not contribution or largest <= 0 else round(100 * contribution / largest, 1)


def outlined(value: Any) -> bool:
    """Return whether a fill means an open mark."""
    return bool(value == "none")
