"""A message is an English text that can be said in Chinese, wherever it has been carried."""

import copy
import json
import pickle
import re
import string
from importlib import resources
from pathlib import Path

import pytest

from criticality.report.html.rendering import packaged_templates
from criticality.text.language import use_language
from criticality.text.message import Message, decoded, encoded, joined, parts, said, sentence, sentences

SOURCE = Path(__file__).parents[2] / "src" / "criticality"
EVERY = [(code, texts) for part in parts() for code, texts in sentences(part).items()]

OF_FILES = (".css", ".csv", ".html", ".js", ".json", ".py", ".sqlite")
"""Ends of names of files, which are no codes."""
LOOKED_UP = ("usage.", "joined.", "json.")
"""Sentences of typer, looked up by their English form (tests/cli/terminal/test_wrong_usage.py provokes them), and what
`joined` puts between items, looked up by its argument."""


def _slots(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_as_a_text_a_message_is_its_english_sentence() -> None:
    message = Message("checking.no_tier", tier="watch")

    assert message == "there is no tier 'watch'"
    assert message.said("zh-Hant") == "沒有類別「watch」"


def test_a_message_in_a_slot_is_said_in_the_language_of_the_whole() -> None:
    inner = Message("checking.keep_one")

    assert Message("errors.hint", hint=inner).said("zh-Hant").strip() == "建議：請只保留其中一筆。"


def test_a_tuple_in_a_slot_is_an_enumeration() -> None:
    message = Message("checking.no_tier", tier="x")
    whole = Message("errors.unwritable", file=("a", "b", "c"), reason=(message,))

    assert whole == "a, b and c: there is no tier 'x'"
    assert whole.said("zh-Hant") == "a、b 及 c：沒有類別「x」"


def test_joined_texts_have_the_marks_of_each_language_between_them() -> None:
    whole = joined(["x", Message("checking.keep_one"), "y"], "semicolon")

    assert whole == "x; Keep one of them.; y"
    assert said(whole, "zh-Hant") == "x；請只保留其中一筆。；y"
    assert (joined([]), joined(["x"])) == ("", "x")


def test_a_message_that_crossed_as_json_is_the_same_with_all_that_stands_in_its_slots() -> None:
    inner = Message("checking.no_tier", tier="x")
    whole = Message("errors.unwritable", file=("a", inner, "c"), reason=joined([inner, "y"], "semicolon"))

    again = decoded(json.loads(json.dumps(encoded(whole))))

    assert (again, said(again, "zh-Hant")) == (whole, said(whole, "zh-Hant"))
    assert decoded(encoded("plain")) == "plain"


@pytest.mark.parametrize("carried", [copy.copy, copy.deepcopy, lambda message: pickle.loads(pickle.dumps(message))])
def test_a_message_that_crossed_to_another_process_can_still_be_said(carried: object) -> None:
    assert callable(carried)

    assert said(carried(Message("checking.keep_one")), "zh-Hant") == "請只保留其中一筆。"


def test_the_language_of_the_process_is_the_one_chosen_last() -> None:
    try:
        use_language("zh-Hant")
        assert said(Message("checking.keep_one")) == "請只保留其中一筆。"
    finally:
        use_language("en")
    assert said(Message("checking.keep_one")) == "Keep one of them."


def test_braces_of_a_planner_are_no_places() -> None:
    assert Message("checking.no_tier", tier="{tier.__class__}").said("zh-Hant") == "沒有類別「{tier.__class__}」"


def test_a_planners_word_acts_on_no_terminal_and_stays_on_its_line() -> None:
    message = Message("checking.no_tier", tier="\x1b[2J\nwatch")

    assert message == r"there is no tier '\x1b[2J\nwatch'"
    assert message.said("zh-Hant") == "沒有類別「[U+001B][2J watch」"


def test_a_list_in_a_slot_is_a_row_of_names() -> None:
    message = Message("files.known", names=["a", "b", "c"])

    assert message == "Known: a, b, c."
    assert message.said("zh-Hant") == "請改用下列之一：a、b、c。"


def test_a_sentence_of_its_own_begins_with_a_capital_letter_in_english_only() -> None:
    hint = sentence(Message("weighting.known", names=["a"]))

    assert (hint, hint.said("zh-Hant")) == ("Known: a", "請改用下列之一：a")


def test_a_sentence_that_begins_with_a_code_keeps_it_as_it_is() -> None:
    lacking = Message("checking.method_not_done", method="criticality_yale2012", why="x")
    whole = Message("weighting.complete_or", other=Message("checking.keep_one"))

    assert sentence(lacking).startswith("criticality_yale2012 is not done")
    assert sentence(Message("files.other_finding", reason=lacking)).startswith("criticality_yale2012")
    assert sentence(whole)[:1].isupper()
    assert sentence("a text without a code")[:1] == "A"


IN_THE_ACTION = {code: {"best"} for code in ("lever.stays_to_limit", "lever.stays_to_all")}
"""The Chinese sentence has this amount once, in the action that it names."""
BESIDE = {
    *("printing.fonts_missing", "printing.libraries_missing", "printing.broken"),
    "workbook.fill_or_take_out",
    *("workbook.help_4", "workbook.how_own_rows", "workbook.how_own_rows.one", "workbook.how_designations"),
    *("workbook.how_rows", "workbook.fill_or_take_out", "workbook.take_out_so"),
}
"""English sentences with Chinese in them: what a machine cannot print is told in both, and cells hold both."""


@pytest.mark.parametrize("part", parts())
def test_a_sentence_stands_in_both_languages_with_the_same_places(part: str) -> None:
    for code, texts in EVERY:
        if not code.startswith(f"{part}."):
            continue
        assert texts.keys() == {"en", "zh-Hant"}, code
        assert _slots(texts["en"]) - IN_THE_ACTION.get(code, set()) == _slots(texts["zh-Hant"]), code
        english = re.sub(r"\{.*?\}", "", texts["en"])
        assert not re.search(r"[\u4e00-\u9fff]", english) or code in BESIDE, code


def test_every_code_in_the_source_has_a_sentence_and_every_sentence_a_code() -> None:
    """A part of a code that is made at run time, such as one per kind of value, is found by its beginning."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    text += "\n".join(path.read_text(encoding="utf-8") for path in (SOURCE / "desk" / "templates").glob("*.html"))
    known = {code for code, _ in EVERY}
    found = set(re.findall(r'"((?:' + "|".join(parts()) + r')\.[a-z0-9_.]+)"', text))
    used = {code for code in found if code in known or not code.endswith(OF_FILES)}
    begun = tuple(re.findall(r'f"((?:' + "|".join(parts()) + r")\.[a-z0-9_.]*)\{", text))
    named = {code for code in known if code.removesuffix(".one") in used or (begun and code.startswith(begun))}
    named |= {code for code in known if code.startswith(LOOKED_UP)}

    pages = json.loads(packaged_templates()["words.json"])
    assert {code for code in used if code not in known and code not in pages} == set()
    assert known - named == set()


@pytest.mark.parametrize("part", parts())
def test_a_catalogue_names_each_code_once_in_its_own_file(part: str) -> None:
    raw = resources.files("criticality.text").joinpath("messages", f"{part}.json").read_text(encoding="utf-8")
    pairs = json.loads(raw, object_pairs_hook=lambda found: found)

    assert [code for code, _ in pairs] == list(dict.fromkeys(code for code, _ in pairs))
    assert all(code.startswith(f"{part}.") for code, _ in pairs)
