"""A scenario changes data, never a formula: what each shock and lever does to the cells, and what it leaves alone."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from criticality.errors import InputError
from criticality.indicators.table import compute_indicators
from criticality.model.dataset import INPUT_RATE, Dataset
from criticality.model.scenario import Scenario
from criticality.scenarios import apply_scenario
from indicators.cases import criterion, dataset, flags, governance, imports, production
from workspace_builder import ASSESSMENT, atlantis, by_mineral, cell, edit, run_folder, write_json

AS_OF = date(2024, 12, 31)
GOVERNANCE = {"AAA": -1.5, "BBB": 0.5, "CCC": 1.5}  # g = .8, .4, .2
RISK = {"AAA": 0.8, "BBB": 0.4, "CCC": 0.2}


def scenario(*shocks, levers=()):
    said = [{"because": "For a test.", **one} for one in shocks]
    done = [{"because": "For a test.", **one} for one in levers]
    return Scenario.model_validate({"title": "What if", "shocks": said, "levers": done})


def restriction(country="AAA", share=1.0, **more):
    return {"kind": "export_restriction", "country": country, "minerals": ["x"], "share_lost": share, **more}


def diversify(share, origin="AAA", partner="CCC"):
    return {"kind": "diversify", "minerals": ["x"], "from": origin, "to": partner, "share": share}


def world(**more):
    made = {"AAA": 60.0, "BBB": 30.0, "CCC": 10.0, "WLD": 100.0}
    return dataset(
        production=production(made),
        trade=imports({"AAA": 7.0, "BBB": 2.0, "CCC": 1.0, "WLD": 10.0}),
        governance=governance(GOVERNANCE),
        **more,
    )


def value(data, indicator, **parameters):
    return row(data, indicator, **parameters)["value"]


def row(data: Dataset, indicator, **parameters):
    found = compute_indicators(
        data, [criterion(indicator, **parameters)], country="TWN", reference_year=2024, as_of=AS_OF
    )
    return found.cells[found.cells["mineral"] == "x"].iloc[0]


def after(data, *shocks, levers=()):
    return apply_scenario(data, scenario(*shocks, levers=levers), "TWN")


S1 = ("governance_weighted_herfindahl", {"stage": "processing"})
S2 = ("import_concentration", {"floor_of_world": 0})
S4 = ("restricted_share", {})


def figure(data, indicator):
    name, parameters = indicator
    return value(data, name, **parameters)


# ── shocks ───────────────────────────────────────────────────────────────────


def test_restriction_raises_r_to_the_share_lost_and_leaves_shares_alone():
    data = world()
    shocked = after(data, restriction(share=0.8))
    assert figure(shocked, S4) == pytest.approx(0.7 * 0.8)
    assert figure(shocked, S1) == figure(data, S1)
    assert figure(shocked, S2) == figure(data, S2)
    assert "scenario" in flags(row(shocked, *S4[:1]))


def test_restriction_below_one_in_force_changes_nothing():
    ban = [{"country": "AAA", "severity": 1.0}]
    data = world(export_restrictions=ban)
    shocked = after(data, restriction(share=0.5))
    assert figure(shocked, S4) == figure(data, S4) == pytest.approx(0.7)
    assert "scenario" not in flags(row(shocked, *S4[:1]))


def test_two_restrictions_on_different_countries_add_up():
    both = figure(after(world(), restriction("AAA", 0.5), restriction("BBB", 1.0)), S4)
    one, other = (figure(after(world(), shock), S4) for shock in (restriction("AAA", 0.5), restriction("BBB", 1.0)))
    assert both == pytest.approx(one + other) == pytest.approx(0.35 + 0.2)


def test_production_loss_raises_the_risk_of_the_producer_not_its_share():
    shocked = after(
        world(),
        {"kind": "production_loss", "country": "CCC", "minerals": ["x"], "stage": "processing", "share_lost": 0.5},
    )
    risk = 0.2 + 0.5 * (1 - 0.2)
    assert figure(shocked, S1) == pytest.approx(0.6**2 * 0.8 + 0.3**2 * 0.4 + 0.1**2 * risk)
    assert figure(shocked, S2) == pytest.approx(0.7**2 * 0.8 + 0.2**2 * 0.4 + 0.1**2 * risk)


def test_new_supply_counts_only_what_is_not_promised_elsewhere():
    grown = after(
        world(),
        {"kind": "new_supply", "country": "DDD", "minerals": ["x"], "stage": "processing"}
        | {"tonnes": 200.0, "offtake_elsewhere": 0.5},
    )
    assert value(grown, "herfindahl", stage="processing") == pytest.approx(0.3**2 + 0.15**2 + 0.05**2 + 0.5**2)
    assert "scenario" in flags(row(grown, "herfindahl", stage="processing"))


def test_new_supply_of_a_known_producer_is_added_to_its_row():
    grown = after(
        world(),
        {"kind": "new_supply", "country": "CCC", "minerals": ["x"], "stage": "processing", "tonnes": 100.0},
    )
    assert value(grown, "largest_share", stage="processing") == pytest.approx(110 / 200)


def test_price_shock_multiplies_what_the_country_pays():
    data = world()
    dearer = after(data, {"kind": "price_shock", "minerals": ["x"], "factor": 3.0})
    assert value(dearer, "import_value", years=1) == pytest.approx(3 * value(data, "import_value", years=1))
    assert figure(dearer, S2) == figure(data, S2)


def test_a_price_shock_of_half_a_year_makes_the_years_bill_dearer_by_half_of_it():
    data = world()
    dearer = after(data, {"kind": "price_shock", "minerals": ["x"], "factor": 3.0, "days": 182.5})
    assert value(dearer, "import_value", years=1) == pytest.approx(2 * value(data, "import_value", years=1))
    longer = after(data, {"kind": "price_shock", "minerals": ["x"], "factor": 3.0, "days": 3650})
    assert value(longer, "import_value", years=1) == pytest.approx(3 * value(data, "import_value", years=1))
    assert "scenario" in flags(row(dearer, "import_value", years=1))


LATER = {"kind": "new_supply", "country": "DDD", "minerals": ["x"], "stage": "processing", "tonnes": 200.0}
LATER |= {"offtake_elsewhere": 0.5, "from_year": 2030, "ramp_years": 4}


@pytest.mark.parametrize(
    ("as_of", "added"),
    [("2029-12-31", 0), ("2030-01-01", 0), ("2031-01-01", 25), ("2034-01-01", 100), ("2050-06-01", 100)],
)
def test_new_supply_counts_from_its_first_year_on_along_its_ramp(as_of, added):
    grown = apply_scenario(world(), scenario(LATER), "TWN", date.fromisoformat(as_of))
    assert value(grown, "largest_share", stage="processing") == pytest.approx(max(60, added) / (100 + added))
    assert ("scenario" in flags(row(grown, "largest_share", stage="processing"))) == (added > 0)


def test_new_supply_that_has_not_begun_changes_no_table():
    data = world()
    assert apply_scenario(data, scenario(LATER), "TWN", AS_OF).tables is data.tables


LICENCES = [
    {"country": "AAA", "severity": 0.5, "source": "act_1"},
    {"country": "BBB", "severity": 1.0, "source": "act_2;act_3"},
]


def suspension(country="BBB", **more):
    return {"kind": "suspension", "country": country, "minerals": ["x"], **more}


def test_a_suspension_sets_a_countrys_measures_aside_and_flags_them():
    data = world(export_restrictions=LICENCES)
    lifted = after(data, suspension())
    assert figure(data, S4) == pytest.approx(0.7 * 0.5 + 0.2)
    assert figure(lifted, S4) == pytest.approx(0.7 * 0.5)
    assert "scenario" in flags(row(lifted, *S4[:1]))


@pytest.mark.parametrize(("until", "share"), [("2024-12-30", 0.55), ("2024-12-31", 0.35), ("2030-01-01", 0.35)])
def test_a_suspension_holds_until_its_date(until, share):
    lifted = apply_scenario(
        world(export_restrictions=LICENCES), scenario(suspension(until=date.fromisoformat(until))), "TWN", AS_OF
    )
    assert figure(lifted, S4) == pytest.approx(share)


@pytest.mark.parametrize(("source", "share"), [("act_3", 0.35), ("act_1", 0.55)])
def test_a_suspension_of_one_act_leaves_the_others(source, share):
    lifted = after(world(export_restrictions=LICENCES), suspension(source=source))
    assert figure(lifted, S4) == pytest.approx(share)


def test_a_suspension_leaves_other_minerals_and_countries_alone():
    data = world(export_restrictions=[*LICENCES, {"country": "BBB", "mineral": "y", "severity": 1.0}])
    lifted = after(data, suspension())
    rows = lifted.table("export_restrictions")
    assert rows["severity"].tolist() == [0.5, 0.0, 1.0]
    assert rows["flag"].tolist() == ["", "scenario", ""]


def test_a_suspension_and_a_restriction_of_the_same_are_one_cell():
    with pytest.raises(InputError, match="two changes of one cell"):
        after(world(), suspension("AAA"), restriction("AAA"))


# ── levers ───────────────────────────────────────────────────────────────────


def test_diversifying_moves_shares_from_one_country_to_another():
    moved = after(world(), levers=[diversify(0.3)])
    assert figure(moved, S2) == pytest.approx(0.4**2 * 0.8 + 0.2**2 * 0.4 + 0.4**2 * 0.2)
    assert "scenario" in flags(row(moved, "import_concentration", floor_of_world=0))
    assert figure(moved, S1) == figure(world(), S1)


def test_diversifying_to_a_miner_where_metal_is_bought_counts_as_worked_on_the_way():
    ore = production({"MIN": 50.0, "WLD": 100.0}, stage="extraction")
    data = dataset(
        production=[*production({"AAA": 90.0, "BBB": 10.0, "WLD": 100.0}), *ore],
        trade=imports({"AAA": 9.0, "BBB": 1.0}),
        governance=governance({**GOVERNANCE, "MIN": 1.5}),
    )
    moved = after(data, levers=[diversify(0.4, partner="MIN")])
    assert figure(moved, S2) == pytest.approx(0.5**2 * 0.8 + 0.1**2 * 0.4 + 0.4**2 * 0.2)


def test_recycling_raises_the_stated_rate_in_its_own_unit_and_never_lowers_it():
    rate = {"mineral": "x", "property": INPUT_RATE, "value": 10.0, "low": 5.0, "high": 15.0, "unit": "percent"}
    data = dataset(mineral_properties=[rate])
    raised = row(after(data, levers=[{"kind": "recycle", "minerals": ["x"], "input_rate": 0.3}]), "lack_of_recycling")
    assert (raised["value"], raised["low"], raised["high"]) == pytest.approx((0.7, 0.7, 0.7))
    assert flags(raised) == {"scenario"}
    lower = after(data, levers=[{"kind": "recycle", "minerals": ["x"], "input_rate": 0.05}])
    assert value(lower, "lack_of_recycling") == pytest.approx(0.9)


@pytest.mark.parametrize(("kind", "index"), [("substitute", 0.72), ("reduce", 0.9)])
def test_uses_imports_and_only_for_substitutes_the_index_shrink_by_the_share(kind, index):
    uses = [
        {"application": "a", "share": 0.75, "sector": "chips"},
        {"application": "b", "share": 0.25, "sector": "cars"},
    ]
    sectors = [
        {"sector": "chips", "value_added_usd_m": 100.0, "strategic": True},
        {"sector": "cars", "value_added_usd_m": 40.0},
    ]
    data = world(
        end_uses=uses,
        sectors=sectors,
        mineral_properties=[{"mineral": "x", "property": "substitution_index", "value": 0.9, "unit": "1"}],
    )
    less = after(data, levers=[{"kind": kind, "minerals": ["x"], "share_of_use": 0.2}])
    exposure = row(less, "value_added_exposure")
    assert exposure["value"] == pytest.approx(0.8 * (10 * 0.75 + 4 * 0.25))
    assert exposure["high"] == pytest.approx(exposure["value"])
    assert value(less, "strategic_share") == pytest.approx(0.8 * 0.75)
    assert value(less, "import_value", years=1) == pytest.approx(0.8 * value(data, "import_value", years=1))
    assert value(less, "observed", property="substitution_index") == pytest.approx(index)
    assert figure(less, S2) == figure(data, S2)
    assert "scenario" not in flags(row(less, "import_concentration", floor_of_world=0))


def test_stock_changes_no_figure():
    data = world()
    assert after(data, levers=[{"kind": "stockpile", "minerals": ["x"], "days": 60}]).tables == data.tables


# ── what must hold for all of them ───────────────────────────────────────────


def test_without_changes_the_data_are_the_same_object():
    data = world()
    assert apply_scenario(data, None, "TWN") is data
    assert apply_scenario(data, scenario(), "TWN") is data


def test_the_data_given_are_not_altered():
    data, same = world(), world()
    after(data, restriction(), levers=[diversify(0.3), {"kind": "reduce", "minerals": ["x"], "share_of_use": 0.5}])
    for name, frame in same.tables.items():
        assert_frame_equal(data.tables[name], frame)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (restriction(), restriction(share=0.5)),
        (restriction(), restriction(stage="processing")),
    ],
)
def test_two_changes_of_one_cell_are_refused(first, second):
    with pytest.raises(InputError, match="two changes of one cell"):
        after(world(), first, second)


def test_substituting_and_saving_both_change_the_use():
    levers = [{"kind": kind, "minerals": ["x"], "share_of_use": 0.1} for kind in ("substitute", "reduce")]
    with pytest.raises(InputError, match="use, x"):
        after(world(), levers=levers)


def test_restrictions_of_different_stages_are_different_cells():
    shocked = after(world(), restriction(stage="processing"), restriction(stage="extraction", share=0.5))
    assert figure(shocked, S4) == pytest.approx(0.7)


shares = st.floats(0, 1)


@settings(max_examples=40, deadline=None)
@given(shares, shares, st.sampled_from(["AAA", "BBB", "CCC"]))
def test_a_restriction_never_lowers_supply_risk_and_a_larger_one_is_never_milder(first, second, country):
    low, high = sorted((first, second))
    small, large = (after(world(), restriction(country, share)) for share in (low, high))
    assert figure(world(), S4) <= figure(small, S4) <= figure(large, S4) + 1e-12
    assert figure(small, S1) == figure(world(), S1)


@settings(max_examples=40, deadline=None)
@given(shares, shares)
def test_recycling_and_substitution_never_raise_anything(rate, share):
    data = world(
        end_uses=[{"application": "a", "share": 1.0, "sector": "chips"}],
        sectors=[{"sector": "chips", "value_added_usd_m": 100.0, "strategic": True}],
        mineral_properties=[{"mineral": "x", "property": INPUT_RATE, "value": 0.2, "unit": "1"}],
    )
    levers = [{"kind": "recycle", "minerals": ["x"], "input_rate": rate}]
    levers += [{"kind": "substitute", "minerals": ["x"], "share_of_use": share}]
    done = after(data, levers=levers)
    for name, parameters in (S1, S2, S4, ("lack_of_recycling", {}), ("value_added_exposure", {}), ("import_value", {})):
        assert value(done, name, **parameters) <= value(data, name, **parameters) + 1e-12


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 0.7), st.sampled_from(["BBB", "CCC"]))
def test_a_move_changes_the_index_as_the_closed_form_says(move, partner):
    before = {"AAA": 0.7, "BBB": 0.2, "CCC": 0.1}
    moved = figure(after(world(), levers=[diversify(move, partner=partner)]), S2) if move else figure(world(), S2)
    own, other = RISK["AAA"], RISK[partner]
    change = own * ((0.7 - move) ** 2 - 0.7**2) + other * ((before[partner] + move) ** 2 - before[partner] ** 2)
    assert moved == pytest.approx(sum(share**2 * RISK[code] for code, share in before.items()) + change, abs=1e-12)


# ── in a workspace ───────────────────────────────────────────────────────────

TABLES = ("ranking", "weights", "consistency", "indicators", "methods", "acceptability")


def with_scenario(root, **said):
    write_json(root, "scenarios/what-if.yaml", {"title": "What if", **said})
    return run_folder(root, "--scenario", "scenarios/what-if.yaml")


def test_an_empty_scenario_changes_nothing_byte_for_byte(tmp_path):
    root = atlantis(tmp_path)
    plain = run_folder(root)
    empty = with_scenario(root, shocks=[], levers=[])
    assert plain != empty
    for name in TABLES:
        assert (plain / "tables" / f"{name}.csv").read_bytes() == (empty / "tables" / f"{name}.csv").read_bytes()


def test_a_scenario_is_recorded_and_its_cells_are_flagged(tmp_path):
    root = atlantis(tmp_path)
    loss = {"kind": "production_loss", "country": "LEM", "minerals": ["austrium"], "stage": "extraction"}
    folder = with_scenario(root, shocks=[{**loss, "share_lost": 0.5, "because": "A storm."}])
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert record["inputs"]["scenario"]["shocks"][0]["country"] == "LEM"
    changed = cell(folder, "austrium", "supply_concentration")
    assert float(changed["value"]) == pytest.approx(0.8**2 * (0.7 + 0.5 * 0.3) + 0.2**2 * 0.3)
    assert "scenario" in changed["flag"].split(";")
    assert "scenario" not in cell(folder, "ilmenium", "supply_concentration")["flag"].split(";")


def test_an_assessment_may_name_its_scenario(tmp_path):
    root = atlantis(tmp_path)
    saving = {"kind": "substitute", "minerals": ["austrium"], "share_of_use": 1.0, "because": "Bronze does it."}
    write_json(root, "scenarios/bronze.yaml", {"title": "Bronze", "levers": [saving]})
    edit(root, ASSESSMENT, "country: ATL", "country: ATL\nscenario: scenarios/bronze.yaml")
    assert by_mineral(run_folder(root))["austrium"]["tier"] != "critical"
    assert by_mineral(run_folder(root, "--scenario", "none"))["austrium"]["tier"] == "critical"
