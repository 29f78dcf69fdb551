"""Geometry of the bars of a factsheet: world supply stage by stage, and the country's imports year by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from criticality.model.record import OriginRow, SupplyRow
from criticality.report.charts.labels import text_width
from criticality.report.reader import Reader
from criticality.text.numbers import percent

WIDTH, LEFT, RIGHT = 640.0, 112.0, 636.0
OTHERS, WORLD = "OTH", "WLD"
"""Codes of data/ that are no countries. Defined here because a page must not load the reader of tables."""

Share = SupplyRow | OriginRow
STEP, HEIGHT, GAP = 13.5, 11.0, 4.0
SIZE = 8.0
NARROW = 5.0
FILLS = ("#12355b", "#41709c", "#86a6c4", "#b3c7d9", "#d3dde7")
REST = "#eef1f4"


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


def supply_bars(reader: Reader, supply: Sequence[SupplyRow], origins: Sequence[OriginRow]) -> Bars | None:
    """Lay out world supply by stage (extraction first) and imports by year; None where the record has neither."""
    groups: dict[tuple[str, str], list[Share]] = {}
    for row in supply:
        title = reader.words.get(f"stage.{row['stage']}", row["stage"])
        groups.setdefault((title, str(row["year"])), []).append(row)
    after = len(groups)
    for origin in origins:
        if origin["country"] != WORLD:
            groups.setdefault((reader.words("sheet.imports"), str(origin["year"])), []).append(origin)
    if not groups:
        return None
    fills = _fills([row for rows in groups.values() for row in rows])
    bars = []
    for place, ((title, year), rows) in enumerate(groups.items()):
        y = 2.0 + STEP * place + (GAP if after and place >= after else 0.0)
        bars.append(Bar(y, f"{title} {year}".strip(), _parts(reader, rows, fills), _named(reader, rows[0])))
    return Bars(WIDTH, bars[-1].y + HEIGHT + 2.0, LEFT, RIGHT, bars)


def _fills(rows: Sequence[Share]) -> dict[str, str]:
    """Give the countries with the largest parts a shade each, the same in every bar."""
    largest: dict[str, float] = {}
    for row in rows:
        if row["country"] != OTHERS:
            largest[row["country"]] = max(largest.get(row["country"], 0.0), row["share"])
    ordered = sorted(largest, key=lambda country: (-largest[country], country))
    return dict(zip(ordered, FILLS, strict=False))


def _parts(reader: Reader, rows: Sequence[Share], fills: dict[str, str]) -> list[Part]:
    """Place the parts from left to right; parts too narrow to be seen are joined in the pale rest."""
    parts, x = [], LEFT
    for row in rows:
        width = (RIGHT - LEFT) * row["share"]
        if row["country"] == OTHERS or width < NARROW or x + width > RIGHT + 0.5:
            break
        fill = fills.get(row["country"], REST)
        ink = "#ffffff" if fill in FILLS[:2] else "#1d2430"
        parts.append(Part(x, width, fill, ink, _fitting(_names(reader, row), width)))
        x += width
    if RIGHT - x > 1.0:
        parts.append(Part(x, RIGHT - x, REST, "#4a5260", _fitting([reader.words("sheet.others")], RIGHT - x)))
    return parts


def _named(reader: Reader, row: Share) -> str:
    name = reader.words("sheet.others") if row["country"] == OTHERS else reader.country(row["country"])
    return f"{name} {percent(row['share'])}"


def _names(reader: Reader, row: Share) -> list[str]:
    share = percent(row["share"])
    code = row["country"]
    return [f"{reader.country(code)} {share}", f"{code} {share}", code]


def _fitting(texts: Sequence[str], width: float) -> str:
    return next((text for text in texts if text_width(text, SIZE) < width - 4), "")
