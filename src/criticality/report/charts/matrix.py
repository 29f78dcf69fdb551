"""Geometry of the charts, in the units of their SVG; the templates draw it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from criticality.model.assessment import NOT_LISTED
from criticality.model.input_record import ConditionEntry, TierEntry
from criticality.model.record import HeldCondition, RankingRow, known
from criticality.model.rows.alternatives import unmet
from criticality.report.charts.labels import Box, Label, Point, place_labels, text_width
from criticality.report.conditions import PLACE, conditions_of, stated
from criticality.report.reader import Reader, chunks
from criticality.text.numbers import fixed, plain

X_FIRST, Y_FIRST = "economic_importance", "supply_risk"
SHAPES = ("circle", "square", "triangle", "diamond", "pentagon")
LABEL_SIZE = 10.8
WORDS_STEP, COVERS = 12.0, 1.4
"""How far the words of a gate are moved at a time, and how far a mark, of any shape, may cover them."""
SIZE = 11.0
SMALLEST, LARGEST = 3.2, 9.5
WIDTH, HEIGHT = 640.0, 520.0
ROWS_A_CHART = 50
ALL_NAMED = 45
"""With more minerals than these, those that no tier holds are drawn without their names."""
ROW = 15.0
LEFT, RIGHT = 170.0, 600.0
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
    bare: int
    tiers: list[tuple[str, Mark]]
    beyond: list[str]


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
    codes = axes_of(reader)
    if codes is None:
        return None
    x_code, y_code, area_code = codes
    rows = [row for row in reader.scored if None not in (row["dimensions"].get(x_code), row["dimensions"].get(y_code))]
    plot: Box = (46.0, 8.0, WIDTH - 8.0, HEIGHT - 44.0)
    axes = {code: _axis(reader, rows, code, *ends) for code, ends in zip(codes, _ends(plot), strict=False) if code}
    marks = [_placed(reader, row, axes, codes) for row in rows]
    gates = [cleared(gate, marks, plot) for gate in _gates(reader, axes, codes, plot)]
    named = [row["mineral"] for row in rows if row["tier"] != NOT_LISTED or len(rows) <= ALL_NAMED]
    points = [Point(m.mineral, m.x, m.y, m.radius, reader.label(m.mineral)) for m in marks if m.mineral in named]
    bare = [_mark_box(mark) for mark in marks if mark.mineral not in named]
    taken = [*bare, *(_gate_box(gate) for gate in gates)]
    lines = [(gate.x1, gate.y1, gate.x2, gate.y2) for gate in gates]
    labels = place_labels(points, plot, LABEL_SIZE, taken, lines)
    return Matrix(
        width=WIDTH,
        height=HEIGHT,
        plot=plot,
        x_title=reader.dimensions[x_code],
        y_title=reader.dimensions[y_code],
        area_title=reader.dimensions[area_code] if area_code else "",
        x_ticks=axes[x_code].ticks(),
        y_ticks=axes[y_code].ticks(),
        gates=gates,
        regions=_regions(reader, axes, codes, plot),
        marks=sorted(marks, key=lambda mark: (-mark.radius, mark.mineral)),
        labels=labels,
        unnamed=sorted({point.key for point in points} - {label.key for label in labels}),
        bare=len(marks) - len(points),
        tiers=_tier_key(reader, rows),
        beyond=[row["mineral"] for row in rows if _passes(row, reader.listed_tiers, {x_code, y_code})],
    )


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

    def ticks(self) -> list[Tick]:
        """Return a tick for every tenth of the axis."""
        first, last = round(self.low * 10), round(self.high * 10)
        return [Tick(self.at(tenth / 10), plain(tenth / 10)) for tenth in range(first, last + 1)]


_Axes = Mapping[str, _Axis]
_Codes = tuple[str, str, str | None]


def _ends(plot: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (plot[0], plot[2]), (plot[3], plot[1])


def _axis(reader: Reader, rows: Sequence[RankingRow], code: str, start: float, end: float) -> _Axis:
    values = [known(row["dimensions"][code]) for row in rows]
    return _Axis.fit(values, [_threshold(when) for _, when in _conditions(reader, code)], start, end)


def _conditions(reader: Reader, *codes: str) -> list[tuple[TierEntry, ConditionEntry]]:
    """Return the rule's conditions on some dimensions, with their tiers; thresholds outside 0…1 cannot be drawn."""
    return [
        (tier, when)
        for tier in reader.rule["tiers"]
        for when in conditions_of(tier)
        if when["of"] in codes and not stated(when).unit and 0 <= _threshold(when) <= 1
    ]


def _placed(reader: Reader, row: RankingRow, axes: _Axes, codes: _Codes) -> Mark:
    scores, (x, y, area) = row["dimensions"], codes
    size = scores.get(area) if area else 0.35
    return _mark(
        reader, row["mineral"], row["tier"], (axes[x].at(known(scores[x])), axes[y].at(known(scores[y]))), size
    )


def _threshold(when: ConditionEntry) -> float:
    return stated(when).threshold


def radius_of(value: float | None) -> float:
    """Return the radius whose area grows with a score of 0…1."""
    share = min(1.0, max(0.0, value or 0.0))
    return math.sqrt(SMALLEST**2 + share * (LARGEST**2 - SMALLEST**2))


def _mark(reader: Reader, mineral: str, tier: str, at: tuple[float, float], area: float | None) -> Mark:
    position = reader.tiers.index(tier) if tier in reader.tiers else 0
    shape = "circle" if tier == NOT_LISTED else SHAPES[position % len(SHAPES)]
    fill = "none" if tier == NOT_LISTED else TIER_FILLS[position % len(TIER_FILLS)]
    radius, (x, y) = radius_of(area), at
    return Mark(mineral, x, y, radius, shape, outline(shape, x, y, radius), fill)


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """Return the SVG path of a shape of the area of a circle of that radius; a circle needs none."""
    corners = {
        "square": (4, math.pi / 4, 1.253),
        "diamond": (4, 0.0, 1.253),
        "triangle": (3, -math.pi / 2, 1.555),
        "pentagon": (5, -math.pi / 2, 1.15),
    }
    if shape not in corners:
        return ""
    count, turn, factor = corners[shape]
    points = [
        f"{x + factor * radius * math.cos(turn + 2 * math.pi * k / count):.2f} "
        f"{y + factor * radius * math.sin(turn + 2 * math.pi * k / count):.2f}"
        for k in range(count)
    ]
    return f"M{' L'.join(points)} Z"


def _gates(reader: Reader, axes: _Axes, codes: _Codes, plot: Box) -> list[Gate]:
    x_code, y_code, _ = codes
    by_place: dict[tuple[str, float], list[str]] = {}
    for tier, when in _conditions(reader, x_code, y_code):
        by_place.setdefault((when["of"], _threshold(when)), []).append(reader.tier(tier["name"]))
    gates = []
    for (code, threshold), tiers in sorted(by_place.items()):
        text = f"{plain(threshold)}{reader.words('colon')}{reader.words.listing(list(dict.fromkeys(tiers)))}"
        at = axes[code].at(threshold)
        if code == x_code:
            gates.append(Gate(at, plot[1], at, plot[3], text, at + 3, plot[3] - 5))
        else:
            gates.append(Gate(plot[0], at, plot[2], at, text, plot[0] + 4, at - 3))
    return gates


def cleared(gate: Gate, marks: Sequence[Mark], plot: Box) -> Gate:
    """Move the words of a level gate along it, to the first place where no mark lies upon them; else leave them."""
    if gate.y1 != gate.y2:
        return gate
    width = text_width(gate.text, LABEL_SIZE)
    for step in range(int((plot[2] - 4 - width - gate.text_x) // WORDS_STEP) + 1):
        for below in (0.0, LABEL_SIZE + 4):
            moved = replace(gate, text_x=gate.text_x + WORDS_STEP * step, text_y=gate.text_y + below)
            if not any(_touch(_gate_box(moved), _mark_box(mark, COVERS)) for mark in marks):
                return moved
    return gate


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _gate_box(gate: Gate) -> Box:
    width = text_width(gate.text, LABEL_SIZE)
    return (gate.text_x - 2, gate.text_y - 11, gate.text_x + width + 2, gate.text_y + 3)


def _mark_box(mark: Mark, factor: float = 1.0) -> Box:
    reach = factor * mark.radius
    return (mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach)


def _regions(reader: Reader, axes: _Axes, codes: _Codes, plot: Box) -> list[Box]:
    """Return the part of the plot each listed tier's gates leave open."""
    x_code, y_code, _ = codes
    regions = []
    for tier in reader.rule["tiers"]:
        named = [when for when in tier["when"] if when["of"] in {x_code, y_code} and not stated(when).unit]
        if not tier["listed"] or not named:
            continue
        left, right = _open_part(named, x_code, axes[x_code], plot[0], plot[2])
        bottom, top = _open_part(named, y_code, axes[y_code], plot[3], plot[1])
        if left < right and top < bottom:
            regions.append((left, top, right, bottom))
    return regions


def _open_part(
    conditions: Sequence[ConditionEntry], code: str, axis: _Axis, start: float, end: float
) -> tuple[float, float]:
    own = [when for when in conditions if when["of"] == code]
    lowest = max((_threshold(when) for when in own if when.get("at_least") is not None), default=0.0)
    highest = min((_threshold(when) for when in own if when.get("at_least") is None), default=1.0)
    return start if lowest <= 0 else axis.at(lowest), end if highest >= 1 else axis.at(highest)


def _passes(row: RankingRow, listed: set[str], of: set[str]) -> bool:
    """Return whether the record says that every gate on these dimensions holds for some listed tier."""
    by_tier: dict[str, list[HeldCondition]] = {}
    for condition in row["because"]:
        if condition["tier"] in listed and condition["of"] in of and condition.get("unit") != PLACE:
            by_tier.setdefault(condition["tier"], []).append(condition)
    return any(not unmet(conditions) for conditions in by_tier.values())


def _tier_key(reader: Reader, rows: Sequence[RankingRow]) -> list[tuple[str, Mark]]:
    present = {row["tier"] for row in rows}
    return [(reader.tier(tier), _mark(reader, tier, tier, (7.0, 7.0), 0.3)) for tier in reader.tiers if tier in present]


@dataclass(frozen=True)
class Strip:
    """One row of a dot plot: name, the score in words, and its mark."""

    name: str
    text: str
    mark: Mark


@dataclass(frozen=True)
class DotPlot:
    """Minerals one under another, their scores across."""

    width: float
    height: float
    left: float
    right: float
    ticks: list[Tick]
    gates: list[Tick]
    strips: list[Strip]


def dot_plots(reader: Reader) -> list[DotPlot]:
    """Lay out the scores of all minerals as dots, the thresholds on the score as lines; for lists without a matrix."""
    stated_on_score = (w for t in reader.rule["tiers"] for w in conditions_of(t) if w["of"] == "score")
    thresholds = sorted({_threshold(when) for when in stated_on_score if not stated(when).unit})
    gates = [Tick(_across(value), plain(value)) for value in thresholds if 0 <= value <= 1]
    ticks = [Tick(_across(tenth / 10), plain(tenth / 10)) for tenth in range(0, 11, 2)]
    size = math.ceil(len(reader.scored) / max(1, math.ceil(len(reader.scored) / ROWS_A_CHART))) or 1
    return [
        DotPlot(
            640.0, 36.0 + ROW * len(part), LEFT, RIGHT, ticks, gates, [_strip(reader, *row) for row in enumerate(part)]
        )
        for part in chunks(reader.scored, size)
    ]


def _strip(reader: Reader, place: int, row: RankingRow) -> Strip:
    at = (_across(known(row["score"])), 26.0 + ROW * place)
    mark = _mark(reader, row["mineral"], row["tier"], at, 0.1)
    return Strip(_strip_name(reader, row["mineral"]), fixed(row["score"]), mark)


def _strip_name(reader: Reader, mineral: str) -> str:
    name = reader.name(mineral)
    return name if text_width(name, SIZE) < LEFT - 12 else reader.label(mineral)


def _across(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share))


def shade(value: float | None) -> int | None:
    """Return the step 0…9 of a shading by tenths; nothing for an absent value."""
    return None if value is None else min(9, max(0, int(value * 10)))


def dimension_numbers(reader: Reader) -> Mapping[str, int]:
    """Number the dimensions 1…n for the stylesheet's colours (repeating after five)."""
    return {code: place % 5 + 1 for place, code in enumerate(reader.dimensions)}
