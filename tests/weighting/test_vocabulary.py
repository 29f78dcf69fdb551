"""Words for how much that nobody could tell apart, in a questionnaire or in the file."""

import pytest

from criticality.weighting.vocabulary import word_problems


@pytest.mark.parametrize(
    ("words", "code", "at"),
    [
        ({"Clearly": 5.0, "clearly": 3.0}, "weighting.words_alike", "clearly"),
        ({"ａｂ": 5.0, "ab": 3.0}, "weighting.words_alike", "ab"),
        ({"3": 4.0}, "weighting.word_is_number", "3"),
        ({"３": 4.0}, "weighting.word_is_number", "３"),
        ({"": 4.0}, "weighting.word_unseen", ""),
        ({"very\nmuch": 4.0}, "weighting.word_unseen", "very\nmuch"),
        ({"much ": 4.0}, "weighting.word_unseen", "much "),
    ],
)
def test_words_that_cannot_be_told_apart_are_problems(panel, words, code, at):
    (finding,) = word_problems(panel({}).model_copy(update={"words": words}))
    assert (finding.message.code, finding.path, finding.severity) == (code, ("words", at), "error")
    assert finding.hint


def test_words_that_differ_are_none(panel):
    words = {"slightly": 2.0, "clearly": (3.0, 5.0), "很": 7.0, "half as much again": 1.5}
    assert list(word_problems(panel({}).model_copy(update={"words": words}))) == []
