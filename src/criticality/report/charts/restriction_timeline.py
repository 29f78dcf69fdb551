"""Since when exports of listed minerals are restricted: one line an act, from its first day to the date of the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from criticality.report.charts.drawing import ALERT, QUIET, Drawing, Text, fitting
from criticality.report.charts.labels import text_width
from criticality.report.reader import Reader

SIZE = 11.0
LEFT, RIGHT, END, TOP, STEP = 176.0, 344.0, 636.0, 22.0, 16.0
FIRST_YEAR = 2010
ROWS = 16


@dataclass(frozen=True)
class Act:
    """One measure of a country on one day, and the listed minerals it reaches."""

    country: str
    measure: str
    since: str
    until: str
    minerals: tuple[str, ...]


def acts(reader: Reader) -> list[Act]:
    """Return the restrictions in force on listed minerals, by first day; those without a day come first."""
    listed = {row["mineral"] for row in reader.listed}
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for row in reader.result.get("restrictions") or ():
        if row["mineral"] in listed:
            key = (row["in_force_from"] or "", row["country"], row["measure"], row["in_force_until"] or "")
            found.setdefault(key, []).append(row["mineral"])
    return [
        Act(country, measure, since, until, tuple(dict.fromkeys(minerals)))
        for (since, country, measure, until), minerals in sorted(found.items())
    ]


def acts_drawn(reader: Reader) -> str:
    """Say how many acts are drawn, where not all are."""
    return reader.words("short.timeline.drawn", most=ROWS) if len(acts(reader)) > ROWS else ""


def restriction_timeline(reader: Reader) -> Drawing | None:
    """Lay out the acts that reach most listed minerals; None where none is recorded."""
    every = acts(reader)
    shown = sorted(sorted(every, key=lambda act: (-len(act.minerals), act.since))[:ROWS], key=lambda act: act.since)
    if not shown:
        return None
    end = int(reader.record["as_of"][:4]) + 1
    chart = Drawing(640.0, TOP + STEP * len(shown) + 7)
    for year in range(FIRST_YEAR, end + 1, 4):
        x = _at(f"{year}-01-01", end)
        chart.line(x, TOP - 4, x, TOP + STEP * len(shown))
        chart.texts.append(Text(x, TOP - 8, str(year), "middle", SIZE, QUIET))
    for place, act in enumerate(shown):
        _line(reader, chart, TOP + STEP * place + 5, act, end)
    chart.finding = _finding(reader, every)
    chart.alternative = reader.words("short.timeline.alt", n=len(shown), finding=chart.finding)
    return chart


def _line(reader: Reader, chart: Drawing, y: float, act: Act, end: int) -> None:
    title = f"{reader.country(act.country)}{reader.words('colon')}{reader.coded('measure', act.measure)}"
    chart.texts.append(Text(LEFT - 8, y + 8, fitting(title, LEFT - 10, SIZE), "end", SIZE))
    start = _at(act.since or f"{FIRST_YEAR}-01-01", end)
    stop = max(_at(min(act.until or reader.record["as_of"], reader.record["as_of"]), end), start + 3)
    chart.area([(start, y, stop, y + 9)], ALERT if act.measure == "ban" else "#bf7a5a")
    names = _names(reader, act.minerals, END - RIGHT - 12)
    chart.texts.append(Text(RIGHT + 12, y + 8, names, "start", SIZE))


def _names(reader: Reader, minerals: Sequence[str], room: float) -> str:
    """Count the minerals and name as many as fit a width, saying how many are not named."""
    labels = [reader.label(mineral) for mineral in minerals]
    for shown in range(len(labels), 0, -1):
        text = f"{len(labels)}{reader.words('colon')}{reader.words.listing(labels[:shown])}"
        text += reader.words("and_more", n=len(labels) - shown) if shown < len(labels) else ""
        if text_width(text, SIZE) <= room:
            return text
    return str(len(labels))


def _at(day: str, end: int) -> float:
    year, month = int(day[:4]), int(day[5:7] or 1)
    place = (year + (month - 1) / 12 - FIRST_YEAR) / (end - FIRST_YEAR)
    return LEFT + min(1.0, max(0.0, place)) * (RIGHT - LEFT)


def _finding(reader: Reader, every: Iterable[Act]) -> str:
    reached: dict[str, set[str]] = {}
    for act in every:
        reached.setdefault(act.country, set()).update(act.minerals)
    country = max(sorted(reached), key=lambda code: len(reached[code]))
    return reader.words(
        "short.timeline.finding", country=reader.country(country), n=len(reached[country]), all=len(reader.listed)
    )
