"""Figures that a column may hold and nobody means: a share of 90, a price below zero, a trade with oneself."""

from collections import Counter
from collections.abc import Iterator, Sequence

from criticality.errors import Problem, Severity
from criticality.indicators.evidence import GovernanceRow, PropertyRow, SectorRow, TradeRow, grouped, rows_of
from criticality.indicators.governance import BEST
from criticality.indicators.quality.metal_prices import PRICE, PRICED_IN
from criticality.model.dataset import TABLES, Dataset
from criticality.model.units import is_never_negative, whole_of
from criticality.text.message import Message

NEIGHBOURS = 4
"""Rows of one property that must agree before another is measured by them."""

FARTHEST = BEST + 0.5
"""Estimates of governance run from about −2.5 to 2.5; a few lie a little beyond."""


def out_of_range(dataset: Dataset, country: str) -> Iterator[Problem]:
    """Warn of such figures, those of one cause once with their number.

    Parameters
    ----------
    dataset
        The tables of data/.
    country
        The country assessed, whose imports are read.
    """
    for group in grouped(rows_of(dataset, "mineral_properties", PropertyRow), lambda row: row.property).values():
        yield from _no_shares(group)
        yield from _negative(group)
        yield from _unlike_units(group)
    for row in rows_of(dataset, "governance", GovernanceRow):
        if abs(row.value) > FARTHEST:
            message = Message("indicators.beyond_scale", country=row.country, indicator=row.indicator, value=row.value)
            yield _problem("governance", row.line, "value", message, Message("indicators.write_estimate"))
    for sector in rows_of(dataset, "sectors", SectorRow):
        if sector.value_added_usd_m == 0:
            message = Message("indicators.sector_worth_nothing", sector=sector.sector)
            hint = Message("indicators.state_or_drop")
            yield _problem("sectors", sector.line, "value_added_usd_m", message, hint)
    trade = [row for row in rows_of(dataset, "trade", TradeRow) if row.flow == "export" or row.reporter == country]
    free = [row for row in trade if row.value_usd == 0 and row.quantity_t > 0]
    yield from _together(free, "value_usd", "indicators.no_value", Message("indicators.leave_value_empty"))
    own = [row for row in trade if row.reporter == row.partner]
    yield from _together(own, "partner", "indicators.trades_with_itself", Message("indicators.write_partner"))


def _no_shares(rows: Sequence[PropertyRow]) -> Iterator[Problem]:
    """Figures above the whole among figures that are all shares of it: per cent among shares of 1, as a rule."""
    wholes = [(row, whole) for row in rows if row.value == row.value and (whole := whole_of(row.unit)) is not None]
    within = [row for row, whole in wholes if 0 <= row.value <= whole]
    tops = [(row, whole, row.high if row.high > row.value else row.value) for row, whole in wholes]
    beyond = [(row, whole, top) for row, whole, top in tops if top > whole]
    if len(within) >= NEIGHBOURS and len(beyond) <= len(within) / NEIGHBOURS:
        for row, whole, top in beyond:
            slots = {"name": row.property, "mineral": row.mineral, "value": top, "unit": row.unit}
            message = Message("indicators.no_share", **slots, others=len(within), whole=whole)
            hint = Message("files.write_as_share" if whole == 1 else "indicators.within_unit", whole=whole)
            yield _problem("mineral_properties", row.line, "value", message, hint)


def _negative(rows: Sequence[PropertyRow]) -> Iterator[Problem]:
    """Figures below zero: wrong of amounts and prices, and odd where no other mineral has one."""
    below = [(row, figure) for row in rows for figure in (row.value, row.low, row.high) if figure < 0]
    others = sum(row.value >= 0 for row in rows)
    for row, figure in {row.line: (row, figure) for row, figure in reversed(below)}.values():
        slots = {"name": row.property, "mineral": row.mineral, "value": figure, "unit": row.unit}
        hint = Message("files.check_sign")
        if is_never_negative(row.unit):
            message = Message("indicators.never_negative", **slots)
            yield _problem("mineral_properties", row.line, "value", message, hint, "error")
        elif others >= NEIGHBOURS and len(below) <= others / NEIGHBOURS:
            message = Message("indicators.alone_negative", **slots, others=others)
            yield _problem("mineral_properties", row.line, "value", message, hint)


def _unlike_units(rows: Sequence[PropertyRow]) -> Iterator[Problem]:
    """Figures in a unit that nothing reads: of a price, any but one; of other properties, one that stands alone."""
    counts = Counter(row.unit for row in rows)
    is_price = rows[0].property == PRICE
    common = PRICED_IN if is_price else max(counts, key=lambda unit: (counts[unit], unit))
    if counts[common] < NEIGHBOURS:
        return
    for row in rows:
        if row.unit != common and (is_price or counts[row.unit] <= counts[common] / NEIGHBOURS):
            slots = {"property": row.property, "mineral": row.mineral, "unit": row.unit, "common": common}
            hint = Message("indicators.one_unit")
            yield _problem("mineral_properties", row.line, "unit", Message("indicators.odd_unit", **slots), hint)


def _together(rows: Sequence[TradeRow], column: str, code: str, hint: Message) -> Iterator[Problem]:
    """One problem for some rows of trade, at the first of them."""
    if rows:
        first = min(rows, key=lambda row: row.line)
        trade = {"mineral": first.mineral, "partner": first.partner, "reporter": first.reporter}
        message = Message(code, **trade, tonnes=f"{first.quantity_t:g}")
        if len(rows) > 1:
            message = Message("indicators.and_more", message=message, n=len(rows) - 1)
        yield _problem("trade", first.line, column, message, hint)


def _problem(table: str, line: int, where: str, message: str, hint: str, severity: Severity = "warning") -> Problem:
    return Problem(TABLES[table].path, line, None, where, message, hint, severity)
