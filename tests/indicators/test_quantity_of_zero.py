"""A quantity of 0 beside a value is no quantity: customs record small or unweighed goods so."""

import pytest

from criticality.indicators.table import data_problems
from indicators.cases import cell, criterion, dataset, governance, imports, production

GOOD = governance({"AUS": 0.0, "CHN": 0.0, "JPN": 0.0})
MADE = production({"AUS": 50, "CHN": 50, "WLD": 100})


def trade(*rows):
    return [
        {"partner": partner, "value_usd": value, "quantity_t": tonnes, **more} for partner, value, tonnes, more in rows
    ]


def test_the_row_stands_for_the_tonnes_of_its_value():
    rows = trade(("AUS", 1_000_000, 0.0, {}), ("CHN", 250_000, 50, {}))
    found = cell(dataset(trade=rows, production=MADE, governance=GOOD), "import_concentration", floor_of_world=0.0)
    assert found["value"] == pytest.approx(0.5 * (0.8**2 + 0.2**2))
    assert "estimated" in found["flag"]


def test_as_it_does_where_the_quantity_is_empty():
    figures = []
    for tonnes in (0.0, float("nan")):
        rows = trade(("AUS", 1_000_000, tonnes, {}), ("CHN", 250_000, 50, {}))
        data = dataset(trade=rows, production=MADE, governance=GOOD)
        figures.append(cell(data, "import_concentration", floor_of_world=0.0)["value"])
    assert figures[0] == figures[1]


def test_zeros_alone_leave_the_shares_to_the_values():
    rows = trade(("AUS", 600, 0.0, {}), ("CHN", 400, 0.0, {}))
    found = cell(dataset(trade=rows, production=MADE, governance=GOOD), "import_concentration", floor_of_world=0.0)
    assert found["value"] == pytest.approx(0.5 * (0.6**2 + 0.4**2))
    assert "value_based" in found["flag"]


def test_a_total_of_zero_tonnes_is_no_total():
    rows = trade(("WLD", 1_000_000, 0.0, {}), ("AUS", 1_000_000, 100, {}))
    found = cell(dataset(trade=rows, production=MADE, governance=GOOD), "import_concentration", floor_of_world=0.0)
    assert found["value"] == pytest.approx(0.5)


def test_a_partner_that_exports_for_zero_tonnes_is_not_taken_to_export_nothing():
    """JPN sells 100 t it makes and 300 t by value: a quarter of what it sells is its own."""
    export = {"reporter": "JPN", "flow": "export", "stage": "processing"}
    sold = [
        {**export, "partner": "KOR", "value_usd": 1000, "quantity_t": 100},
        {**export, "partner": "USA", "value_usd": 3000, "quantity_t": 0.0},
    ]
    data = dataset(
        trade=[*imports({"JPN": 10}), *sold],
        production=production({"JPN": 100, "CHN": 100, "WLD": 200}),
        governance=GOOD,
    )
    found = cell(data, "import_concentration", floor_of_world=0.0)
    assert found["value"] == pytest.approx(0.5 * (0.25**2 + 0.75**2))


def test_check_tells_it_once_with_the_number_of_rows():
    rows = trade(("AUS", 1_000_000, 0.0, {}), ("CHN", 250_000, 50, {}), ("JPN", 5, 0.0, {}))
    told = data_problems(dataset(trade=rows), [criterion("import_value")], "TWN", 2024)
    assert [(one.line, one.where, one.severity) for one in told] == [(2, "quantity_t", "warning")]
    assert "1,000,000 USD for 0 t" in told[0].message
    assert "1 more row" in told[0].message


def test_nothing_for_nothing_is_a_zero():
    told = data_problems(
        dataset(trade=trade(("AUS", 0.0, 0.0, {"flag": "zero"}))), [criterion("import_value")], "TWN", 2024
    )
    assert told == []
