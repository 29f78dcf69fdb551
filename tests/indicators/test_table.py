"""The whole table: every mineral, every criterion; parameters; nothing altered, order of no matter."""

# Holds: indicators/cell.py, indicators/evidence.py.

import random
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.indicators.evidence import ProductionRow, PropertyRow, gather_evidence, rows_in
from criticality.indicators.published.computed import EC_PARTS, USGS_PARTS, YALE_AXES
from criticality.indicators.registry import INDICATORS
from criticality.indicators.table import COLUMNS, compute_indicators, parameter_problems, property_problems
from criticality.model.dataset import TABLES
from indicators.cases import cell, criterion, dataset, flags, governance, imports, production, table
from longer import examples

EVERY = {
    "observed": {"property": "gwp100"},
    "herfindahl": {"stage": "bottleneck"},
    "governance_weighted_herfindahl": {"stage": "bottleneck"},
    "largest_share": {"stage": "bottleneck"},
    "import_concentration": {"stage": "bottleneck"},
    "import_reliance": {},
    "restricted_share": {},
    "value_added_exposure": {},
    "strategic_share": {},
    "import_value": {},
    "lack_of_recycling": {},
    "reserves_to_production": {},
    "supply_risk_ec2017": {},
    "supply_risk_ec2017_stated": {},
    "economic_importance_ec2017": {},
    "supply_risk_usgs2021": {},
    "supply_risk_usgs2021_stated": {},
    "criticality_yale2012": {},
    "geopolitical_supply_risk": {},
    "judged": {},
}
CRITERIA = [
    criterion(name, **parameters).model_copy(update={"code": f"c_{name}"}) for name, parameters in EVERY.items()
]


def full():
    return dataset(
        minerals=[{"mineral": "y", "candidate": False}, {"mineral": "x"}],
        production=production({"CHN": 70, "AUS": 20, "TWN": 5, "WLD": 100})
        + production({"CHN": 30, "AUS": 50, "CHL": 20, "WLD": 100}, stage="extraction"),
        trade=imports({"CHN": 40, "JPN": 40, "AUS": 20, "WLD": 100})
        + imports({"CHN": 30, "JPN": 45, "AUS": 20, "WLD": 100}, year=2023.0),
        governance=governance({"CHN": -0.4, "AUS": 1.5, "JPN": 1.3, "TWN": 1.1}),
        end_uses=[
            {"application": "chips", "share": 0.6, "sector": "e"},
            {"application": "steel", "share": 0.4, "sector": "m"},
        ],
        sectors=[
            {"sector": "e", "value_added_usd_m": 100.0, "strategic": True},
            {"sector": "m", "value_added_usd_m": 20.0},
        ],
        export_restrictions=[{"country": "CHN", "severity": 0.5}],
        countries=[{"country": "SGP", "transit_hub": True}],
        judgements=[{"criterion": "c_judged", "more": "x", "than": "z"}],
        mineral_properties=[
            {"mineral": "x", "property": "gwp100", "value": 10.0, "low": 8.0, "high": 12.0, "unit": "kg CO2e/kg"},
            {"mineral": "x", "property": "end_of_life_recycling_input_rate", "value": 0.1, "unit": "1"},
            *({"mineral": "x", "property": name, "value": 0.6, "unit": "1"} for name in (*EC_PARTS[:3], EC_PARTS[4])),
            *({"mineral": "x", "property": name, "value": 0.5, "unit": "1"} for name in (*USGS_PARTS, *YALE_AXES)),
            {"mineral": "x", "property": "substitution_index", "value": 0.9, "unit": "1"},
            {"mineral": "x", "property": "reserves", "stage": "extraction", "value": 9000.0, "unit": "t"},
        ],
    )


def computed(data):
    return compute_indicators(data, CRITERIA, country="TWN", reference_year=2024, as_of=date(2024, 12, 31)).cells


def test_every_mineral_has_a_row_under_every_criterion_candidate_or_not():
    cells = computed(full())
    assert tuple(cells.columns) == COLUMNS
    assert list(cells["mineral"].unique()) == ["x", "y"]
    assert len(cells) == 2 * len(EVERY)
    assert cells[cells["mineral"] == "x"]["present"].all()
    assert not cells[cells["mineral"] == "y"]["present"].any()


def test_every_indicator_of_the_registry_is_tried_here_and_reads_known_tables():
    assert set(EVERY) == set(INDICATORS)
    assert {name for indicator in INDICATORS.values() for name in indicator.tables} <= set(TABLES)


def test_missing_cells_have_no_number_no_grade_and_the_flag_absent():
    missing = computed(full()).query("mineral == 'y'")
    assert missing[["value", "low", "high"]].isna().all(axis=None)
    assert set(missing["grade"]) == {""}
    assert set(missing["flag"]) == {"absent"}
    assert missing["note"].map(len).gt(0).all()


def test_present_cells_lie_within_their_bounds_and_name_their_sources():
    present = computed(full()).query("present")
    assert (present["low"] <= present["value"]).all()
    assert (present["value"] <= present["high"]).all()
    assert (present["sources"] != "").all()
    assert set(present["grade"]) <= set("ABCD")


def test_argument_frames_are_untouched():
    data = full()
    before = {name: frame.copy(deep=True) for name, frame in data.tables.items()}
    computed(data)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, data.tables[name])


@given(st.integers(0, 10_000))
@settings(max_examples=examples(25), deadline=None)
def test_order_of_rows_changes_nothing(seed):
    data = full()
    shuffled = data
    for name, frame in data.tables.items():
        shuffled = shuffled.with_table(name, frame.sample(frac=1, random_state=seed))
    there, back = computed(data), computed(shuffled)
    pd.testing.assert_frame_equal(there, back, rtol=1e-12, atol=1e-12)


countries = st.sampled_from(["CHN", "AUS", "JPN", "SGP", "TWN", "OTH", "WLD"])
amount = st.one_of(st.just(float("nan")), st.floats(0, 1e6))
row_flag = st.sampled_from(["reported", "estimated", "withheld", "zero", "proxy", "absent"])
made = st.fixed_dictionaries(
    {
        "country": countries,
        "stage": st.sampled_from(["extraction", "processing", "product"]),
        "year": st.sampled_from([2022.0, 2023.0, 2025.0]),
        "value": amount,
        "flag": row_flag,
    }
)
bought = st.fixed_dictionaries(
    {
        "reporter": st.sampled_from(["TWN", "TWN", "SGP", "JPN"]),
        "partner": countries,
        "flow": st.sampled_from(["import", "import", "export"]),
        "stage": st.sampled_from(["", "extraction", "processing", "product"]),
        "code": st.sampled_from(["260300", "740311"]),
        "year": st.sampled_from([2021.0, 2023.0, 2024.0, 2025.0]),
        "value_usd": amount,
        "quantity_t": amount,
        "flag": row_flag,
    }
)


@given(st.lists(made, max_size=12), st.lists(bought, max_size=12))
@settings(max_examples=examples(150), deadline=None)
def test_whatever_the_rows_say_a_cell_is_missing_or_lies_within_its_bounds(production_rows, trade_rows):
    data = full().with_table("production", table("production", *production_rows))
    cells = computed(data.with_table("trade", table("trade", *trade_rows)))
    present = cells[cells["present"]]
    assert (present["low"] <= present["value"]).all()
    assert (present["value"] <= present["high"]).all()
    assert set(present["grade"]) <= set("ABCD")
    shares = present[~present["criterion"].isin(["c_observed", "c_import_value", "c_reserves_to_production"])]
    assert (shares["low"] >= 0).all()
    assert (shares["high"] <= 10).all()
    assert cells[~cells["present"]]["flag"].isin(["absent", "withheld"]).all()


SAFER_IF_LOWER = {f"c_{name}" for name in EVERY} - {"c_reserves_to_production"}
WITH_ROWS = [(name, line) for name, frame in full().tables.items() if name != "minerals" for line in range(len(frame))]


@pytest.mark.parametrize(("name", "line"), WITH_ROWS)
def test_removing_any_row_never_makes_the_mineral_look_safer_in_silence(name, line):
    data = full()
    frame = data.tables[name]
    before = computed(data).query("mineral == 'x'").set_index("criterion")
    after = computed(data.with_table(name, frame.drop(index=frame.index[line]))).query("mineral == 'x'")
    for row in after.to_dict("records"):
        was = before.loc[row["criterion"]]
        safer = row["present"] and row["criterion"] in SAFER_IF_LOWER and row["value"] < was["value"] - 1e-12
        assert not safer or row["flag"] != was["flag"] or row["note"] != was["note"], row
        if name in {"production", "end_uses", "sectors"} and row["present"] and was["present"]:
            assert row["criterion"] == "c_reserves_to_production" or row["high"] >= was["value"] - 1e-12, row


def test_nullable_columns_are_read_like_plain_ones():
    data = full()
    frame = data.tables["production"].astype({"year": "Int64", "value": "Float64"})
    pd.testing.assert_frame_equal(computed(data), computed(data.with_table("production", frame)))


# --- parameters ---------------------------------------------------------------------------------------------------


def test_unknown_indicator_is_told_with_the_nearest_spelling():
    ((path, message, hint),) = parameter_problems(criterion("governance_weighted_herfindal", stage="processing"))
    assert path == ("indicator",)
    assert "governance_weighted_herfindal" in message
    assert hint == "did you mean governance_weighted_herfindahl?"


@pytest.mark.parametrize(
    ("indicator", "parameters", "path", "word"),
    [
        ("observed", {}, ("parameters",), "property"),
        ("herfindahl", {}, ("parameters",), "stage"),
        ("herfindahl", {"stage": "procesing"}, ("parameters", "stage"), "procesing"),
        ("herfindahl", {"stage": 3}, ("parameters", "stage"), "3"),
        ("observed", {"property": "a", "stage": "bottleneck"}, ("parameters", "stage"), "bottleneck"),
        ("observed", {"property": 3}, ("parameters", "property"), "3"),
        ("import_value", {"yeers": 3}, ("parameters", "yeers"), "yeers"),
        ("import_value", {"years": 0}, ("parameters", "years"), "0"),
        ("import_value", {"years": 2.5}, ("parameters", "years"), "2.5"),
        ("import_value", {"years": True}, ("parameters", "years"), "True"),
        ("import_concentration", {"floor_of_world": 1.5}, ("parameters", "floor_of_world"), "1.5"),
        ("import_concentration", {"floor_of_world": "half"}, ("parameters", "floor_of_world"), "half"),
        ("strategic_share", {"stage": "processing"}, ("parameters", "stage"), "stage"),
    ],
)
def test_slips_in_parameters_are_told(indicator, parameters, path, word):
    ((found, message, _),) = parameter_problems(criterion(indicator, **parameters))
    assert found == path
    assert word in message


@pytest.mark.parametrize(("indicator", "parameters"), EVERY.items())
def test_right_parameters_have_no_problem(indicator, parameters):
    assert parameter_problems(criterion(indicator, **parameters)) == []


def test_misspelt_property_is_told_with_the_nearest_spelling():
    ((path, message, hint),) = property_problems(full(), criterion("observed", property="gwp10"))
    assert path == ("parameters", "property")
    assert "gwp10" in message
    assert hint == "did you mean gwp100?"
    assert property_problems(full(), criterion("observed", property="gwp100")) == []


def test_indicator_without_its_table_is_told():
    ((path, message, _),) = property_problems(dataset(), criterion("import_value"))
    assert path == ("indicator",)
    assert "data/trade.csv" in message


def test_default_window_is_three_years():
    rows = [row for year in (2021, 2022, 2023, 2024) for row in imports({"CHN": year - 2020}, year=float(year))]
    assert cell(dataset(trade=rows), "import_value")["value"] == pytest.approx(3000)
    assert "year_gap" not in flags(cell(dataset(trade=rows), "import_value"))


def test_rows_stand_in_the_order_of_their_spelling_whatever_that_of_the_file():
    rng = random.Random(7)
    figures = [0.0, -0.0, 2.0, 2.05, 20.0, 1e16, 1e-7, float("nan")]
    texts = ["", "a", "a'b", 'a"b', "a\\", "b"]
    made = [
        {"country": code, "value": rng.choice(figures), "unit": rng.choice(texts), "flag": rng.choice(texts)}
        for code in rng.choices(["AAA", "BBB"], k=200)
    ]
    stated = [{"mineral": "x", "property": "p", "low": rng.choice(figures), "note": ""} for _ in range(50)]
    data = dataset(production=made, mineral_properties=stated)
    evidence = gather_evidence(data, country="TWN", reference_year=2024, as_of=date(2025, 1, 1))
    produced = rows_in(data.table("production"), ProductionRow)
    assert repr(evidence.production["x", "processing"]) == repr(sorted(produced, key=lambda row: repr(row[:-1])))
    assert list(evidence.production) == [("x", "processing")]
    told = rows_in(data.table("mineral_properties"), PropertyRow)
    assert repr(evidence.properties["x", "p"]) == repr(sorted(told, key=lambda row: repr(row[:-1])))
