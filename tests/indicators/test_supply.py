"""Concentration of world supply: shares of the world total, the narrowest stage, what rows do not say."""

import pytest

from indicators.cases import cell, dataset, flags, governance, production

GOOD = governance({"CHN": -0.5, "AUS": 1.5, "USA": 1.0, "CHL": 0.5})


def s1(data, stage="bottleneck"):
    return cell(data, "governance_weighted_herfindahl", stage=stage)


def test_shares_are_of_the_world_total_and_others_add_nothing():
    data = dataset(production=production({"CHN": 60, "AUS": 20, "OTH": 20, "WLD": 100}), governance=GOOD)
    found = cell(data, "herfindahl", stage="processing")
    assert found["value"] == pytest.approx(0.36 + 0.04)
    assert found["low"] == found["value"]
    assert found["high"] == pytest.approx(0.44)


def test_bottleneck_is_the_narrowest_stage_and_the_note_names_it():
    rows = production({"CHN": 98, "AUS": 2, "WLD": 100}) + production(
        {"CHN": 40, "AUS": 60, "WLD": 100}, stage="extraction"
    )
    found = s1(dataset(production=rows, governance=GOOD))
    assert found["value"] == pytest.approx(0.98**2 * 0.6 + 0.02**2 * 0.2)
    assert "narrowest stage processing" in found["note"]
    assert "CHN 98 %" in found["note"]


def test_grade_is_the_worst_of_the_rows_and_a_noticeable_estimate_is_told():
    rows = [
        *production({"CHN": 60, "WLD": 100}),
        *production({"AUS": 39.5}, grade="C", flag="estimated"),
        *production({"USA": 0.5}, grade="B", flag="proxy"),
    ]
    found = s1(dataset(production=rows, governance=GOOD))
    assert found["grade"] == "C"
    assert flags(found) == {"estimated"}
    assert found["sources"] == "s_gov;s_prod"


def test_only_reported_rows_make_a_reported_cell():
    assert s1(dataset(production=production({"CHN": 1, "WLD": 1}), governance=GOOD))["flag"] == "reported"


def test_scenario_flag_of_one_small_row_travels():
    rows = [*production({"CHN": 999, "WLD": 1000}), *production({"AUS": 1}, flag="reported;scenario")]
    assert "scenario" in flags(s1(dataset(production=rows, governance=GOOD)))


def test_latest_year_up_to_the_reference_year_is_read_alone():
    rows = (
        production({"CHN": 1, "WLD": 1}, year=2020.0)
        + production({"CHN": 1, "AUS": 1, "WLD": 2}, year=2023.0)
        + production({"AUS": 1, "WLD": 1}, year=2025.0)
    )
    assert cell(dataset(production=rows), "largest_share", stage="processing")["value"] == 0.5


def test_world_total_of_a_later_year_does_not_hide_the_last_year_with_countries():
    rows = production({"CHN": 90, "AUS": 10, "WLD": 100}) + production({"WLD": 110}, year=2024.0)
    assert cell(dataset(production=rows), "largest_share", stage="processing")["value"] == 0.9


def test_percentages_are_of_a_hundred_even_without_a_world_row():
    rows = production({"CHN": 80, "AUS": 5}, unit="percent")
    found = cell(dataset(production=rows), "largest_share", stage="processing")
    assert found["value"] == 0.8
    assert flags(found) == {"reported", "incomplete"}


def test_removing_the_dominant_producer_is_said_and_the_upper_bound_still_holds_it():
    full = {"CHN": 98, "AUS": 2, "WLD": 100}
    before = s1(dataset(production=production(full), governance=GOOD))
    del full["CHN"]
    after = s1(dataset(production=production(full), governance=GOOD))
    assert after["value"] < before["value"] <= after["high"]
    assert "incomplete" in flags(after)
    assert "2.0 %" in after["note"]


def test_stage_left_with_its_world_total_alone_is_not_forgotten():
    rows = production({"WLD": 100}) + production({"CHN": 40, "AUS": 60, "WLD": 100}, stage="extraction")
    found = s1(dataset(production=rows, governance=GOOD))
    assert "incomplete" in flags(found)
    assert found["high"] == 1
    alone = s1(dataset(production=rows, governance=GOOD), stage="processing")
    assert not alone["present"]


def test_missing_world_total_is_said():
    found = s1(dataset(production=production({"CHN": 60, "AUS": 40}), governance=GOOD))
    assert flags(found) == {"reported", "no_world_total"}


def test_withheld_production_is_unknown_not_zero():
    rows = [*production({"CHN": 60, "WLD": 100}), {"country": "USA", "flag": "withheld"}]
    found = s1(dataset(production=rows, governance=GOOD))
    assert found["value"] == pytest.approx(0.36 * 0.6)
    assert found["high"] == pytest.approx(0.36 * 0.6 + 0.16)
    assert "withheld and kept unknown: USA" in found["note"]


def test_withheld_production_without_a_total_leaves_the_value_open():
    rows = [*production({"CHN": 60}), {"country": "USA", "flag": "withheld"}]
    found = s1(dataset(production=rows, governance=GOOD))
    assert (found["low"], found["high"]) == (0, 1)


def test_production_withheld_by_everybody_is_missing_as_withheld():
    found = s1(dataset(production=[{"country": "USA", "flag": "withheld"}], governance=GOOD))
    assert not found["present"]
    assert found["flag"] == "withheld"


def test_no_rows_are_missing_not_zero():
    found = s1(dataset(governance=GOOD))
    assert not found["present"]
    assert found["value"] != found["value"]
    assert (found["flag"], found["grade"]) == ("absent", "")
