"""Imports whose unit value fits no good of their code: far below the metal's price they are scrap or a slip."""

from collections.abc import Iterator
from math import isnan

from criticality.indicators.cell import is_missing
from criticality.indicators.evidence import PropertyRow, TradeRow, grouped
from criticality.model.dataset import WORLD
from criticality.text.found import Found, first_of, found, year_of
from criticality.text.message import Message

PRICE, PRICED_IN = "price", "USD/kg"
"""The property that is the price of a mineral, and the one unit in which it is compared."""

CHEAP = 2 / 3
"""Share of the stated price below which a code holds scrap, residues or another good than its name says."""

COSTLY = 5.0
"""Multiple of the stated price above which a code holds a purer or a finished form."""

WINDOW = 3
"""Calendar years that are pooled, as for the routes."""

HEAVY = 0.1
"""Share of a code's tonnes from which a partner that sells below `CHEAP` is named."""

_KILOGRAMS = 1000.0


def far_from_price(imports: list[TradeRow], properties: list[PropertyRow]) -> Iterator[Found]:
    """Tell of codes whose pooled unit value is far from the price of their mineral, one a mineral and code.

    Parameters
    ----------
    imports
        Usable rows of the country's imports. A row counts with both its value and its quantity.
    properties
        Rows of mineral_properties; the newest ``price`` in ``USD/kg`` is the mineral's. It is one form's, as the note
        of the row says, so that an oxide may lie somewhat below a metal's price and stay untold.
    """
    prices = _newest(properties)
    weighed = [row for row in imports if row.partner != WORLD and row.value_usd > 0 and row.quantity_t > 0]
    for (mineral, code), rows in sorted(grouped(weighed, lambda row: (row.mineral, row.code)).items()):
        if mineral not in prices:
            continue
        price, last = prices[mineral], max(row.year for row in rows)
        pooled = [row for row in rows if row.year > last - WINDOW]
        tonnes = sum(row.quantity_t for row in pooled)
        unit = sum(row.value_usd for row in pooled) / tonnes / _KILOGRAMS
        if CHEAP <= unit / price.value <= COSTLY:
            continue
        low = [
            Message(
                "found.place_price",
                country=row.partner,
                year=year_of(row.year),
                unit_value=row.value_usd / row.quantity_t / _KILOGRAMS,
            )
            for row in pooled
            if row.quantity_t >= HEAVY * tonnes and row.value_usd / row.quantity_t < CHEAP * price.value * _KILOGRAMS
        ]
        slots: dict[str, object] = {"mineral": mineral, "code": code, "unit_value": unit, "ratio": unit / price.value}
        slots |= {"since": year_of(min(row.year for row in pooled)), "until": year_of(last)}
        slots |= {"price": price.value, "year": year_of(price.year)}
        if low:
            yield found("price_gap", mineral, unit / price.value, "price_gap_at", **slots, places=first_of(low))
        else:
            yield found("price_gap", mineral, unit / price.value, **slots)


def _newest(properties: list[PropertyRow]) -> dict[str, PropertyRow]:
    stated = [
        row
        for row in properties
        if row.property == PRICE and row.unit == PRICED_IN and not is_missing(row.value, row.flag) and row.value > 0
    ]
    return {row.mineral: row for row in sorted(stated, key=lambda row: -1.0 if isnan(row.year) else row.year)}
