"""Why each mineral is listed: what every dimension adds to its weighted mean, one bar a mineral."""

from collections.abc import Sequence

from criticality.model.record import Contribution
from criticality.report.charts.drawing import QUIET, SIZE, Drawing, Text, fitting, short_name, two_lines
from criticality.report.charts.labels import text_width
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import has_weighed, withheld_names
from criticality.text.numbers import fixed

LEFT, RIGHT, END, TOP, BAR = 130.0, 370.0, 636.0, 30.0, 15.0
STEPS = {1: 20.0, 2: 27.0}
"""From bar to bar, by the most lines that stand beside one."""
FILLS = ("#12355b", "#bf4a1a", "#4f9d86", "#803346", "#d4ad2c")
"""The colours of the dimensions, as the style sheet has them."""
INKS = ("#ffffff", "#000000", "#000000", "#ffffff", "#000000")
MOST_BARS = 40


def score_stacks(reader: Reader) -> list[Drawing]:
    """Lay out a bar for each listed mineral with contributions; nothing where the method has none."""
    found = {row["mineral"]: list[Contribution]() for row in reader.listed}
    for entry in reader.result["contributions"]:
        if entry["mineral"] in found:
            found[entry["mineral"]].append(entry)
    bars = [(mineral, entries) for mineral, entries in found.items() if entries and not has_weighed(reader, mineral)]
    longest = max((sum(e["contribution"] or 0.0 for e in entries) for _, entries in bars), default=0.0) or 1.0
    charts = [_stack(reader, bars[at : at + MOST_BARS], longest) for at in range(0, len(bars), MOST_BARS)]
    for chart in charts:
        chart.finding = _finding(reader, bars)
        chart.alternative = reader.words("reasons.alt", n=len(bars), finding=chart.finding)
    return charts


def _stack(reader: Reader, bars: Sequence[tuple[str, list[Contribution]]], longest: float) -> Drawing:
    drivers = [_driver(reader, entries) for _, entries in bars]
    step = STEPS[max(map(len, drivers), default=1)]
    chart = Drawing(640.0, TOP + step * len(bars) + 4)
    x = 4.0
    for place, title in enumerate(reader.dimensions.values()):
        shown = fitting(title, 230.0)
        chart.area([(x, 6.0, x + 10.0, 16.0)], FILLS[place % len(FILLS)])
        chart.texts.append(Text(x + 14.0, 15.0, shown))
        x += 26.0 + text_width(shown, SIZE)
    for place, (bar, driver) in enumerate(zip(bars, drivers, strict=True)):
        _bar(reader, chart, TOP + step * place, bar, longest)
        for line, text in enumerate(driver):
            y = TOP + step * place + 12 + 12.5 * line - (6.0 if len(driver) > 1 else 0.0)
            chart.texts.append(Text(RIGHT + 10, y, text, fill=QUIET))
    return chart


def _driver(reader: Reader, entries: Sequence[Contribution]) -> list[str]:
    """Return what the criterion that adds most to a bar adds, and its title, in one line or two."""
    most = max(entries, key=lambda e: (e["contribution"] or 0.0, e["criterion"]))
    return two_lines(f"{fixed(most['contribution'])} {reader.criterion(most['criterion'])}", END - RIGHT - 10)


def _bar(reader: Reader, chart: Drawing, top: float, bar: tuple[str, list[Contribution]], longest: float) -> None:
    mineral, entries = bar
    chart.texts.append(Text(LEFT - 6, top + 12, short_name(reader, mineral, LEFT - 8), "end"))
    x, scale = LEFT, (RIGHT - LEFT) / longest
    for place, code in enumerate(reader.dimensions):
        width = scale * sum(e["contribution"] or 0.0 for e in entries if e["dimension"] == code)
        chart.area([(x, top, x + width, top + BAR)] if width > 0 else [], FILLS[place % len(FILLS)], "#ffffff")
        x += width


def _finding(reader: Reader, bars: Sequence[tuple[str, list[Contribution]]]) -> str:
    """Name the criterion that weighs most for most of the minerals."""
    tops = [max(entries, key=lambda e: (e["contribution"] or 0.0, e["criterion"]))["criterion"] for _, entries in bars]
    first = max(dict.fromkeys(tops), key=tops.count)
    found = reader.words("reasons.finding", criterion=reader.criterion(first), n=tops.count(first), all=len(bars))
    left_out = [row["mineral"] for row in reader.listed if has_weighed(reader, row["mineral"])]
    if not left_out:
        return found
    return f"{found} {reader.words('confidential.no_bar', minerals=withheld_names(reader, left_out))}"
