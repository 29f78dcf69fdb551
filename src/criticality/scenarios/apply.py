"""A scenario applied: first what the world does, then what the government does, over the same tables."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import Any

from criticality.errors import InputError, Problem
from criticality.model.dataset import Dataset
from criticality.model.scenario import (
    Diversify,
    ExportRestriction,
    NewSupply,
    PriceShock,
    ProductionLoss,
    Recycle,
    Reduce,
    Scenario,
    Substitute,
    Suspension,
)
from criticality.scenarios import levers, shocks
from criticality.scenarios.clashes import clashes
from criticality.scenarios.rows import Setting


def apply_scenario(dataset: Dataset, scenario: Scenario | None, country: str, as_of: date | None = None) -> Dataset:
    """Return the data as they would be; the data given are not altered, and without changes they are the same.

    Parameters
    ----------
    dataset
        The tables of data/, or those that another scenario has changed already.
    scenario
        Shocks, then levers.
    country
        ISO 3166 alpha-3 code of the country assessed, whose imports and supply the levers change.
    as_of
        Decides whether a suspension still holds and how far a new supply has come; None: it holds, the ramp is over.

    Raises
    ------
    InputError
        If two changes meet in one cell.
    """
    if scenario is None:
        return dataset
    met = [
        Problem("scenarios", 1, None, "", f"two changes of one cell ({', '.join(filter(None, cell))})")
        for _, _, cell in clashes(scenario)
    ]
    if met:
        raise InputError(met)
    setting = Setting(country, as_of)
    return reduce(lambda data, change: _changed(data, change, setting), (*scenario.shocks, *scenario.levers), dataset)


def _changed(dataset: Dataset, change: Any, setting: Setting) -> Dataset:
    make = _CHANGES.get(type(change))
    return dataset if make is None else make(dataset, change, setting)


_CHANGES: Mapping[type, Callable[[Dataset, Any, Setting], Dataset]] = {
    ExportRestriction: shocks.restricted,
    Suspension: shocks.suspended,
    ProductionLoss: shocks.lost,
    PriceShock: shocks.repriced,
    NewSupply: shocks.supplied,
    Diversify: levers.diversified,
    Recycle: levers.recycled,
    Substitute: levers.substituted,
    Reduce: levers.used_less,
}
