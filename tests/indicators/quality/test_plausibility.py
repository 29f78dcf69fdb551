"""A figure that slipped by a thousand, or stands in another's place, is told beside the list."""

# Holds: indicators/quality/metal_prices.py, indicators/quality/unit_slips.py.

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.indicators.quality.plausibility import implausible
from criticality.indicators.quality.unlike_peers import odd_figures
from criticality.model.dataset import TABLES, Dataset

YEAR = 2024


def table(name, rows):
    """A frame of the table's columns from the cells that matter."""
    texts = {column.name: "" for column in TABLES[name].columns if column.kind not in {"number", "share", "year"}}
    frame = pd.DataFrame([{**texts, "grade": "A", "flag": "reported", "line": 2, **row} for row in rows])
    for column in TABLES[name].columns:
        if column.name not in frame:
            frame[column.name] = math.nan
    return frame


def production(figures, unit="t"):
    """{(country, year): value} as production of one ore, with the sum of each year as its world total."""
    years = {year for _, year in figures}
    world = {("WLD", year): sum(v for (_, y), v in figures.items() if y == year) for year in years}
    rows = [
        {"mineral": "ore", "stage": "extraction", "country": code, "year": float(year), "value": value, "unit": unit}
        for (code, year), value in {**figures, **world}.items()
    ]
    return Dataset({"production": table("production", rows)})


def kinds(dataset):
    return {check["check"] for check in implausible(dataset, "TWN", YEAR)}


STEADY = {("CHN", 2023): 60.0, ("AUS", 2023): 40.0, ("CHN", 2024): 63.0, ("AUS", 2024): 41.0}


def test_steady_production_raises_no_doubt():
    assert kinds(production(STEADY)) == set()


@pytest.mark.parametrize("factor", [1000.0, 0.001])
def test_a_unit_off_by_a_thousand_is_a_jump(factor):
    spoiled = production({**STEADY, ("AUS", 2024): 41.0 * factor})
    (jump,) = (check for check in implausible(spoiled, "TWN", YEAR) if "AUS" in check["text"]["en"])
    assert jump["check"] == "jump"
    assert jump["figure"] > 900
    assert "AUS：" in jump["text"]["zh-Hant"]


def test_a_country_in_anothers_place_comes_and_goes():
    swapped = {**STEADY, ("CHL", 2024): STEADY["AUS", 2024]}
    del swapped["AUS", 2024]
    found = [check["text"]["en"] for check in implausible(production(swapped), "TWN", YEAR)]
    assert [text.split(": ")[1][:3] for text in found] == ["AUS", "CHL"]


def test_a_country_too_small_by_a_thousand_leaves_the_world_total_open():
    dataset = production({("CHN", 2024): 60.0, ("AUS", 2024): 40.0}, "percent")
    frame = dataset.table("production")
    frame.loc[frame["country"] == "AUS", "value"] = 0.04
    assert kinds(dataset) == {"total_gap", "single_year"}


def test_later_years_are_not_looked_at():
    assert kinds(production({**STEADY, ("AUS", 2025): 41_000_000.0})) == set()


def test_a_dear_import_is_told_with_its_code():
    rows = [
        {"reporter": "TWN", "partner": code, "mineral": "ore", "flow": "import", "code": "260100", "year": 2024.0}
        | {"value_usd": 50_000.0, "quantity_t": tonnes}
        for code, tonnes in (("AUS", 50.0), ("BRA", 48.0), ("CHL", 51.0), ("PER", 0.05))
    ]
    (check,) = implausible(Dataset({"trade": table("trade", rows)}), "TWN", YEAR)
    assert (check["check"], check["subject"]) == ("unit_value", "ore")
    assert "PER 2024" in check["text"]["en"]


def priced(imports, price=30.0, unit="USD/kg"):
    """Imports of one code as {partner: (USD, tonnes)}, beside the price of the metal."""
    rows = [
        {"reporter": "TWN", "partner": code, "mineral": "ore", "flow": "import", "code": "810194", "year": 2024.0}
        | {"value_usd": usd, "quantity_t": tonnes}
        for code, (usd, tonnes) in imports.items()
    ]
    price = {"mineral": "ore", "property": "price", "value": price, "unit": unit, "year": 2024.0}
    return Dataset({"trade": table("trade", rows), "mineral_properties": table("mineral_properties", [price])})


def test_scrap_under_the_code_of_a_metal_is_told_with_its_partners():
    scrap = priced({"JPN": (6_300_000.0, 395.0), "CHN": (120_000.0, 2.0), "WLD": (6_420_000.0, 397.0)})
    (check,) = implausible(scrap, "TWN", YEAR)
    assert (check["check"], check["subject"]) == ("price_gap", "ore")
    assert check["figure"] == pytest.approx(6_420_000 / 397_000 / 30.0, abs=1e-6)
    assert "JPN 2024 (15.9)" in check["text"]["en"]
    assert "CHN" not in check["text"]["en"]


@pytest.mark.parametrize(("usd", "told"), [(18_000.0, True), (21_000.0, False), (149_000.0, False), (160_000.0, True)])
def test_a_unit_value_between_two_thirds_and_five_times_the_price_is_no_news(usd, told):
    assert (kinds(priced({"JPN": (usd, 1.0)})) == {"price_gap"}) is told


def test_a_price_in_another_unit_is_compared_with_nothing():
    assert kinds(priced({"JPN": (1_000.0, 1.0)}, unit="USD/t")) == set()


def test_a_sector_a_thousand_times_too_large_or_too_small_is_told():
    added = {"a": 10.0, "b": 20.0, "c": 20.0, "d": 20.0}
    for code, factor in (("a", 1000.0), ("b", 1e-4)):
        rows = [
            {"sector": name, "value_added_usd_m": value * (factor if name == code else 1), "strategic": False}
            for name, value in added.items()
        ]
        found = implausible(Dataset({"sectors": table("sectors", rows)}), "TWN", YEAR)
        assert [(check["check"], check["subject"]) for check in found] == [("sector_size", code)]


def test_a_restriction_of_a_country_that_makes_none_is_told():
    rows = [{"country": "NAM", "mineral": "ore", "severity": 1.0, "in_force_from": None, "in_force_until": None}]
    dataset = production(STEADY).with_table("export_restrictions", table("export_restrictions", rows))
    assert kinds(dataset) == {"restriction_of_no_producer"}


def test_governance_does_not_swing_by_a_point_in_a_year():
    rows = [{"country": "AUS", "indicator": "pv", "year": float(y), "value": v} for y, v in ((2022, 0.9), (2023, -0.9))]
    assert kinds(Dataset({"governance": table("governance", rows)})) == {"swing"}


@given(st.integers(0, 29), st.sampled_from([1000.0, 0.001]))
def test_a_figure_off_the_line_of_its_property_is_told_whichever_it_is(place, factor):
    def property_rows(name, slope):
        return [
            {"mineral": f"m{i:02d}", "property": name, "year": 2020.0, "unit": "kg", "value": 10 ** (slope * i / 5)}
            for i in range(30)
        ]

    rows = [*property_rows("gwp", 1.0), *property_rows("price", 0.8)]
    assert not list(odd_figures(Dataset({"mineral_properties": table("mineral_properties", rows)}), YEAR))
    rows[place] = {**rows[place], "value": rows[place]["value"] * factor}
    found = list(odd_figures(Dataset({"mineral_properties": table("mineral_properties", rows)}), YEAR))
    assert [check["subject"] for check in found] == [f"m{place:02d}"]


def test_a_property_of_zeros_alone_is_like_nothing_and_breaks_nothing():
    rows = [
        {"mineral": f"m{i:02d}", "property": "share", "year": 2020.0, "unit": "percent", "value": 0.0}
        for i in range(30)
    ]
    assert not list(odd_figures(Dataset({"mineral_properties": table("mineral_properties", rows)}), YEAR))


def test_one_stated_figure_in_two_years_does_not_jump_a_hundredfold():
    rows = [
        {"mineral": "ore", "property": "reserves", "year": float(y), "unit": "t", "value": v}
        for y, v in ((2023, 5e6), (2024, 5e3))
    ]
    (check,) = odd_figures(Dataset({"mineral_properties": table("mineral_properties", rows)}), YEAR)
    assert check["check"] == "figure_jump"


def imports(figures, total=True):
    """{(partner, year): tonnes} as imports of one code at a steady price, with their total."""
    years = {year for _, year in figures}
    world = {("WLD", year): sum(v for (_, y), v in figures.items() if y == year) for year in years} if total else {}
    rows = [
        {"reporter": "TWN", "partner": code, "mineral": "ore", "flow": "import", "code": "260100", "year": float(year)}
        | {"value_usd": tonnes * 1000, "quantity_t": tonnes}
        for (code, year), tonnes in {**figures, **world}.items()
    ]
    return Dataset({"trade": table("trade", rows)})


STEADY_IMPORTS = {(code, year): 50.0 for code in ("AUS", "BRA") for year in (2022, 2023, 2024)}


def test_a_partner_in_anothers_place_is_a_partner_once():
    assert kinds(imports(STEADY_IMPORTS)) == set()
    swapped = {**STEADY_IMPORTS, ("CHL", 2024): 50.0}
    del swapped["AUS", 2024]
    (check,) = implausible(imports(swapped), "TWN", YEAR)
    assert (check["check"], check["subject"]) == ("partner_once", "ore")
    assert "CHL 2024 (50%)" in check["text"]["en"]


def test_an_import_total_that_its_partners_do_not_reach_is_told():
    dataset = imports(STEADY_IMPORTS)
    frame = dataset.table("trade")
    frame.loc[(frame["partner"] == "WLD") & (frame["year"] == 2024), "quantity_t"] = 1e5
    (check,) = implausible(dataset, "TWN", YEAR)
    assert check["check"] == "trade_gap"
    assert "2024: the partners leave 100% of the total of quantity_t open" in check["text"]["en"]


def test_an_act_or_a_list_belongs_to_one_government():
    rows = [{"country": code, "mineral": "ore", "act": "Act 1", "severity": 1.0} for code in ("CHN", "CHN", "RUS")]
    lists = [
        {"mineral": "ore", "jurisdiction": "AUS", "list_date": when, "source": "list"}
        for when in ("2024-02", "2204-02")
    ]
    dataset = Dataset(
        {"export_restrictions": table("export_restrictions", rows), "official_lists": table("official_lists", lists)}
    )
    found = [check["text"]["en"] for check in implausible(dataset, "TWN", YEAR) if check["check"] == "two_owners"]
    assert found == [
        "export_restrictions: act Act 1 stands with more than one country: CHN (2), RUS (1)",
        "official_lists: source list stands with more than one list_date: 2024-02 (1), 2204-02 (1)",
    ]


@pytest.mark.parametrize("factor", [1000.0, 0.001])
def test_a_percentage_a_thousand_times_off_is_far_from_the_rest(factor):
    rows = [
        {"mineral": f"m{i:02d}", "property": "share", "year": 2020.0, "unit": "percent", "value": 20.0 + i}
        for i in range(30)
    ]
    assert not list(odd_figures(Dataset({"mineral_properties": table("mineral_properties", rows)}), YEAR))
    rows[7] = {**rows[7], "value": rows[7]["value"] * factor}
    (check,) = odd_figures(Dataset({"mineral_properties": table("mineral_properties", rows)}), YEAR)
    assert (check["check"], check["subject"]) == ("far_figure", "m07")
