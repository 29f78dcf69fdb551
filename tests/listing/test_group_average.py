"""The mean of a group against the conditions of the rule, from the rows of a record."""

from typing import Any

import pytest

from criticality.listing.group_average import average_of_group, group_rule_of


def record(values: dict[str, float | None], condition: dict[str, Any]) -> Any:
    """A record of minerals of one ore, and of one mineral of none."""
    ranking: list[dict[str, Any]] = [
        {"mineral": name, "because": [{"tier": "critical", "of": "use", "holds": False, **condition, "value": value}]}
        for name, value in values.items()
    ]
    minerals = [*([name, "ore"] for name in values), ["thin", "ore"], ["alone", ""]]
    ranking += [{"mineral": "thin", "because": []}, {"mineral": "alone", "because": ranking[0]["because"]}]
    groups = [{"group": "ore", "listed_if": "average", "because": "One ore."}]
    data = {"minerals": {"columns": ["mineral", "group"], "rows": minerals}}
    inputs = {"data": data, "assessment": {"rule": {"groups": groups}}}
    return {"inputs": inputs, "result": {"ranking": ranking}}


@pytest.mark.parametrize(
    ("values", "condition", "mean", "holds"),
    [
        ((0.1, 0.5), {"comparison": "at_least", "threshold": 0.3}, 0.3, True),
        ((0.1, 0.4), {"comparison": "at_least", "threshold": 0.3}, 0.25, False),
        ((0.1, 0.4), {"comparison": "below", "threshold": 0.3}, 0.25, True),
        ((7.4, 7.4), {"comparison": "at_least", "threshold": 7.41, "unit": "source"}, 7.4, False),
        ((2.0, 4.0), {"comparison": "top", "threshold": 3, "unit": "place"}, 3.0, True),
        ((2.0, 5.0), {"comparison": "top", "threshold": 3, "unit": "place"}, 3.5, False),
        ((0.4, None), {"comparison": "at_least", "threshold": 0.3}, 0.4, True),
        ((None, None), {"comparison": "below", "threshold": 0.3}, None, False),
    ],
)
def test_the_mean_is_tested_as_the_rule_tests_it(
    values: tuple[float | None, float | None], condition: dict[str, Any], mean: float | None, holds: bool
) -> None:
    found = average_of_group(record(dict(zip(("first", "second"), values, strict=True)), condition), "first")
    assert [(entry["value"], entry["holds"]) for entry in found] == [(mean, holds)]


def test_a_mineral_of_no_group_follows_no_group_rule() -> None:
    stated = record({"first": 0.1}, {"comparison": "below", "threshold": 0.3})
    rule = group_rule_of(stated, "first")
    assert rule is not None and rule["because"] == "One ore."
    assert group_rule_of(stated, "alone") is None
