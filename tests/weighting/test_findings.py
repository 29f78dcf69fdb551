"""The slips a planner makes in a set of weights: each is found, at its place, with a way out."""

# Holds: weighting/meant_codes.py.

import pytest

from criticality.weighting.finding import Finding
from criticality.weighting.findings import problems

KNOWN = {"value_added", "strategic_use", "concentration", "imports", "restrictions", "climate", "price", "water"}
EVEN = {
    "value_added": 0.2,
    "strategic_use": 0.2,
    "concentration": 0.2,
    "imports": 0.2,
    "restrictions": 0.1,
    "climate": 0.1,
}


@pytest.fixture
def found(criteria, dimensions):
    def find(weights, known=KNOWN):
        return problems(weights, criteria, dimensions, known)

    return find


def only(findings) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def test_a_sound_panel_has_no_findings(found, panel):
    assert found(panel({}, {"economy": ["strategic_use > value_added 2"]})) == []


def test_misspelt_group(found, panel):
    weights = panel(
        {},
        {
            "supply": [],
            "suply": ["concentration > imports 2", "concentration > restrictions 4", "imports > restrictions 2"],
        },
    )
    finding = only(found(weights))
    assert finding.path == ("judges", 1, "comparisons", "suply")
    assert finding.hint == "did you mean supply?"


def test_misspelt_criterion_is_one_finding_not_three(found, panel):
    weights = panel(
        {"supply": ["concentraton > imports 2", "concentration > restrictions 4", "imports > restrictions 2"]}
    )
    finding = only(found(weights))
    assert finding.path == ("judges", 0, "comparisons", "supply", 0, "more")
    assert "unknown criterion concentraton" in finding.message
    assert finding.hint == "did you mean concentration?"


def test_misspelt_dimension(found, panel):
    weights = panel({"dimensions": ["supply > economy 2", "supply > enviroment 4", "economy > environment 2"]})
    finding = only(found(weights))
    assert finding.path == ("judges", 0, "comparisons", "dimensions", 1, "than")
    assert finding.hint == "did you mean environment?"


def test_criterion_judged_in_the_wrong_group(found, panel):
    finding = only(found(panel({"economy": ["value_added > strategic_use 3", "value_added > imports 2"]})))
    assert finding.path == ("judges", 0, "comparisons", "economy", 1, "than")
    assert "belongs to supply" in finding.message
    assert finding.hint == "the two lie in different dimensions: delete this sentence and compare supply with economy"


def test_criterion_among_dimensions_and_dimension_among_criteria(found, panel):
    weights = panel(
        {
            "dimensions": [
                "supply > economy 2",
                "supply > environment 4",
                "economy > environment 2",
                "imports > supply 2",
            ],
            "economy": ["value_added > strategic_use 3", "supply > value_added 2"],
        }
    )
    said = {finding.path: finding.message for finding in found(weights)}
    assert said == {
        ("judges", 0, "comparisons", "dimensions", 3, "more"): "imports is a criterion, not a dimension",
        ("judges", 0, "comparisons", "economy", 1, "more"): "supply is a dimension, not a criterion",
    }


def test_an_item_compared_with_itself(found, panel):
    finding = only(found(panel({"economy": ["value_added > strategic_use 3", "value_added > value_added 1"]})))
    assert finding.path == ("judges", 0, "comparisons", "economy", 1, "than")


def test_an_item_compared_with_itself_in_place_of_a_pair_is_one_finding(found, panel):
    weights = panel(
        {"supply": ["concentration > concentration 2", "concentration > restrictions 4", "imports > restrictions 2"]}
    )
    assert "compared with itself" in only(found(weights)).message


@pytest.mark.parametrize("again", ["value_added > strategic_use 3", "strategic_use > value_added 2"])
def test_a_pair_judged_twice_is_reported_at_the_second(found, panel, again):
    finding = only(found(panel({"economy": ["value_added > strategic_use 3", again]})))
    assert finding.path == ("judges", 0, "comparisons", "economy", 1)
    assert "twice" in finding.message


def test_every_missing_pair_is_named(found, panel):
    finding = only(found(panel({"supply": ["concentration > imports 2"]}, {})))
    assert finding.path == ("judges", 0, "comparisons", "supply")
    pairs = "concentration and restrictions in supply; imports and restrictions in supply"
    assert finding.message == f"Judge A does not compare {pairs}"
    assert "- {more: imports, than: restrictions, by: 1, because: …}" in finding.hint


def test_a_group_that_a_judge_leaves_to_others_is_said_not_refused(criteria, dimensions, panel):
    weights = panel({}, {})
    judge = weights.judges[1]
    without = {group: said for group, said in judge.comparisons.items() if group != "economy"}
    judges = (weights.judges[0], judge.model_copy(update={"comparisons": without}))
    finding = only(problems(weights.model_copy(update={"judges": judges}), criteria, dimensions, KNOWN))
    assert (finding.path, finding.severity) == (("judges",), "warning")
    assert finding.message == "economy rests on 1 of 2 judges: Judge A"


def test_the_only_judge_may_leave_no_group_out(criteria, dimensions, panel):
    weights = panel({})
    judge = weights.judges[0]
    without = {group: said for group, said in judge.comparisons.items() if group != "economy"}
    judges = (judge.model_copy(update={"comparisons": without}),)
    finding = only(problems(weights.model_copy(update={"judges": judges}), criteria, dimensions, KNOWN))
    assert (finding.path, finding.severity) == (("judges", 0, "comparisons"), "error")
    assert "value_added" in finding.message or "strategic_use" in finding.message


def test_two_slips_in_one_group_are_both_reported(found, panel):
    findings = found(panel({"supply": ["concentraton > imports 2", "concentration > restrictions 4"]}))
    assert [finding.path[-1] for finding in findings] == ["more", "supply"]


def test_incomplete_judgements_may_be_completed(found, panel):
    weights = panel({"supply": ["concentration > imports 2", "imports > restrictions 2"]}, incomplete="complete")
    assert found(weights) == []


def test_judgements_that_do_not_tie_all_items_together(found, panel):
    finding = only(found(panel({"supply": ["concentration > imports 2"]}, incomplete="complete")))
    assert finding.path == ("judges", 0, "comparisons", "supply")
    assert "concentration, imports | restrictions" in finding.message


def test_omitted_criteria_are_ignored_and_said_so_once(found, panel):
    said = [
        "concentration > imports 2",
        "concentration > restrictions 4",
        "imports > restrictions 2",
        "price > imports 3",
    ]
    finding = only(found(panel({"supply": said}, {"supply": said})))
    assert finding.severity == "warning"
    assert finding.path == ("judges", 0, "comparisons", "supply", 3, "more")
    assert finding.message == "judgements on price are ignored: the assessment omits it"


def test_screening_criteria_carry_no_weight(criteria, dimensions, panel, make_criterion):
    screening = (*criteria, make_criterion("largest_supplier", "supply", role="screening"))
    said = ["concentration > imports 2", "concentration > restrictions 4", "imports > restrictions 2"]
    weights = panel({"supply": [*said, "largest_supplier > imports 3"]})
    finding = only(problems(weights, screening, dimensions, KNOWN))
    assert finding.severity == "warning"
    assert "screening" in finding.message


def test_a_dimension_without_criteria_is_ignored_where_it_is_judged(criteria, dimensions, panel):
    left = [entry for entry in criteria if entry.dimension != "environment"]
    finding = only(problems(panel({}), left, dimensions, KNOWN))
    assert finding.severity == "warning"
    assert finding.message.startswith("judgements on environment are ignored")


def test_two_judges_of_one_name_and_a_reserved_name(criteria, dimensions, panel):
    weights = panel({}, {}, {})
    names = ("Ministry", "Ministry", "group")
    judges = tuple(judge.model_copy(update={"name": name}) for judge, name in zip(weights.judges, names, strict=True))
    found = problems(weights.model_copy(update={"judges": judges}), criteria, dimensions, KNOWN)
    assert [finding.path for finding in found] == [("judges", 1, "name"), ("judges", 2, "name")]


def test_leaving_out_what_does_not_exist(found, panel):
    finding = only(found(panel({}, leave_out=["enviroment"])))
    assert finding.path == ("leave_out", 0)
    assert finding.hint == "did you mean environment?"


def test_leaving_out_everything(found, panel):
    finding = only(found(panel({}, leave_out=["economy", "supply", "environment"])))
    assert finding.path == ("leave_out",)


def test_sixteen_criteria_in_one_dimension(dimensions, panel, make_criterion):
    many = [make_criterion(f"c{position:02}", "economy") for position in range(16)]
    found = problems(panel({}, incomplete="complete"), many, dimensions, KNOWN)
    assert any("ends at 15" in finding.message for finding in found)


# ── consistency ──────────────────────────────────────────────────────────────

CYCLE = ["concentration > imports 9", "imports > restrictions 9", "restrictions > concentration 9"]


def test_a_joined_matrix_above_the_limit_is_an_error_that_names_the_judgement(found, panel):
    findings = found(panel({"supply": CYCLE}))
    assert [finding.severity for finding in findings] == ["warning", "error"]
    joined = findings[1]
    assert joined.path[:4] == ("judges", 0, "comparisons", "supply")
    assert joined.path[-1] == "by"
    assert "hurts most" in joined.message
    assert "CR would be" in joined.hint


def test_one_inconsistent_judge_is_a_warning(found, panel):
    finding = only(found(panel({"supply": CYCLE}, {}, {}, {}, weights=[0.1, 1, 1, 1])))
    assert finding.severity == "warning"
    assert "Judge A" in finding.message


def test_the_limit_is_the_planners(found, panel):
    slightly = ["concentration > imports 2", "concentration > restrictions 4", "imports > restrictions 3"]
    assert found(panel({"supply": slightly})) == []
    severities = [finding.severity for finding in found(panel({"supply": slightly}, consistency_limit=0.001))]
    assert severities == ["warning", "error"]


# ── direct ───────────────────────────────────────────────────────────────────


def test_direct_weights_that_add_up(found, direct):
    assert found(direct(EVEN)) == []


def test_direct_weights_say_their_sum(found, direct):
    finding = only(found(direct({**EVEN, "climate": 0.15})))
    assert finding.path == ("weights",)
    assert "1.05" in finding.message


@pytest.mark.parametrize(("off", "refused"), [(0.9e-6, False), (1.1e-6, True)])
def test_direct_weights_must_add_up_within_a_millionth(found, direct, off, refused):
    assert bool(found(direct({**EVEN, "climate": 0.1 + off}))) is refused


def test_direct_weights_with_a_misspelt_criterion(found, direct):
    renamed = {("import" if code == "imports" else code): weight for code, weight in EVEN.items()}
    finding = only(found(direct(renamed)))
    assert finding.path == ("weights", "import")
    assert finding.hint == "did you mean imports?"


def test_direct_weights_without_a_criterion(found, direct):
    stated = {**EVEN, "imports": 0.3}
    del stated["climate"]
    finding = only(found(direct(stated)))
    assert finding.path == ("weights",)
    assert finding.message == "no weight for climate"


def test_direct_weight_on_an_omitted_criterion_is_not_spread_over_the_others(found, direct):
    findings = found(direct({**EVEN, "climate": 0.0, "price": 0.1}))
    assert [(finding.path, finding.severity) for finding in findings] == [
        (("weights", "price"), "warning"),
        (("weights",), "error"),
    ]
    assert "0.9" in findings[1].message


def test_all_direct_weight_left_out(found, direct):
    stated = dict.fromkeys(EVEN, 0.0) | {"climate": 1.0}
    finding = only(found(direct(stated, leave_out=["environment"])))
    assert finding.path == ("leave_out",)
