"""A panel of judges: joined by the geometric mean, completed one by one, with consistency."""

import numpy as np
import pytest

from criticality.weighting.panel import (
    DIMENSIONS,
    JOINED,
    check_consistency,
    compared_groups,
    completions,
    judged_groups,
    priorities_by_judge,
)
from criticality.weighting.weights import OVERALL, derive_weights


def local(found):
    return dict(zip(found.table["criterion"], found.table["local_weight"], strict=True))


def test_judges_are_joined_by_the_weighted_geometric_mean(criteria, dimensions, panel):
    weights = panel(
        {"economy": ["value_added > strategic_use 8"]}, {"economy": ["strategic_use > value_added 2"]}, weights=[2, 1]
    )
    found = derive_weights(weights, criteria, dimensions)
    ratio = (8**2 / 2) ** (1 / 3)
    assert local(found)["value_added"] == pytest.approx(ratio / (1 + ratio), abs=1e-12)
    alone = found.by_judge.set_index(["judge", "group", "item"])["weight"]
    assert alone["Judge B", "economy", "value_added"] == pytest.approx(1 / 3)
    assert alone["Judge A", OVERALL, "value_added"] == pytest.approx(2 / 7 * 8 / 9)


def test_each_judge_is_completed_before_joining(criteria, dimensions, panel):
    gap = {"supply": ["concentration > imports 2", "imports > restrictions 2"]}
    found = derive_weights(panel(gap, {}, incomplete="complete"), criteria, dimensions)
    assert local(found)["concentration"] == pytest.approx(4 / 7, abs=1e-9)
    assert any("Judge A left a pair of supply open" in note for note in found.notes)


def test_full_agreement_is_full_consensus_and_open_quarrel_is_none(criteria, dimensions, panel):
    agreed = derive_weights(panel({}, {}), criteria, dimensions).consensus
    assert agreed["economy"] == pytest.approx(1.0)
    quarrel = panel({"economy": ["value_added > strategic_use 9"]}, {"economy": ["strategic_use > value_added 9"]})
    assert derive_weights(quarrel, criteria, dimensions).consensus["economy"] == pytest.approx(0.0, abs=1e-9)


def test_hints_for_an_inconsistent_judge(criteria, dimensions, panel):
    slip = ["concentration > imports 2", "restrictions > concentration 4", "imports > restrictions 2"]
    found = derive_weights(panel({"supply": slip}, {}, {}, {}), criteria, dimensions)
    (hint,) = found.hints
    assert (hint.judge, hint.group) == ("Judge A", "supply")
    assert hint.ratio_then < 0.1 < hint.ratio_now
    assert 1 <= hint.better_by <= 9


def test_the_groups_of_a_panel_are_the_dimensions_and_the_criteria_of_each(criteria, dimensions, panel):
    groups = judged_groups(panel({}, {}), criteria, dimensions)
    assert [group.code for group in groups] == [DIMENSIONS, "economy", "supply"], "one criterion needs no judgement"
    supply = groups[-1]
    assert supply.items == ("concentration", "imports", "restrictions")
    assert supply.matrices.shape == (2, 3, 3)
    assert np.allclose(supply.joined * supply.joined.T, 1.0)


def test_screening_criteria_are_not_compared(criteria, dimensions, make_criterion):
    more = (*criteria, make_criterion("screened", "economy", role="screening"))
    assert compared_groups(more, dimensions) == compared_groups(criteria, dimensions)


def test_the_priorities_of_the_joined_matrix_stand_beside_those_of_each_judge(criteria, dimensions, panel):
    found = priorities_by_judge(
        judged_groups(panel({}, {"economy": ["value_added > strategic_use 9"]}), criteria, dimensions)
    )
    assert set(found) == {"Judge A", "Judge B", JOINED}
    assert found["Judge B"]["economy"] == pytest.approx({"value_added": 0.9, "strategic_use": 0.1})
    ratio = (3 * 9) ** 0.5
    assert found[JOINED]["economy"]["value_added"] == pytest.approx(ratio / (1 + ratio))


def test_a_pair_left_open_is_named_with_the_value_that_contradicts_least(criteria, dimensions, panel):
    gap = {"supply": ["concentration > imports 2", "imports > restrictions 2"]}
    groups = judged_groups(panel(gap, incomplete="complete"), criteria, dimensions)
    assert [entry[:4] for entry in completions(groups)] == [("Judge A", "supply", "concentration", "restrictions")]
    assert completions(groups)[0][4] == pytest.approx(4.0)


def test_consistency_above_the_limit_carries_a_hint_and_below_none(criteria, dimensions, panel):
    slip = ["concentration > imports 2", "restrictions > concentration 4", "imports > restrictions 2"]
    checked = check_consistency(judged_groups(panel({"supply": slip}), criteria, dimensions), 0.1)
    assert {entry.judge for entry in checked if entry.excessive} == {"Judge A", JOINED}
    assert all((entry.hint is not None) == entry.excessive for entry in checked)
