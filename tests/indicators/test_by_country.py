"""Shares by country in the record: those the indicators rest on, the rest named, years apart, acts by stage joined."""

from datetime import date

import pytest

from criticality.indicators.by_country import country_tables
from indicators.cases import cell, dataset, imports, production


def tables(data, minerals=("x",), as_of=date(2024, 12, 31)):
    return country_tables(data, minerals, country="TWN", reference_year=2024, as_of=as_of)


def shares(rows, **wanted):
    return {r["country"]: r["share"] for r in rows if all(r[key] == value for key, value in wanted.items())}


def test_the_largest_share_recorded_is_the_one_the_indicator_gives():
    data = dataset(production=production({"CHN": 60, "AUS": 25, "OTH": 5, "WLD": 100}))
    found = tables(data)["supply"]
    assert shares(found, stage="processing") == pytest.approx({"CHN": 0.6, "AUS": 0.25, "OTH": 0.15})
    assert [row["country"] for row in found] == ["CHN", "AUS", "OTH"]
    assert found[0]["share"] == cell(data, "largest_share", stage="processing")["value"]
    assert found[0]["year"] == "2023"
    assert found[0]["source"] == "s_prod"


def test_extraction_stands_before_refining_and_a_mineral_without_rows_has_none():
    rows = production({"CHN": 9, "WLD": 10}) + production({"AUS": 5, "WLD": 10}, stage="extraction")
    data = dataset(production=rows, minerals=[{"mineral": "x"}, {"mineral": "y"}])
    assert [row["stage"] for row in tables(data, ("x", "y"))["supply"]] == ["extraction"] * 2 + ["processing"] * 2


def test_imports_of_each_year_are_shares_of_its_value_and_unnamed_partners_are_others():
    rows = imports({"CHN": 30, "JPN": 10, "WLD": 50}, year=2023.0) + imports({"JPN": 8, "WLD": 8}, year=2024.0)
    found = tables(dataset(trade=rows))["origins"]
    assert shares(found, year=2023) == pytest.approx({"WLD": 1.0, "CHN": 0.6, "JPN": 0.2, "OTH": 0.2})
    assert shares(found, year=2024) == pytest.approx({"WLD": 1.0, "JPN": 1.0})
    assert [row["value_usd"] for row in found if row["country"] == "WLD"] == pytest.approx([50_000, 8_000])


def test_imports_after_the_reference_year_are_not_counted():
    assert tables(dataset(trade=imports({"CHN": 30}, year=2025.0)))["origins"] == []


def test_an_act_on_two_stages_is_one_row_and_what_is_not_in_force_or_not_for_the_country_is_none():
    act = {"country": "CHN", "measure": "licence", "severity": 0.5, "act": "Announcement 33"}
    rows = [
        {**act, "stage": "extraction"},
        {**act, "stage": "processing"},
        {**act, "stage": "processing", "in_force_from": date(2025, 1, 1)},
        {**act, "stage": "processing", "in_force_until": date(2024, 6, 1)},
        {**act, "stage": "processing", "target": "USA"},
    ]
    (found,) = tables(dataset(export_restrictions=rows))["restrictions"]
    assert found == {
        "mineral": "x",
        "country": "CHN",
        "stage": "extraction;processing",
        "measure": "licence",
        "severity": 0.5,
        "in_force_from": "2024-01-01",
        "in_force_until": None,
        "act": "Announcement 33",
        "source": "s_act",
    }
