"""The charts of chapter 5: probability of listing, ranks near a threshold, weight triangles, sweep, tornado."""

import math
from collections.abc import Mapping, Sequence

from criticality.model.record import RankingRow, known
from criticality.model.robustness_record import ListChange, ThresholdSweep, TornadoRow, WeightTriangle
from criticality.report.certainty import p_text
from criticality.report.charts.drawing import ACCENT, ALERT, INK, LINE, QUIET, TINT, Drawing, Path, Text, fitting, steps
from criticality.report.reader import Reader, chunks
from criticality.text.numbers import chance, percent, plain

CLASSES = (0.33, 0.67, 0.9)
WIDTH, LEFT, RIGHT = 640.0, 190.0, 590.0
BARS_A_CHART = 48
TRIANGLES, ACROSS = 6, 3
FACTORS = 20
DASHES = ("", "7 3", "2 2.5", "9 3 2 3", "5 2 1 2 1 2")
SHADES = (ACCENT, "#bf4a1a", INK, "#5e8c7b", "#8a5a9e")


def listing_bars(reader: Reader, rows: Sequence[RankingRow]) -> list[Drawing]:
    """Return P(listed) as bars with a dot at their end, the bounds of the confidence classes as lines."""
    return [_bars(reader, part) for part in chunks(rows, BARS_A_CHART)]


def _bars(reader: Reader, rows: Sequence[RankingRow]) -> Drawing:
    chart = Drawing(WIDTH, 24.0 + 12.5 * len(rows))
    for bound in (0.0, *CLASSES, 1.0):
        place = _share(bound)
        chart.line(place, 14, place, chart.height - 4, ALERT if bound in CLASSES else LINE, "4 3")
        chart.words(place, 10, percent(bound), "middle")
    for place, row in enumerate(rows):
        y = 23.0 + 12.5 * place
        end = _share(known(row["p_listed"]))
        chart.area([(LEFT, y - 2.2, end, y + 2.2)], ACCENT if row["listed"] else "#b9c0c9")
        chart.dot(end, y, 3.0, ACCENT if row["listed"] else "#ffffff")
        name = fitting(reader.name_and_symbol(row["mineral"]), LEFT - 12)
        chart.texts.append(Text(LEFT - 8, y + 3, name, "end", bold=bool(row["listed"])))
        chart.words(RIGHT + 9, y + 3, p_text(row, 1))
    return chart


def _share(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * share


def rank_bars(reader: Reader, shares: Mapping[str, Mapping[int, float]]) -> Drawing | None:
    """Return the rank acceptability of some minerals, one row of bars each; nothing without shares."""
    if not shares:
        return None
    reached = [rank for ranks in shares.values() for rank, share in ranks.items() if share >= 0.005]
    first, last = min(reached, default=1), max(reached, default=1)
    tallest = max(max(ranks.values(), default=0.0) for ranks in shares.values()) or 1.0
    chart = Drawing(WIDTH, 26.0 + 27.0 * len(shares))
    step = (RIGHT - LEFT) / (last - first + 1)
    every = max(1, math.ceil((last - first + 1) / 12))

    def at(rank: int) -> float:
        return LEFT + step * (rank - first)

    for rank in range(first, last + 1, every):
        chart.words(LEFT + step * (rank - first + 0.5), 10, str(rank), "middle")
    for place, (mineral, ranks) in enumerate(shares.items()):
        base = 40.0 + 27.0 * place
        boxes = [
            (
                LEFT + step * (rank - first) + 0.6,
                base - 22.0 * share / tallest,
                LEFT + step * (rank - first + 1) - 0.6,
                base,
            )
            for rank, share in sorted(ranks.items())
            if first <= rank <= last and share > 0
        ]
        chart.area(boxes, ACCENT)
        chart.line(LEFT, base, RIGHT, base, "#b9c0c9")
        chart.texts.append(Text(LEFT - 8, base - 3, fitting(reader.name_and_symbol(mineral), LEFT - 12), "end"))
        mode = max(ranks, key=lambda rank: (ranks[rank], -rank))
        chart.words(RIGHT + 6, base - 3, f"{mode}{reader.words('colon')}{chance(ranks[mode])}")
    return chart


def triangles(reader: Reader, figures: WeightTriangle, minerals: Sequence[str]) -> Drawing | None:
    """Return a triangle of weights for each mineral: shaded where it is listed, the adopted weights as a ring.

    A corner is all the weight on one dimension (top the first, left the second, right the third).
    """
    shown = [mineral for mineral in minerals if mineral in figures["listed"]][:TRIANGLES]
    if not shown:
        return None
    rows = math.ceil(len(shown) / ACROSS)
    chart = Drawing(WIDTH, 190.0 * rows)
    adopted = [reader.result["dimension_weights"].get(code, 0.0) for code in figures["dimensions"]]
    for place, mineral in enumerate(shown):
        x, y = 22.0 + 210.0 * (place % ACROSS), 34.0 + 190.0 * (place // ACROSS)
        _triangle(chart, figures, figures["listed"][mineral], adopted, (x, y))
        chart.texts.append(Text(x + 85, y - 16, fitting(reader.name_and_symbol(mineral), 190), "middle", 10, bold=True))
    return chart


def _triangle(
    chart: Drawing, figures: WeightTriangle, flags: str, adopted: Sequence[float], at: tuple[float, float]
) -> None:
    side = 170.0
    (x, y), height = at, side * math.sqrt(3) / 2
    outline = f"M{x + side / 2:.2f} {y:.2f} L{x:.2f} {y + height:.2f} L{x + side:.2f} {y + height:.2f} Z"
    chart.paths.append(Path(outline, TINT, QUIET, 0.8))
    points = figures["points"]
    grain = 1.0 / max(1, round((math.sqrt(8 * len(points) + 1) - 3) / 2))
    wide, high = side * grain * 0.44, height * grain * 0.44

    def place(weights: Sequence[float]) -> tuple[float, float]:
        return x + side * (weights[2] + weights[0] / 2), y + height * (1 - weights[0])

    listed = [place(point) for point, flag in zip(points, flags, strict=True) if flag == "1"]
    chart.area([(a - wide, b - high, a + wide, min(y + height, b + high)) for a, b in listed], "#7d94ab")
    chart.dot(*place(adopted), 4.2, "none", "#ffffff")
    chart.paths.append(Path(chart.paths[-1].data, "none", ALERT, 2.0))
    for number, anchor, shift, (a, b) in (
        ("1", "middle", 0.0, (x + side / 2, y - 3)),
        ("2", "end", -3.0, (x, y + height + 4)),
        ("3", "start", 3.0, (x + side, y + height + 4)),
    ):
        chart.texts.append(Text(a + shift, b, number, anchor, 9.0, QUIET, bold=True))  # type: ignore[arg-type]


def sweep(reader: Reader, sweeps: Sequence[ThresholdSweep]) -> Drawing | None:
    """Return the size of the list against each threshold, the threshold as decided as a dot."""
    shown = sweeps[: len(DASHES)]
    if not shown:
        return None
    chart, left, right, bottom = Drawing(WIDTH, 270.0), 40.0, 380.0, 236.0
    most = max(1, *(max(swept["sizes"]) for swept in shown))
    unit = max(1, math.ceil(most / 6))

    def at(threshold: float, size: float) -> tuple[float, float]:
        return left + (right - left) * threshold, bottom - (bottom - 14) * size / most

    for tenth in range(0, 11, 2):
        x, _ = at(tenth / 10, 0)
        chart.line(x, 14, x, bottom)
        chart.words(x, bottom + 13, plain(tenth / 10), "middle")
    for size in range(0, most + 1, unit):
        _, y = at(0, size)
        chart.line(left, y, right, y)
        chart.words(left - 5, y + 3, str(size), "end")
    chart.words((left + right) / 2, bottom + 28, reader.words("threshold"), "middle")
    for number, swept in enumerate(shown):
        places = [at(*pair) for pair in zip(swept["thresholds"], swept["sizes"], strict=True)]
        data = steps([x for x, _ in places], [y for _, y in places])
        chart.paths.append(Path(data, "none", SHADES[number], 1.8, DASHES[number]))
        now = min(range(len(places)), key=lambda place: abs(swept["thresholds"][place] - swept["now"]))
        chart.dot(*places[now], 4.0, SHADES[number], "#ffffff")
        y = 30.0 + 42.0 * number
        chart.paths.append(Path(f"M396 {y - 3:.2f} H424", "none", SHADES[number], 1.8, DASHES[number]))
        chart.texts.append(Text(430, y, fitting(reader.of(swept["of"]), 208), bold=True))
        tiers = reader.words.listing([reader.tier(tier) for tier in swept["tiers"]])
        chart.words(430, y + 13, fitting(f"{plain(swept['now'])} – {tiers}", 208))
    return chart


def tornado(reader: Reader, factors: Sequence[TornadoRow]) -> Drawing | None:
    """Return how many minerals change side when a criterion's weight is halved (left) and doubled (right)."""
    rows = sorted(factors, key=lambda row: (-_moved(row["halved"]) - _moved(row["doubled"]), row["of"]))[:FACTORS]
    if not rows:
        return None
    most = max(1, *(max(_moved(row["halved"]), _moved(row["doubled"])) for row in rows))
    chart, left, right = Drawing(WIDTH, 30.0 + 15.0 * len(rows)), 300.0, 630.0
    middle, unit = (left + right) / 2, (right - left) / 2 / (most + 1)
    chart.words(middle - 8, 10, reader.words("tornado.halved"), "end")
    chart.words(middle + 8, 10, reader.words("tornado.doubled"))
    for place, row in enumerate(rows):
        y = 26.0 + 15.0 * place
        halved, doubled = _moved(row["halved"]), _moved(row["doubled"])
        chart.area([(middle - unit * halved, y - 4.5, middle, y + 4.5)] if halved else [], "#7d94ab")
        chart.area([(middle, y - 4.5, middle + unit * doubled, y + 4.5)] if doubled else [], ACCENT)
        chart.texts.append(Text(left - 8, y + 3, fitting(reader.criterion(row["of"]), left - 12), "end"))
        chart.words(middle - unit * halved - 4, y + 3, str(halved), "end")
        chart.words(middle + unit * doubled + 4, y + 3, str(doubled))
    chart.line(middle, 16, middle, chart.height - 4, INK)
    return chart


def _moved(change: ListChange) -> int:
    return len(change["entered"]) + len(change["left"])
