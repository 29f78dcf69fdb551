"""Whose figures an assessment reads: its country must be known, and have rows in the tables that are a country's."""

from collections.abc import Iterator

import pandas as pd

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.indicators.cell import listed
from criticality.indicators.table import INDICATORS
from criticality.model.dataset import OWNED, TABLES

_TRADE = "trade"
_HINTS = {
    "trade": "Add the imports of {country}, e.g. by `criticality data import baci FILE`, or leave these criteria out.",
    "sectors": "Add the sectors of {country} with its code in the column country (empty: any country's).",
    "end_uses": "Add the uses of {country} with its code in the column country (empty: any country's).",
}


def country_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the assessment's country, and warnings of rows that are another country's."""
    plan = reading.assessment
    if plan is None:
        return
    marked = reading.marks[reading.paths["assessment"]]
    countries = reading.tables.get("countries")
    if countries is not None and plan.country not in set(countries["country"]):
        message = f"there is no country {plan.country!r} in data/countries.csv"
        yield marked.problem(("country",), message, nearest(plan.country, countries["country"]))
        return
    for name in (_TRADE, *OWNED):
        frame = reading.tables.get(name)
        if frame is None:
            continue
        own, others = _own(name, frame, plan.country), _others(name, frame, plan.country)
        readers = _readers(reading, name)
        if readers and own.empty:
            whose = f" (its rows are those of {listed(sorted(set(others['whose'])))})" if len(others) else ""
            message = f"{TABLES[name].path} has no row of {plan.country}{whose}, but {', '.join(readers)} read it"
            yield marked.problem(("country",), message, _HINTS[name].format(country=plan.country))
        elif len(others):
            yield _passed_over(name, others, plan.country)
        if name in OWNED:
            yield from _replaced(name, frame, plan.country)


def _readers(reading: Reading, table: str) -> list[str]:
    """The weighted criteria whose indicator reads a table."""
    return [
        code
        for code, criterion in sorted(reading.criteria.items())
        if criterion.role == "weighted"
        and criterion.indicator in INDICATORS
        and table in INDICATORS[criterion.indicator].tables
    ]


def _own(name: str, frame: pd.DataFrame, country: str) -> pd.DataFrame:
    if name == _TRADE:
        return frame[(frame["reporter"] == country) & (frame["flow"] == "import")]
    return frame[frame["country"].isin([country, ""])]


def _others(name: str, frame: pd.DataFrame, country: str) -> pd.DataFrame:
    """Rows of other countries; what others export is read, for it tells where they have their goods from."""
    if name == _TRADE:
        odd = frame[(frame["reporter"] != country) & (frame["flow"] == "import")]
        return odd.assign(whose=odd["reporter"])
    odd = frame[~frame["country"].isin([country, ""])]
    return odd.assign(whose=odd["country"])


def _passed_over(name: str, others: pd.DataFrame, country: str) -> Problem:
    first = others.sort_values("line").iloc[0]
    count = "1 row" if len(others) == 1 else f"{len(others)} rows"
    message = f"{count} of {listed(sorted(set(others['whose'])))} not read: the assessment is that of {country}"
    hint = "Nothing needs to be done, unless the country of a row is wrong."
    column = "reporter" if name == _TRADE else "country"
    return Problem(TABLES[name].path, int(first["line"]), None, column, message, hint, "warning")


def _replaced(name: str, frame: pd.DataFrame, country: str) -> Iterator[Problem]:
    """Rows of any country in whose place the country's own are read, mineral by mineral or sector by sector."""
    column = OWNED[name]
    own = frame[frame["country"] == country]
    replaced = frame[(frame["country"] == "") & frame[column].isin(set(own[column]))]
    if replaced.empty:
        return
    first = replaced.sort_values("line").iloc[0]
    stands = int(own.loc[own[column] == first[column], "line"].min())
    more = f", and {len(replaced) - 1} more rows like it," if len(replaced) > 1 else ""
    message = f"this row of any country{more} is not read: {country}'s own rows stand instead (line {stands})"
    hint = "Nothing needs to be done, unless both were meant to count."
    yield Problem(TABLES[name].path, int(first["line"]), None, "country", message, hint, "warning")
