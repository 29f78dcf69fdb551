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


# ── alternatives, places, averages, designations ─────────────────────────────

CONDITIONS = st.lists(
    st.fixed_dictionaries({"of": st.sampled_from(["score", "supply"])}).flatmap(
        lambda named: st.sampled_from(
            [{**named, "at_least": 0.4}, {**named, "below": 0.4}, {**named, "top": 1}, {**named, "top": 2}]
        )
    ),
    min_size=1,
    max_size=3,
)
VALUES = st.lists(st.sampled_from([0.1, 0.4, 0.6, np.nan]), min_size=3, max_size=3)


@given(CONDITIONS, CONDITIONS, VALUES, VALUES)
def test_one_alternative_is_the_same_as_conditions_under_when(common, more, score, supply) -> None:
    quantities = {"score": score, "supply": supply}
    tier = {"name": "critical", "listed": True}
    together = compiled(tiers=[{**tier, "when": [*common, *more]}])
    alternative = compiled(tiers=[{**tier, "when": common, "any": [{"when": more}]}])
    assert names(together, **quantities) == names(alternative, **quantities)
    alone = compiled(tiers=[{**tier, "any": [{"when": more}]}])
    assert names(compiled(tiers=[{**tier, "when": more}]), **quantities) == names(alone, **quantities)


@given(CONDITIONS, CONDITIONS, VALUES, VALUES)
def test_any_of_two_is_one_tier_or_the_other(first, second, score, supply) -> None:
    quantities = {"score": score, "supply": supply}
    tier = {"name": "critical", "listed": True}
    both = names(compiled(tiers=[{**tier, "any": [{"when": first}, {"when": second}]}]), **quantities)
    each = [names(compiled(tiers=[{**tier, "when": when}]), **quantities) for when in (first, second)]
    assert both == ["critical" if "critical" in pair else "not_listed" for pair in zip(*each, strict=True)]


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4]), min_size=1, max_size=12), st.integers(1, 12))
def test_the_first_n_are_n_or_more_where_the_last_are_equal(scores: list[float], top: int) -> None:
    rule = ListRule.model_validate(
        {"because": "x", "tiers": [{"name": "first", "listed": True, "when": [{"of": "score", "top": top}]}]}
    )
    found = assign_tiers(compile_rule(rule, [*map(str, range(len(scores)))], {}), {"score": np.array(scores)}) == 0
    assert found.sum() >= min(top, len(scores))
    inside, outside = np.array(scores)[found], np.array(scores)[~found]
    assert not outside.size or outside.max() < inside.min()
    assert (inside > inside.min()).sum() < top  # nobody is let in but for the sake of a tie


def test_a_drawn_number_of_places_is_rounded_to_the_nearest_one() -> None:
    rule = compiled(tiers=[{"name": "first", "listed": True, "when": [{"of": "score", "top": 2}]}])
    drawn = np.array([[1.4], [1.6], [2.4], [2.6]])
    found = assign_tiers(rule, {"score": np.array([0.9, 0.5, 0.1])}, drawn)
    assert (found == 0).sum(axis=1).tolist() == [1, 2, 2, 3]


def test_a_tier_of_designations_takes_nobody_by_the_rule() -> None:
    reserved = {"name": "in_words", "listed": True, "designations_only": True}
    assert names(compiled(tiers=[reserved, *TIERS]), score=[0.5, 0.5, 0.1], supply=[1] * 3) == [
        "critical",
        "critical",
        "watch",
    ]


def test_a_group_is_decided_as_one_by_the_average_of_its_members() -> None:
    rule = compiled(("twins", "average"), group_of={"a": "twins", "b": "twins"})
    assert names(rule, score=[0.7, 0.2, 0.1], supply=[0.5] * 3) == ["critical", "critical", "watch"]
    assert names(rule, score=[0.7, 0.0, 0.1], supply=[0.5] * 3) == ["not_listed", "watch", "watch"]
    assert names(rule, score=[0.7, np.nan, 0.1], supply=[0.5] * 3) == ["critical", "critical", "watch"]


def test_a_group_under_an_average_on_the_threshold_is_listed() -> None:
    rule = compiled(("twins", "average"), group_of={"a": "twins", "b": "twins", "c": "twins"})
    assert names(rule, score=[0.1, 0.2, 0.9], supply=[0.3] * 3) == ["critical"] * 3


@pytest.mark.parametrize("groups", [(("twins", "average"),), (("twins", "average"), ("others", "any"))])
def test_averages_places_and_alternatives_of_many_draws_are_those_of_each(groups) -> None:
    tiers = [
        {
            "name": "critical",
            "listed": True,
            "when": [{"of": "score", "top": 2}],
            "any": [{"when": [{"of": "supply", "at_least": 0.6}]}, {"when": [{"of": "score", "at_least": 0.7}]}],
        },
        {"name": "watch", "listed": False, "when": [{"of": "supply", "below": 0.5}]},
    ]
    rule = compiled(*groups, tiers=tiers, group_of={"a": "twins", "b": "twins", "c": "others"})
    rng = np.random.default_rng(1)
    quantities = {name: rng.uniform(size=(200, 3)).round(1) for name in ("score", "supply")}
    thresholds = np.column_stack([rng.uniform(0.6, 3.4, 200), rng.uniform(0.2, 0.6, size=(200, 3))])
    together = assign_tiers(rule, quantities, thresholds)
    for draw in range(200):
        alone = assign_tiers(rule, {name: values[draw] for name, values in quantities.items()}, thresholds[draw])
        assert together[draw].tolist() == alone.tolist()
    assert len(np.unique(together)) == 3


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
