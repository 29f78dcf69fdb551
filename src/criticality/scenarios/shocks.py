"""What the world does: restrictions, suspensions, losses of production, prices, new supply."""

from datetime import date
from functools import reduce
from math import inf
from typing import Any

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
    """Note the losses; the risk of the producer is computed with them."""
    losses = [(mineral, change.stage, change.country, change.share_lost) for mineral in change.minerals]
    return overlaid(dataset, PRODUCTION_LOSSES, ("mineral", "stage", "country", "share_lost"), losses)


def restricted(dataset: Dataset, change: ExportRestriction, _setting: Setting) -> Dataset:
    """Add a restriction in force; the severest of a country counts."""
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
    """Set a country's measures on some minerals aside, if the suspension holds on the as-of date."""
    if change.until is not None and setting.as_of is not None and change.until < setting.as_of:
        return dataset
    frame = dataset.table("export_restrictions")
    rows = suspends(frame, change)
    severity = frame["severity"].mask(rows, 0.0)
    measure = frame["measure"].mask(rows, frame["measure"] + ", suspended")
    return dataset.with_table("export_restrictions", marked(frame.assign(severity=severity, measure=measure), rows))


def suspends(frame: pd.DataFrame, change: Suspension) -> "pd.Series[bool]":
    """Return which rows of ``export_restrictions`` a suspension meets."""
    rows = (frame["country"] == change.country) & frame["mineral"].isin(change.minerals)
    if change.source is None:
        return rows
    return rows & frame["source"].map(lambda cell: change.source in str(cell).replace(";", " ").split())


def supplied(dataset: Dataset, change: NewSupply, setting: Setting) -> Dataset:
    """Tonnes that nobody else was promised, as they stand on the as-of date, in every year that names a producer."""
    tonnes = open_tonnes(change, inf if setting.as_of is None else year_of(setting.as_of))
    if tonnes <= 0:
        return dataset
    return reduce(lambda data, mineral: _supplied_of(data, change, mineral, tonnes), change.minerals, dataset)


def open_tonnes(shock: NewSupply, year: float) -> float:
    """Return the tonnes a year of a new supply, at a moment, that nobody else was promised: along a straight ramp."""
    open_ = shock.tonnes * (1 - shock.offtake_elsewhere)
    if shock.from_year is None or year >= shock.from_year + shock.ramp_years:
        return open_
    return open_ * max(0.0, year - shock.from_year) / shock.ramp_years if shock.ramp_years > 0 else 0.0


def year_of(day: date) -> float:
    """Return a date as a year and the part of it that has passed."""
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
            dataset = _with_supply(dataset, rows[now & named].iloc[0], rows.index[now], change.country, amount)
    return dataset


def _producers(dataset: Dataset, mineral: str, stage: str) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
    """The production rows of a mineral at a stage, and which of them state what a named country makes."""
    frame = dataset.table("production")
    rows = frame[(frame["mineral"] == mineral) & (frame["stage"] == stage)]
    return rows, ~rows["country"].isin([WORLD, OTHERS]) & ~withheld(rows) & rows["value"].notna()


def _with_supply(
    dataset: Dataset, pattern: "pd.Series[Any]", now: "pd.Index[Any]", country: str, amount: float
) -> Dataset:
    """One year: the country's row and the world total grow; a country without a row gets one like its neighbours'."""
    frame = dataset.table("production")
    grown = frame["country"].isin([country, WORLD]) & frame.index.isin(now)
    value = frame["value"].where(~grown, frame["value"].fillna(0.0) + amount)
    flag = frame["flag"].mask(grown & withheld(frame), "estimated")
    dataset = dataset.with_table("production", marked(frame.assign(value=value, flag=flag), grown))
    if (grown & (frame["country"] == country)).any():
        return dataset
    like = {str(name): cell for name, cell in pattern.items()}
    row = {**like, "country": country, "value": amount, "source": "", "flag": SCENARIO, "line": 1}
    return appended(dataset, "production", [row])


def repriced(dataset: Dataset, change: PriceShock, setting: Setting) -> Dataset:
    """Raise what the country pays, at unchanged quantities, and the stated price."""
    dataset = scaled_imports(dataset, change.minerals, setting.country, ("value_usd",), bill_factor(change))
    return scaled_properties(dataset, change.minerals, lambda name: name == PRICE, change.factor)


def bill_factor(change: PriceShock) -> float:
    """Return by how much a year's bill grows at unchanged quantities: 1 + (factor − 1)·days/365, for a year at most."""
    return 1 + (change.factor - 1) * min(1.0, change.days / YEAR)
