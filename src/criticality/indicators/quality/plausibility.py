"""Values that are allowed in their columns but look wrong: printed with every run, so that a person checks them.

Values that cannot be right are errors of `check` (`criticality.indicators.quality.checks`). Here are values that may be
right and often are not: a unit that is off by a factor of a thousand, or a country in the place of another.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from math import isnan

from criticality.indicators.cell import is_missing
from criticality.indicators.evidence import (
    GovernanceRow,
    ProductionRow,
    PropertyRow,
    RestrictionRow,
    SectorRow,
    TradeRow,
    grouped,
    rows_of,
    trade_rows,
)
from criticality.indicators.quality.metal_prices import far_from_price
from criticality.indicators.quality.unlike_peers import odd_figures
from criticality.model.dataset import OTHERS, WORLD, Dataset
from criticality.text.found import Found, first_of, found, year_of
from criticality.text.message import Message, joined

Series = tuple[str, str, dict[float, dict[str, float]]]
"""Mineral, stage, and year → country → figure."""

JUMP = 100.0
"""Factor between two years of one producer from which a slip of the unit is more likely than news."""

WEIGHTY = 0.03
"""Share of world supply from which a country that has no row in the next year stands out."""

UNNAMED = 0.005
"""Share of a world total that no row accounts for before it is told."""

DEAR = 100.0
"""Factor by which the unit value of an import may lie off the median of its code."""

SWING = 1.0
"""Change of a governance estimate within a year; its standard error is about 0.2."""

OPEN = 0.02
"""Share of an import total that the partners may leave open before it is told."""

ONCE = 0.2
"""Share of a year's imports of a code from which a partner without a row in any other year stands out."""

DOMINANT, NEGLIGIBLE = 0.6, 1e-3
"""Shares of the value added of all sectors above and below which one of them looks slipped."""


def implausible(dataset: Dataset, country: str, reference_year: int) -> tuple[Found, ...]:
    """Return the checks of a data set, in a fixed order.

    Parameters
    ----------
    dataset
        The tables of data/; not altered.
    country
        ISO 3166 alpha-3 code of the country assessed.
    reference_year
        Later figures are not used, and not looked at.
    """
    made = [row for row in rows_of(dataset, "production", ProductionRow) if _usable(row.year, reference_year)]
    bought = [row for row in trade_rows(dataset) if _usable(row.year, reference_year)]
    own = [row for row in bought if row.reporter == country and row.flow == "import"]
    governed = [row for row in rows_of(dataset, "governance", GovernanceRow) if _usable(row.year, reference_year)]
    stated = [row for row in rows_of(dataset, "mineral_properties", PropertyRow) if _usable(row.year, reference_year)]
    series = list(_series(made))
    return (
        *_jumps(series),
        *_comings_and_goings(series),
        *_gaps(series),
        *_alone(series),
        *_unit_values(own),
        *far_from_price(own, stated),
        *_partners_once(own),
        *_open_totals(own),
        *_swings(governed),
        *_sectors([row for row in rows_of(dataset, "sectors", SectorRow) if _usable(row.year, reference_year)]),
        *_restrictions_of_nobody(rows_of(dataset, "export_restrictions", RestrictionRow), made),
        *_two_owners(dataset, "export_restrictions", "act", "country"),
        *_two_owners(dataset, "official_lists", "source", "jurisdiction"),
        *_two_owners(dataset, "official_lists", "source", "list_date"),
        *odd_figures(dataset, reference_year),
    )


def _usable(year: float, reference_year: int) -> bool:
    return isnan(year) or year <= reference_year


def _stated(rows: list[ProductionRow]) -> dict[float, dict[str, float]]:
    """Year → country → figure, the years in order."""
    years = grouped((row for row in rows if not is_missing(row.value, row.flag)), lambda row: row.year)
    return {year: {row.country: row.value for row in years[year]} for year in sorted(years)}


def _series(rows: list[ProductionRow]) -> Iterator[Series]:
    for (mineral, stage, _), group in sorted(grouped(rows, lambda row: (row.mineral, row.stage, row.unit)).items()):
        yield mineral, stage, _stated(group)


def _jumps(series: list[Series]) -> Iterator[Found]:
    for mineral, stage, years in series:
        for (first, before), (second, after) in pairwise(years.items()):
            for code in sorted(set(before) & set(after)):
                low, high = sorted((before[code], after[code]))
                if low > 0 and high / low >= JUMP:
                    slots = {"mineral": mineral, "stage": stage, "country": code}
                    figures = {"before": before[code], "after": after[code]}
                    years_ = {"year": year_of(first), "later": year_of(second)}
                    yield found("jump", mineral, high / low, **slots, **figures, **years_)


def _comings_and_goings(series: list[Series]) -> Iterator[Found]:
    for mineral, stage, years in series:
        for (first, before), (second, after) in pairwise(years.items()):
            for there, here, year, other in ((before, after, first, second), (after, before, second, first)):
                for code in sorted(set(there) - set(here) - {WORLD, OTHERS}):
                    share = there[code] / _whole(there)
                    if share >= WEIGHTY:
                        slots = {"mineral": mineral, "stage": stage, "country": code, "whole": share}
                        when = {"year": year_of(year), "other": year_of(other)}
                        yield found("comes_or_goes", mineral, share, **slots, **when)


def _whole(by_country: Mapping[str, float]) -> float:
    named = sum(value for code, value in by_country.items() if code != WORLD)
    return by_country.get(WORLD, 0.0) or named or 1.0


def _gaps(series: list[Series]) -> Iterator[Found]:
    for mineral, stage, years in series:
        for year, figures in years.items():
            world = figures.get(WORLD, 0.0)
            unnamed = 1 - sum(value for code, value in figures.items() if code != WORLD) / world if world > 0 else 0.0
            if unnamed > UNNAMED:
                slots = {"mineral": mineral, "stage": stage, "year": year_of(year), "part": unnamed}
                yield found("total_gap", mineral, unnamed, **slots)


def _alone(series: list[Series]) -> Iterator[Found]:
    single = [Message("found.series", mineral=name, stage=stage) for name, stage, years in series if len(years) == 1]
    if single:
        slots = {"count": len(single), "all": len(series), "series": joined(single)}
        yield found("single_year", "production", len(single) / len(series), **slots)


def _unit_values(rows: list[TradeRow]) -> Iterator[Found]:
    priced = [row for row in rows if row.partner != WORLD and row.value_usd >= 1000 and row.quantity_t > 0]
    for (mineral, code), group in sorted(grouped(priced, lambda row: (row.mineral, row.code)).items()):
        prices = sorted(row.value_usd / row.quantity_t for row in group)
        usual = prices[len(prices) // 2]
        odd = [row for row in group if not 1 / DEAR <= row.value_usd / row.quantity_t / usual <= DEAR]
        if odd:
            where = {(row.partner, year_of(row.year)) for row in odd}
            places = first_of([Message("found.place", country=partner, year=year) for partner, year in where])
            yield found("unit_value", mineral, len(odd), mineral=mineral, code=code, times=DEAR, places=places)


def _partners_once(rows: list[TradeRow]) -> Iterator[Found]:
    """Large partners of one year only: news, transit, or a country in another's place."""
    weighed = [row for row in rows if row.partner not in {WORLD, OTHERS} and row.quantity_t > 0]
    for (mineral, code), group in sorted(grouped(weighed, lambda row: (row.mineral, row.code)).items()):
        years = {year: sum(row.quantity_t for row in part) for year, part in grouped(group, lambda r: r.year).items()}
        alone = [part[0] for part in grouped(group, lambda row: row.partner).values() if len(part) == 1]
        odd = [row for row in alone if len(years) > 2 and row.quantity_t >= ONCE * years[row.year]]
        if odd:
            shares = [(row.partner, year_of(row.year), row.quantity_t / years[row.year]) for row in odd]
            places = [Message("found.place_share", country=name, year=year, whole=part) for name, year, part in shares]
            yield found("partner_once", mineral, len(odd), mineral=mineral, code=code, places=first_of(places))


def _open_totals(rows: list[TradeRow]) -> Iterator[Found]:
    key: Callable[[TradeRow], tuple[str, str, float]] = lambda row: (row.mineral, row.code, row.year)  # noqa: E731
    for (mineral, code, year), group in sorted(grouped(rows, key).items()):
        for column in ("value_usd", "quantity_t"):
            stated = [row for row in group if not isnan(getattr(row, column))]
            whole = sum(getattr(row, column) for row in stated if row.partner == WORLD)
            parts = [getattr(row, column) for row in stated if row.partner != WORLD]
            unnamed = 1 - sum(parts) / whole if whole > 0 and parts else 0.0
            if unnamed > OPEN:
                slots = {"mineral": mineral, "code": code, "year": year_of(year), "whole": unnamed, "column": column}
                yield found("trade_gap", mineral, unnamed, **slots)


def _two_owners(dataset: Dataset, table: str, owned: str, owner: str) -> Iterator[Found]:
    """One act of two countries, one published list of two governments or dates: a cell in another's place."""
    for name, rows in dataset.table(table).groupby(owned, sort=True):
        counts = Counter(str(cell) for cell in rows[owner])
        if len(counts) > 1 and name:
            owners = [Message("found.owner", code=code, count=counts[code]) for code in sorted(counts)]
            slots = {"table": table, "owned": owned, "owner": owner, "owners": owners}
            yield found("two_owners", str(name), len(counts), subject=str(name), **slots)


def _swings(rows: list[GovernanceRow]) -> Iterator[Found]:
    for (code, indicator), group in sorted(grouped(rows, lambda row: (row.country, row.indicator)).items()):
        for before, after in pairwise(sorted(group, key=lambda row: row.year)):
            if abs(after.value - before.value) >= SWING:
                slots = {"then": before.value, "year": year_of(before.year)}
                slots |= {"now": after.value, "later": year_of(after.year)}
                yield found("swing", code, after.value - before.value, country=code, indicator=indicator, **slots)


def _sectors(rows: list[SectorRow]) -> Iterator[Found]:
    total = sum(row.value_added_usd_m for row in rows)
    for row in rows if total > 0 and len(rows) > 2 else []:
        share = row.value_added_usd_m / total
        if share > DOMINANT or share < NEGLIGIBLE:
            yield found("sector_size", row.sector, share, sector=row.sector, size=share)


def _restrictions_of_nobody(rows: list[RestrictionRow], made: list[ProductionRow]) -> Iterator[Found]:
    makers = {(row.mineral, row.country) for row in made if row.value > 0 or is_missing(row.value, row.flag)}
    known = {row.mineral for row in made}
    for mineral, group in sorted(grouped(rows, lambda row: row.mineral).items()):
        strangers = sorted({row.country for row in group} - {code for name, code in makers if name == mineral})
        if strangers and mineral in known:
            yield found("restriction_of_no_producer", mineral, len(strangers), mineral=mineral, countries=strangers)
