"""What the government does (scenarios/levers.py): what each lever changes in the cells, and what it leaves alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.model.dataset import INPUT_RATE
from indicators.cases import dataset, flags, governance, imports, production
from longer import examples
from scenarios.cases import GOVERNANCE, RISK, S1, S2, S4, SHARES, after, diversify, figure, row, value, world


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


@settings(max_examples=examples(40), deadline=None)
@given(SHARES, SHARES)
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


@settings(max_examples=examples(60), deadline=None)
@given(SHARES.filter(lambda share: share <= 0.7), st.sampled_from(["BBB", "CCC"]))
def test_a_move_changes_the_index_as_the_closed_form_says(move, partner):
    before = {"AAA": 0.7, "BBB": 0.2, "CCC": 0.1}
    moved = figure(after(world(), levers=[diversify(move, partner=partner)]), S2) if move else figure(world(), S2)
    own, other = RISK["AAA"], RISK[partner]
    change = own * ((0.7 - move) ** 2 - 0.7**2) + other * ((before[partner] + move) ** 2 - before[partner] ** 2)
    assert moved == pytest.approx(sum(share**2 * RISK[code] for code, share in before.items()) + change, abs=1e-12)
