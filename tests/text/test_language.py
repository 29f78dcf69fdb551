"""Which language messages are said in: the variable, then the locale, else English."""

import pytest

from criticality.text.language import language_of, named_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8", "CRITICALITY_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "CRITICALITY_LANG": "zh-Hant"}, "zh-Hant"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh-Hant"),
    ],
)
def test_the_variable_comes_before_the_locale_and_english_is_left(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize("word", ["", "fr", "de_DE.UTF-8", "klingon"])
def test_a_word_that_names_none_of_the_two_names_none(word: str) -> None:
    assert named_language(word) is None
