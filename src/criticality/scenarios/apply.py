"""Applies a scenario to the data: first the shocks, then the levers."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import Any

from criticality.errors import InputError, Problem
from criticality.model.dataset import Dataset
from criticality.model.scenario import (
    Diversify,
    ExportRestriction,
    Lever,
    NewSupply,
    PriceShock,
    ProductionLoss,
    Recycle,
    Reduce,
    Scenario,
    Shock,
    Substitute,
    Suspension,
)
from criticality.scenarios import levers, shocks
from criticality.scenarios.clashes import clashes
from criticality.scenarios.rows import Setting
from criticality.text.message import Message


def apply_scenario(dataset: Dataset, scenario: Scenario | None, country: str, as_of: date | None = None) -> Dataset:
    """Return the data as the scenario changes them. The data given are not altered.

    Parameters
    ----------
    dataset
        The tables of data/, or those that another scenario has changed already.
    scenario
        Shocks and levers. None, or a scenario without changes, returns `dataset` itself.
    country
        ISO 3166 alpha-3 code of the country assessed, whose imports and supply the levers change.
    as_of
        Determines whether a suspension still holds and how far a new supply has grown. None: the suspension holds and
        the new supply is complete.

    Raises
    ------
    InputError
        If two changes concern the same cell.
    """
    if scenario is None:
        return dataset
    problems = [
        Problem("scenarios", 1, None, "", Message("scenarios.two_changes", cell=list(filter(None, cell))))
        for _, _, cell in clashes(scenario)
    ]
    if problems:
        raise InputError(problems)
    setting = Setting(country, as_of)
    return reduce(lambda data, change: _changed(data, change, setting), (*scenario.shocks, *scenario.levers), dataset)


def _changed(dataset: Dataset, change: Shock | Lever, setting: Setting) -> Dataset:
    # A stockpile is not in the table: it changes no data.
    apply = _CHANGES.get(type(change))
    return dataset if apply is None else apply(dataset, change, setting)


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
