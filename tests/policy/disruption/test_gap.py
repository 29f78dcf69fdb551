"""Supply gaps against closed forms: constant, falling, ending; what a stock of nominal days lasts."""

# Holds: policy/disruption/shock.py, policy/disruption/stock.py.

from dataclasses import replace
from math import inf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from criticality.policy.disruption.gap import Gap, constant_gap, share_at, stock_tonnes, value_added_exposed


@pytest.mark.parametrize(("nominal", "lasts"), [(60, 92), (100, 154), (180, 277)])
def test_nominal_days_last_longer_at_a_constant_gap_of_65_percent(nominal, lasts):
    assert round(constant_gap(0.65).lasts(nominal)) == lasts
    assert constant_gap(0.65).lasts(nominal) == pytest.approx(nominal / 0.65)


def test_sixty_days_last_seventy_where_the_gap_falls_from_90_to_40_percent_in_a_year():
    falling = Gap(((365, 0.9),), redirected=0.9 - 0.4, lag=365)
    assert round(falling.lasts(60)) == 70


def test_a_stock_that_outlives_the_gap_lasts_for_ever():
    assert constant_gap(0.5, 100).lasts(51) == inf
    assert constant_gap(0.5, 100).lasts(49) == pytest.approx(98)


def test_two_restrictions_on_different_countries_add_up_and_end_one_by_one():
    gap = Gap(((100, 0.3), (200, 0.2)))
    assert [gap.at(day) for day in (0, 99, 100, 199, 200)] == pytest.approx([0.5, 0.5, 0.2, 0.2, 0.0])
    assert gap.integral() == pytest.approx(100 * 0.5 + 100 * 0.2)


def test_no_more_than_everything_can_be_lost():
    assert Gap(((10, 0.8), (10, 0.7))).at(0) == 1.0


def test_redirection_closes_a_gap_and_the_integral_stops_there():
    gap = Gap(((365, 0.5),), redirected=1.0, lag=365)  # zero after 182.5 days
    assert gap.integral() == pytest.approx(182.5 * 0.5 / 2)
    assert gap.at(200) == 0.0


def test_substitution_recycling_and_demand_cuts_come_off_the_gap():
    assert Gap(((100, 0.6),), relief=0.25).integral() == pytest.approx(35)
    assert Gap(((100, 0.2),), relief=0.25).integral() == 0.0


def test_stock_in_tonnes_and_value_added_that_leans_on_the_gap():
    gap = constant_gap(0.5, 365)
    assert stock_tonnes(gap.integral(), 730) == pytest.approx(365)
    assert value_added_exposed([100.0, 60.0], gap) == pytest.approx(80)
    assert value_added_exposed([100.0, 60.0], gap, stops=0.25) == pytest.approx(20)


def test_the_share_at_a_confidence_is_the_quantile_of_a_logistic_normal():
    assert share_at(0.5, 0.4, 0.5) == pytest.approx(0.5)
    assert share_at(0.5, 0.4, 0.9) == pytest.approx(1 / (1 + 2.718281828459045 ** (-0.4 * 1.2815515655446004)))
    assert share_at(1.0, 0.4, 0.9) == 1.0


gaps = st.builds(
    Gap,
    st.lists(st.tuples(st.floats(1, 500), st.floats(0, 1)), min_size=1, max_size=3).map(tuple),
    st.floats(0, 1),
    st.floats(0, 400),
    st.floats(0, 0.5),
    st.lists(st.tuples(st.floats(-300, 400), st.floats(0, 300), st.floats(0, 0.5)), max_size=2).map(tuple),
)


def test_new_supply_eases_the_gap_from_its_first_day_along_its_ramp():
    gap = Gap(((400, 0.6),), arrivals=((100, 200, 0.4),))
    assert [gap.at(day) for day in (0, 100, 200, 300, 399)] == pytest.approx([0.6, 0.6, 0.4, 0.2, 0.2])
    assert gap.integral() == pytest.approx(400 * 0.6 - 200 * 0.4 / 2 - 100 * 0.4)
    days, heights = zip(*gap.corners, strict=True)
    assert days == pytest.approx((0, 100, 100, 300, 300, 400))
    assert heights == pytest.approx((0.6, 0.6, 0.6, 0.2, 0.2, 0.2))


def test_new_supply_that_begins_after_the_shock_changes_nothing_and_one_on_its_way_counts_from_the_first_day():
    assert Gap(((100, 0.6),), arrivals=((101, 0, 0.4),)).integral() == pytest.approx(60)
    assert Gap(((100, 0.6),), arrivals=((-100, 200, 0.4),)).at(0) == pytest.approx(0.4)
    at_once = Gap(((100, 0.6),), arrivals=((50, 0, 0.4),))
    assert [at_once.at(day) for day in (49.9, 50)] == pytest.approx([0.6, 0.2])
    assert at_once.integral() == pytest.approx(50 * 0.6 + 50 * 0.2)


def test_a_stock_in_a_gap_that_barely_falls_loses_no_digits():
    gap = Gap(((1.0, 0.25), (2.0, 0.5)), 1e-12, 2.0)
    assert gap.integral(gap.lasts(1.0)) == pytest.approx(1.0, rel=1e-9)


def test_a_ramp_shorter_than_the_day_it_begins_on_can_tell_is_over_at_its_end():
    """1 + 2.8e-16 is stored as 1 + 2.2e-16: what came by then counted as four fifths of it, and grew for a year."""
    assert Gap(((2.0, 1.0),), arrivals=((1.0, 2.7917911203830924e-16, 0.5),)).integral() == pytest.approx(1.5)


@given(gaps)
def test_the_integral_is_that_of_a_fine_sum(gap):
    steps = 4000
    width = gap.days / steps
    summed = sum(gap.at((step + 0.5) * width) for step in range(steps)) * width
    assert gap.integral() == pytest.approx(summed, abs=0.01 * gap.days)


@given(gaps, st.floats(0.1, 200))
def test_a_stock_lasts_until_the_gap_has_used_it_up(gap, days):
    lasts = gap.lasts(days)
    assume(lasts < inf)
    assert gap.integral(lasts) == pytest.approx(days, rel=1e-6)


@given(gaps, st.floats(0, 0.5))
def test_more_relief_never_widens_the_gap(gap, more):
    wider = replace(gap, relief=gap.relief + more)
    assert wider.integral() <= gap.integral() + 1e-9
