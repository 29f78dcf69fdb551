"""A correlation of two criteria is not printed without what it means: why, how much both bring, and what it changes."""

# Holds: report/chapters/sureness.py.

from typing import Any

from sample_record import sample_record
from short_records import reader_of

from criticality.report.chapters.sureness import overlaps


def checked(*found: tuple[str, str, float]) -> dict[str, Any]:
    record = sample_record(robustness=True)
    text = {"en": "x", "zh-Hant": "x"}
    record["result"]["checks"] = [
        {"check": check, "subject": subject, "figure": figure, "text": text} for check, subject, figure in found
    ]
    return record


def two_criteria(record: dict[str, Any]) -> tuple[str, str]:
    first, second = [row["criterion"] for row in record["result"]["weights"]][:2]
    return first, second


def test_a_pair_is_told_with_its_weight_its_share_of_the_variance_and_the_list_without_either() -> None:
    first, second = two_criteria(sample_record(robustness=True))
    record = checked(
        ("correlated", f"{first} × {second}", 0.8106),
        ("effective_weight", first, 0.25),
        ("effective_weight", second, 0.175),
    )
    record["result"]["robustness"]["drop_one_criterion"] = [
        {"criterion": first, "size": 3, "entered": [], "left": [], "largest_rank_move": 1, "moved_most": None}
    ]
    weights = {row["criterion"]: row["global_weight"] for row in record["result"]["weights"]}
    (told,) = overlaps(reader_of(record))
    assert "0.81" in told
    assert f"{100 * (weights[first] + weights[second]):.1f} %" in told and "42.5 %" in told
    assert "3 minerals are listed" in told
    assert "by construction" not in told
    for cell in record["result"]["indicators"]:
        if cell["criterion"] == first:
            cell["flag"] = "world_share"
    assert "by construction" in overlaps(reader_of(record))[0]


def test_a_criterion_that_brings_next_to_nothing_is_named() -> None:
    first, second = two_criteria(sample_record())
    told = overlaps(reader_of(checked(("effective_weight", first, -0.003), ("effective_weight", second, 0.3))))
    assert len(told) == 1
    assert "−0.3 %" in told[0]
    assert overlaps(reader_of(checked(("effective_weight", second, 0.3)))) == []


def test_nothing_is_said_where_nothing_correlates() -> None:
    assert overlaps(reader_of(checked())) == []
