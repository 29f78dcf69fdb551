"""Herfindahl identities, and bounds that hold whatever is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.indicators.concentration import governance_weighted_herfindahl, herfindahl, largest_share
from criticality.indicators.governance import GovernanceRisk

amounts = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12)


def shares_of(numbers):
    return [number / sum(numbers) for number in numbers]


@pytest.mark.parametrize("n", [1, 2, 3, 10, 200])
def test_n_equal_countries_have_a_herfindahl_of_one_over_n(n):
    assert herfindahl([1 / n] * n).value == pytest.approx(1 / n, abs=1e-12)


def test_us_department_of_justice_example_of_four_firms():
    # Horizontal Merger Guidelines (2010), footnote 9: shares 30, 30, 20 and 20 per cent have an HHI of 2,600.
    assert herfindahl([0.3, 0.3, 0.2, 0.2]).value * 10_000 == pytest.approx(2600)


@given(amounts)
def test_herfindahl_lies_between_one_over_n_and_one(numbers):
    assert 1 / len(numbers) - 1e-9 <= herfindahl(shares_of(numbers)).value <= 1


@given(amounts.filter(lambda numbers: len(numbers) > 1))
def test_merging_two_countries_raises_the_index_by_twice_their_product(numbers):
    first, second, *rest = shares_of(numbers)
    before, after = herfindahl([first, second, *rest]).value, herfindahl([first + second, *rest]).value
    assert after - before == pytest.approx(2 * first * second, abs=1e-9)


@given(amounts, st.randoms(use_true_random=False))
def test_order_of_countries_does_not_matter(numbers, random):
    shares = shares_of(numbers)
    mixed = random.sample(shares, len(shares))
    assert herfindahl(mixed).value == pytest.approx(herfindahl(shares).value, rel=1e-12)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=8), st.floats(0.0, 0.9))
def test_bounds_enclose_the_index_of_any_owner_of_the_unknown_rest(numbers, unknown):
    shares = [share * (1 - unknown) for share in shares_of(numbers)]
    found = herfindahl(shares, unknown)
    assert found.low <= found.value <= found.high
    assert found.low <= herfindahl([*shares, unknown / 2, unknown / 2]).value <= found.high + 1e-12
    assert herfindahl([*shares, unknown]).value == pytest.approx(min(1, found.high))


def test_best_governed_producers_add_nothing_and_worst_governed_count_in_full():
    risks = {"NOR": GovernanceRisk(0, 0, 0), "PRK": GovernanceRisk(1, 1, 1)}
    assert governance_weighted_herfindahl({"NOR": 0.5, "PRK": 0.5}, risks).value == 0.25


def test_unknown_origin_may_belong_to_the_country_that_already_leads():
    risks = {"CHN": GovernanceRisk(0.6, 0.6, 0.6)}
    found = governance_weighted_herfindahl({"CHN": 0.7}, risks, 0.3, may_merge=True)
    assert found.value == pytest.approx(0.6 * 0.49)
    assert found.high == pytest.approx(0.6)


def test_largest_share_is_bounded_by_the_unknown_rest():
    assert largest_share([0.3, 0.1], 0.6) == type(largest_share([1]))(0.3, 0.3, 0.6)
