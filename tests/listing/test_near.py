"""Near a threshold is near in proportion to how far the values spread, whatever the method's scale."""

from typing import Any

import pytest

from criticality.listing.near import near_thresholds


def row(mineral: str, score: float, *, designated: bool = False, risk: float = 0.9, scale: float = 1.0) -> Any:
    held = [("score", score * scale, 0.5 * scale), ("supply_risk", risk, 0.4)]
    because = [
        {
            "tier": "critical",
            "of": of,
            "comparison": "at_least",
            "threshold": threshold,
            "value": value,
            "holds": value >= threshold,
        }
        for of, value, threshold in held
    ]
    return {"mineral": mineral, "tier": "critical", "designated": designated, "because": because}


@pytest.mark.parametrize("scale", [1.0, 0.02])
def test_scores_of_a_vector_normalisation_do_not_all_lie_near_the_threshold(scale: float) -> None:
    ranking = [
        row(mineral, score, scale=scale, risk=risk)
        for mineral, score, risk in [("a", 0.9, 0.9), ("b", 0.53, 0.9), ("c", 0.45, 0.9), ("d", 0.1, 0.1)]
    ]
    near = near_thresholds(ranking, ["critical"])
    assert [entry["mineral"] for entry in near] == ["b"]
    assert near[0]["nearest"]["of_spread"] == pytest.approx(0.0375)
    assert near[0]["nearest"]["distance"] == pytest.approx(0.03 * scale)


def test_the_condition_nearest_to_failing_counts_on_its_own_spread() -> None:
    ranking = [row("a", 0.9, risk=0.9), row("b", 0.8, risk=0.42), row("c", 0.1, risk=0.1)]
    [entry] = near_thresholds(ranking, ["critical"])
    assert (entry["mineral"], entry["nearest"]["of"]) == ("b", "supply_risk")


def test_a_figure_in_its_own_unit_has_a_spread_of_its_own() -> None:
    ranking = [row("a", 0.9, risk=0.9), row("b", 0.9, risk=0.9), row("c", 0.1, risk=0.1)]
    for entry, imports in zip(ranking, (900.0, 102.0, 50.0), strict=True):
        held = {"tier": "critical", "of": "supply_risk", "comparison": "at_least", "threshold": 100.0}
        entry["because"].append({**held, "value": imports, "holds": imports >= 100.0, "unit": "source"})
    [found] = near_thresholds(ranking, ["critical"])
    assert (found["mineral"], found["nearest"]["distance"]) == ("b", pytest.approx(2.0))
    assert found["nearest"]["of_spread"] == pytest.approx(2.0 / 850.0)


def test_no_threshold_decides_about_a_mineral_placed_by_decision() -> None:
    ranking = [row("a", 0.9), row("b", 0.51, designated=True), row("c", 0.1)]
    assert near_thresholds(ranking, ["critical"]) == []


def test_equal_values_have_no_spread_and_are_held_against_the_whole_scale() -> None:
    assert [entry["mineral"] for entry in near_thresholds([row("a", 0.52)], ["critical"])] == ["a"]
    assert near_thresholds([row("a", 0.6)], ["critical"]) == []
