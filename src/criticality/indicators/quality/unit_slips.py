"""Figures that are probably off by a factor of a thousand: a slip of unit shows against its own neighbours."""

from collections.abc import Iterator
from itertools import pairwise
from math import isnan, log10
from statistics import median

from criticality.errors import Problem
from criticality.indicators.cell import is_missing, percent
from criticality.indicators.evidence import ProductionRow, TradeRow, grouped
from criticality.model.dataset import TABLES, WORLD
from criticality.text.message import Message

FACTOR = 300.0
"""A jump by more than this is told: below 1000, so that a slip by 1000 shows through an ordinary change."""

WEIGHTY = 0.01
"""Share of its total that a figure needs to be told: small producers come and go."""


def production_outliers(rows: list[ProductionRow]) -> Iterator[Problem]:
    """Warn of producers whose amount jumps between two neighbouring years by more than `FACTOR`."""
    stated = [row for row in rows if not is_missing(row.value, row.flag) and row.value > 0]
    whole = {
        key: max((row.value for row in group if row.country == WORLD), default=sum(row.value for row in group))
        for key, group in grouped(stated, lambda row: (row.mineral, row.stage, row.year)).items()
    }
    for series in grouped(stated, lambda row: (row.mineral, row.stage, row.country, row.unit)).values():
        dated = sorted((row for row in series if not isnan(row.year)), key=lambda row: row.year)
        for before, after in pairwise(dated):
            heaviest = max(row.value / whole[row.mineral, row.stage, row.year] for row in (before, after))
            if _far(after.value, before.value) and heaviest >= WEIGHTY:
                yield _jump(before, after)


def trade_outliers(rows: list[TradeRow]) -> Iterator[Problem]:
    """Warn of imports whose unit value lies more than `FACTOR` away from the median of their code."""
    priced = [row for row in rows if row.partner != WORLD and row.value_usd > 0 and row.quantity_t > 0]
    for group in grouped(priced, lambda row: (row.mineral, row.code_system, row.code)).values():
        usual = median(row.value_usd / row.quantity_t for row in group)
        value, tonnes = sum(row.value_usd for row in group), sum(row.quantity_t for row in group)
        for row in group:
            weight = max(row.value_usd / value, row.quantity_t / tonnes)
            if len(group) > 2 and weight >= WEIGHTY and _far(row.value_usd / row.quantity_t, usual):
                yield _odd_price(row, usual, weight)


def _far(figure: float, other: float) -> bool:
    return abs(log10(figure / other)) > log10(FACTOR)


def _jump(before: ProductionRow, after: ProductionRow) -> Problem:
    message = Message(
        "indicators.jump",
        mineral=after.mineral,
        stage=after.stage,
        country=after.country,
        before=before.value,
        year=before.year,
        after=after.value,
        unit=after.unit,
        later=after.year,
    )
    return Problem(
        TABLES["production"].path, after.line, None, "value", message, Message("indicators.slip_of_unit"), "warning"
    )


def _odd_price(row: TradeRow, usual: float, weight: float) -> Problem:
    message = Message(
        "indicators.odd_price",
        mineral=row.mineral,
        code=row.code,
        year=row.year,
        partner=row.partner,
        price=row.value_usd / row.quantity_t,
        weight=percent(weight),
        usual=usual,
    )
    return Problem(
        TABLES["trade"].path, row.line, None, "quantity_t", message, Message("indicators.slip_of_unit"), "warning"
    )
