"""Shocks as changes of the data: restrictions, suspensions, production losses, prices, new supply."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from math import inf

import numpy as np
import pandas as pd

from criticality.model.dataset import OTHERS, PRODUCTION_LOSSES, SCENARIO, WORLD, Dataset
from criticality.model.scenario import ExportRestriction, NewSupply, PriceShock, ProductionLoss, Suspension
from criticality.model.units import tonnes_per
from criticality.scenarios.rows import (
    Setting,
    appended,
    marked,
    overlaid,
    scaled_imports,
    scaled_properties,
    withheld,
)

PRICE = "price"
YEAR = 365.0


def lost(dataset: Dataset, change: ProductionLoss, _setting: Setting) -> Dataset:
    """Record the losses in a table of their own; the indicators add them to the risk of the producer."""
    losses = [(mineral, change.stage, change.country, change.share_lost) for mineral in change.minerals]
    return overlaid(dataset, PRODUCTION_LOSSES, ("mineral", "stage", "country", "share_lost"), losses)


def restricted(dataset: Dataset, change: ExportRestriction, _setting: Setting) -> Dataset:
    """Add a restriction that is in force; of several by one country, the severest counts."""
    rows = [
        {
            "country": change.country,
            "mineral": mineral,
            "stage": change.stage or "",
            "measure": "restriction assumed",
            "severity": change.share_lost,
            "in_force_from": None,
            "in_force_until": None,
            "target": "all",
            "act": change.because.to("en"),
            "flag": SCENARIO,
        }
        for mineral in change.minerals
    ]
    return appended(dataset, "export_restrictions", rows)


def suspended(dataset: Dataset, change: Suspension, setting: Setting) -> Dataset:
    """Set the severity of a country's measures on some minerals to 0, if the suspension holds on the as-of date."""
    if change.until is not None and setting.as_of is not None and change.until < setting.as_of:
        return dataset
    frame = dataset.table("export_restrictions")
    rows = suspends(frame, change)
    severity = frame["severity"].mask(rows, 0.0)
    measure = frame["measure"].mask(rows, frame["measure"] + ", suspended")
    return dataset.with_table("export_restrictions", marked(frame.assign(severity=severity, measure=measure), rows))


def suspends(frame: pd.DataFrame, change: Suspension) -> "pd.Series[bool]":
    """Return which rows of ``export_restrictions`` a suspension concerns."""
    rows = (frame["country"] == change.country) & frame["mineral"].isin(change.minerals)
    if change.source is None:
        return rows
    return rows & frame["source"].map(lambda cell: change.source in str(cell).replace(";", " ").split())


def supplied(dataset: Dataset, change: NewSupply, setting: Setting) -> Dataset:
    """Add the tonnes available on the as-of date and not promised to others, in every year with a named producer."""
    tonnes = open_tonnes(change, inf if setting.as_of is None else year_of(setting.as_of))
    if tonnes <= 0:
        return dataset
    return reduce(lambda data, mineral: _supplied_of(data, change, mineral, tonnes), change.minerals, dataset)


def open_tonnes(shock: NewSupply, year: float) -> float:
    """Return the tonnes a year of a new supply that are not promised to others, at a moment of its linear ramp."""
    open_ = shock.tonnes * (1 - shock.offtake_elsewhere)
    if shock.from_year is None or year >= shock.from_year + shock.ramp_years:
        return open_
    return open_ * max(0.0, year - shock.from_year) / shock.ramp_years if shock.ramp_years > 0 else 0.0


def year_of(day: date) -> float:
    """Return a date as a decimal year: the year plus the elapsed fraction of it."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def _supplied_of(dataset: Dataset, change: NewSupply, mineral: str, tonnes: float) -> Dataset:
    rows, named = _producers(dataset, mineral, change.stage)
    for year in rows.loc[named, "year"].drop_duplicates():
        rows, named = _producers(dataset, mineral, change.stage)
        now = rows["year"].isna() if np.isnan(year) else rows["year"] == year
        per_unit = tonnes_per(str(rows.loc[now & named, "unit"].iloc[0]))
        if per_unit:
            amount = tonnes / per_unit
            pattern = {str(name): cell for name, cell in rows[now & named].iloc[0].items()}
            dataset = _with_supply(dataset, pattern, rows.index[now], change.country, amount)
    return dataset


def _producers(dataset: Dataset, mineral: str, stage: str) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
    """Return the production rows of a mineral at a stage, and which of them state the production of a named country."""
    frame = dataset.table("production")
    rows = frame[(frame["mineral"] == mineral) & (frame["stage"] == stage)]
    return rows, ~rows["country"].isin([WORLD, OTHERS]) & ~withheld(rows) & rows["value"].notna()


def _with_supply(
    dataset: Dataset, pattern: Mapping[str, object], now: "pd.Index[int]", country: str, amount: float
) -> Dataset:
    """Add the supply to one year: to the country's row, or to a new row like `pattern`, and to the world total."""
    frame = dataset.table("production")
    grown = frame["country"].isin([country, WORLD]) & frame.index.isin(now)
    value = frame["value"].where(~grown, frame["value"].fillna(0.0) + amount)
    flag = frame["flag"].mask(grown & withheld(frame), "estimated")
    dataset = dataset.with_table("production", marked(frame.assign(value=value, flag=flag), grown))
    if (grown & (frame["country"] == country)).any():
        return dataset
    row = {**pattern, "country": country, "value": amount, "source": "", "flag": SCENARIO, "line": 1}
    return appended(dataset, "production", [row])


def repriced(dataset: Dataset, change: PriceShock, setting: Setting) -> Dataset:
    """Raise the value of the country's imports, at unchanged quantities, and the stated price."""
    dataset = scaled_imports(dataset, change.minerals, setting.country, ("value_usd",), bill_factor(change))
    return scaled_properties(dataset, change.minerals, lambda name: name == PRICE, change.factor)


def bill_factor(change: PriceShock) -> float:
    """Return the factor of a year's import value at unchanged quantities: 1 + (factor − 1)·days/365, at most a year."""
    return 1 + (change.factor - 1) * min(1.0, change.days / YEAR)
