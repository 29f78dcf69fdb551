"""Figures that a column may hold and nobody means: a share of 90, a sector worth nothing, a trade with oneself."""

from collections.abc import Iterator, Sequence

from criticality.errors import Problem
from criticality.indicators.evidence import GovernanceRow, PropertyRow, SectorRow, TradeRow, grouped, rows_of
from criticality.indicators.governance import BEST
from criticality.model.dataset import TABLES, Dataset
from criticality.model.units import whole_of
from criticality.text.message import Message

NEIGHBOURS = 4
"""Rows of one property that must be shares before another is measured by them."""

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
    yield from _no_shares(rows_of(dataset, "mineral_properties", PropertyRow))
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
    for name, group in grouped(rows, lambda row: row.property).items():
        wholes = [(row, whole_of(row.unit)) for row in group if row.value == row.value]
        within = [row for row, whole in wholes if whole is not None and 0 <= row.value <= whole]
        beyond = [row for row, whole in wholes if whole is not None and row.value > whole]
        if len(within) >= NEIGHBOURS and len(beyond) <= len(within) / NEIGHBOURS:
            for row in beyond:
                message = Message(
                    "indicators.no_share", name=name, mineral=row.mineral, value=row.value, others=len(within)
                )
                yield _problem("mineral_properties", row.line, "value", message, Message("files.write_as_share"))


def _together(rows: Sequence[TradeRow], column: str, code: str, hint: Message) -> Iterator[Problem]:
    """One problem for some rows of trade, at the first of them."""
    if rows:
        first = min(rows, key=lambda row: row.line)
        trade = {"mineral": first.mineral, "partner": first.partner, "reporter": first.reporter}
        message = Message(code, **trade, tonnes=f"{first.quantity_t:g}")
        if len(rows) > 1:
            message = Message("indicators.and_more", message=message, n=len(rows) - 1)
        yield _problem("trade", first.line, column, message, hint)


def _problem(table: str, line: int, where: str, message: str, hint: str) -> Problem:
    return Problem(TABLES[table].path, line, None, where, message, hint, "warning")
