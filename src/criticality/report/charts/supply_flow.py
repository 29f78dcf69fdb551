"""From where through what to whom: countries of supply, listed minerals, industries that use them, joined by bands.

A band is as wide as the share: on the left of world supply at the mineral's narrowest stage, on the right of its use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from criticality.report.charts.drawing import INK, NONE, QUIET, Drawing, Path, Text, fitting, two_lines
from criticality.report.charts.supply_bars import COLOURS, OTHERS, REST, main_countries, narrowest_shares
from criticality.report.facts import by_industry, uses_by_sector
from criticality.report.reader import Reader
from criticality.text.numbers import percent

SIZE = 11.0
WIDTH = 640.0
COUNTRY, MINERAL, SECTOR = (108.0, 116.0), (256.0, 370.0), (470.0, 478.0)
"""Left and right edge of the bars of countries, the boxes of minerals and the bars of industries."""
BAND, PITCH, APART = 11.0, 12.8, 2.5
"""Width of the bands of one mineral together, from one mineral to the next, and between bars."""
LINE = 12.0
INDUSTRIES = 5
USE = "#c4c9d5"
MOST = 24
"""With more listed minerals the bands could not be told apart, and the chart is left out."""

Shares = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Column:
    """The bars of one side: code → top of its bar, in the order from top to bottom; and where the last one ends."""

    tops: Mapping[str, float]
    bottom: float


def supply_flow(reader: Reader) -> Drawing | None:
    """Lay out the chart; None where nothing is known of supply, of use, or of too many minerals."""
    listed = [row["mineral"] for row in reader.listed]
    supply = {mineral: found for mineral in listed if (found := _from(reader, mineral))}
    uses = _to(reader, listed)
    if not supply or not uses or len(listed) > MOST:
        return None
    order = _order(reader, listed, supply)
    minerals = {mineral: PITCH * place for place, mineral in enumerate(order)}
    countries = _column(supply, [*main_countries(reader), OTHERS], {})
    lines = {code: two_lines(_sector(reader, code), WIDTH - SECTOR[1] - 8) for code in _codes(uses)}
    sectors = _column(uses, _by_place(uses, minerals), lines)
    height = max(countries.bottom, sectors.bottom, PITCH * len(order))
    chart = Drawing(WIDTH, height + 4)
    tops = {mineral: top + (height - PITCH * len(order)) / 2 + 2 for mineral, top in minerals.items()}
    _left(reader, chart, supply, order, tops, _shifted(countries, height))
    _right(chart, uses, order, tops, _shifted(sectors, height), lines)
    for mineral in order:
        chart.area([(MINERAL[0], tops[mineral], MINERAL[1], tops[mineral] + BAND)], "#f3f5f7")
        name = fitting(reader.name(mineral), MINERAL[1] - MINERAL[0] - 4, SIZE)
        chart.texts.append(Text(sum(MINERAL) / 2, tops[mineral] + 9.6, name, "middle", SIZE, INK))
    chart.finding = _finding(reader, supply, listed)
    chart.alternative = reader.words(
        "flow.alt", n=len(listed), finding=chart.finding, flows=_said(reader, supply, uses)
    )
    return chart


def _from(reader: Reader, mineral: str) -> dict[str, float]:
    """Return the shares of world supply of the countries that have a colour, and of all others together."""
    main, shares = set(main_countries(reader)), narrowest_shares(reader, mineral)
    found = {country: share for country, share in shares.items() if country in main}
    rest = sum(shares.values()) - sum(found.values())
    return {**found, OTHERS: rest} if rest > 0.005 else found


def _to(reader: Reader, listed: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the shares of use of the industries that use most, and of all others together."""
    uses = {mineral: shares for mineral, shares in uses_by_sector(reader).items() if mineral in listed}
    total: dict[str, float] = {}
    for shares in uses.values():
        for sector, share in shares.items():
            total[sector] = total.get(sector, 0.0) + share
    shown = sorted(total, key=lambda sector: (-total[sector], sector))[:INDUSTRIES]
    found = {}
    for mineral, shares in uses.items():
        kept = {sector: share for sector, share in shares.items() if sector in shown}
        rest = sum(shares.values()) - sum(kept.values())
        found[mineral] = {**kept, OTHERS: rest} if rest > 0.005 else kept
    return found


def _order(reader: Reader, listed: Sequence[str], supply: Shares) -> list[str]:
    """Put the minerals of one leading country together, and within them those of one industry."""
    countries = [*main_countries(reader), OTHERS]
    industry = {m: place for place, (_, members) in enumerate(by_industry(reader, list(listed))) for m in members}

    def place(mineral: str) -> tuple[int, int]:
        shares = supply.get(mineral, {})
        leader = max(shares, key=lambda code: (shares[code], code)) if shares else OTHERS
        return countries.index(leader), industry[mineral]

    return sorted(listed, key=place)


def _codes(shares: Shares) -> list[str]:
    return list(dict.fromkeys(code for row in shares.values() for code in row))


def _by_place(uses: Shares, minerals: Mapping[str, float]) -> list[str]:
    """Put each industry beside the minerals that it uses; what is left over stands last."""

    def middle(code: str) -> tuple[bool, float, str]:
        parts = [(uses[m][code], minerals[m]) for m in uses if code in uses[m]]
        return code == OTHERS, sum(share * top for share, top in parts) / sum(share for share, _ in parts), code

    return sorted(_codes(uses), key=middle)


def _column(shares: Shares, codes: Sequence[str], lines: Mapping[str, Sequence[str]]) -> Column:
    """Stack the bars of one side, each as high as its bands together and its label at least."""
    tops, top = dict[str, float](), 0.0
    for code in codes:
        high = BAND * sum(row.get(code, 0.0) for row in shares.values())
        if high:
            tops[code] = top
            top += max(high, LINE * len(lines.get(code, ("",)))) + APART
    return Column(tops, top - APART)


def _shifted(column: Column, height: float) -> dict[str, float]:
    return {code: top + (height - column.bottom) / 2 + 2 for code, top in column.tops.items()}


def _left(
    reader: Reader,
    chart: Drawing,
    supply: Shares,
    order: Sequence[str],
    tops: Mapping[str, float],
    bars: Mapping[str, float],
) -> None:
    main, ends = main_countries(reader), dict(bars)
    filled = dict.fromkeys(order, 0.0)
    for code, top in bars.items():
        colour = COLOURS[main.index(code)] if code in main else REST
        for mineral in order:
            share = supply.get(mineral, {}).get(code)
            if share:
                inside = tops[mineral] + BAND * filled[mineral]
                _band(chart, COUNTRY[1], ends[code], MINERAL[0], inside, BAND * share, colour)
                ends[code] += BAND * share
                filled[mineral] += share
        chart.area([(COUNTRY[0], top, COUNTRY[1], ends[code])], colour)
        name = fitting(_country(reader, code), COUNTRY[0] - 6, SIZE)
        chart.texts.append(Text(COUNTRY[0] - 6, (top + ends[code]) / 2 + 4, name, "end", SIZE, INK))


def _right(
    chart: Drawing,
    uses: Shares,
    order: Sequence[str],
    tops: Mapping[str, float],
    bars: Mapping[str, float],
    lines: Mapping[str, Sequence[str]],
) -> None:
    ends, filled = dict(bars), dict.fromkeys(order, 0.0)
    for code, top in bars.items():
        colour = REST if code == OTHERS else USE
        for mineral in order:
            share = uses.get(mineral, {}).get(code)
            if share:
                inside = tops[mineral] + BAND * filled[mineral]
                _band(chart, MINERAL[1], inside, SECTOR[0], ends[code], BAND * share, colour)
                ends[code] += BAND * share
                filled[mineral] += share
        chart.area([(SECTOR[0], top, SECTOR[1], ends[code])], QUIET)
        first = (top + ends[code]) / 2 + 4 - LINE * (len(lines[code]) - 1) / 2
        for place, line in enumerate(lines[code]):
            chart.texts.append(Text(SECTOR[1] + 6, first + LINE * place, line, "start", SIZE, INK))


def _band(chart: Drawing, x1: float, y1: float, x2: float, y2: float, width: float, fill: str) -> None:
    """Draw a band of even width from one edge to the other, with a thin white edge that parts it from the next."""
    half = (x1 + x2) / 2
    there = f"M{x1:.2f} {y1:.2f} C{half:.2f} {y1:.2f} {half:.2f} {y2:.2f} {x2:.2f} {y2:.2f}"
    low = (y1 + width, y2 + width)
    back = f"L{x2:.2f} {low[1]:.2f} C{half:.2f} {low[1]:.2f} {half:.2f} {low[0]:.2f} {x1:.2f} {low[0]:.2f} Z"
    edge = width > 1.5
    chart.paths.append(Path(f"{there} {back}", fill, "#ffffff" if edge else NONE, 0.4 if edge else 0.0))


def _country(reader: Reader, code: str) -> str:
    return reader.words("sheet.others") if code == OTHERS else reader.country(code)


def _sector(reader: Reader, code: str) -> str:
    return reader.words("flow.other_uses") if code == OTHERS else reader.sector(code)


def _finding(reader: Reader, supply: Shares, listed: Sequence[str]) -> str:
    """Name the country that leads most minerals, and the industry that uses most of most of them."""
    leaders = [max(shares, key=lambda code: (shares[code], code)) for shares in supply.values()]
    first = max(dict.fromkeys(leaders), key=leaders.count)
    sector, most = by_industry(reader, list(listed))[0]
    return reader.words(
        "flow.finding",
        country=_country(reader, first),
        n=leaders.count(first),
        all=len(listed),
        sector=reader.sector(sector) if sector else reader.words("front.no_use"),
        users=len(most),
    )


def _said(reader: Reader, supply: Shares, uses: Shares) -> str:
    """Say of each mineral who supplies most of it and which industry uses most of it."""
    told = []
    for mineral in dict.fromkeys([*supply, *uses]):
        parts = [
            f"{name(reader, code)} {percent(shares[code])}"
            for shares, name in ((supply.get(mineral, {}), _country), (uses.get(mineral, {}), _sector))
            if shares
            for code in [max(shares, key=lambda entry: (shares[entry], entry))]
        ]
        told.append(reader.name(mineral) + reader.words("colon") + reader.words.listing(parts))
    return reader.words("and").join(told)
