"""Findings of the checks: the record's text in both languages beside the code and slots it is made of."""

import json

from criticality.report.catalogue import read_catalogue
from criticality.report.html.rendering import packaged_templates
from criticality.text.found import first_of, found, year_of
from criticality.text.message import Message, joined, sentences
from criticality.text.own_words import use_own_words
from criticality.text.sentence_places import places_of


def test_a_finding_has_its_text_in_both_languages_and_its_code_with_slots() -> None:
    entry = found("coverage_of_mineral", "gallium", 0.75, mineral="gallium", part=0.75, criteria=["price", "reserves"])
    assert json.loads(json.dumps(entry)) == {
        "check": "coverage_of_mineral",
        "subject": "gallium",
        "figure": 0.75,
        "text": {
            "en": "gallium: evidence for 75.0% of the weight; missing: price, reserves",
            "zh-Hant": "gallium：證據涵蓋權重之 75.0%；缺：price, reserves",
        },
        "said": [
            {
                "code": "found.coverage_of_mineral",
                "slots": {"mineral": "gallium", "part": 0.75, "criteria": ["price", "reserves"]},
            }
        ],
    }


def test_numbers_stay_numbers_without_the_digits_in_which_machines_differ() -> None:
    (said,) = found("skewed", "a", 2.1234567890123456, criterion="a", skewness=2.1234567890123456)["said"]
    assert said["slots"] == {"criterion": "a", "skewness": 2.12345678901}


def test_places_stand_in_the_order_of_the_alphabet_and_the_rest_is_counted() -> None:
    places = [Message("found.place", country=code, year=2024) for code in "GFEDCBA"]
    entry = found("unit_value", "tin", 7, mineral="tin", code="8001", times=100.0, places=first_of(places))
    assert entry["text"]["en"].endswith(": A 2024, B 2024, C 2024, D 2024, E 2024, F 2024 and 1 more")
    assert entry["text"]["zh-Hant"].endswith("：A 2024, B 2024, C 2024, D 2024, E 2024, F 2024 等，另 1 項")
    assert first_of(places[:2]) == ["F 2024", "G 2024"]


def test_sentences_that_are_joined_have_the_marks_of_their_language() -> None:
    series = joined([Message("found.series", mineral=name, stage="extraction") for name in ("tin", "zinc")])
    entry = found("single_year", "production", 0.5, count=2, all=4, series=series)
    assert entry["text"]["en"].endswith("show: tin extraction, zinc extraction")
    assert entry["text"]["zh-Hant"].endswith("：tin extraction、zinc extraction")


def test_a_year_that_is_not_stated_is_a_dash() -> None:
    assert (year_of(2024.0), year_of(float("nan"))) == (2024, "–")


def test_a_record_has_no_words_of_a_workspace() -> None:
    use_own_words({"found.no_spread": {"en": "{criterion} is flat", "zh-Hant": "{criterion} 不變"}})
    try:
        text = found("no_spread", "a", 0.0, criterion="a")["text"]
    finally:
        use_own_words({})
    assert text["en"] == "a has the same value for every mineral and tells none apart"


def test_the_pages_have_words_for_every_finding_and_fill_the_same_places() -> None:
    words = read_catalogue(packaged_templates()["words.json"])
    for code, record in sentences("found").items():
        for language in ("en", "zh-Hant"):
            places = set(places_of(words[code][language]))
            assert set(places_of(record[language])) == places == set(places_of(record["en"])), code
        assert not any(places_of(words[code]["en"]).values()), "the page writes the numbers"
