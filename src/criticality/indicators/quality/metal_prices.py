"""Imports whose unit value fits no good of their code: far below the metal's price they are scrap or a slip."""

from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

from criticality.indicators.cell import is_missing, listed
from criticality.indicators.evidence import PropertyRow, TradeRow, grouped
from criticality.model.dataset import WORLD

CHEAP = 2 / 3
"""Share of the stated price below which a code holds scrap, residues or another good than its name says."""

COSTLY = 5.0
"""Multiple of the stated price above which a code holds a purer or a finished form."""

WINDOW = 3
"""Calendar years that are pooled, as for the routes."""

HEAVY = 0.1
"""Share of a code's tonnes from which a partner that sells below `CHEAP` is named."""

_KILOGRAMS = 1000.0


def far_from_price(imports: list[TradeRow], properties: list[PropertyRow]) -> Iterator[Mapping[str, Any]]:
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
        years = f"{min(row.year for row in pooled):.0f}–{last:.0f}"
        low = sorted(
            f"{row.partner} {row.year:.0f} ({row.value_usd / row.quantity_t / _KILOGRAMS:.3g})"
            for row in pooled
            if row.quantity_t >= HEAVY * tonnes and row.value_usd / row.quantity_t < CHEAP * price.value * _KILOGRAMS
        )
        places = f": {listed(low, 6)}" if low else ""
        said = (
            f"{mineral} {code}: {unit:.3g} USD/kg over {years}, {unit / price.value:.2f} of the stated price "
            f"({price.value:g} in {price.year:.0f}){places}"
        )
        names = f"：{listed(low, 6)}" if low else ""
        zh = (
            f"{mineral} {code}：{years} 年單價 {unit:.3g} 美元／公斤，"
            f"為所載價格（{price.year:.0f} 年 {price.value:g}）之 {unit / price.value:.2f} 倍{names}"
        )
        figure = round(unit / price.value, 9)
        yield {"check": "price_gap", "subject": mineral, "figure": figure, "text": {"en": said, "zh-Hant": zh}}


def _newest(properties: list[PropertyRow]) -> dict[str, PropertyRow]:
    stated = [
        row
        for row in properties
        if row.property == "price" and row.unit == "USD/kg" and not is_missing(row.value, row.flag) and row.value > 0
    ]
    return {row.mineral: row for row in sorted(stated, key=lambda row: -1.0 if isnan(row.year) else row.year)}
