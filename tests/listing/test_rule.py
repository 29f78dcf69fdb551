"""The planners' rule on arrays: thresholds that are met exactly, missing values, groups, and many draws at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.listing.rule import CompiledRule, assign_tiers, compile_rule, cut_of, tier_flags
from criticality.model.assessment import ListRule

LISTED = [{"of": "score", "at_least": 0.4}, {"of": "supply", "at_least": 0.3}]
TIERS = [
    {"name": "critical", "listed": True, "when": LISTED},
    {"name": "watch", "listed": False, "when": [{"of": "score", "below": 0.4}, {"of": "supply", "at_least": 0.3}]},
]
MINERALS = ("a", "b", "c")


def compiled(*groups: tuple[str, str], tiers=TIERS, group_of=None) -> CompiledRule:
    stated = [{"group": name, "listed_if": listed_if, "because": "Mined together."} for name, listed_if in groups]
    rule = ListRule.model_validate({"because": "For a test.", "tiers": tiers, "groups": stated})
    return compile_rule(rule, MINERALS, group_of or {})


def names(rule: CompiledRule, **quantities) -> list[str]:
    tiers = assign_tiers(rule, {name: np.array(values, dtype=np.float64) for name, values in quantities.items()})
    return [rule.names[tier] for tier in tiers]


def test_the_first_tier_whose_conditions_all_hold() -> None:
    assert names(compiled(), score=[0.5, 0.3, 0.5], supply=[0.5, 0.5, 0.1]) == ["critical", "watch", "not_listed"]


def test_a_score_on_the_threshold_is_listed() -> None:
    on_the_line = [0.4, 0.1 * 4, 0.4 - 4e-13]  # the last is 0.4 at 12 decimals
    assert names(compiled(), score=on_the_line, supply=[1, 1, 1]) == ["critical"] * 3
    assert names(compiled(), score=[0.4 - 6e-13, 0, 0], supply=[1, 1, 1])[0] == "watch"


@pytest.mark.parametrize("threshold", [2.8, 3e-13, 4e7, -0.25])
def test_a_figure_is_compared_in_its_own_unit_to_twelve_digits(threshold: float) -> None:
    own = {"name": "own", "listed": True, "when": [{"of": "ei", "at_least": {"value": threshold, "unit": "source"}}]}
    rule = compiled(tiers=[own])
    near = [threshold * (1 + error) for error in (0.0, 1e-13, -1e-13)]
    assert rule.needs == ("score", "ei:figure")
    assert rule.figures == ("ei",)
    assert names(rule, score=[1] * 3, **{"ei:figure": near}) == ["own"] * 3
    below = threshold - abs(threshold) * 1e-11
    assert names(rule, score=[1] * 3, **{"ei:figure": [below, np.nan, threshold]}) == [
        "not_listed",
        "not_listed",
        "own",
    ]


def test_a_missing_value_meets_neither_at_least_nor_below() -> None:
    assert names(compiled(), score=[np.nan] * 3, supply=[1, 1, 1]) == ["not_listed"] * 3


def test_one_number_asked_of_one_quantity_is_one_threshold_parameter() -> None:
    rule = compiled()
    assert rule.parameter_of == (0, 1, 0, 1)
    assert rule.parameters == (0, 1)
    # Raised to 0.6, it takes the mineral from the one tier to the other; no gap opens between the two.
    moved = assign_tiers(rule, {"score": np.full(3, 0.5), "supply": np.ones(3)}, np.array([0.6, 0.3]))
    assert [rule.names[tier] for tier in moved] == ["watch"] * 3


@pytest.mark.parametrize(
    ("listed_if", "tiers"),
    [("any", ["critical", "critical", "not_listed"]), ("all", ["watch", "watch", "not_listed"])],
)
def test_a_group_enters_as_a_whole_or_not_at_all(listed_if, tiers) -> None:
    watched = [*TIERS[:1], {"name": "watch", "listed": False, "when": [{"of": "supply", "at_least": 0.3}]}]
    rule = compiled(("twins", listed_if), tiers=watched, group_of={"a": "twins", "b": "twins"})
    assert names(rule, score=[0.5, 0.1, 0.1], supply=[0.5, 0.5, 0.1]) == tiers


def test_a_group_without_a_candidate_changes_nothing() -> None:
    assert names(compiled(("nobody", "all")), score=[0.5] * 3, supply=[1] * 3) == ["critical"] * 3


@given(st.integers(0, 1000), st.sampled_from([-9, -6, -4, -1, 0, 1, 4, 6, 9]))
def test_comparing_with_the_cut_decides_as_rounding_to_twelve_decimals_does(thousandths, tenths_of_a_step) -> None:
    threshold = thousandths / 1000
    value = threshold + tenths_of_a_step * 1e-13
    assert bool(value >= cut_of(np.array([threshold]))[0]) == (round(value, 12) >= threshold)


@pytest.mark.parametrize("groups", [(), (("twins", "any"),), (("twins", "all"),)])
def test_many_draws_are_each_of_them(groups) -> None:
    rule = compiled(*groups, group_of={"a": "twins", "b": "twins"})
    rng = np.random.default_rng(1)
    quantities = {name: rng.uniform(size=(200, 3)) for name in ("score", "supply")}
    thresholds = rng.uniform(0.2, 0.6, size=(200, 2))
    together = assign_tiers(rule, quantities, thresholds)
    for draw in range(200):
        alone = assign_tiers(rule, {name: values[draw] for name, values in quantities.items()}, thresholds[draw])
        assert together[draw].tolist() == alone.tolist()
    reached = [quantities[name] >= cut_of(thresholds)[:, [place]] for place, name in enumerate(("score", "supply"))]
    flags = tier_flags(rule, reached, {}, np.empty((2, 200, 3), dtype=np.bool_))
    assert [(together == tier).tolist() for tier in range(2)] == flags.tolist()
