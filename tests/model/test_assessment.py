"""The assessment and its rule: conditions compare once, and dates and lists have their defaults."""

from datetime import date

import pytest
from pydantic import ValidationError

from criticality.model.assessment import MOST_DRAWS, Assessment, Condition, Robustness

RULE = {"because": "For a test.", "tiers": [{"name": "critical", "listed": True}]}
PLAN = {
    "title": "Test",
    "country": "TWN",
    "reference_year": 2024,
    "candidates": "all",
    "criteria": ["use"],
    "weights": "weights/equal.yaml",
    "method": "topsis",
    "rule": RULE,
}


@pytest.mark.parametrize("stated", [{}, {"at_least": 0.5, "below": 0.7}])
def test_a_condition_compares_exactly_once(stated: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="exactly one of at_least, below and top"):
        Condition.model_validate({"of": "score", **stated})


def test_the_threshold_of_a_condition_also_where_it_is_zero() -> None:
    assert Condition(of="score", at_least=0.5).threshold == 0.5
    assert Condition(of="score", below=0.25).threshold == 0.25
    assert Condition(of="score", at_least=0.0).threshold == 0.0


def test_the_as_of_date_is_the_end_of_the_reference_year_unless_stated() -> None:
    assert Assessment.model_validate(PLAN).date == date(2024, 12, 31)
    assert Assessment.model_validate({**PLAN, "as_of": "2026-06-30"}).date == date(2026, 6, 30)


@pytest.mark.parametrize("candidates", ["al", [], "gallium"])
def test_candidates_are_all_or_a_list_of_codes(candidates: object) -> None:
    with pytest.raises(ValidationError):
        Assessment.model_validate({**PLAN, "candidates": candidates})


def test_more_draws_than_the_counters_hold_are_refused() -> None:
    assert Robustness(draws=MOST_DRAWS, seed=0).draws == MOST_DRAWS
    with pytest.raises(ValidationError):
        Robustness(draws=MOST_DRAWS + 1, seed=0)
