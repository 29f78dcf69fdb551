"""A small world of three producers, scenarios on it, and the indicators that they move."""

from datetime import date

from hypothesis import strategies as st

from criticality.indicators.table import compute_indicators
from criticality.model.dataset import Dataset
from criticality.model.scenario import Scenario
from criticality.scenarios.apply import apply_scenario
from indicators.cases import criterion, dataset, governance, imports, production

SHARES = st.floats(0, 1).map(lambda share: share if share >= 1e-99 else 0.0)
"""Shares as a planner may write them: smaller ones are refused."""
AS_OF = date(2024, 12, 31)
GOVERNANCE = {"AAA": -1.5, "BBB": 0.5, "CCC": 1.5}  # g = .8, .4, .2
RISK = {"AAA": 0.8, "BBB": 0.4, "CCC": 0.2}
S1 = ("governance_weighted_herfindahl", {"stage": "processing"})
S2 = ("import_concentration", {"floor_of_world": 0})
S4 = ("restricted_share", {})


def scenario(*shocks, levers=()):
    said = [{"because": "For a test.", **one} for one in shocks]
    done = [{"because": "For a test.", **one} for one in levers]
    return Scenario.model_validate({"title": "What if", "shocks": said, "levers": done})


def restriction(country="AAA", share=1.0, **more):
    return {"kind": "export_restriction", "country": country, "minerals": ["x"], "share_lost": share, **more}


def suspension(country="BBB", **more):
    return {"kind": "suspension", "country": country, "minerals": ["x"], **more}


def diversify(share, origin="AAA", partner="CCC"):
    return {"kind": "diversify", "minerals": ["x"], "from": origin, "to": partner, "share": share}


def world(**more):
    made = {"AAA": 60.0, "BBB": 30.0, "CCC": 10.0, "WLD": 100.0}
    return dataset(
        production=production(made),
        trade=imports({"AAA": 7.0, "BBB": 2.0, "CCC": 1.0, "WLD": 10.0}),
        governance=governance(GOVERNANCE),
        **more,
    )


def row(data: Dataset, indicator, **parameters):
    found = compute_indicators(
        data, [criterion(indicator, **parameters)], country="TWN", reference_year=2024, as_of=AS_OF
    )
    return found.cells[found.cells["mineral"] == "x"].iloc[0]


def value(data, indicator, **parameters):
    return row(data, indicator, **parameters)["value"]


def figure(data, indicator):
    name, parameters = indicator
    return value(data, name, **parameters)


def after(data, *shocks, levers=()):
    return apply_scenario(data, scenario(*shocks, levers=levers), "TWN")
