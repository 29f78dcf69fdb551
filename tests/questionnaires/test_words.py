"""The words of the scale and of the sides, and how they are recognised."""

import pytest

from criticality.model.document import Text
from criticality.questionnaires.questions import Item, Pair
from criticality.questionnaires.words import (
    ASK_LANGUAGES,
    AskLanguage,
    how_much,
    in_words,
    said_by,
    scale_of,
    side_words,
)
from criticality.text.message import Message


@pytest.mark.parametrize("language", ASK_LANGUAGES)
def test_every_word_of_the_scale_is_recognised_in_every_language(language: AskLanguage) -> None:
    words = [step.shown for step in scale_of(language)]
    assert len(set(words)) == 9
    for number, word in enumerate(words, start=1):
        for written in (word, word.upper(), f"  {word}\u3000", word[2:] if language != "both" else word):
            step = how_much(written)
            assert step is not None, written
            assert (step.number, step.by) == (number, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("３", 3), ("2.5", 2.5), ("9.0", 9), ("1", 1), ("絕對重要", 9), ("Equally Important", 1)],
)
def test_a_number_of_the_scale_is_taken_as_it_is(text: str, number: float) -> None:
    step = how_much(text)
    assert step is not None
    assert (step.number, step.by) == (number, number)


@pytest.mark.parametrize("text", ["0", "10", "1/3", "0.5", "-3", "nan", "inf", "3 x", "0_5", "1e0", "much", "", "三"])
def test_anything_else_is_no_word_of_the_scale(text: str) -> None:
    assert how_much(text) is None


def test_words_of_the_file_take_the_place_of_saatys_and_numbers_stay() -> None:
    own = {"clearly": 3.873, "slightly": 2.0}
    assert [step.shown for step in scale_of("both", own)] == ["slightly", "clearly"]
    step = how_much(" Clearly ", own)
    assert step is not None
    assert (step.number, step.by) == (3.873, "clearly")
    assert how_much("3 moderately more important", own) is None
    number = how_much("2.5", own)
    assert number is not None
    assert number.by == 2.5


@pytest.mark.parametrize(("by", "said"), [(2.5, "more"), (1, "same"), (1.0, "same"), ("clearly", "word")])
def test_a_word_of_the_file_is_not_said_as_a_number_of_times(by: object, said: str) -> None:
    assert said_by(by) == f"questionnaire.says_{said}"
    sentence = Message(said_by(by), more="A", than="B", by=by)
    assert ("times" in sentence, "倍" in sentence.said("zh-Hant")) == (
        (True, True) if said == "more" else (False, False)
    )


def pair(first: Text, second: Text) -> Pair:
    return Pair("Q01", "g", Item("a", first), Item("b", second))


def test_the_sides_of_a_pair_are_told_apart_even_under_one_title() -> None:
    same = Text(en="Share", zh_hant="比例")
    assert len(set(side_words(pair(same, same), "both"))) == 3
    assert side_words(pair(same, Text(en="Sum")), "en") == ("Share", "Sum", "both count the same")


def test_both_languages_stand_on_one_line_and_a_missing_one_is_not_repeated() -> None:
    assert in_words(Text(en="Share", zh_hant="比例"), "both") == "比例 Share"
    assert in_words(Text(en="Share"), "both") == "Share"
