"""A run beside the adopted list: who moved, and whether it may claim to be that list."""

import copy
from typing import Any

from pairs import bar_rises, compared, harbourmaster_changes, record

from criticality.comparison.since_adopted import other_decision, other_standings, since_adopted

ACT = {"by": {"en": "Council"}, "on": "2025-04-01", "act": {"en": "Order 7"}}


def adopted() -> dict[str, Any]:
    """The record of Atlantis as it is, as if it had been adopted."""
    found = copy.deepcopy(record())
    found["inputs"]["assessment"].update(status="adopted", adopted=ACT)
    return found


def test_who_left_is_who_left_by_the_comparison_with_causes() -> None:
    since, whole = since_adopted(adopted(), record(bar_rises)), compared((), (bar_rises,))
    assert since["left"]
    for key in ("entered", "left", "moved_tier"):
        assert [entry["mineral"] for entry in since[key]] == [entry["mineral"] for entry in whole[key]]
    assert since["adopted"] == ACT and since["run_id"] == record()["run_id"]


def test_minerals_have_names_in_both_languages() -> None:
    (gone,) = since_adopted(adopted(), record(bar_rises))["left"]
    assert (gone["mineral"], gone["names"]["en"], gone["names"]["zh-Hant"]) == ("coronium", "Coronium", "氪冕")


def test_the_adopted_list_itself_stands_nowhere_else() -> None:
    again = copy.deepcopy(adopted())
    rule = again["inputs"]["assessment"]["rule"]
    rule["because"] = {"en": "As adopted."}
    again["inputs"]["weights"]["title"] = {"en": "As adopted"}
    assert other_standings(adopted(), again) == []
    assert other_decision(adopted(), again) == ()


def test_another_score_in_the_same_tier_is_another_list() -> None:
    before, after = adopted(), record(harbourmaster_changes)
    assert "ilmenium" in other_standings(before, after)
    assert other_decision(before, after) == ("weights",)


def test_a_threshold_that_moves_nobody_decides_in_another_way() -> None:
    again = copy.deepcopy(adopted())
    again["inputs"]["assessment"]["rule"]["tiers"][0]["when"][0]["at_least"] = 0.505
    assert other_standings(adopted(), again) == []
    assert other_decision(adopted(), again) == ("method",)


def test_the_last_digits_of_another_machine_are_the_same_list() -> None:
    again = copy.deepcopy(adopted())
    row = next(row for row in again["result"]["ranking"] if row["score"] is not None)
    row["score"] += 4e-10
    assert other_standings(adopted(), again) == []
    row["score"] += 4e-9
    assert other_standings(adopted(), again) == [row["mineral"]]
