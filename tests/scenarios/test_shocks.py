"""What the world does (scenarios/shocks.py): what each shock changes in the cells, and what it leaves alone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.scenarios.apply import apply_scenario
from indicators.cases import flags
from longer import examples
from scenarios.cases import (
    AS_OF,
    S1,
    S2,
    S4,
    SHARES,
    after,
    figure,
    restriction,
    row,
    scenario,
    suspension,
    value,
    world,
)


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


@settings(max_examples=examples(40), deadline=None)
@given(SHARES, SHARES, st.sampled_from(["AAA", "BBB", "CCC"]))
def test_a_restriction_never_lowers_supply_risk_and_a_larger_one_is_never_milder(first, second, country):
    low, high = sorted((first, second))
    small, large = (after(world(), restriction(country, share)) for share in (low, high))
    assert figure(world(), S4) <= figure(small, S4) <= figure(large, S4) + 1e-12
    assert figure(small, S1) == figure(world(), S1)
