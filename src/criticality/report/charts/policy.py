"""The charts of chapter 7: days of stock against practice, the gap over time, the sweep of the restricted share."""

from collections.abc import Mapping, Sequence

from criticality.model.policy_record import DisruptionRow, Entrant, StockInPractice
from criticality.report.charts.drawing import ACCENT, ALERT, INK, LINE, QUIET, TINT, Drawing, Path, Text, fitting
from criticality.report.reader import Reader, chunks
from criticality.text.numbers import fixed, percent

WIDTH, LEFT, RIGHT = 640.0, 170.0, 590.0
STEP, TOP = 12.5, 23.0
BARS_A_CHART = 48
PANELS_A_ROW, PANELS_A_CHART = 4, 32
PANEL, GUTTER = 145.0, 20.0
PANEL_TOP, PANEL_HEIGHT, PANEL_STEP = 14.0, 30.0, 58.0
PLOT = (46.0, 10.0, 500.0, 250.0)
NAME_STEP = 11.5
DASHES = ("", "5 2", "2 2", "7 2 2 2")
Corner = tuple[float, float]


def stock_bars(reader: Reader, rows: Sequence[DisruptionRow], practice: Sequence[float]) -> list[Drawing]:
    """Return days of use needed as bars, the cautious figure as a tick behind them, stocks in practice as lines.

    Parameters
    ----------
    reader
        Of the record.
    rows
        Disruptions (``mineral``, ``days_needed``, ``days_needed_confident``), in the order of the bars.
    practice
        Days of use that governments aim to hold in stock.
    """
    longest = max([*practice, *(row["days_needed_confident"] or 0.0 for row in rows)], default=0.0) or 1.0
    return [_bars(reader, part, practice, longest) for part in chunks(rows, BARS_A_CHART)]


def _bars(reader: Reader, rows: Sequence[DisruptionRow], practice: Sequence[float], longest: float) -> Drawing:
    chart = Drawing(WIDTH, TOP + 1.0 + STEP * len(rows))
    chart.line(LEFT, 14, LEFT, chart.height - 4, LINE)
    for days in sorted(set(practice)):
        place = _day(days, longest)
        chart.line(place, 14, place, chart.height - 4, ALERT, "4 3")
        chart.words(place, 10, fixed(days, 0), "middle")
    for place, row in enumerate(rows):
        y = TOP + STEP * place
        needed, sure = row["days_needed"] or 0.0, row["days_needed_confident"] or 0.0
        chart.area([(LEFT, y - 2.2, _day(needed, longest), y + 2.2)], ACCENT)
        end = _day(sure, longest)
        chart.line(_day(needed, longest), y, end, y, INK)
        chart.line(end, y - 3.4, end, y + 3.4, INK)
        name = fitting(reader.name_and_symbol(row["mineral"]), LEFT - 12)
        chart.texts.append(Text(LEFT - 8, y + 3, name, "end"))
        chart.words(RIGHT + 9, y + 3, fixed(sure, 0))
    return chart


def _day(days: float, longest: float) -> float:
    return LEFT + (RIGHT - LEFT) * days / longest


# ── the gap over time ────────────────────────────────────────────────────────


def gap_panels(reader: Reader, rows: Sequence[DisruptionRow], practice: Mapping[str, StockInPractice]) -> list[Drawing]:
    """Return g(t) as small panels on one scale: days across, share of use upwards.

    A dashed line says when the smallest stock held in practice is used up.

    Parameters
    ----------
    reader
        Of the record.
    rows
        Disruptions (``mineral``, ``corners``, ``peak_gap``, ``practice``), in the order of the panels.
    practice
        Days of use that governments aim to hold (``nominal_days``), by code; may be empty.
    """
    days = max(corner["day"] for row in rows for corner in row["corners"]) or 1.0
    held = min(practice, key=lambda code: float(practice[code]["nominal_days"]), default=None)
    return [_panels(reader, part, days, held) for part in chunks(rows, PANELS_A_CHART)]


def _panels(reader: Reader, rows: Sequence[DisruptionRow], days: float, held: str | None) -> Drawing:
    count = -(-len(rows) // PANELS_A_ROW)
    chart = Drawing(WIDTH, PANEL_STEP * count + 2)
    for place, row in enumerate(rows):
        left = (PANEL + GUTTER) * (place % PANELS_A_ROW)
        _panel(chart, reader, row, (left, PANEL_STEP * (place // PANELS_A_ROW) + PANEL_TOP), days, held)
    return chart


def _panel(chart: Drawing, reader: Reader, row: DisruptionRow, corner: Corner, days: float, held: str | None) -> None:
    left, top = corner
    floor = top + PANEL_HEIGHT
    chart.area([(left, top, left + PANEL, floor)], TINT)
    peak = percent(row["peak_gap"])
    chart.texts.append(Text(left, top - 4, fitting(reader.name_and_symbol(row["mineral"]), PANEL - 34)))
    chart.words(left + PANEL, top - 4, peak, "end")
    places = [
        (left + PANEL * step["day"] / days, floor - PANEL_HEIGHT * min(1.0, step["gap"])) for step in row["corners"]
    ]
    line = " ".join(f"L{x:.2f} {y:.2f}" for x, y in places)
    chart.paths.append(Path(f"M{places[0][0]:.2f} {floor:.2f} {line} L{places[-1][0]:.2f} {floor:.2f} Z", ACCENT))
    chart.line(left, floor, left + PANEL, floor, QUIET)
    lasts = row["practice"][held]["lasts_days"] if held is not None else None
    if lasts is not None:
        x = left + PANEL * min(lasts, days) / days
        chart.line(x, top, x, floor, ALERT, "3 2")
    chart.words(left, floor + 10, "0")
    chart.words(left + PANEL, floor + 10, fixed(days, 0), "end")


# ── the sweep ────────────────────────────────────────────────────────────────


def sweep_lines(reader: Reader, rows: Sequence[Entrant]) -> Drawing:
    """Return the score of minerals that would enter the list against the share that their largest source holds back.

    Parameters
    ----------
    reader
        Of the record.
    rows
        Entrants (``mineral``, ``at``, ``score_at``, ``sweep``).
    """
    left, top, right, bottom = PLOT
    scores = [step["score"] for row in rows for step in row["sweep"]]
    low = min(scores)
    high = max(*scores, low + 0.05)

    def at(share: float, score: float) -> tuple[float, float]:
        return left + (right - left) * share, bottom - (bottom - top) * (score - low) / (high - low)

    chart = Drawing(WIDTH, bottom + 34)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = at(share, low)[0]
        chart.line(x, top, x, bottom)
        chart.words(x, bottom + 12, percent(share), "middle")
    for score in (low, high):
        chart.words(left - 5, at(0, score)[1] + 3, fixed(score, 2), "end")
    chart.line(left, bottom, right, bottom, QUIET)
    chart.words((left + right) / 2, bottom + 27, reader.words("held_back.axis"), "middle")
    names = []
    for place, row in enumerate(rows):
        places = [at(step["restricted"], step["score"]) for step in row["sweep"]]
        data = "M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in places)
        chart.paths.append(Path(data, stroke=(INK, ACCENT)[place % 2], width=1.1, dash=DASHES[place // 2 % 4]))
        chart.dot(*at(row["at"], row["score_at"]), 2.6, ALERT)
        names.append((places[-1][1], row["mineral"]))
    for y, (end, mineral) in zip(_spread([end for end, _ in sorted(names)]), sorted(names), strict=True):
        chart.line(right, end, right + 12, y - 3, LINE)
        chart.texts.append(Text(right + 14, y, fitting(reader.name_and_symbol(mineral), WIDTH - right - 16)))
    return chart


def _spread(heights: Sequence[float]) -> list[float]:
    """Heights of names, ascending, moved down and then up so that none touches another."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height + 3, placed[-1] + NAME_STEP) if placed else height + 3)
    limit = PLOT[3] + 3
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], limit)
        limit = placed[place] - NAME_STEP
    return placed
