"""How many times as much: numbers, intervals, and words that a document declares."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from criticality.model.judgements import AhpWeights


def stated(by: object, **more: object) -> dict[str, Any]:
    sentence = {"more": "a", "than": "b", "by": by, "because": "So."}
    return {"title": "T", "method": "ahp", "judges": [{"name": "A", "comparisons": {"d": [sentence]}}], **more}


def read(by: object, **more: object) -> tuple[tuple[float, float], float]:
    weights = AhpWeights.model_validate(stated(by, **more))
    (judgement,) = weights.judges[0].comparisons["d"]
    return weights.ends(judgement), weights.ratio(judgement)


def test_a_number_an_interval_and_a_word() -> None:
    assert read(3) == ((3, 3), 3)
    assert read([2, 8]) == ((2, 8), 4)
    words = {"moderately": 3, "稍重要": [2, 4.5]}
    assert read("moderately", words=words) == ((3, 3), 3)
    assert read("稍重要", words=words) == ((2, 4.5), 3)


@given(st.floats(1, 9), st.floats(1, 9))
def test_the_middle_lies_between_the_ends_and_equal_ends_are_a_number(first: float, second: float) -> None:
    low, high = sorted((first, second))
    ends, middle = read([low, high])
    assert ends == (low, high)
    assert low * (1 - 1e-15) <= middle <= high * (1 + 1e-15)
    assert math.log(middle) == pytest.approx((math.log(low) + math.log(high)) / 2, abs=1e-12)
    assert read([low, low]) == read(low)


@pytest.mark.parametrize(
    ("by", "more", "kind"),
    [
        ("moderately", {}, "number"),
        ("modrately", {"words": {"moderately": 3}}, "word"),
        ([4, 2], {}, "interval_reversed"),
        ([1, 2, 3], {}, "interval"),
        ([0.5, 2], {}, "greater_than_equal"),
        ([2, 10], {}, "less_than_equal"),
        (3, {"words": {"moderately": 12}}, "less_than_equal"),
        (3, {"words": {"moderately": "three"}}, "number"),
    ],
)
def test_what_is_refused(by: object, more: dict[str, object], kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AhpWeights.model_validate(stated(by, **more))
    assert kind in {error["type"] for error in refused.value.errors()}


def test_words_that_are_wrong_are_told_once() -> None:
    with pytest.raises(ValidationError) as refused:
        AhpWeights.model_validate(stated("moderately", words=["moderately"]))
    assert [error["loc"] for error in refused.value.errors()] == [("words",)]


def test_the_words_of_one_document_are_unknown_to_the_next() -> None:
    read("moderately", words={"moderately": 3})
    with pytest.raises(ValidationError):
        read("moderately")
