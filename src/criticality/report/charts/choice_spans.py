"""How far P(listed) of each mineral moves over the answers to the choices: a bar from lowest to highest."""

from collections.abc import Sequence

from criticality.model.record import known
from criticality.model.robustness_record import MineralResult
from criticality.report.charts.drawing import ACCENT, ALERT, INK, QUIET, Drawing, Text, fitting
from criticality.report.charts.labels import text_width
from criticality.report.reader import Reader
from criticality.text.numbers import percent

SIZE = 11.0
LEFT, RIGHT, END, TOP, STEP = 196.0, 440.0, 636.0, 22.0, 14.5
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
HIGH, EVEN = 0.9, 0.5


def choice_spans(reader: Reader, rows: Sequence[MineralResult], hangs: Sequence[str]) -> Drawing:
    """Lay out one bar a mineral: lowest to highest, a tick at the stated answers, a dot at the mean of all.

    Parameters
    ----------
    rows
        The minerals to show; each has a lowest and a highest probability.
    hangs
        What to print beside each bar: the question that the mineral hangs on.
    """
    chart = Drawing(640.0, TOP + STEP * len(rows) + 6)
    listed = {row["mineral"] for row in reader.listed}
    for share in TICKS:
        chart.line(_at(share), TOP - 4, _at(share), TOP + STEP * len(rows), dash="" if share in (0.0, 1.0) else "2 2")
        chart.texts.append(Text(_at(share), TOP - 8, percent(share), "middle", SIZE, QUIET))
    for place, (row, text) in enumerate(zip(rows, hangs, strict=True)):
        middle = TOP + STEP * place + STEP / 2
        bold = row["mineral"] in listed
        chart.texts.append(Text(LEFT - 6, middle + 4, _name(reader, row["mineral"]), "end", SIZE, INK, bold))
        low, high = known(row["p_lowest"]), known(row["p_highest"])
        fill = ACCENT if low >= HIGH else "#86a6c4" if low >= EVEN else ALERT
        chart.area([(_at(low) - 1, middle - 3, max(_at(high), _at(low)) + 1, middle + 3)], fill)
        if row["p_listed"] is not None:
            x = _at(row["p_listed"])
            chart.area([(x - 1.2, middle - 7, x + 1.2, middle + 7)], INK)
        if row["p_all"] is not None:
            chart.dot(_at(row["p_all"]), middle, 3.2, "#ffffff")
        chart.texts.append(Text(RIGHT + 14, middle + 4, fitting(text, END - RIGHT - 14, SIZE), "start", SIZE, QUIET))
    return chart


def _name(reader: Reader, mineral: str) -> str:
    name, bare = reader.name(mineral), reader.bare_name(mineral)
    if text_width(name, SIZE) <= LEFT - 10:
        return name
    return bare if text_width(bare, SIZE) <= LEFT - 10 else fitting(reader.label(mineral), LEFT - 10, SIZE)


def _at(share: float) -> float:
    return LEFT + min(1.0, max(0.0, share)) * (RIGHT - LEFT)
