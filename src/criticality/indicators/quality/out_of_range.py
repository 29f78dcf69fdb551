"""Figures that a column may hold and nobody means: a share of 90, a sector worth nothing, a trade with oneself."""

from collections.abc import Iterator, Sequence

from criticality.errors import Problem
from criticality.indicators.evidence import GovernanceRow, PropertyRow, SectorRow, TradeRow, grouped, rows_of
from criticality.indicators.governance import BEST
from criticality.model.dataset import TABLES, Dataset
from criticality.model.units import whole_of

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
            message = f"{row.country} {row.indicator}: {row.value:g} is beyond the scale of −2.5 to 2.5"
            yield _problem("governance", row.line, "value", message, "Write the estimate, not the percentile rank.")
    for sector in rows_of(dataset, "sectors", SectorRow):
        if sector.value_added_usd_m == 0:
            message = f"the value added of {sector.sector} is 0: what is unknown is never zero"
            hint = "State it, or take the row out: its uses then count as unknown."
            yield _problem("sectors", sector.line, "value_added_usd_m", message, hint)
    trade = [row for row in rows_of(dataset, "trade", TradeRow) if row.flow == "export" or row.reporter == country]
    free = [row for row in trade if row.value_usd == 0 and row.quantity_t > 0]
    yield from _together(free, "value_usd", "0 USD for {0.quantity_t:g} t is no value", "Leave value_usd empty.")
    own = [row for row in trade if row.reporter == row.partner]
    what = "{0.reporter} trades with itself here"
    yield from _together(own, "partner", what, "Write the partner's code, or take the row out.")


def _no_shares(rows: Sequence[PropertyRow]) -> Iterator[Problem]:
    """Figures above the whole among figures that are all shares of it: per cent among shares of 1, as a rule."""
    for name, group in grouped(rows, lambda row: row.property).items():
        wholes = [(row, whole_of(row.unit)) for row in group if row.value == row.value]
        within = [row for row, whole in wholes if whole is not None and 0 <= row.value <= whole]
        beyond = [row for row, whole in wholes if whole is not None and row.value > whole]
        if len(within) >= NEIGHBOURS and len(beyond) <= len(within) / NEIGHBOURS:
            for row in beyond:
                message = f"{name} of {row.mineral} is {row.value:g}; the other {len(within)} lie between 0 and 1"
                yield _problem("mineral_properties", row.line, "value", message, "Write 45 % as 0.45.")


def _together(rows: Sequence[TradeRow], column: str, what: str, hint: str) -> Iterator[Problem]:
    """One problem for some rows of trade, at the first of them."""
    if rows:
        first = min(rows, key=lambda row: row.line)
        more = f"; {len(rows) - 1} more {'row is' if len(rows) == 2 else 'rows are'} like it" if len(rows) > 1 else ""
        message = f"{first.mineral} {first.partner}: {what.format(first)}{more}"
        yield _problem("trade", first.line, column, message, hint)


def _problem(table: str, line: int, where: str, message: str, hint: str) -> Problem:
    return Problem(TABLES[table].path, line, None, where, message, hint, "warning")
