"""Governance risk from the Worldwide Governance Indicators."""

import pytest

from criticality.indicators.governance import governance_risk
from indicators.cases import cell, dataset, flags, governance, production

SIX = ("cc", "ge", "pv", "rl", "rq", "va")


@pytest.mark.parametrize(("mean", "risk"), [(2.5, 0.0), (0.0, 0.5), (-2.5, 1.0), (3.0, 0.0), (-3.1, 1.0), (1.5, 0.2)])
def test_risk_falls_from_one_to_zero_over_the_scale_of_the_indicators(mean, risk):
    assert governance_risk(mean) == pytest.approx(risk)


def test_mean_of_six_indicators_counts():
    rows = [
        {"country": "CHN", "indicator": name, "value": value}
        for name, value in zip(SIX, (-1, 0, 1, 1, 0, 2), strict=True)
    ]
    data = dataset(production=production({"CHN": 1, "WLD": 1}), governance=rows)
    assert cell(data, "governance_weighted_herfindahl", stage="processing")["value"] == pytest.approx(0.4)


def test_country_without_governance_is_taken_for_the_worst_and_said_so():
    data = dataset(production=production({"XKX": 50, "NOR": 50, "WLD": 100}), governance=governance({"NOR": 2.5}))
    found = cell(data, "governance_weighted_herfindahl", stage="processing")
    assert (found["value"], found["low"], found["high"]) == (0.25, 0.0, 0.25)
    assert "governance_missing" in flags(found)


def test_country_that_lacks_one_of_the_indicators_has_the_mean_of_the_others_and_wider_bounds():
    rows = [{"country": country, "indicator": name, "value": 0.0} for country in ("CHN", "NOR") for name in SIX]
    data = dataset(production=production({"CHN": 1, "WLD": 1}), governance=rows[1:])
    found = cell(data, "governance_weighted_herfindahl", stage="processing")
    assert found["value"] == pytest.approx(0.5)
    assert (found["low"], found["high"]) == (pytest.approx(0.5 - 1 / 12), pytest.approx(0.5 + 1 / 12))
    assert "governance_incomplete" in flags(found)


def test_latest_year_up_to_the_reference_year_counts_and_an_older_one_is_told():
    rows = [
        {"country": "CHN", "value": 0.5, "year": 2021.0},
        {"country": "CHN", "value": 2.5, "year": 2025.0},
        {"country": "NOR", "value": 2.0, "year": 2023.0},
    ]
    data = dataset(production=production({"CHN": 1, "WLD": 1}), governance=rows)
    found = cell(data, "governance_weighted_herfindahl", stage="processing")
    assert found["value"] == pytest.approx(0.4)
    assert "governance_older" in flags(found)


def test_a_scenarios_loss_of_production_raises_the_risk_of_that_producer_only():
    import pandas as pd

    data = dataset(
        production=production({"QAT": 50, "USA": 50, "WLD": 100}, stage="extraction"),
        governance=governance({"QAT": 0.0, "USA": 2.5}),
    )
    loss = pd.DataFrame([{"mineral": "x", "stage": "extraction", "country": "QAT", "share_lost": 0.8}])
    found = cell(data.with_table("production_losses", loss), "governance_weighted_herfindahl", stage="extraction")
    assert found["value"] == pytest.approx(0.25 * (0.5 + 0.8 * 0.5))
    assert "scenario" in flags(found)
