"""From a ranking to the printed list: thin evidence, margins, groups and designations."""

import numpy as np
import pandas as pd
import pytest

from criticality.listing.classify import classify, coverage_of, insufficient_evidence, quantities_of
from criticality.model.assessment import INSUFFICIENT, ListRule
from criticality.model.results import CriticalList, DecisionMatrix, Ranking, WeightSet
from robustness.cases import criterion

CRITERIA = {"concentration": "supply", "imports": "supply", "use": "economy"}
LOCAL = {"concentration": 0.75, "imports": 0.25, "use": 1.0}
CRITICAL = {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}]}
WATCH = {"name": "watch", "listed": False, "when": [{"of": "score", "at_least": 0.2}]}


def rule(*tiers, **more) -> ListRule:
    return ListRule.model_validate({"because": "For a test.", "tiers": list(tiers) or [CRITICAL, WATCH], **more})


def cells(absent=()) -> pd.DataFrame:
    return pd.DataFrame(
        {"mineral": mineral, "criterion": criterion, "present": (mineral, criterion) not in absent, "scaled": 0.6}
        for mineral in ("a", "b")
        for criterion in CRITERIA
    )


def weights() -> WeightSet:
    rows = [
        {"criterion": code, "dimension": dimension, "local_weight": LOCAL[code], "global_weight": LOCAL[code] / 2}
        for code, dimension in CRITERIA.items()
    ]
    return WeightSet(pd.DataFrame(rows), pd.Series({"supply": 0.5, "economy": 0.5}), pd.DataFrame(), pd.DataFrame())


def ranking(dimensions=True, **scores: float) -> Ranking:
    series = pd.Series(scores, dtype="float64")
    rated = pd.DataFrame({"supply": series / 2, "economy": series}) if dimensions else None
    return Ranking("topsis", series, series.rank(ascending=False), rated)


def listed(given: Ranking, by: ListRule, left_out=None, group_of=None) -> pd.DataFrame:
    matrix = DecisionMatrix(cells(), None, pd.DataFrame(), {})
    done: CriticalList = classify(given, matrix, by, pd.DataFrame(), left_out or {}, group_of or {})
    return done.table.set_index("mineral")


# ── evidence ─────────────────────────────────────────────────────────────────


def test_coverage_is_the_share_of_the_dimensions_weight_with_evidence_of_its_own() -> None:
    found = coverage_of(cells(absent={("a", "imports"), ("b", "concentration"), ("b", "imports")}), weights())
    assert found.loc["a"].to_dict() == {"economy": 1.0, "supply": 0.75}
    assert found.loc["b"].to_dict() == {"economy": 1.0, "supply": 0.0}


SUPPLY = {"name": "critical", "listed": True, "when": [{"of": "supply", "at_least": 0.4}]}


def test_thin_evidence_counts_where_a_listed_tier_asks_the_dimension() -> None:
    thin = cells(absent={("a", "concentration"), ("b", "use")})
    by = rule(SUPPLY, WATCH, coverage={"at_least": 0.5})
    assert insufficient_evidence(by, thin, coverage_of(thin, weights())) == {"a": "coverage of supply 0.250 < 0.5"}


def test_a_criterion_that_must_have_evidence_of_its_own() -> None:
    thin = cells(absent={("b", "use")})
    by = rule(SUPPLY, coverage={"must_have": ["use"]})
    assert insufficient_evidence(by, thin, coverage_of(thin, weights())) == {"b": "no evidence for use"}
    assert insufficient_evidence(rule(SUPPLY), thin, coverage_of(thin, weights())) == {}


def test_a_condition_may_ask_the_score_a_dimension_or_a_criterion() -> None:
    matrix = DecisionMatrix(cells(), None, pd.DataFrame({"imports": {"a": 12.0, "b": 30.0}}), {})
    found = quantities_of(ranking(b=0.4, a=0.2), matrix, ("score", "supply", "use", "imports:figure"))
    assert {name: values.tolist() for name, values in found.items()} == {
        "score": [0.4, 0.2],
        "supply": [0.2, 0.1],
        "use": [0.6, 0.6],
        "imports:figure": [30.0, 12.0],
    }


# ── the list ─────────────────────────────────────────────────────────────────


def test_the_margin_is_that_of_the_tightest_condition_of_the_best_listed_tier() -> None:
    both = {"name": "critical", "listed": True, "when": [*CRITICAL["when"], {"of": "supply", "at_least": 0.3}]}
    table = listed(ranking(a=0.7, b=0.4), rule(both, WATCH))
    assert table["tier"].to_dict() == {"a": "critical", "b": "watch"}
    assert table.loc["a", ["margin", "margin_of"]].tolist() == [pytest.approx(0.35 - 0.3), "supply"]
    assert table.loc["b", ["margin", "margin_of"]].tolist() == [pytest.approx(0.4 - 0.5), "score"]
    holds = [[entry["of"], entry["holds"]] for entry in table.loc["b", "because"]]
    assert holds == [["score", False], ["supply", False], ["score", True]]


def test_a_condition_below_a_threshold_has_its_margin_on_the_other_side() -> None:
    scarce = {"name": "scarce", "listed": True, "when": [{"of": "score", "below": 0.5}]}
    table = listed(ranking(a=0.3, b=0.6), rule(scarce))
    assert table["margin"].tolist() == pytest.approx([0.2, -0.1])


def test_a_margin_in_the_unit_of_the_figures_is_a_part_of_the_scale_beside_one_on_0_to_1() -> None:
    stated = [{"of": "score", "at_least": 0.5}, {"of": "imports", "at_least": {"value": 10.0, "unit": "source"}}]
    by = rule({"name": "critical", "listed": True, "when": stated})
    matrix = DecisionMatrix(cells(), None, pd.DataFrame({"imports": {"a": 12.0, "b": 9.0}}), {})
    scale = {"kind": "linear", "zero_at": 0.0, "one_at": 100.0}
    criteria = [criterion("imports", "supply", scale=scale)]
    table = classify(ranking(a=0.6, b=0.6), matrix, by, pd.DataFrame(), {}, {}, criteria).table.set_index("mineral")
    assert table["tier"].to_dict() == {"a": "critical", "b": "not_listed"}
    assert table["margin"].tolist() == pytest.approx([0.02, -0.01])
    assert table.loc["a", ["margin_of", "margin_threshold", "margin_value"]].tolist() == ["imports", 10.0, 12.0]
    assert [entry.get("unit") for entry in table.loc["a", "because"]] == [None, "source"]


def test_a_missing_value_has_no_margin() -> None:
    table = listed(ranking(a=np.nan, b=0.6), rule())
    assert pd.isna(table.loc["a", "margin"])
    assert table.loc["a", "tier"] == "not_listed"


def test_a_designation_outranks_the_rule_and_is_marked() -> None:
    decided = {"mineral": "b", "tier": "critical", "by": "Cabinet", "on": "2026-01-01", "because": "Defence."}
    table = listed(ranking(a=0.6, b=0.1), rule(CRITICAL, WATCH, designations=[decided]))
    columns = ["tier", "listed", "designated", "rule_tier"]
    assert table.loc["b", columns].tolist() == ["critical", True, True, "not_listed"]
    assert table.loc["a", columns].tolist() == ["critical", True, False, "critical"]


def test_a_mineral_that_enters_with_its_group_is_marked() -> None:
    together = {"group": "twins", "listed_if": "any", "because": "Mined together."}
    table = listed(ranking(a=0.6, b=0.1), rule(CRITICAL, WATCH, groups=[together]), None, {"a": "twins", "b": "twins"})
    assert table["listed"].tolist() == [True, True]
    assert table["entered_with_group"].tolist() == [False, True]


def test_a_mineral_that_is_not_scored_keeps_its_reason() -> None:
    table = listed(ranking(b=0.6), rule(), {"a": "no evidence for use"})
    assert table.loc["a", ["tier", "listed", "reason"]].tolist() == [INSUFFICIENT, False, "no evidence for use"]
    assert table.loc["a", "because"] == []
