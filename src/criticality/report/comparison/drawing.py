"""Geometry of a comparison's drawings in the units of their SVG: the slope chart of ranks and a mineral's waterfall."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from criticality.report.comparison_reader import View, signed
from criticality.report.reader import shorten
from criticality.text.numbers import fixed
from criticality.text.phrases import Phrase

ROW = 15.0
TOP = 34.0
_TEXT_GAP = 8.0
STEP, PLOT_LEFT, PLOT_RIGHT = 23.0, 250.0, 600.0


@dataclass(frozen=True)
class Slope:
    """One mineral's line between two columns; without a rank on one side only its name stands there."""

    mineral: str
    names: Mapping[str, str]
    move: str
    y_a: float | None
    y_b: float | None
    rank_a: int | None
    rank_b: int | None


@dataclass(frozen=True)
class Stand:
    """Where a mineral stands on both sides of a slope chart; `move` says whether it enters, leaves or moves."""

    mineral: str
    names: Mapping[str, str]
    move: str
    rank_a: int | None
    rank_b: int | None


@dataclass(frozen=True)
class Columns:
    """Where the two columns of a slope chart stand, its width, and how many letters of a name are shown."""

    left: float
    right: float
    width: float
    longest: Mapping[str, int]


WIDE = Columns(300.0, 680.0, 980.0, {"en": 30, "zh-Hant": 12})
NARROW = Columns(138.0, 226.0, 364.0, {"en": 17, "zh-Hant": 9})
"""For the screen of a telephone."""


@dataclass(frozen=True)
class SlopeChart:
    """Ranks of two runs as a slope chart."""

    width: float
    height: float
    left: float
    right: float
    slopes: list[Slope]


def slope_chart(stands: Sequence[Stand], columns: Columns = WIDE) -> SlopeChart:
    """Lines between the ranks of two lists; ties stand one below the other in the order of their names."""
    places_a = _places((stand.rank_a, stand.mineral) for stand in stands)
    places_b = _places((stand.rank_b, stand.mineral) for stand in stands)
    slopes = [
        Slope(
            stand.mineral,
            {code: shorten(stand.names[code], most) for code, most in columns.longest.items()},
            stand.move,
            _y(places_a.get(stand.mineral)),
            _y(places_b.get(stand.mineral)),
            stand.rank_a,
            stand.rank_b,
        )
        for stand in stands
        if stand.rank_a is not None or stand.rank_b is not None
    ]
    slopes.sort(key=lambda slope: bool(slope.move))
    count = max(len(places_a), len(places_b), 1)
    return SlopeChart(columns.width, TOP + ROW * count + 10, columns.left, columns.right, slopes)


def stands_of(view: View) -> list[Stand]:
    """Where every mineral stands in the two runs of a comparison."""
    return [Stand(row["mineral"], row["names"], row["move"], row["rank_a"], row["rank_b"]) for row in view.ranks()]


def _places(ranks: Iterable[tuple[int | None, str]]) -> dict[str, int]:
    ranked = sorted((rank, mineral) for rank, mineral in ranks if rank is not None)
    return {mineral: place for place, (_, mineral) in enumerate(ranked)}


def _y(place: int | None) -> float | None:
    return None if place is None else TOP + ROW * place + ROW / 2


@dataclass(frozen=True)
class Bar:
    """One step of a waterfall."""

    names: Mapping[str, str]
    y: float
    x: float
    width: float
    kind: str
    text: str
    text_x: float


@dataclass(frozen=True)
class Waterfall:
    """From the score before to the score after, one bar a player; the axis says where it begins."""

    width: float
    height: float
    bars: list[Bar]
    axis: float
    axis_from: str


def waterfall(view: View, mineral: str, names: Mapping[str, Phrase]) -> Waterfall | None:
    """The waterfall of a mineral's score; None where it has no score on one side.

    `names` are those of its first and last bar, by ``before`` and ``after``.
    """
    score = view.content["changes"][mineral]["score"]
    first, last = score["before"], score["after"]
    if first is None or last is None:
        return None
    steps = [(name, share) for name, share in score.items() if name not in ("before", "after", "residual") and share]
    at, bars = first, [("before", 0.0, first, fixed(first))]
    for name, share in steps:
        bars.append((name, at, at + share, signed(share, 4)))
        at += share
    bars.append(("after", 0.0, last, fixed(last)))
    ends = [value for _, start, end, _ in bars[1:-1] for value in (start, end)] or [first]
    low, high = _window(min(ends), max(ends))
    bars[0], bars[-1] = ("before", low, *bars[0][2:]), ("after", low, *bars[-1][2:])

    def across(value: float) -> float:
        return float(PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * (value - low) / (high - low))

    drawn = [
        _bar(view, names, name, place, across(min(start, end)), across(max(start, end)), end >= start, text)
        for place, (name, start, end, text) in enumerate(bars)
    ]
    return Waterfall(PLOT_RIGHT + 110, STEP * len(bars) + 24, drawn, PLOT_LEFT, fixed(low))


def _window(least: float, most: float) -> tuple[float, float]:
    """The part of the axis that shows the steps: from 0 where they are large, else from a little below the least."""
    span = most - least
    low = 0.0 if span > most / 3 else max(0.0, least - span / 2)
    return low, max(most, low + 1e-9)


def _bar(
    view: View, names: Mapping[str, Phrase], name: str, place: int, start: float, end: float, rises: bool, text: str
) -> Bar:
    kind = "end" if name in names else "up" if rises else "down"
    return Bar(
        names.get(name) or view.player(name),
        4 + STEP * place,
        start,
        max(end - start, 1.0),
        kind,
        text,
        max(end, start + 1) + _TEXT_GAP,
    )
