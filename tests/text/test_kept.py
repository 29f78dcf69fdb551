"""Sentences that a record keeps: their codes, what fills their places, and their words in both languages."""

import json
import re
import string

import pytest

from criticality.report.html.rendering import packaged_templates
from criticality.text.kept import (
    NUMBERS,
    again,
    coded,
    in_both_languages,
    in_language,
    made,
    note,
    own_name,
    pending,
    reworded,
    several,
    shipped_name,
    typed,
)
from criticality.text.message import Message, joined, parts, said, sentences
from criticality.text.named import Named
from criticality.text.own_words import KEPT, in_words_of
from criticality.text.sentence_places import places_of

WORDS: dict[str, dict[str, str]] = json.loads(packaged_templates()["words.json"])
MESSAGES = {code: texts for part in parts() for code, texts in sentences(part).items()}
EVERY = {**{f"messages/{code}": texts for code, texts in MESSAGES.items()}, **WORDS}
NAMES_AND_CODES = {"BOM", "TAB", "true", "false", "flag", "Sobol", "CRITIC", "JSON", "leave_out"}
"""Latin words of Chinese sentences whose English has the thing in other words."""
IN_THE_ACTION = {("lever.stays_to_limit", "best"), ("lever.stays_to_all", "best")}
"""Amounts that the Chinese sentence has once, in the action that it names."""
SAMPLES: dict[str, object] = {
    **dict.fromkeys(NUMBERS, 0.5),
    **{"share": 0.125, "low": 0.2, "high": 0.3, "bought": 1234.5, "sold": 0.0, "made": 7.0},
    **{"figure": 0.5, "severity": 1.0, "count": 4, "n": 2, "least": 0.5},
}


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'_-]*", re.sub(r"\{.*?\}", " ", text))


def test_every_sentence_is_said_in_both_languages_with_its_places_filled() -> None:
    for code in MESSAGES:
        if not code.startswith("joined."):
            said_whole(code)


def said_whole(code: str) -> None:
    written_as = places_of(MESSAGES[code]["en"])
    slots = {name: SAMPLES.get(name, 0.25 if spec else "XYZ") for name, spec in written_as.items()}
    sentence = note(code, **slots)

    english, chinese = sentence.said("en"), sentence.said("zh-Hant")

    assert str(sentence) == english, code
    assert "{" not in english + chinese or "{{" in MESSAGES[code]["en"], code
    for name, value in slots.items() if code.partition(".")[0] in KEPT else ():
        written = format(value, written_as[name]) if written_as[name] else str(typed(name, value))
        assert written in english, (code, name)
        assert written in chinese or (code, name) in IN_THE_ACTION, (code, name)


def test_a_chinese_sentence_has_no_latin_word_but_names_units_and_codes() -> None:
    """Such a word stands in the English sentence, too: it is no English word that was left standing."""
    foreign = {
        key: [word for word in latin(texts["zh-Hant"]) if word not in texts["en"] and not in_a_path(word, texts)]
        for key, texts in EVERY.items()
    }

    assert {key: words for key, words in foreign.items() if set(words) - NAMES_AND_CODES} == {}


FUNCTION_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "the is and an for with not which that are has have must should it its or as be was were this these "
        "can cannot there only if but into who what where while after before",
    )
)
"""Words of which no English sentence is free, and that are no key of a file by themselves."""
AS_WRITTEN = re.compile(
    r"(?:criticality|git|sudo)(?: [\w-]+)+|USGS Mineral Commodity Summaries|Worldwide Governance Indicators"
)
"""What is typed, and names of publications."""


def test_no_piece_of_an_english_sentence_stands_in_a_chinese_one() -> None:
    plain = {
        key: AS_WRITTEN.sub("", re.sub(r"\{.*?\}", "_", texts["zh-Hant"]))
        for key, texts in EVERY.items()
        if "/workbook.column_" not in key  # the name of a column stands beside its Chinese
    }
    words = {key: re.findall(r"(?<![\w./-])[A-Za-z][A-Za-z'-]*(?![\w])", text) for key, text in plain.items()}
    assert {key: found for key, found in words.items() if not FUNCTION_WORDS.isdisjoint(map(str.lower, found))} == {}
    runs = {key: re.findall(r"[A-Za-z][A-Za-z'-]*(?: [A-Za-z][A-Za-z'-]*){2,}", text) for key, text in plain.items()}
    assert {key: found for key, found in runs.items() if found} == {}


def in_a_path(word: str, texts: dict[str, str]) -> bool:
    return re.search(rf"(?:{word}/|\}}\.{word}\b|inputs\.data)", texts["zh-Hant"]) is not None


@pytest.mark.parametrize("key", [key for key in WORDS if key in MESSAGES])
def test_what_the_pages_word_otherwise_fills_no_place_that_the_record_does_not_fill(key: str) -> None:
    for language in ("en", "zh-Hant"):
        assert set(re.findall(r"\{(\w+)\}", WORDS[key][language])) <= places(MESSAGES[key]["en"])
    assert WORDS[key] != MESSAGES[key], f"{key} stands in text/messages just so: take it out of words.json"


def test_a_share_has_a_decimal_below_ten_per_cent_only() -> None:
    written = [str(note("note.uses_cover", share=share)) for share in (0.98, 0.0981, 0.1, 0.0)]

    assert written == [f"uses named cover {share}" for share in ("98 %", "9.8 %", "10 %", "0 %")]


def test_numbers_are_written_as_their_slot_says_and_stay_numbers_in_the_record() -> None:
    slots = {"stage": "processing", "years": "2024", "bought": 1234.56, "sold": 0.0, "made": 10.0}
    sentence = note("note.flows", **slots)

    assert sentence == "processing (2024): imports 1,234.6 t, exports 0.0 t, production 10.0 t a year"
    assert json.loads(json.dumps(coded(sentence))) == [{"code": "note.flows", "slots": slots}]
    assert set(NUMBERS) <= set(SAMPLES)


def test_sentences_that_were_joined_are_kept_one_by_one_and_those_without_places_by_their_code_alone() -> None:
    whole = joined([note("note.by_quantity"), note("note.withheld", countries=["LEM", "MUU"])], "semicolon")

    assert whole == "by quantity; withheld and kept unknown: LEM, MUU"
    assert coded(whole) == [
        {"code": "note.by_quantity"},
        {"code": "note.withheld", "slots": {"countries": ["LEM", "MUU"]}},
    ]
    assert said(whole, "zh-Hant") == "依數量計；未公布，視為未知：LEM、MUU"


def test_a_sentence_is_made_only_where_it_is_read_with_those_in_its_slots() -> None:
    rest = (pending("note.year", years="2023"), pending("note.only_stage", stages="processing"))
    waiting = (pending("note.input_rate", figure=0.5, rest=rest), pending("note.by_value"))

    assert made(waiting) == "input rate 0.5, 2023; processing; by value: no quantity is recorded"
    assert [entry["code"] for entry in coded(made(waiting))] == ["note.input_rate", "note.by_value"]
    assert made(()) == ""


def test_a_sentence_in_a_slot_keeps_its_own_code() -> None:
    sentence = note("note.no_figure", countries=several(["AUS", "AUT", "BEL", "CHE", "CZE"]))

    assert sentence == "no figure for AUS, AUT, BEL and 2 more"
    assert coded(sentence)[0]["slots"]["countries"] == {
        "code": "note.more",
        "slots": {"names": ["AUS", "AUT", "BEL"], "count": 2},
    }


def test_what_a_record_keeps_is_said_again_with_names_where_they_are_given() -> None:
    whole = [
        note("note.unexplained", share=0.125, countries=["LEM", "MUU"]),
        note("note.of_stage", stage="x", rest="y"),
    ]
    kept = json.loads(json.dumps(coded(joined(whole, "semicolon"))))

    assert [again(entry) for entry in kept] == whole
    assert in_language(kept, "", "en") == "; ".join(whole)
    assert again(kept[0], lambda _, value: "Mu" if value == "MUU" else value).startswith("12 % of world supply")
    assert "LEM, Mu may produce" in again(kept[0], lambda _, value: "Mu" if value == "MUU" else value)
    assert (again({"code": "note.of_tomorrow"}), again({"code": "nowhere.at_all"})) == ("", "")
    assert in_language([{"code": "note.of_tomorrow"}], "as it stands", "zh-Hant") == "as it stands"


def test_a_plain_text_has_no_code_and_what_is_no_text_is_kept_as_one() -> None:
    assert coded("weighed by hand") == []
    refused = Message("ranking.pymcdm_refuses", said=ValueError("no matrix"))
    assert coded(refused) == [{"code": "ranking.pymcdm_refuses", "slots": {"said": "no matrix"}}]


def test_a_sentence_with_names_keeps_their_codes_and_is_said_again_in_the_words_of_a_workspace() -> None:
    origin = Named("CHN", {"en": "China", "zh-Hant": "中國大陸"})
    sentence = joined([note("lever.reference", origin=origin), note("lever.not_even_all", left=0.25)], "sentence")
    text, kept = in_both_languages(sentence), json.loads(json.dumps(coded(sentence)))

    assert (
        text["en"]
        == "reference: China stops for a year Not even all of it would do: it would stay 0.250 above the line."
    )
    assert text["zh-Hant"] == "參考情境：中國大陸停供一年即使達 100 % 亦不足，仍較門檻高出 0.250。"
    assert kept[0]["slots"] == {"origin": {"of": "CHN", "en": "China", "zh-Hant": "中國大陸"}}
    assert kept[1] == {"code": "lever.not_even_all", "slots": {"left": 0.25}}
    assert reworded(kept, {"en": "", "zh-Hant": ""}) == text
    with in_words_of({"lever.reference": {"zh-Hant": "假設{origin}停止供應"}}):
        assert reworded(kept, text)["zh-Hant"].startswith("假設中國大陸停止供應即使")
        assert in_both_languages(sentence) == text, "a record has no words of a workspace"
    assert reworded([], text) == reworded([{"code": "lever.of_tomorrow"}], text) == text


def test_the_figures_of_a_change_are_numbers_in_the_record_and_told_apart_where_they_are_shown() -> None:
    sentence = note("cause.rose", what="x", before=0.41201, after=0.41204, cited="")
    assert sentence == "x rose from 0.41201 to 0.41204"
    (kept,) = json.loads(json.dumps(coded(sentence)))
    assert kept["slots"] == {"what": "x", "before": 0.41201, "after": 0.41204, "cited": ""}
    assert again(kept) == sentence
    assert again({"code": "cause.rose", "slots": {**kept["slots"], "before": 0.2}}) == "x rose from 0.2 to 0.412"


@pytest.mark.parametrize(
    ("name", "number", "written"),
    [
        ("ratio", 0.12, "0.120"),
        ("ratio", 0.100004, "0.100004"),
        ("by", 0.3333, "0.3333"),
        ("by", 3.0, "3"),
        ("limit", 0.1, "0.1"),
        ("total", 0.987654321, "0.987654321"),
        ("total", "1.5", "1.5"),
    ],
)
def test_numbers_of_judgements_and_weights_are_written_as_they_were_rounded(
    name: str, number: float | str, written: str
) -> None:
    """A record of version 0.6 has them as texts, which stay as they are."""
    assert str(typed(name, number)) == written


def test_a_name_is_said_in_the_words_of_the_workspace_and_kept_as_shipped() -> None:
    with in_words_of({"name.score": {"zh-Hant": "綜合分數"}}):
        assert own_name("score") == {"en": "score", "zh-Hant": "綜合分數"}
        assert shipped_name("score") == {"en": "score", "zh-Hant": "總分"}
