"""Value added exposed, strategic share, import value."""

import pytest

from indicators.cases import cell, dataset, flags, imports

SECTORS = [
    {"sector": "electronics", "value_added_usd_m": 78_000.0, "strategic": True},
    {"sector": "metals", "value_added_usd_m": 15_600.0},
]


def uses(**shares):
    return [{"application": sector, "sector": sector, "share": share} for sector, share in shares.items()]


def test_mineral_used_in_the_largest_sector_alone_has_the_full_exposure_of_ten():
    data = dataset(end_uses=uses(electronics=1.0), sectors=SECTORS)
    assert cell(data, "value_added_exposure")["value"] == 10


def test_exposure_is_the_use_weighted_value_added():
    data = dataset(end_uses=uses(electronics=0.3, metals=0.7), sectors=SECTORS)
    assert cell(data, "value_added_exposure")["value"] == pytest.approx(3 + 0.7 * 2)
    assert cell(data, "strategic_share")["value"] == pytest.approx(0.3)


def test_two_applications_in_one_sector_add_up():
    rows = [*uses(electronics=0.3), {"application": "b", "sector": "electronics", "share": 0.7}]
    assert cell(dataset(end_uses=rows, sectors=SECTORS), "strategic_share")["value"] == pytest.approx(1)


@pytest.mark.parametrize("indicator", ["value_added_exposure", "strategic_share"])
def test_removing_a_use_is_said_and_the_upper_bound_still_holds_it(indicator):
    before = cell(dataset(end_uses=uses(electronics=0.6, metals=0.4), sectors=SECTORS), indicator)
    after = cell(dataset(end_uses=uses(metals=0.4), sectors=SECTORS), indicator)
    assert after["value"] < before["value"] <= after["high"] + 1e-12
    assert "incomplete" in flags(after)
    assert "40 %" in after["note"]


@pytest.mark.parametrize("indicator", ["value_added_exposure", "strategic_share"])
def test_no_uses_or_no_sectors_are_missing(indicator):
    assert not cell(dataset(sectors=SECTORS), indicator)["present"]
    assert not cell(dataset(end_uses=uses(metals=1.0)), indicator)["present"]


def test_use_shares_that_round_to_one_are_complete():
    found = cell(dataset(end_uses=uses(electronics=0.5, metals=0.485), sectors=SECTORS), "strategic_share")
    assert flags(found) == {"reported"}
    assert found["high"] == found["value"]


def e3(data, **parameters):
    return cell(data, "import_value", **parameters)


def test_mean_of_the_last_three_years():
    rows = [
        row
        for year, t in ((2021, 99), (2022, 1), (2023, 2), (2024, 6))
        for row in imports({"CHN": t}, year=float(year))
    ]
    assert e3(dataset(trade=rows))["value"] == pytest.approx(3000)
    assert e3(dataset(trade=rows), years=1)["value"] == pytest.approx(6000)


def test_year_without_rows_is_named_and_not_counted_as_zero():
    rows = imports({"CHN": 2}, year=2022.0) + imports({"CHN": 4}, year=2024.0)
    found = e3(dataset(trade=rows))
    assert found["value"] == pytest.approx(3000)
    assert "year_gap" in flags(found)
    assert "no rows for 2023" in found["note"]


def test_import_total_is_not_added_to_its_parts():
    assert e3(dataset(trade=imports({"CHN": 2, "WLD": 5})))["value"] == pytest.approx(5000)


def test_codes_and_stages_add_up_unless_one_stage_is_asked_for():
    rows = (
        imports({"CHN": 2}) + imports({"CHN": 3}, code="280530") + imports({"AUS": 5}, stage="extraction", code="2530")
    )
    assert e3(dataset(trade=rows))["value"] == pytest.approx(10_000)
    assert e3(dataset(trade=rows), stage="processing")["value"] == pytest.approx(5_000)


def test_withheld_value_is_said():
    rows = [*imports({"CHN": 2}), {"partner": "USA", "flag": "withheld"}]
    found = e3(dataset(trade=rows))
    assert "incomplete" in flags(found)
    assert "no value for USA" in found["note"]


def test_no_import_rows_are_missing_not_zero():
    assert not e3(dataset())["present"]
    assert not e3(dataset(trade=[{"partner": "USA", "flag": "withheld"}]))["present"]


@pytest.mark.parametrize(("said", "share"), [("", 0.4), ("yes", 1.0), ("no", 0.4)])
def test_an_application_says_for_itself_whether_it_is_strategic(said, share):
    """Autocatalysts go into vehicles, and not into electric ones; chips that a metals sector buys are chips."""
    applications = [
        {"application": "chips", "sector": "electronics", "share": 0.4},
        {"application": "tools", "sector": "metals", "share": 0.6, "strategic": said},
    ]
    data, unsaid = (
        dataset(end_uses=[{**row, **own} for row in applications], sectors=SECTORS) for own in ({}, {"strategic": ""})
    )
    assert cell(data, "strategic_share")["value"] == pytest.approx(share)
    exposures = [cell(one, "value_added_exposure")["value"] for one in (data, unsaid)]
    assert exposures[0] == pytest.approx(exposures[1])


def test_a_flag_cites_the_programme_that_it_comes_from():
    """The sector's source states its value added; the flag is another publication's."""
    sectors = [{**row, "programme": "plan_2024"} for row in SECTORS]
    uses_of_it = [
        {"application": "chips", "sector": "electronics", "share": 0.4},
        {"application": "tools", "sector": "electronics", "share": 0.6, "strategic": "no", "programme": "plan_2025"},
    ]
    data = dataset(end_uses=uses_of_it, sectors=sectors)
    assert {"plan_2024", "plan_2025"} <= set(cell(data, "strategic_share")["sources"].split(";"))
    assert not {"plan_2024", "plan_2025"} & set(cell(data, "value_added_exposure")["sources"].split(";"))
    assert "s_va" in cell(dataset(end_uses=uses_of_it, sectors=SECTORS), "strategic_share")["sources"].split(";")
