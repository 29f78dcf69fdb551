"""Where a list stands, in words: commands that look hold the day of its review against today; no record does."""

from datetime import date

import pytest

from criticality.api.life.standing import said_of_life
from criticality.text.language import use_language
from criticality.text.message import said

LIFE = {
    "status": "adopted",
    "country": "ATL",
    "adopted": {"by": {"en": "Harbour Council", "zh-Hant": "港務會議"}, "on": "2025-04-01", "act": {"en": "Order 7"}},
    "review_by": "2027-04-01",
}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (None, "to be reviewed by 2027-04-01"),
        (date(2027, 4, 1), "to be reviewed by 2027-04-01"),
        (date(2027, 4, 2), "was to be reviewed by 2027-04-01: that day has passed"),
    ],
)
def test_a_review_is_due_after_its_day(today: date | None, expected: str) -> None:
    assert [*said_of_life(LIFE, today=today)][1:] == [expected]


def test_a_list_without_a_word_is_a_draft() -> None:
    assert [*said_of_life(None)] == ["draft"]
    assert [*said_of_life({"status": "draft", "country": "ATL", "review_by": "2027-04-01"})] == ["draft"]


def test_a_list_that_was_replaced_or_superseded_is_to_be_reviewed_no_more() -> None:
    (replaced,) = said_of_life(LIFE, today=date(2030, 1, 1), replaced=True)
    assert replaced.endswith("(Order 7), replaced since")
    (superseded,) = said_of_life({**LIFE, "status": "superseded"}, today=date(2030, 1, 1))
    assert superseded.startswith("superseded; adopted on 2025-04-01")


def test_it_is_said_in_chinese() -> None:
    use_language("zh-Hant")
    try:
        assert [said(one) for one in said_of_life(LIFE)] == [
            "港務會議於 2025-04-01 核定（Order 7）",
            "應於 2027-04-01 前檢討",
        ]
    finally:
        use_language("en")
