"""Stated figures: which row is read, and when there is none."""

# Holds: indicators/recycling.py, indicators/reserves.py.

import pytest

from indicators.cases import cell, dataset, flags


def rows(*figures, **common):
    return [{"mineral": "x", "property": "gwp100", **common, **figure} for figure in figures]


def read(*figures, **parameters):
    data = dataset(mineral_properties=rows(*figures))
    return cell(data, "observed", property="gwp100", **parameters)


def test_latest_year_up_to_the_reference_year_is_read():
    assert read({"value": 1, "year": 2014.0}, {"value": 2, "year": 2020.0}, {"value": 3, "year": 2030.0})["value"] == 2


def test_row_without_a_year_counts_as_the_oldest():
    assert read({"value": 1, "year": float("nan")})["value"] == 1
    assert read({"value": 1, "year": float("nan")}, {"value": 2, "year": 1990.0})["value"] == 2


def test_rows_of_later_years_alone_are_missing_and_said_so():
    found = read({"value": 3, "year": 2030.0})
    assert not found["present"]
    assert "only stated after 2024" in found["note"]


def test_bounds_grade_flag_and_source_travel():
    found = read({"value": 11, "low": 8.8, "high": 14.3, "grade": "C", "flag": "proxy"})
    assert (found["low"], found["high"], found["grade"], found["flag"], found["sources"]) == (
        8.8,
        14.3,
        "C",
        "proxy",
        "s_prop",
    )


@pytest.mark.parametrize("flag", ["withheld", "absent"])
def test_withheld_or_absent_is_missing_even_beside_an_older_value(flag):
    found = read({"value": 7, "year": 2015.0}, {"flag": flag})
    assert (found["present"], found["flag"]) == (False, flag)
    assert "2015 a value of 7" in found["note"]


def test_stated_zero_is_a_value():
    found = read({"value": 0, "flag": "zero"})
    assert (found["present"], found["value"], found["flag"]) == (True, 0, "zero")


def test_empty_value_is_missing_whatever_its_flag():
    assert not read({"flag": "reported"})["present"]


def test_stage_asked_for_is_the_stage_read():
    figures = ({"value": 1, "stage": "extraction"}, {"value": 2, "stage": "processing"})
    assert read(*figures, stage="processing")["value"] == 2
    assert not read(*figures)["present"]


def test_scenario_flag_travels():
    assert "scenario" in flags(read({"value": 1, "flag": "reported;scenario"}))


def recycling(**figure):
    given = {"mineral": "x", "property": "end_of_life_recycling_input_rate", **figure}
    return cell(dataset(mineral_properties=[given]), "lack_of_recycling")


def test_lack_of_recycling_is_the_rest_and_turns_the_bounds_round():
    found = recycling(value=0.1, low=0.05, high=0.3)
    assert (found["value"], found["low"], found["high"]) == (
        pytest.approx(0.9),
        pytest.approx(0.7),
        pytest.approx(0.95),
    )


def test_recycling_in_percent_is_read_by_its_unit():
    assert recycling(value=10, unit="percent")["value"] == pytest.approx(0.9)


def test_unknown_recycling_is_not_a_rate_of_zero():
    assert not recycling(flag="withheld")["present"]


def test_reserves_last_reserves_over_production_years():
    data = dataset(
        mineral_properties=rows({"property": "reserves", "stage": "extraction", "value": 90, "unit": "Mt"}),
        production=[{"country": "WLD", "stage": "extraction", "value": 300, "unit": "thousand metric tons"}],
    )
    assert cell(data, "reserves_to_production")["value"] == pytest.approx(300)


def test_reserves_without_production_in_tonnes_are_missing():
    reserves = rows({"property": "reserves", "value": 90, "unit": "Mt"})
    shares = [{"country": "CHN", "stage": "extraction", "value": 100, "unit": "percent"}]
    assert not cell(dataset(mineral_properties=reserves), "reserves_to_production")["present"]
    assert not cell(dataset(mineral_properties=reserves, production=shares), "reserves_to_production")["present"]
