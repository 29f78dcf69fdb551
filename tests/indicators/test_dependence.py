"""Concentration of the country's sources, share under restriction, net import reliance."""

from datetime import date

import pytest

from indicators.cases import cell, dataset, flags, governance, imports, production

WORST = governance(dict.fromkeys(("CHN", "JPN", "AUS", "MYS", "USA"), -2.5))
WORLD = production({"CHN": 90, "AUS": 5, "MYS": 5, "WLD": 100})
NAN = float("nan")


def s2(data, **parameters):
    parameters.setdefault("floor_of_world", 0.0)
    return cell(data, "import_concentration", **parameters)


def s4(data, **parameters):
    return cell(data, "restricted_share", **parameters)


def test_quantities_are_pooled_over_three_years():
    # HS 284690 by tonnes: one year alone says Malaysia, the next one China.
    rows = (
        imports({"MYS": 95, "CHN": 5}, year=2022.0)
        + imports({"MYS": 50, "CHN": 50}, year=2023.0)
        + imports({"MYS": 2, "CHN": 98}, year=2024.0)
        + imports({"AUS": 1e6}, year=2021.0)
        + imports({"AUS": 1e6}, year=2025.0)
    )
    found = s2(dataset(production=WORLD, trade=rows, governance=WORST))
    assert found["value"] == pytest.approx((147 / 300) ** 2 + (153 / 300) ** 2)
    assert "2022–2024" in found["note"]


def test_moving_thirty_points_from_china_to_australia_nearly_halves_the_import_index():
    # Rare earths of Taiwan: the Herfindahl index of imports falls from .750 to .413.
    before = {"CHN": 0.8633, "JPN": 0.05, "AUS": 0.0, "USA": 0.0467, "MYS": 0.04}
    after = before | {"CHN": before["CHN"] - 0.3, "AUS": 0.3}
    world = production(dict.fromkeys(before, 20.0) | {"WLD": 100.0})
    first, second = (
        s2(dataset(production=world, trade=imports(mix), governance=WORST))["value"] for mix in (before, after)
    )
    assert first == pytest.approx(0.75, abs=2e-3)
    assert second == pytest.approx(0.413, abs=5e-3)


def test_value_stands_in_only_where_no_quantity_is_recorded():
    rows = [{"partner": "CHN", "value_usd": 30.0}, {"partner": "AUS", "value_usd": 70.0}]
    found = s2(dataset(production=WORLD, trade=rows, governance=WORST))
    assert found["value"] == pytest.approx(0.3**2 + 0.7**2)
    assert "value_based" in flags(found)
    assert "by value" in found["note"]


def test_row_without_quantity_has_that_of_its_codes_mean_unit_value():
    rows = [*imports({"CHN": 60}), {"partner": "AUS", "value_usd": 40_000.0}]
    found = s2(dataset(production=WORLD, trade=rows, governance=WORST))
    assert found["value"] == pytest.approx(0.6**2 + 0.4**2)
    assert "estimated" in flags(found)
    assert "AUS" in found["note"]


def test_withheld_partner_leaves_the_bounds_open():
    rows = [*imports({"CHN": 60, "AUS": 40}), {"partner": "MYS", "flag": "withheld"}]
    found = s2(dataset(production=WORLD, trade=rows, governance=WORST))
    assert (found["low"], found["high"]) == (0, 1)
    assert "incomplete" in flags(found)
    assert "no figure for MYS" in found["note"]


def test_unnamed_partners_stay_in_the_denominator():
    found = s2(dataset(production=WORLD, trade=imports({"CHN": 60, "OTH": 40}), governance=WORST))
    assert found["value"] == pytest.approx(0.36)
    assert found["high"] == pytest.approx(1)
    assert "incomplete" in flags(found)


def test_stated_import_total_shows_that_a_partner_was_removed():
    full = {"CHN": 85.0, "AUS": 15.0, "WLD": 100.0}
    before = s2(dataset(production=WORLD, trade=imports(full), governance=WORST))
    del full["CHN"]
    after = s2(dataset(production=WORLD, trade=imports(full), governance=WORST))
    assert after["value"] < before["value"] <= after["high"]
    assert "incomplete" in flags(after)


def test_partner_missing_in_one_of_the_years_is_named():
    rows = imports({"CHN": 60, "AUS": 40}, year=2023.0) + imports({"AUS": 40}, year=2024.0)
    found = s2(dataset(production=WORLD, trade=rows, governance=WORST))
    assert "year_gap" in flags(found)
    assert "CHN has no row for 2024" in found["note"]


def test_floor_keeps_a_share_of_the_worlds_concentration():
    data = dataset(production=WORLD, trade=imports({"AUS": 50, "MYS": 50}), governance=WORST)
    world = cell(data, "governance_weighted_herfindahl", stage="bottleneck")["value"]
    assert s2(data)["value"] == pytest.approx(0.5)
    found = s2(data, floor_of_world=0.9)
    assert found["value"] == pytest.approx(0.9 * world)
    assert "floor" in flags(found)


def test_without_trade_rows_world_supply_stands_in_as_a_proxy_of_grade_d():
    data = dataset(production=WORLD, governance=WORST)
    found = s2(data)
    assert found["value"] == pytest.approx(cell(data, "herfindahl", stage="processing")["value"])
    assert {"proxy", "world_share"} <= flags(found)
    assert found["grade"] == "D"


def test_trade_of_later_years_alone_counts_as_no_trade():
    data = dataset(production=WORLD, trade=imports({"AUS": 1}, year=2025.0), governance=WORST)
    assert "world_share" in flags(s2(data))


def test_neither_trade_nor_production_is_missing():
    found = s2(dataset(governance=WORST))
    assert not found["present"]
    assert not s4(dataset(export_restrictions=[{"country": "CHN"}]))["present"]


def test_one_customs_code_for_several_minerals_is_told():
    rows = imports({"CHN": 1}) + imports({"CHN": 1}, mineral="y")
    data = dataset(minerals=[{"mineral": "x"}, {"mineral": "y"}], production=WORLD, trade=rows, governance=WORST)
    assert "group_code" in flags(s2(data))


@pytest.mark.parametrize(("system", "code"), [("CCC11", "28182000001"), ("HSK10", "2818200000"), ("A9", "281820000")])
def test_the_same_goods_under_two_code_systems_count_once_by_the_country_s_own_tariff(system, code):
    """Whosever tariff it is, and whatever its name: it is finer than the six digits that all countries share."""
    rows = imports({"CHN": 50, "AUS": 50}) + imports({"CHN": 90, "AUS": 10}, code_system=system, code=code)
    found = s2(dataset(production=WORLD, trade=rows, governance=WORST))
    assert found["value"] == pytest.approx(0.82)


# --- restricted share ---------------------------------------------------------------------------------------------


TRADE = imports({"CHN": 60, "AUS": 30, "MYS": 10})


@pytest.mark.parametrize(
    ("measure", "share"),
    [
        ({"severity": 1.0}, 0.6),
        ({"severity": 0.5}, 0.3),
        ({"stage": "processing"}, 0.6),
        ({"stage": "extraction"}, 0.0),
        ({"in_force_from": date(2025, 1, 1)}, 0.0),
        ({"in_force_until": date(2024, 6, 30)}, 0.0),
        ({"in_force_until": date(2024, 12, 31)}, 0.6),
        ({"target": "USA"}, 0.0),
        ({"target": "USA;TWN"}, 0.6),
        ({"target": "all"}, 0.6),
        ({"target": "military end users"}, 0.6),
    ],
)
def test_measure_counts_by_severity_stage_dates_and_target(measure, share):
    data = dataset(production=WORLD, trade=TRADE, export_restrictions=[{"country": "CHN", **measure}])
    assert s4(data)["value"] == pytest.approx(share)


def test_severest_of_several_measures_counts_once():
    rows = [
        {"country": "CHN", "severity": 0.5},
        {"country": "CHN", "severity": 1.0},
        {"country": "MYS", "severity": 0.5},
    ]
    found = s4(dataset(production=WORLD, trade=TRADE, export_restrictions=rows))
    assert found["value"] == pytest.approx(0.65)
    assert "s_act" in found["sources"]


def test_zero_means_that_none_is_recorded():
    found = s4(dataset(production=WORLD, trade=TRADE))
    assert (found["value"], found["present"]) == (0, True)
    assert "no restriction recorded" in found["note"]


def test_unknown_origin_is_bounded_as_wholly_banned():
    found = s4(dataset(production=WORLD, trade=imports({"AUS": 60, "OTH": 40})))
    assert (found["value"], found["high"]) == (0, pytest.approx(0.4))


# --- net import reliance ------------------------------------------------------------------------------------------


def s3(data, **parameters):
    return cell(data, "import_reliance", **parameters)


def test_imports_less_exports_over_apparent_use():
    rows = [*imports({"CHN": 80}), *imports({"USA": 20}, flow="export")]
    data = dataset(production=production({"TWN": 40, "CHN": 60, "WLD": 100}), trade=rows)
    assert s3(data)["value"] == pytest.approx(60 / 100)


def test_net_exporter_relies_on_no_imports():
    rows = [*imports({"CHN": 10}), *imports({"USA": 20}, flow="export")]
    found = s3(dataset(production=production({"TWN": 40, "WLD": 100}), trade=rows))
    assert found["value"] == 0
    assert "exports exceed imports" in found["note"]


def test_no_domestic_production_on_record_is_said_and_gives_full_reliance():
    found = s3(dataset(production=WORLD, trade=imports({"CHN": 80})))
    assert found["value"] == 1
    assert "estimated" in flags(found)


def test_withheld_domestic_production_is_missing():
    rows = [*WORLD, {"country": "TWN", "flag": "withheld"}]
    found = s3(dataset(production=rows, trade=imports({"CHN": 80})))
    assert (found["present"], found["flag"]) == (False, "withheld")


@pytest.mark.parametrize("made", [[], [*WORLD, {"country": "TWN", "flag": "withheld"}]], ids=["unknown", "withheld"])
def test_who_sells_as_much_as_it_buys_relies_on_no_imports_whatever_it_makes(made):
    rows = [*imports({"CHN": 10}), *imports({"USA": 10}, flow="export")]
    found = s3(dataset(production=made, trade=rows))
    assert (found["value"], found["high"]) == (0, 0)
    assert not s3(dataset(production=made, trade=[*rows, *imports({"AUS": 1})]))["present"]


@pytest.mark.parametrize("trade", [[], [{"partner": "CHN", "value_usd": 5.0}]])
def test_reliance_without_quantities_is_missing(trade):
    assert not s3(dataset(production=WORLD, trade=trade))["present"]
