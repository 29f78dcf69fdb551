"""Rows that fit their columns and not each other."""

import pytest

from criticality.indicators.quality.checks import property_problems
from criticality.indicators.table import data_problems
from indicators.cases import criterion, dataset, imports, production

S1 = criterion("governance_weighted_herfindahl", stage="bottleneck")
S2 = criterion("import_concentration")
GWP = criterion("observed", property="gwp100")


def problems(data, *criteria):
    return data_problems(data, criteria, "TWN", 2024)


def stated(*figures):
    return [{"mineral": "x", "property": "gwp100", **figure} for figure in figures]


def test_sound_rows_have_no_problem():
    data = dataset(
        production=production({"CHN": 60, "AUS": 41, "WLD": 100}),
        trade=imports({"CHN": 60, "WLD": 100}),
        mineral_properties=stated({"value": 1, "unit": "kg"}, {"value": 1, "unit": "kg", "year": 2020.0}),
    )
    assert problems(data, S1, S2, GWP) == []


def test_production_a_thousand_times_too_large_is_told_at_its_row():
    data = dataset(production=production({"AUS": 10, "CHN": 60_000, "WLD": 100}))
    (problem,) = problems(data, S1)
    assert (problem.file, problem.line, problem.where, problem.severity) == ("data/production.csv", 3, "value", "error")


def test_producers_that_together_exceed_the_world_are_told_at_the_world_row():
    data = dataset(production=production({"WLD": 100, "CHN": 60, "AUS": 60}))
    (problem,) = problems(data, S1)
    assert problem.line == 2
    assert "120" in problem.message


def test_percentages_above_a_hundred_are_told():
    data = dataset(production=production({"CHN": 60, "AUS": 60}, unit="percent"))
    (problem,) = problems(data, S1)
    assert problem.severity == "error"


def test_shares_and_tonnes_do_not_mix():
    rows = [*production({"CHN": 60, "WLD": 100}), *production({"AUS": 5}, unit="percent")]
    (problem,) = problems(dataset(production=rows), S1)
    assert (problem.line, problem.where) == (4, "unit")


def test_property_stated_for_two_stages_needs_the_stage():
    rows = stated({"value": 1, "stage": "extraction"}, {"value": 2, "stage": "processing"})
    (problem,) = problems(dataset(mineral_properties=rows), GWP)
    assert (problem.line, problem.where) == (3, "stage")
    assert (
        problems(dataset(mineral_properties=rows), criterion("observed", property="gwp100", stage="processing")) == []
    )


def test_odd_unit_of_a_property_is_told():
    rows = [
        {"mineral": mineral, "property": "gwp100", "value": 1.0, "unit": unit}
        for mineral, unit in (("x", "kg"), ("y", "g"), ("z", "kg"))
    ]
    (problem,) = problems(dataset(mineral_properties=rows), GWP)
    assert (problem.line, problem.where) == (3, "unit")


@pytest.mark.parametrize("rate", [{"value": 42.0, "unit": "1"}, {"value": 142.0, "unit": "percent"}, {"value": -0.1}])
def test_recycling_rate_beyond_the_whole_is_told(rate):
    row = {"mineral": "x", "property": "end_of_life_recycling_input_rate", **rate}
    (problem,) = problems(dataset(mineral_properties=[row]), criterion("lack_of_recycling"))
    assert problem.severity == "error"


def test_rows_later_than_the_reference_year_alone_are_a_warning():
    data = dataset(
        production=production({"CHN": 1, "WLD": 1}, year=2025.0),
        trade=imports({"CHN": 1}, year=2025.0),
        mineral_properties=stated({"value": 1, "year": 2203.0}),
    )
    found = problems(data, S1, S2, GWP)
    assert {problem.file for problem in found} == {
        "data/production.csv",
        "data/trade.csv",
        "data/mineral_properties.csv",
    }
    assert {problem.severity for problem in found} == {"warning"}


def test_partners_beyond_the_stated_import_total_are_told():
    (first, *_) = problems(dataset(trade=imports({"CHN": 6000, "WLD": 100})), S2)
    assert (first.file, first.line, first.severity) == ("data/trade.csv", 2, "error")


def test_two_code_systems_for_the_same_goods_are_a_warning():
    rows = imports({"CHN": 1}) + imports({"CHN": 1}, code_system="CCC11")
    (problem,) = problems(dataset(trade=rows), S2)
    assert (problem.line, problem.severity) == (3, "warning")


def test_unreadable_target_of_a_restriction_is_a_warning():
    rows = [{"country": "CHN", "target": "military end users"}, {"country": "CHN", "target": "USA;JPN", "act": "b"}]
    (problem,) = problems(dataset(export_restrictions=rows), criterion("restricted_share"))
    assert (problem.line, problem.where, problem.severity) == (2, "target", "warning")


def test_tables_that_no_criterion_reads_are_not_judged_here():
    data = dataset(production=production({"AUS": 10, "CHN": 60_000, "WLD": 100}))
    assert problems(data, GWP) == []


def test_production_a_thousand_times_too_small_is_a_warning():
    rows = production({"CHN": 60, "AUS": 40, "WLD": 100}, year=2022.0) + production(
        {"CHN": 0.06, "AUS": 40, "WLD": 100}
    )
    (problem,) = problems(dataset(production=rows), S1)
    assert (problem.line, problem.where, problem.severity) == (5, "value", "warning")
    assert "CHN goes from 60 (2022) to 0.06 t (2023)" in problem.message


def test_small_producer_that_comes_and_goes_is_no_warning():
    rows = production({"CHN": 100, "AUS": 0.001, "WLD": 100}, year=2022.0) + production(
        {"CHN": 100, "AUS": 0.5, "WLD": 100}
    )
    assert problems(dataset(production=rows), S1) == []


def test_import_quantity_a_thousand_times_too_large_is_a_warning():
    rows = imports({"CHN": 60, "AUS": 40, "JPN": 30})
    rows[1]["quantity_t"] = 40_000.0
    (problem,) = problems(dataset(trade=rows), S2)
    assert (problem.line, problem.where, problem.severity) == (3, "quantity_t", "warning")


def test_the_same_goods_at_two_stages_are_refused_with_both_lines():
    rows = [*imports({"AUS": 5.0}, stage="extraction"), *imports({"AUS": 5.0}, stage="processing")]
    (told,) = data_problems(dataset(trade=rows), [criterion("import_value")], "TWN", 2024)
    assert (told.line, told.severity) == (3, "error")
    assert "extraction (line 2) and processing: it would count twice" in told.message


def test_a_code_that_lost_its_leading_zero_is_told():
    rows = imports({"AUS": 5.0}, code="26111")
    (told,) = data_problems(dataset(trade=rows), [criterion("import_value")], "TWN", 2024)
    assert (told.line, told.where, told.severity) == (2, "code", "warning")
    assert "'26111' is no code of HS6, which has 6 digits" in told.message


def test_a_property_that_a_formula_fixes_is_never_taken_for_another_one():
    data = dataset(mineral_properties=[{"mineral": "x", "property": "import_bill", "value": 1.0, "unit": "1"}])
    found = property_problems(data, criterion("supply_risk_ec2017_stated"))
    assert [hint for _, message, hint in found if "import_reliance" in message] == [
        "The formula reads the property import_reliance; add its rows to data/mineral_properties.csv."
    ]
