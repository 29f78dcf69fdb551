"""Judges who judge some groups only, and judges whose weight differs from group to group."""

# Holds: weighting/finding.py.

import pytest

from criticality.errors import InputError
from criticality.weighting.findings import problems
from criticality.weighting.weights import derive_weights, without_judge


def keep(weights, groups_by_judge):
    """The panel with each judge reduced to some groups."""
    judges = tuple(
        judge.model_copy(update={"comparisons": {group: judge.comparisons[group] for group in groups}})
        for judge, groups in zip(weights.judges, groups_by_judge, strict=True)
    )
    return weights.model_copy(update={"judges": judges})


def weigh(weights, *stated):
    judges = tuple(
        judge.model_copy(update={"weight": weight}) for judge, weight in zip(weights.judges, stated, strict=True)
    )
    return weights.model_copy(update={"judges": judges})


def local(found):
    return dict(zip(found.table["criterion"], found.table["local_weight"], strict=True))


ALL = ("dimensions", "economy", "supply")


@pytest.mark.parametrize("incomplete", ["refuse", "complete"])
@pytest.mark.parametrize("aggregate", ["judgements", "priorities"])
def test_each_group_rests_on_those_who_judged_it(criteria, dimensions, panel, incomplete, aggregate):
    said = panel(
        {"economy": ["value_added > strategic_use 8"]},
        {"economy": ["value_added > strategic_use 2"]},
        incomplete=incomplete,
        aggregate=aggregate,
    )
    found = derive_weights(keep(said, [("dimensions", "supply"), ("economy",)]), criteria, dimensions)
    assert local(found)["value_added"] == pytest.approx(2 / 3)
    assert local(found)["concentration"] == pytest.approx(4 / 7)
    assert any("economy rests on 1 of 2 judges: Judge B" in note for note in found.notes)
    assert set(found.by_judge["group"]) == {"dimensions", "economy", "supply"}, "nobody judged everything"


def test_a_group_that_nobody_judged_is_a_problem_with_the_sentences_to_fill_in(criteria, dimensions, panel):
    said = keep(panel({}, {}), [("dimensions",), ("economy",)])
    (finding,) = [one for one in problems(said, criteria, dimensions) if one.severity == "error"]
    assert finding.path == ("judges",)
    assert finding.message == "nobody compares the items of supply"
    assert "- {more: concentration, than: imports, by: 1, because: …}" in finding.hint
    with pytest.raises(InputError, match="nobody compares"):
        derive_weights(said, criteria, dimensions)


def test_without_the_only_judge_of_a_group_there_are_no_weights(criteria, dimensions, panel):
    said = keep(panel({}, {}, {}), [ALL, ("dimensions", "supply"), ("dimensions",)])
    with pytest.raises(InputError, match="nobody compares the items of economy"):
        derive_weights(without_judge(said, "Judge A"), criteria, dimensions)
    derive_weights(without_judge(said, "Judge B"), criteria, dimensions)


def test_a_judge_who_compares_nothing_is_a_problem(criteria, dimensions, panel):
    said = keep(panel({}, {}), [ALL, ()])
    (finding,) = [one for one in problems(said, criteria, dimensions) if one.severity == "error"]
    assert finding.path == ("judges", 1, "comparisons")
    assert finding.message == "Judge B compares nothing"


def test_a_judge_of_groups_that_the_assessment_omits_is_told(criteria, dimensions, panel):
    said = keep(panel({}, {}), [ALL, ("economy",)])
    supply = [entry for entry in criteria if entry.dimension == "supply"]
    told = {finding.message: finding.severity for finding in problems(said, supply, dimensions)}
    assert told["no judgement of Judge B counts in this assessment"] == "warning"


# ── weights by group ─────────────────────────────────────────────────────────


def two(panel):
    return panel({"economy": ["value_added > strategic_use 8"]}, {"economy": ["value_added > strategic_use 1"]})


def test_the_weight_of_a_judge_counts_in_its_group_alone(criteria, dimensions, panel):
    weights = weigh(two(panel), {"dimensions": 1, "economy": 3, "supply": 1}, 1.0)
    found = derive_weights(weights, criteria, dimensions)
    ratio = 8 ** (3 / 4)
    assert local(found)["value_added"] == pytest.approx(ratio / (1 + ratio))


@pytest.mark.parametrize("aggregate", ["judgements", "priorities"])
def test_the_same_weight_in_all_groups_is_one_number(criteria, dimensions, panel, aggregate):
    said = two(panel).model_copy(update={"aggregate": aggregate})
    one = derive_weights(weigh(said, 3.0, 2.0), criteria, dimensions)
    each = derive_weights(weigh(said, dict.fromkeys(ALL, 3.0), dict.fromkeys(ALL, 2.0)), criteria, dimensions)
    assert (one.table == each.table).all(axis=None)
    assert (one.dimensions == each.dimensions).all()


def test_a_group_without_weight_is_a_problem(criteria, dimensions, panel):
    said = weigh(two(panel), {"dimensions": 1, "economy": 3}, 1.0)
    (finding,) = problems(said, criteria, dimensions)
    assert (finding.path, finding.severity) == (("judges", 0, "weight"), "error")
    assert "lacks supply" in finding.message


def test_a_misspelt_group_of_a_weight_is_one_problem(criteria, dimensions, panel):
    said = weigh(two(panel), {"dimensions": 1, "economy": 3, "supplies": 2}, 1.0)
    (finding,) = problems(said, criteria, dimensions)
    assert finding.path == ("judges", 0, "weight", "supplies")
    assert finding.hint == "did you mean supply?"


def test_a_weight_in_a_group_that_the_judge_leaves_to_others_is_told(criteria, dimensions, panel):
    said = keep(two(panel), [ALL, ("economy",)])
    said = weigh(said, 1.0, {"economy": 1, "supply": 2})
    told = {finding.path: finding.message for finding in problems(said, criteria, dimensions)}
    assert "counts for nothing" in told["judges", 1, "weight", "supply"]
