"""First-order shares by hand, what a mineral hangs on, and its standing at each boundary."""

import numpy as np
import pytest

from choices.cases import chosen, made, plan
from criticality.choices.design import Design, design_of
from criticality.choices.shares import (
    extreme_rows,
    hangs_on,
    mean_over,
    ranges_alone,
    standing,
    variance_shares,
)


def design(*odds: list[float], crossed: tuple[bool, ...] = ()) -> Design:
    flags = crossed or (True,) * len(odds)
    choices = [made(code, each, crossed=flag) for code, each, flag in zip("abcd", odds, flags, strict=False)]
    return design_of(plan(), chosen(*choices))


def named(found: Design, p: list[float]) -> list[str]:
    column = np.array(p)[:, None]
    low, high = float(column[found.counted].min()), float(column[found.counted].max())
    shares = variance_shares(found.factors, column, found.weights)
    return hangs_on(found, shares, ranges_alone(found, column)[:, 0].tolist(), 0, low, high)


def test_the_exact_first_order_shares_of_two_choices_that_add_up() -> None:
    found = design([1, 1], [1, 1])
    p = np.array([[0.0], [0.2], [0.6], [0.8]])  # .6 by a, .2 by b
    shares = variance_shares(found.factors, p, found.weights)
    assert mean_over(p, found.weights) == pytest.approx([0.4])
    assert shares.variance == pytest.approx([0.09 + 0.01])
    assert shares.first[:, 0] == pytest.approx([0.9, 0.1])
    assert shares.total[:, 0] == pytest.approx([0.9, 0.1])
    assert shares.error is None


def test_the_shares_under_unequal_odds() -> None:
    found = design([1, 3], [1, 1])
    p = np.array([[0.0], [0.2], [0.6], [0.8]])
    shares = variance_shares(found.factors, p, found.weights)
    by_a, by_b = 0.36 * 0.25 * 0.75, 0.04 * 0.25
    assert shares.variance == pytest.approx([by_a + by_b])
    assert shares.first[:, 0] == pytest.approx([by_a / (by_a + by_b), by_b / (by_a + by_b)])


def test_what_acts_only_in_combination_is_named_by_its_total_share() -> None:
    found = design([1, 1], [1, 1], [1, 1])
    p = [float(a != b) for a in (0, 1) for b in (0, 1) for _ in (0, 1)]
    shares = variance_shares(found.factors, np.array(p)[:, None], found.weights)
    assert shares.first[:, 0] == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)
    assert shares.total[:, 0] == pytest.approx([1.0, 1.0, 0.0])
    assert named(found, p) == ["a", "b"]


def test_a_choice_that_passes_half_stands_alone() -> None:
    assert named(design([1, 1], [1, 1]), [0.0, 0.2, 0.6, 0.8]) == ["a"]


def test_two_choices_of_half_each_are_both_needed() -> None:
    assert named(design([1, 1], [1, 1]), [0.0, 0.5, 0.5, 1.0]) == ["a", "b"]


def test_a_range_below_a_tenth_hangs_on_nothing() -> None:
    assert named(design([1, 1]), [0.50, 0.5999]) == []
    assert named(design([1, 1]), [0.50, 0.60]) == ["a"]


def test_a_choice_not_crossed_is_named_where_it_moves_half_the_range_alone() -> None:
    found = design([1, 1], [1, 1], crossed=(True, False))
    assert [tuple(row) for row in found.options.tolist()] == [(0, 0), (1, 0), (0, 1)]
    assert named(found, [0.2, 0.6, 0.4]) == ["a", "b"]
    assert named(found, [0.2, 0.6, 0.39]) == ["a"]
    assert named(found, [0.2, 0.2, 0.6]) == ["b"]


def test_one_at_a_time_the_largest_range_counts() -> None:
    found = design_of(plan("one_at_a_time"), chosen(made("a", [1, 1]), made("b", [1, 1, 1])))
    p = np.array([[0.5], [0.7], [0.4], [0.9]])
    assert hangs_on(found, None, ranges_alone(found, p)[:, 0].tolist(), 0, 0.4, 0.9) == ["b"]


def test_an_option_of_odds_0_is_no_extreme() -> None:
    found = design([1, 1, 0])
    low, high = extreme_rows(np.array([[0.5], [0.7], [0.0]]), found.counted)
    assert (low.tolist(), high.tolist()) == ([0], [1])


def test_of_equal_extremes_the_first_in_the_design_counts() -> None:
    found = design([1, 1], [1, 1])
    low, high = extreme_rows(np.array([[0.5], [0.2], [0.2], [0.5]]), found.counted)
    assert (low.tolist(), high.tolist()) == ([1], [0])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.9, 1.0, "firm"),
        (0.8999, 1.0, "sound"),
        (0.0, 0.1, "out"),
        (0.0, 0.1001, "leaning_out"),
        (0.5, 0.9, "sound"),
        (0.4999, 0.9, "contested"),
        (0.3, 0.4999, "leaning_out"),
        (0.3, 0.5, "contested"),
    ],
)
def test_the_standing_at_each_boundary(low: float, high: float, expected: str) -> None:
    assert standing(low, high) == expected


def test_a_mean_off_by_rounding_stands_on_the_boundary() -> None:
    below = np.nextafter
    assert standing(below(0.9, 0), 1.0) == "firm"
    assert standing(0.0, below(0.1, 1)) == "out"
    assert standing(below(0.5, 0), 0.6) == "sound"
    assert standing(0.0, below(0.5, 0)) == "contested"


def test_a_mean_of_weights_off_by_rounding_is_a_probability() -> None:
    weights = np.array([0.5, 0.5 + 2**-50])
    assert weights.sum() > 1
    assert mean_over(np.ones((2, 1)), weights)[0] == 1.0


def test_a_sample_states_the_error_of_its_shares() -> None:
    found = design_of(plan(40), chosen(*(made(code, [1, 1]) for code in "abcdefg")))
    p = 0.1 + 0.6 * found.options[:, [0]] + 0.2 * found.options[:, [1]]
    shares = variance_shares(found.factors, p, found.weights)
    assert shares.error is not None
    exact = np.array([0.9, 0.1, 0, 0, 0, 0, 0])
    assert (np.abs(shares.first[:, 0] - exact) <= 4 * shares.error[:, 0] + 0.05).all()
