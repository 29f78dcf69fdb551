"""The chart of chapter 7: days of stock that ride out a disruption, against what governments hold."""

from collections.abc import Sequence

from criticality.report.drawing import ACCENT, ALERT, INK, LINE, Drawing, Text, fitting
from criticality.report.reader import Reader, Row, chunks
from criticality.report.words import fixed

WIDTH, LEFT, RIGHT = 640.0, 170.0, 590.0
STEP, TOP = 12.5, 23.0
BARS_A_CHART = 48


def stock_bars(reader: Reader, rows: Sequence[Row], practice: Sequence[float]) -> list[Drawing]:
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


def _bars(reader: Reader, rows: Sequence[Row], practice: Sequence[float], longest: float) -> Drawing:
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
        name = fitting(reader.both(row["mineral"]), LEFT - 12)
        chart.texts.append(Text(LEFT - 8, y + 3, name, "end"))
        chart.words(RIGHT + 9, y + 3, fixed(sure, 0))
    return chart


def _day(days: float, longest: float) -> float:
    return LEFT + (RIGHT - LEFT) * days / longest
