"""Flips, sweeps, omissions and rank reversal of small cases worked out by hand."""

import json

import numpy as np
import pytest

from criticality.ranking.kernels import METHODS
from criticality.robustness.ensemble import build_ensemble
from criticality.robustness.sensitivity.leave_one_out import drop_one_criterion, drop_one_judge, method_panel
from criticality.robustness.sensitivity.rank_reversal import rank_reversal
from criticality.robustness.sensitivity.smallest_changes import (
    smallest_threshold_changes,
    smallest_weight_changes,
    threshold_sweep,
    weight_triangle,
    with_weight,
)
from criticality.robustness.sensitivity.variants import Variants
from robustness.cases import GATED, case, direct, panel

RNG = np.random.default_rng(11)
TABLE = RNG.random((15, 6))


def variants_of(of):
    return Variants(build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0])


def test_the_decided_list_is_the_base_of_all_variants():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED)
    base = variants_of(of).base
    assert base.listed[0].tolist() == of.critical_list.table["listed"].tolist()
    assert base.ranks[0].tolist() == of.ranking.ranks.tolist()


def test_weight_that_flips_a_weighted_sum_in_closed_form():
    # score = w·1 + (1 − w)·0 listed from .5: m00 at w = .3 needs w = .5; m01 = 1 − w leaves above .5
    of = case(
        [[1, 0], [0, 1], [0.2, 0.1]], sizes=[2], weights=direct(0.3, 0.7), method="ahp_ratings", vary=("thresholds",)
    )
    found = smallest_weight_changes(variants_of(of), {"c0": [0]})
    assert found["m00"] == {
        "of": "c0",
        "now": 0.3,
        "needed": pytest.approx(0.5, abs=1e-9),
        "change": pytest.approx(0.2),
    }
    assert found["m01"]["needed"] == pytest.approx(0.5, abs=1e-9)
    assert "m02" not in found


def test_other_weights_keep_their_proportions():
    overall = with_weight(np.array([0.2, 0.3, 0.5]), [1], np.array([0.0, 0.3, 1.0]))
    assert overall == pytest.approx(np.array([[2 / 7, 0, 5 / 7], [0.2, 0.3, 0.5], [0, 1, 0]]))
    together = with_weight(np.array([0.2, 0.3, 0.5]), [0, 1], np.array([0.75]))
    assert together == pytest.approx(np.array([[0.3, 0.45, 0.25]]))


def test_thresholds_that_flip_are_the_minerals_own_scores():
    of = case([[0.7], [0.45], [0.2]], sizes=[1], method="ahp_ratings", vary=("thresholds",))
    found = smallest_threshold_changes(variants_of(of))
    assert found["m00"] == [{"of": "score", "now": 0.5, "needed": 0.7, "change": pytest.approx(0.2)}]
    assert found["m01"] == [{"of": "score", "now": 0.5, "needed": 0.45, "change": pytest.approx(-0.05)}]
    assert found["m02"][0]["needed"] == 0.2


def test_thresholds_found_do_flip_and_nothing_nearer_does():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED)
    variants = variants_of(of)
    rule, before = variants.ensemble.rule, variants.base.listed[0]
    parameters = [(rule.of[position], float(rule.thresholds[position])) for position in rule.parameters]
    checked = 0
    for mineral, entries in smallest_threshold_changes(variants).items():
        place = variants.ensemble.minerals.index(mineral)
        for entry in entries:
            parameter = parameters.index((entry["of"], entry["now"]))
            step = 1e-9 * np.sign(entry["change"])
            for needed, flips in ((entry["needed"] + step, True), (entry["needed"] - step, False)):
                thresholds = variants.ensemble.rule_thresholds.copy()
                thresholds[parameter] = needed
                assert (variants.listed_at(thresholds[None])[0, place] != before[place]) == flips
            checked += 1
    assert checked >= 9


def test_sweep_counts_the_list_at_every_threshold():
    of = case([[0.7], [0.45], [0.2]], sizes=[1], method="ahp_ratings", vary=("thresholds",))
    (sweep,) = threshold_sweep(variants_of(of))
    sizes = dict(zip(np.round(sweep["thresholds"], 2), sweep["sizes"], strict=True))
    assert [sizes[t] for t in (0.0, 0.2, 0.21, 0.45, 0.46, 0.7, 0.71, 1.0)] == [3, 3, 2, 2, 1, 1, 0, 0]
    assert (sweep["of"], sweep["now"], sweep["tiers"]) == ("score", 0.5, ["critical"])


def test_triangle_lists_a_mineral_where_its_dimension_weighs_enough():
    of = case(np.eye(3), sizes=[1, 1, 1], method="ahp_ratings", vary=("thresholds",))
    found = weight_triangle(variants_of(of), steps=4)
    listed = [point for point, mark in zip(found["points"], found["listed"]["m00"], strict=True) if mark == "1"]
    assert sorted(listed) == [
        [0.5, 0.0, 0.5],
        [0.5, 0.25, 0.25],
        [0.5, 0.5, 0.0],
        [0.75, 0.0, 0.25],
        [0.75, 0.25, 0.0],
        [1.0, 0.0, 0.0],
    ]


def test_dropping_a_criterion_hands_its_weight_to_its_dimension():
    of = case(
        [[1, 0, 0], [0, 1, 1]], sizes=[2, 1], weights=direct(0.3, 0.2, 0.5), method="ahp_ratings", vary=("thresholds",)
    )
    not_done: dict[str, str] = {}
    found = {entry["criterion"]: entry for entry in drop_one_criterion(variants_of(of), not_done)}
    # without c0 the first dimension is c1 alone: m00 falls from .3 to 0; without c1 m00 has .5 and enters
    assert (found["c0"]["entered"], found["c0"]["left"]) == ([], [])
    assert (found["c1"]["entered"], found["c1"]["left"], found["c1"]["size"]) == (["m00"], [], 2)
    # c2 is all of its dimension, which the rule does not name: it is left out, and m00 leads with .6
    assert (found["c2"]["entered"], found["c2"]["left"]) == (["m00"], ["m01"])
    assert not_done == {}


def test_a_dimension_that_the_rule_names_cannot_lose_its_only_criterion():
    of = case(TABLE[:, :3], sizes=[2, 1], rule=GATED, vary=("thresholds",))
    not_done: dict[str, str] = {}
    found = drop_one_criterion(variants_of(of), not_done)
    assert [entry["criterion"] for entry in found] == ["c0", "c1"]
    assert not_done == {"drop c2": "it is all that d1 rests on, and the rule names d1"}


def test_dropping_a_judge_leaves_the_list_of_the_others():
    weights = panel([2, 3, 1], judges=2)
    of = case(TABLE, sizes=[2, 3, 1], weights=weights, rule=GATED)
    found = drop_one_judge(variants_of(of), of.inputs, {})
    alone = case(TABLE, sizes=[2, 3, 1], weights=weights.model_copy(update={"judges": weights.judges[1:]}), rule=GATED)
    assert found[0]["judge"] == "Judge 0"
    assert found[0]["size"] == alone.critical_list.table["listed"].sum()


def test_judges_that_are_not_there_are_said_to_be_missing():
    for weights, reason in (
        (direct(0.5, 0.5), "the weights are direct, there are no judges"),
        (panel([2], judges=1), "there is only one judge"),
    ):
        of = case(np.eye(2), sizes=[2], weights=weights)
        not_done: dict[str, str] = {}
        variants = variants_of(of.with_robustness(vary=("thresholds",)))
        assert drop_one_judge(variants, of.inputs, not_done) == []
        assert not_done == {"drop one judge": reason}


def test_method_panel_agrees_with_each_method_deciding():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED)
    for entry in method_panel(variants_of(of), {}):
        alone = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED, method=entry["method"])
        assert entry["size"] == alone.critical_list.table["listed"].sum()
        assert entry["decides"] == (entry["method"] == "topsis")


@pytest.mark.parametrize("method", [name for name, entry in METHODS.items() if not entry.depends_on_others])
def test_fixed_anchors_reverse_no_rank(method):
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), method=method, vary=("thresholds",))
    found = rank_reversal(variants_of(of).ensemble)
    assert {name: entry["reversals"] for name, entry in found.items()} == {"remove": 0, "clone": 0, "add": 0}
    assert {name: entry["cases"] for name, entry in found.items()} == {"remove": 15, "clone": 15, "add": 3}


def test_vector_normalisation_reverses_ranks_and_says_so():
    of = case(
        RNG.random((40, 6)), sizes=[2, 3, 1], weights=panel([2, 3, 1]), method="topsis_vector", vary=("thresholds",)
    )
    found = rank_reversal(variants_of(of).ensemble)
    assert found["remove"]["reversals"] == len(found["remove"]["by"]) > 0


def test_everything_measured_is_plain_and_what_was_not_done_says_why():
    of = case(
        TABLE[:, :4], sizes=[2, 2], weights=panel([2, 2]), rule=GATED, vary=("weights", "data", "thresholds", "method")
    )
    details = of.measured().details
    assert json.loads(json.dumps(details, allow_nan=False)) == details
    assert details["not_done"] == {"weight triangle": "a triangle shows three dimensions, here are 2"}
    assert details["settings"]["varied"] == ["weights", "data", "thresholds", "method"]


def test_without_scales_the_vector_form_varies_and_the_rest_is_not_done():
    rule = {"because": "b", "tiers": [{"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}]}]}
    of = case(
        TABLE[:, :3] + 0.1,
        sizes=[2, 1],
        weights=panel([2, 1]),
        method="topsis_vector",
        rule=rule,
        changes={"c0": {"scale": None}, "c1": {"scale": None}},
        vary=("weights", "data", "thresholds", "method"),
    )
    found = of.measured()
    assert "vary method" in found.details["not_done"]
    assert found.details["not_done"]["method topsis"] == "it needs a scale for every criterion"
    assert found.table["p_listed"].between(0.01, 0.99).any()
