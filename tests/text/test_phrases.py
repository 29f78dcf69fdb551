"""Phrases in both languages: what falls back, what stands once, and how a sentence is put together."""

import pytest

from criticality.text.message import is_known
from criticality.text.phrases import (
    PLAYERS,
    both,
    capped,
    enumerated,
    in_both,
    players_in,
    told_apart,
    uncapped,
)


def test_a_missing_language_falls_back_to_the_other() -> None:
    assert both({"en": "Gallium", "zh-Hant": None}) == {"en": "Gallium", "zh-Hant": "Gallium"}
    assert both({"en": "", "zh-Hant": "鎵"})["en"] == "鎵"
    assert both({}, "gallium") == both("gallium") == {"en": "gallium", "zh-Hant": "gallium"}


def test_what_is_the_same_in_both_languages_stands_once() -> None:
    assert in_both({"en": "Gallium", "zh-Hant": "鎵"}) == "鎵 Gallium"
    assert in_both({"en": "Gallium", "zh-Hant": "鎵"}, " · ") == "鎵 · Gallium"
    assert in_both({"en": "TWN", "zh-Hant": "TWN"}) == "TWN"
    assert in_both({"en": "Gallium", "zh-Hant": ""}) == "Gallium"


@pytest.mark.parametrize(("words", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_a_series_ends_in_and(words: list[str], said: str) -> None:
    assert enumerated(words) == said


def test_first_letters_follow_their_place() -> None:
    assert uncapped("Supply risk") == "supply risk"
    assert uncapped("GHG burden") == "GHG burden", "an abbreviation stays"
    assert capped("method and rule") == "Method and rule"


def test_of_two_judgements_only_what_differs_is_told() -> None:
    first = {"more": "a", "than": "b", "by": 2, "because": "A long reason that fills the line."}
    assert told_apart(first, {**first, "by": 3}) == ({"by": 2}, {"by": 3})
    assert told_apart(first, {**first, "note": "x"}) == ({}, {"note": "x"})
    assert told_apart(None, first) == (None, first)
    assert told_apart(0.5, 0.6) == (0.5, 0.6)


def test_players_come_in_the_order_of_the_contract_and_merged_ones_last() -> None:
    change = {
        "before": 1,
        "after": 3,
        "data+weights": 1.0,
        "software": 0.5,
        "criteria": 0.5,
        "method": 0,
        "residual": 1,
    }
    assert players_in([change]) == ["criteria", "software", "data+weights"]
    assert all(is_known(f"name.group_{code}") for code in PLAYERS)
