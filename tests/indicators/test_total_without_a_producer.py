"""A stated world total that leaves a producer out is no total of the world: it bounds nobody's share.

Publishers of production figures print world totals net of a country whose figure is withheld (USGS, Mineral Commodity
Summaries, footnote "excludes U.S. production").
"""

import pytest

from indicators.cases import cell, dataset, flags, governance, imports, production

GOOD = governance({"CHN": 0.0, "AUS": 0.0, "CHL": 0.0, "USA": 0.0, "TWN": 0.0})
FULL = {"AUS": 190, "CHN": 110, "CHL": 140, "WLD": 440}
WITHHELD = {"country": "USA", "flag": "withheld"}
MEASURES = ("herfindahl", "governance_weighted_herfindahl", "largest_share")


def of(rows, indicator="herfindahl", stage="processing", **more):
    return cell(dataset(production=rows, governance=GOOD, **more), indicator, stage=stage)


@pytest.mark.parametrize("indicator", MEASURES)
def test_rows_that_fill_the_total_leave_a_withheld_producer_out_of_it(indicator):
    found = of([*production(FULL), WITHHELD], indicator)
    assert (found["low"], found["high"]) == (0.0, 1.0)
    assert flags(found) >= {"incomplete", "no_world_total"}
    assert "leaves out USA" in found["note"]


def test_the_value_is_that_of_the_named_producers():
    assert of([*production(FULL), WITHHELD])["value"] == pytest.approx((190**2 + 110**2 + 140**2) / 440**2)


@pytest.mark.parametrize("total", [431.5, 448.8])
def test_a_total_that_differs_by_its_rounding_leaves_the_producer_out_too(total):
    found = of([*production({**FULL, "WLD": total}), WITHHELD])
    assert (found["low"], found["high"]) == (0.0, 1.0)


def test_a_total_with_room_for_the_producer_bounds_it():
    found = of([*production({**FULL, "WLD": 500}), WITHHELD])
    assert found["high"] == pytest.approx(found["value"] + (60 / 500) ** 2)
    assert "no_world_total" not in flags(found)


@pytest.mark.parametrize(
    "note",
    [
        "Excludes U.S. production",
        "excludes XYZ",
        "lithium content; the publisher's world total excludes the United States",
        "net of withheld producers",
        "世界總量不含美國",
        "Does not include China",
        "U.S. production is not included",
        "Data for Kazakhstan are left out",
    ],
)
def test_the_note_of_the_total_says_that_a_country_is_left_out(note):
    rows = production({"AUS": 60, "CHN": 30}) + production({"WLD": 100}, note=note)
    found = of(rows)
    assert (found["low"], found["high"]) == (0.0, 1.0)
    assert flags(found) >= {"incomplete", "no_world_total"}


@pytest.mark.parametrize(
    "note",
    ["silicon metal; excludes ferrosilicon", "No country is excluded.", "Secondary production is not included"],
)
def test_a_note_on_the_material_leaves_no_producer_out(note):
    found = of(production({"AUS": 60, "CHN": 40}) + production({"WLD": 100}, note=note))
    assert found["low"] == found["high"] == found["value"]


def test_rows_in_percent_that_fill_the_whole_leave_a_withheld_producer_out():
    rows = [*production({"CHN": 70, "AUS": 30}, unit="percent"), {**WITHHELD, "unit": "percent"}]
    assert (of(rows)["low"], of(rows)["high"]) == (0.0, 1.0)


def test_the_narrowest_stage_is_open_upwards_where_another_stage_is():
    rows = [*production(FULL, stage="extraction"), {**WITHHELD, "stage": "extraction"}]
    rows += production({"CHN": 98, "AUS": 2, "WLD": 100})
    found = of(rows, "governance_weighted_herfindahl", "bottleneck")
    assert found["high"] == 1.0
    assert found["low"] == pytest.approx(found["value"])


def test_imports_traced_to_such_a_supply_hold_only_for_what_the_partner_makes():
    bought = imports({"AUS": 60, "JPN": 40})
    rows = [*production(FULL), WITHHELD]
    data = dataset(trade=bought, production=rows, governance=GOOD)
    found = cell(data, "import_concentration", floor_of_world=0.0)
    assert found["low"] == pytest.approx(0.5 * 0.6**2)
    assert found["high"] == pytest.approx(0.5 * 0.6**2 + (2 * 0.6 + 0.4) * 0.4 * 0.5)
    assert found["low"] < found["value"] < found["high"]


def test_imports_from_producers_alone_stay_certain():
    data = dataset(trade=imports({"AUS": 100}), production=[*production(FULL), WITHHELD], governance=GOOD)
    found = cell(data, "import_concentration", floor_of_world=0.0)
    assert found["low"] == found["high"] == found["value"]


def test_reserves_last_no_longer_than_the_named_production_says():
    reserves = {"mineral": "x", "property": "reserves", "value": 4400.0, "unit": "t", "stage": "extraction"}
    rows = [*production(FULL, stage="extraction"), {**WITHHELD, "stage": "extraction"}]
    found = cell(dataset(mineral_properties=[reserves], production=rows), "reserves_to_production")
    assert (found["value"], found["low"]) == (pytest.approx(10.0), 0.0)


@pytest.mark.parametrize(
    "note", ["printed: Excludes secondary production", "excludes undocumented artisanal production"]
)
def test_a_kind_of_production_that_is_left_out_is_no_country(note):
    rows = production({"AUS": 60, "CHN": 30}) + production({"WLD": 100}, note=note)
    assert "no_world_total" not in flags(of(rows))


ABSENT = [{"country": code, "flag": "absent"} for code in ("CHN", "CUB", "PHL")]
NAMES = [
    {"country": code, "name_en": name, "name_zh": chinese}
    for code, name, chinese in (
        ("USA", "United States", "美國"),
        ("GIN", "Guinea", "幾內亞"),
        ("PNG", "Papua New Guinea", "巴布亞紐幾內亞"),
        ("COG", "Congo", "剛果共和國"),
        ("CHN", "China", "中國大陸"),
    )
]


def said_of(note, *rows):
    """The note of a cell where the total of 100 has a note, CAN 70 of it, and these rows no figure."""
    stated = production({"CAN": 70}) + production({"WLD": 100}, note=note)
    return of([*stated, *rows], countries=NAMES)["note"].split("; ")


def test_only_the_countries_that_the_note_names_are_left_out():
    note = "excludes the United States: withheld (printed: Excludes U.S. production)"
    said = said_of(note, WITHHELD, *ABSENT)
    assert "the stated total leaves out USA: nothing bounds what it makes" in said
    assert "no figure for CHN, CUB, PHL: kept unknown" in said
    said = said_of(note, WITHHELD, {"country": "NOR", "flag": "withheld"})
    assert "the stated total leaves out USA: nothing bounds what it makes" in said
    assert "withheld and kept unknown: NOR" in said


@pytest.mark.parametrize(
    ("note", "who"),
    [
        ("Excludes U.S. production. China revised its figure.", "USA"),
        ("cobalt; the publisher's world total excludes the United States; includes China", "USA"),
        ("excludes Papua New Guinea", "PNG"),
        ("excludes Congo (Kinshasa), Turkey (printed: revised by China)", "COD, TUR"),
        ("excludes PHL", "PHL"),
        ("U.S. production is not included", "USA"),
        ("世界總量不含巴布亞紐幾內亞", "PNG"),
        ("美國未計入；中國大陸為估計值", "USA"),
        ("net of withheld producers", "USA"),
        ("Excludes countries for which no data were available", "a producer"),
        ("Excludes production of Ruritania", "a producer"),
    ],
)
def test_whom_a_note_names_in_its_own_words(note, who):
    said = said_of(note, WITHHELD, {"country": "PHL", "flag": "reported", "value": 1.0})
    assert f"the stated total leaves out {who}: nothing bounds what it makes" in said
    assert ("withheld and kept unknown: USA" in said) == ("USA" not in who)


def test_of_a_total_that_the_rows_fill_the_withheld_producers_are_left_out_and_not_the_absent_ones():
    said = of([*production(FULL), WITHHELD, {"country": "PHL", "flag": "absent"}])["note"].split("; ")
    assert "the stated total leaves out USA: nothing bounds what it makes" in said
    assert "no figure for PHL: kept unknown" in said
