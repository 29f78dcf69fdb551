"""The charts of chapter 5: probability of listing, ranks near a threshold, sweep of the thresholds, tornado."""

import math
from collections.abc import Mapping, Sequence

from criticality.model.record import RankingRow, known
from criticality.model.robustness_record import ListChange, ThresholdSweep, TornadoRow
from criticality.report.certainty import interval, p_text
from criticality.report.charts.drawing import (
    ACCENT,
    ALERT,
    INK,
    LINE,
    Drawing,
    Path,
    Text,
    fitting,
    short_name,
    steps,
    two_lines,
)
from criticality.report.conditions import threshold_text
from criticality.report.reader import Reader, chunks
from criticality.text.numbers import percent, plain

CLASSES = (0.33, 0.67, 0.9)
WIDTH, LEFT, RIGHT = 640.0, 190.0, 530.0
BARS_A_CHART = 48
STEP, ROW = 14.5, 24.5
FACTORS = 20
DASHES = ("", "7 3", "2 2.5", "9 3 2 3", "5 2 1 2 1 2")
SHADES = (ACCENT, "#bf4a1a", INK, "#5e8c7b", "#8a5a9e")


def listing_bars(reader: Reader, rows: Sequence[RankingRow]) -> list[Drawing]:
    """Return P(listed) as bars, the bounds of the confidence classes as lines; beside them P and the rank interval.

    The listed minerals and the others have charts of their own, so that each finds room on a page.
    """
    parts = [[row for row in rows if row["listed"] == listed] for listed in (True, False)]
    return [_bars(reader, chunk) for part in parts for chunk in chunks(part, BARS_A_CHART)]


def _bars(reader: Reader, rows: Sequence[RankingRow]) -> Drawing:
    chart = Drawing(WIDTH, 26.0 + STEP * len(rows))
    for bound in (0.0, *CLASSES, 1.0):
        place = _share(bound)
        chart.line(place, 14, place, chart.height - 4, ALERT if bound in CLASSES else LINE, "4 3")
        chart.words(place, 10, percent(bound), "middle")
    chart.words(WIDTH, 10, reader.words("rank"), "end")
    for place, row in enumerate(rows):
        y = 25.0 + STEP * place
        end = _share(known(row["p_listed"]))
        chart.area([(LEFT, y - 2.6, end, y + 2.6)], ACCENT if row["listed"] else "#b9c0c9")
        chart.dot(end, y, 3.4, ACCENT if row["listed"] else "#ffffff")
        name = short_name(reader, row["mineral"], LEFT - 12)
        chart.texts.append(Text(LEFT - 8, y + 4, name, "end", bold=bool(row["listed"])))
        chart.words(RIGHT + 56, y + 4, p_text(reader, row), "end")
        chart.words(WIDTH, y + 4, interval(row), "end")
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
    chart = Drawing(WIDTH, 25.5 + ROW * len(shares))
    step = (RIGHT - LEFT) / (last - first + 1)
    every = max(1, math.ceil((last - first + 1) / 12))

    def at(rank: int) -> float:
        return LEFT + step * (rank - first)

    for rank in (rank for rank in range(first, last + 1) if rank == 1 or rank % every == 0):
        chart.words(LEFT + step * (rank - first + 0.5), 10, str(rank), "middle")
    for place, (mineral, ranks) in enumerate(shares.items()):
        base = 40.0 + ROW * place
        boxes = [
            (
                LEFT + step * (rank - first) + 0.6,
                base - 20.0 * share / tallest,
                LEFT + step * (rank - first + 1) - 0.6,
                base,
            )
            for rank, share in sorted(ranks.items())
            if first <= rank <= last and share > 0
        ]
        chart.area(boxes, ACCENT)
        chart.line(LEFT, base, RIGHT, base, "#b9c0c9")
        chart.texts.append(Text(LEFT - 8, base - 3, short_name(reader, mineral, LEFT - 12), "end"))
        mode = max(ranks, key=lambda rank: (ranks[rank], -rank))
        chart.words(RIGHT + 6, base - 3, f"{mode}{reader.words('colon')}{reader.chance(ranks[mode])}")
    return chart


def sweep_curves(reader: Reader, sweeps: Sequence[ThresholdSweep]) -> Drawing | None:
    """Return the size of the list against each threshold, the threshold as decided as a dot."""
    shown = sweeps[: len(DASHES)]
    if not shown:
        return None
    chart, left, right, bottom = Drawing(WIDTH, 252.0), 40.0, 366.0, 213.0
    most = max(1, *(max(swept["sizes"]) for swept in shown))
    unit = max(1, math.ceil(most / 6))

    def at(threshold: float, size: float) -> tuple[float, float]:
        return left + (right - left) * threshold, bottom - (bottom - 14) * size / most

    for tenth in range(0, 11, 2):
        x, _ = at(tenth / 10, 0)
        chart.line(x, 14, x, bottom)
        chart.words(x, bottom + 15, plain(tenth / 10), "middle")
    for size in range(0, most + 1, unit):
        _, y = at(0, size)
        chart.line(left, y, right, y)
        chart.words(left - 5, y + 4, str(size), "end")
    chart.words((left + right) / 2, bottom + 33, reader.words("threshold"), "middle")
    for number, swept in enumerate(shown):
        shares = swept["thresholds"]
        if "unit" in swept:  # equal steps along a span of its own
            shares = [place / max(1, len(shares) - 1) for place in range(len(shares))]
        places = [at(*pair) for pair in zip(shares, swept["sizes"], strict=True)]
        data = steps([x for x, _ in places], [y for _, y in places])
        chart.paths.append(Path(data, "none", SHADES[number], 1.8, DASHES[number]))
        now = min(range(len(places)), key=lambda place: abs(swept["thresholds"][place] - swept["now"]))
        chart.dot(*places[now], 4.0, SHADES[number], "#ffffff")
        y = 26.0 + 48.0 * number
        chart.paths.append(Path(f"M382 {y - 4:.2f} H408", "none", SHADES[number], 1.8, DASHES[number]))
        tiers = reader.words.listing([reader.tier(tier) for tier in swept["tiers"]])
        head = two_lines(f"{reader.of(swept['of'])} {_stated(reader, swept)}", WIDTH - 416)
        chart.texts += [Text(414, y + 14 * line, text, bold=True) for line, text in enumerate(head)]
        chart.words(414, y + 14 * len(head), fitting(tiers, WIDTH - 416))
    return chart


def _stated(reader: Reader, swept: ThresholdSweep) -> str:
    """The threshold of a curve; in the unit of the figures with the values where the axis begins and ends."""
    if "unit" not in swept:
        return plain(swept["now"])
    stated = threshold_text(reader, swept["of"], swept["now"], swept["unit"])
    ends = reader.words("threshold.range", low=plain(swept["thresholds"][0]), high=plain(swept["thresholds"][-1]))
    return f"{stated}{reader.words('colon')}{ends}"


def tornado_bars(reader: Reader, factors: Sequence[TornadoRow]) -> Drawing | None:
    """Return how many minerals change side when a criterion's weight is halved (left) and doubled (right)."""
    rows = sorted(factors, key=lambda row: (-_moved(row["halved"]) - _moved(row["doubled"]), row["of"]))[:FACTORS]
    if not rows:
        return None
    most = max(1, *(max(_moved(row["halved"]), _moved(row["doubled"])) for row in rows))
    left, right = 300.0, 630.0
    titles = [two_lines(reader.criterion(row["of"]), left - 12) for row in rows]
    step = 16.0 if all(len(title) == 1 for title in titles) else 24.0
    chart = Drawing(WIDTH, 22.0 + step * len(rows))
    middle, unit = (left + right) / 2, (right - left) / 2 / (most + 2)
    chart.words(middle - 8, 11, reader.words("tornado.halved"), "end")
    chart.words(middle + 8, 11, reader.words("tornado.doubled"))
    for place, (row, title) in enumerate(zip(rows, titles, strict=True)):
        y = 20.0 + step * (place + 0.5)
        halved, doubled = _moved(row["halved"]), _moved(row["doubled"])
        chart.area([(middle - unit * halved, y - 5, middle, y + 5)] if halved else [], "#7d94ab")
        chart.area([(middle, y - 5, middle + unit * doubled, y + 5)] if doubled else [], ACCENT)
        top = y + 4 - 6.0 * (len(title) - 1)
        chart.texts += [Text(left - 8, top + 11.8 * line, text, "end") for line, text in enumerate(title)]
        chart.words(middle - unit * halved - 4, y + 4, str(halved), "end")
        chart.words(middle + unit * doubled + 4, y + 4, str(doubled))
    chart.line(middle, 18, middle, chart.height - 2, INK)
    return chart


def _moved(change: ListChange) -> int:
    return len(change["entered"]) + len(change["left"])
