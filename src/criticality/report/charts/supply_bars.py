"""Geometry of the bars of a factsheet: world supply stage by stage, and the country's imports year by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from criticality.model.record import OriginRow, SupplyRow
from criticality.report.charts.drawing import INK, QUIET
from criticality.report.charts.labels import text_width
from criticality.report.notes import narrowest_stage, supply_share
from criticality.report.reader import Reader
from criticality.text.numbers import percent

WIDTH, LEFT, RIGHT = 640.0, 118.0, 636.0
OTHERS, WORLD = "OTH", "WLD"
"""Codes of data/ that are no countries. Defined here because a page must not load the reader of tables."""

Share = SupplyRow | OriginRow
STEP, HEIGHT, GAP = 16.5, 14.0, 4.0
SIZE = 11.0
NARROW = 5.0
COLOURS = ("#12355b", "#bf4a1a", "#4f9d86", "#803346", "#d4ad2c", "#6b7a8f")
"""One colour for each of the countries that supply most of the list, the same in every chart."""
INKS = ("#ffffff", "#000000", "#000000", "#ffffff", "#000000", "#ffffff")
REST = "#e3e6ea"


@dataclass(frozen=True)
class Part:
    """One country's part of a bar, with its name where there is room."""

    x: float
    width: float
    fill: str
    ink: str
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar of shares: what it is of, and the largest part in words."""

    y: float
    title: str
    parts: list[Part]
    largest: str


@dataclass(frozen=True)
class Bars:
    """Bars under one another; the shares of each add up to one."""

    width: float
    height: float
    left: float
    right: float
    bars: list[Bar]


def narrowest_shares(reader: Reader, mineral: str) -> dict[str, float]:
    """Return the shares of countries in world supply at a mineral's narrowest stage in its latest year."""
    place = narrowest_stage(reader, mineral)
    rows = [row for row in reader.result.get("supply") or () if row["mineral"] == mineral]
    rows = [row for row in rows if place is not None and row["stage"] == place.stage]
    latest = max((row["year"] for row in rows), default="")
    return {row["country"]: row["share"] for row in rows if row["year"] == latest and row["country"] != WORLD}


def main_countries(reader: Reader) -> list[str]:
    """Return the countries that have a colour: those of the largest shares in the supply of the listed minerals."""
    total: dict[str, float] = {}
    for row in reader.listed:
        for country, share in narrowest_shares(reader, row["mineral"]).items():
            total[country] = total.get(country, 0.0) + share
    return sorted((c for c in total if c != OTHERS), key=lambda c: (-total[c], c))[: len(COLOURS)]


def supply_bars(
    reader: Reader, supply: Sequence[SupplyRow], origins: Sequence[OriginRow], main: Sequence[str], years: int | None
) -> Bars | None:
    """Lay out world supply by stage (extraction first) and imports by year; None where the record has neither.

    Parameters
    ----------
    reader
        Of the record.
    supply, origins
        The rows of one mineral.
    main
        The countries that have a colour, as `main_countries` returns them.
    years
        How many of the latest years of imports to show; None: all.
    """
    groups: dict[tuple[str, str], list[Share]] = {}
    for row in supply:
        title = reader.words.get(f"stage.{row['stage']}", row["stage"])
        groups.setdefault((title, str(row["year"])), []).append(row)
    after = len(groups)
    bought = sorted({origin["year"] for origin in origins})
    shown = set(bought if years is None else bought[-years:])
    for origin in origins:
        if origin["country"] != WORLD and origin["year"] in shown:
            groups.setdefault((reader.words("sheet.imports"), str(origin["year"])), []).append(origin)
    if not groups:
        return None
    bars = []
    for place, ((title, year), rows) in enumerate(groups.items()):
        y = 2.0 + STEP * place + (GAP if after and place >= after else 0.0)
        bars.append(Bar(y, f"{title} {year}".strip(), _parts(reader, rows, main), _named(reader, rows[0])))
    return Bars(WIDTH, bars[-1].y + HEIGHT + 2.0, LEFT, RIGHT, bars)


def _parts(reader: Reader, rows: Sequence[Share], main: Sequence[str]) -> list[Part]:
    """Place the parts from left to right; parts too narrow to be seen are joined in the pale rest."""
    parts, x = [], LEFT
    for row in rows:
        width = (RIGHT - LEFT) * row["share"]
        if row["country"] == OTHERS or width < NARROW or x + width > RIGHT + 0.5:
            break
        place = main.index(row["country"]) if row["country"] in main else None
        fill, ink = (REST, INK) if place is None else (COLOURS[place], INKS[place])
        parts.append(Part(x, width, fill, ink, _fitting(_names(reader, row), width)))
        x += width
    if RIGHT - x > 1.0:
        parts.append(Part(x, RIGHT - x, REST, QUIET, _fitting([reader.words("sheet.others")], RIGHT - x)))
    return parts


def _named(reader: Reader, row: Share) -> str:
    name = reader.words("sheet.others") if row["country"] == OTHERS else reader.country(row["country"])
    return f"{name} {supply_share(reader, percent(row['share']))}"


def _names(reader: Reader, row: Share) -> list[str]:
    name = reader.country(row["country"])
    return [f"{name} {supply_share(reader, percent(row['share']))}", name]


def _fitting(texts: Sequence[str], width: float) -> str:
    return next((text for text in texts if text_width(text, SIZE) < width - 4), "")
