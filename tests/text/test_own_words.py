"""A workspace says other sentences in place of the shipped ones; what is written into files stays as shipped."""

import json
from collections.abc import Iterator

import pytest

from criticality.errors import Problem
from criticality.text.message import Message, joined, said
from criticality.text.own_words import (
    OWN_MESSAGES,
    entries_in,
    in_words_of,
    kept_entries,
    own_words,
    shipped_words,
    use_own_words,
)

OWN = {
    "checking.no_tier": {"en": "no class {tier} here", "zh-Hant": "查無「{tier}」類"},
    "cli.errors": {"en": "{n} mistakes"},
    "joined.and": {"en": " & "},
}


@pytest.fixture(autouse=True)
def _own() -> Iterator[None]:
    use_own_words(entries_in(json.dumps(OWN)))
    yield
    use_own_words({})


def test_a_sentence_of_the_workspace_is_said_and_the_text_stays_as_shipped() -> None:
    message = Message("checking.no_tier", tier="watch")

    assert said(message) == "no class watch here"
    assert said(message, "zh-Hant") == "查無「watch」類"
    assert message == "there is no tier 'watch'"


def test_a_language_that_the_workspace_leaves_out_keeps_the_shipped_sentence() -> None:
    message = Message("cli.errors", n=2)

    assert (said(message), said(message, "zh-Hant")) == ("2 mistakes", "2 個問題")


def test_it_is_said_within_other_sentences_too() -> None:
    whole = Message("errors.hint", hint=joined([Message("checking.no_tier", tier="a"), "b"], "semicolon"))

    assert said(whole).endswith("no class a here; b")
    assert said(Message("errors.unwritable", file=("a", "b"), reason="c")).startswith("a & b")
    assert whole.endswith("there is no tier 'a'; b")


def test_a_planners_word_acts_on_no_terminal_where_the_sentence_is_the_workspaces() -> None:
    assert said(Message("checking.no_tier", tier="\x1b[2J\nwatch")) == "no class [U+001B][2J watch here"


def test_within_shipped_words_nothing_of_the_workspace_is_said() -> None:
    with shipped_words():
        assert said(Message("checking.no_tier", tier="x")) == "there is no tier 'x'"
    assert own_words()


def test_what_is_wrong_with_the_file_itself_is_said_in_the_shipped_words() -> None:
    message = Message("checking.no_tier", tier="x")

    assert Problem("assessments/a.yaml", 1, None, "", message).said() == "assessments/a.yaml:1: no class x here"
    assert Problem(f"templates/{OWN_MESSAGES}", 1, None, "", message).said().endswith("there is no tier 'x'")


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"a": 1}', '{"a": {"en": 1}}', "[" * 100_000])
def test_what_is_no_sentence_is_left_to_check(text: str) -> None:
    assert entries_in(text) == {}


def test_of_the_words_of_the_pages_those_that_records_keep_count_everywhere() -> None:
    own = {"lever.stock": {"en": "Stocks buy time."}, "contents": {"en": "What is inside"}, "cause.inputs": 3}
    assert kept_entries(json.dumps(own)) == {"lever.stock": {"en": "Stocks buy time."}}
    with in_words_of(kept_entries(json.dumps(own))):
        assert said(Message("lever.stock")) == "Stocks buy time."
    assert said(Message("cli.errors", n=2)) == "2 mistakes", "the words before count again"


def test_nothing_stands_between_two_chinese_sentences() -> None:
    assert said(joined(["一。", "二。"], "sentence"), "zh-Hant") == "一。二。"
