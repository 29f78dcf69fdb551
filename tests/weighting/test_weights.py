"""From documents to weights: what each method gives, what leaving out does, and what changes nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criticality.errors import InputError
from criticality.model.judgements import EqualWeights
from criticality.weighting.weights import derive_weights, without_judge


def local(found):
    return dict(zip(found.table["criterion"], found.table["local_weight"], strict=True))


def overall(found):
    return dict(zip(found.table["criterion"], found.table["global_weight"], strict=True))


def test_a_consistent_judge_gets_the_weights_of_the_sentences(criteria, dimensions, panel):
    found = derive_weights(panel({}), criteria, dimensions)
    assert found.dimensions.to_dict() == pytest.approx({"economy": 2 / 7, "supply": 4 / 7, "environment": 1 / 7})
    assert local(found) == pytest.approx(
        {
            "value_added": 3 / 4,
            "strategic_use": 1 / 4,
            "concentration": 4 / 7,
            "imports": 2 / 7,
            "restrictions": 1 / 7,
            "climate": 1.0,
        }
    )
    assert overall(found)["concentration"] == pytest.approx(16 / 49)
    assert sum(overall(found).values()) == pytest.approx(1.0, abs=1e-12)


def test_consistency_has_a_row_for_every_judge_and_for_the_joined_matrix(criteria, dimensions, panel):
    found = derive_weights(panel({}, {}), criteria, dimensions)
    assert list(found.consistency.columns) == [
        "judge",
        "group",
        "n",
        "lambda_max",
        "consistency_index",
        "consistency_ratio",
        "random_index",
    ]
    assert set(found.consistency["judge"]) == {"Judge A", "Judge B", "group"}
    assert len(found.consistency) == 9
    assert set(found.consistency["random_index"]) == {"Saaty 1980"}
    two = found.consistency[found.consistency["group"] == "economy"]
    assert (two["consistency_ratio"] == 0).all()


def test_the_environment_counts_for_nothing_in_one_line(criteria, dimensions, panel):
    found = derive_weights(panel({}, leave_out=["environment"]), criteria, dimensions)
    assert found.dimensions.to_dict() == pytest.approx({"economy": 1 / 3, "supply": 2 / 3, "environment": 0.0})
    assert local(found)["climate"] == 1.0
    assert overall(found)["climate"] == 0.0
    assert sum(overall(found).values()) == pytest.approx(1.0)
    assert any("environment is left out" in note for note in found.notes)


def test_one_dimension_needs_no_judgement_on_dimensions(criteria, dimensions, panel):
    supply = [entry for entry in criteria if entry.dimension == "supply"]
    found = derive_weights(panel({}), supply, dimensions)
    assert found.dimensions.to_dict() == {"supply": 1.0}
    assert overall(found)["concentration"] == pytest.approx(4 / 7)


def test_a_dimension_without_criteria_gets_no_weight_and_that_is_said(criteria, dimensions, panel):
    left = [entry for entry in criteria if entry.dimension != "environment"]
    found = derive_weights(panel({}), left, dimensions)
    assert found.dimensions.to_dict() == pytest.approx({"economy": 1 / 3, "supply": 2 / 3})
    assert any("environment has no weighted criterion" in note for note in found.notes)


def test_an_inconsistent_panel_is_refused(criteria, dimensions, panel):
    cycle = ["concentration > imports 9", "imports > restrictions 9", "restrictions > concentration 9"]
    with pytest.raises(InputError, match="contradict each other"):
        derive_weights(panel({"supply": cycle}), criteria, dimensions)


def test_equal_weights_are_equal_across_then_inside(criteria, dimensions):
    found = derive_weights(EqualWeights(title="Equal", method="equal"), criteria, dimensions)
    assert overall(found) == pytest.approx(
        {
            "value_added": 1 / 6,
            "strategic_use": 1 / 6,
            "concentration": 1 / 9,
            "imports": 1 / 9,
            "restrictions": 1 / 9,
            "climate": 1 / 3,
        }
    )


def test_direct_weights_are_taken_as_stated(criteria, dimensions, direct):
    stated = {
        "value_added": 0.3,
        "strategic_use": 0.1,
        "concentration": 0.3,
        "imports": 0.2,
        "restrictions": 0.1,
        "climate": 0,
    }
    found = derive_weights(direct(stated), criteria, dimensions)
    assert overall(found) == pytest.approx(stated)
    assert found.dimensions.to_dict() == pytest.approx({"economy": 0.4, "supply": 0.6, "environment": 0.0})
    assert local(found)["value_added"] == pytest.approx(0.75)
    assert local(found)["climate"] == 1.0
    assert found.consistency.empty


def test_direct_weights_that_do_not_add_up_are_refused_not_rescaled(criteria, dimensions, direct):
    with pytest.raises(InputError, match=r"add up to 0\.6"):
        derive_weights(direct(dict.fromkeys([entry.code for entry in criteria], 0.1)), criteria, dimensions)


PRINTED = {
    "value_added": 0.3,
    "strategic_use": 0.1,
    "concentration": 0.3,
    "imports": 0.2,
    "restrictions": 0.097,
    "climate": 0,
}


def test_printed_weights_that_add_up_to_0_997_are_rescaled_on_demand(criteria, dimensions, direct):
    found = derive_weights(direct(PRINTED, normalise=True), criteria, dimensions)
    assert overall(found) == pytest.approx({code: weight / 0.997 for code, weight in PRINTED.items()})
    assert sum(overall(found).values()) == pytest.approx(1.0, abs=1e-12)
    assert "the weights added up to 0.997 and were rescaled to 1 (normalise: true)." in found.notes


def test_rescaling_what_adds_up_to_1_changes_no_digit(criteria, dimensions, direct):
    whole = {**PRINTED, "restrictions": 0.1}
    first, second = (derive_weights(direct(whole, normalise=way), criteria, dimensions) for way in (False, True))
    assert (first.table == second.table).all(axis=None)
    assert first.notes == second.notes


def test_weights_of_omitted_criteria_do_not_count_in_the_sum_that_is_rescaled(criteria, dimensions, direct):
    left = [entry for entry in criteria if entry.code != "imports"]
    found = derive_weights(direct({**PRINTED, "restrictions": 0.1}, normalise=True), left, dimensions)
    assert overall(found)["value_added"] == pytest.approx(0.3 / 0.8)
    assert any("added up to 0.8 (without imports 0.2)" in note for note in found.notes)


def test_weights_that_are_all_0_cannot_be_rescaled(criteria, dimensions, direct):
    with pytest.raises(InputError, match="every weight is 0"):
        derive_weights(direct(dict.fromkeys(PRINTED, 0), normalise=True), criteria, dimensions)


# ── properties ───────────────────────────────────────────────────────────────


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_judges_sentences_and_criteria_changes_no_digit(criteria, dimensions, panel, data):
    by = st.integers(1, 4)
    judges = [
        {
            "supply": [
                f"concentration > imports {data.draw(by)}",
                f"concentration > restrictions {data.draw(by) + 2}",
                f"imports > restrictions {data.draw(by)}",
            ]
        }
        for _ in range(3)
    ]
    weights = panel(*judges, consistency_limit=5)
    shuffled = weights.model_copy(
        update={
            "judges": tuple(
                judge.model_copy(
                    update={"comparisons": {group: said[::-1] for group, said in reversed(judge.comparisons.items())}}
                )
                for judge in data.draw(st.permutations(weights.judges))
            )
        }
    )
    first = derive_weights(weights, criteria, dimensions)
    second = derive_weights(shuffled, data.draw(st.permutations(criteria)), dimensions)
    assert overall(first) == overall(second)
    assert (first.dimensions == second.dimensions).all()
    assert first.consensus == second.consensus


def test_turning_a_sentence_round_changes_nothing(criteria, dimensions, panel):
    said = panel({"economy": ["value_added > strategic_use 1"]})
    turned = panel({"economy": ["strategic_use > value_added 1"]})
    assert overall(derive_weights(said, criteria, dimensions)) == overall(derive_weights(turned, criteria, dimensions))


def test_leaving_one_judge_out(criteria, dimensions, panel):
    weights = panel({"economy": ["value_added > strategic_use 8"]}, {})
    alone = derive_weights(without_judge(weights, "Judge A"), criteria, dimensions)
    assert local(alone)["value_added"] == pytest.approx(0.75)
    assert len(weights.judges) == 2
