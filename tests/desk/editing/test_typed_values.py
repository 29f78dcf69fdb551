"""What is typed into a form changes the text where the value stands, and nothing else."""

# Holds: desk/editing/form_fields.py, desk/editing/told.py.

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest

from criticality.desk.editing.document_view import DocumentView, label
from criticality.desk.editing.editable_files import FileRead
from criticality.desk.editing.form_fields import Field, form_of, judgement_options, judgement_word
from criticality.desk.editing.told import told, told_cells
from criticality.desk.editing.typed_values import edits_of, with_edits
from criticality.errors import InputError
from criticality.files.yaml import parse_marked
from criticality.schemas import json_schemas, schema_of
from criticality.text.message import Message
from workspace_builder import ASSESSMENT, ATLANTIS, WEIGHTS

REPOSITORY = Path(__file__).parents[3]
FOLDERS = ("assessments", "criteria", "weights", "scenarios", "choices", "data")
DOCUMENTS = [path for root in (REPOSITORY, ATLANTIS) for folder in FOLDERS for path in (root / folder).glob("*.yaml")]
HOSTILE = "<b>\"&' #: {x} [鎵]\\"


def changed(file: str, text: str, typed: dict[str, str], *dropped: str) -> str:
    marked, problems = parse_marked(text, file)
    assert not problems
    form = form_of(file, marked.content)
    assert form is not None
    named = {each.spelled: each.name for each in form.every()}
    parts = {part.spelled: part.name for part in form.all_parts()}
    edits = edits_of(form, {named[key]: value for key, value in typed.items()}, [parts[part] for part in dropped])
    return with_edits(file, text, marked, edits)


def lines_changed(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("+ ", "- ")]


def other_value(each: Field) -> str:
    if each.control == "judgement":
        assert isinstance(each.content, dict)
        return judgement_word(*judgement_options(each.content)[0])
    if each.control == "choice":
        return next((option for option in each.options if option != each.value), "")
    return {"number": "0.125", "list": "a, b_c"}.get(each.control, f"{HOSTILE}\n{HOSTILE}")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_value_of_every_document_can_be_changed_alone(path: Path) -> None:
    file, text = f"{path.parent.name}/{path.name}", path.read_bytes().decode("utf-8")
    marked, _ = parse_marked(text, file)
    form = form_of(file, marked.content)
    assert form is not None
    every = list(form.every(blank=False))
    assert not edits_of(form, {each.name: each.value.replace("\n", "\r\n") for each in form.every()}, ())
    assert len({each.name for each in form.every()}) == len(list(form.every()))
    for each in every[:: max(1, len(every) // 12)]:
        edits = edits_of(form, {each.name: other_value(each)}, ())
        assert edits
        new = with_edits(file, text, marked, edits)  # compares what it holds with what was typed
        assert [line for line in text.splitlines() if line.lstrip().startswith("#")] == [
            line for line in new.splitlines() if line.lstrip().startswith("#")
        ]


def test_a_judgement_is_changed_on_its_own_line_and_said_in_a_sentence() -> None:
    text = (ATLANTIS / WEIGHTS).read_bytes().decode("utf-8")
    spelled = "judges[1].comparisons.dimensions[1]"
    new = changed(WEIGHTS, text, {spelled: judgement_word("supply_risk", "economic_importance", 3)})
    assert lines_changed(text, new)[0].endswith('by: 2, because: "Ships that do not come cannot be argued with."}')
    assert new == text.replace("than: economic_importance, by: 2,", "than: economic_importance, by: 3,", 1)
    before, after = parse_marked(text, WEIGHTS)[0].content, parse_marked(new, WEIGHTS)[0].content
    assert told(WEIGHTS, before, after) == "Harbourmaster: supply_risk over economic_importance 2 → 3"


def test_a_judgement_can_be_turned_round() -> None:
    text = (ATLANTIS / WEIGHTS).read_bytes().decode("utf-8")
    spelled = "judges[1].comparisons.dimensions[1]"
    new = changed(WEIGHTS, text, {spelled: judgement_word("economic_importance", "supply_risk", 4)})
    assert '{more: economic_importance, than: supply_risk, by: 4, because: "Ships' in new
    after = parse_marked(new, WEIGHTS)[0].content
    said = told(WEIGHTS, parse_marked(text, WEIGHTS)[0].content, after)
    assert said == "Harbourmaster: economic_importance over supply_risk 4, was supply_risk 2"


@pytest.mark.parametrize("word", ['["supply_risk", "companionality", 3]', '["a", "b"]', "{}", "nothing", "3"])
def test_what_is_no_answer_to_the_comparison_is_refused(word: str) -> None:
    text = (ATLANTIS / WEIGHTS).read_bytes().decode("utf-8")
    with pytest.raises(InputError, match="no answer"):
        changed(WEIGHTS, text, {"judges[1].comparisons.dimensions[1]": word})


def test_a_designation_is_added_changed_and_taken_out() -> None:
    text = (ATLANTIS / ASSESSMENT).read_bytes().decode("utf-8")
    new = {"mineral": "austrium", "tier": "watch", "by": "A: B", "on": "2025-03-01", "because.en": HOSTILE}
    added = changed(ASSESSMENT, text, {f"rule.designations[2].{key}": value for key, value in new.items()})
    assert lines_changed(text, added)[0].startswith("+     - mineral: austrium")
    assert len(lines_changed(text, added)) == len(new)
    content = parse_marked(added, ASSESSMENT)[0].content["rule"]["designations"]
    assert content[1] == {**{key: new[key] for key in ("mineral", "tier", "by", "on")}, "because": {"en": HOSTILE}}
    assert changed(ASSESSMENT, added, {}, "rule.designations[2]") == text


def test_what_is_not_stated_is_added_and_emptied_again() -> None:
    text = (ATLANTIS / "criteria/recycling_rate.yaml").read_bytes().decode("utf-8")
    file = "criteria/recycling_rate.yaml"
    added = changed(file, text, {"note.en": "A note: one", "role": "screening"})
    assert added == text.rstrip("\n") + '\nnote: {en: "A note: one"}\nrole: screening\n' or "role: screening" in added
    assert parse_marked(added, file)[0].content["note"] == {"en": "A note: one"}
    assert changed(file, added, {"role": ""}).replace('\nnote: {en: "A note: one"}', "") == text
    assert "missing: interval\n" in changed(file, text, {"missing": "interval"})


def test_a_list_between_brackets_is_left_to_the_text() -> None:
    text = (ATLANTIS / ASSESSMENT).read_bytes().decode("utf-8")
    with pytest.raises(InputError, match="cannot change"):
        changed(ASSESSMENT, text, {}, "rule.tiers[1].when[1]")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("companionality, water_burden", ["companionality", "water_burden"]),
        ("companionality，water_burden、recycling_rate", ["companionality", "water_burden", "recycling_rate"]),
        ("all", "all"),
    ],
)
def test_a_list_is_typed_where_one_word_may_stand_for_it(typed: str, written: object) -> None:
    text = (ATLANTIS / ASSESSMENT).read_bytes().decode("utf-8")
    for stated in ("candidates: all", "candidates: [x, y]"):
        before = text.replace("candidates: all", stated)
        after = before if stated.endswith(str(written)) else changed(ASSESSMENT, before, {"candidates": typed})
        assert parse_marked(after, ASSESSMENT)[0].content["candidates"] == written


@pytest.mark.parametrize("typed", ["1e309", "-1e999"])
def test_a_number_that_is_not_finite_is_told_as_that(typed: str) -> None:
    file = "criteria/recycling_rate.yaml"
    text = (ATLANTIS / file).read_bytes().decode("utf-8")
    with pytest.raises(InputError, match="no finite number"):
        changed(file, text, {"scale.zero_at": typed})


def test_a_figure_that_is_none_reaches_the_check_as_it_was_typed() -> None:
    file = "criteria/recycling_rate.yaml"
    text = (ATLANTIS / file).read_bytes().decode("utf-8")
    assert 'zero_at: "0,1"' in changed(file, text, {"scale.zero_at": "0,1"})
    assert "zero_at: 0.10" not in changed(file, text, {"scale.zero_at": "0.25"})
    assert "zero_at: 0.25" in changed(file, text, {"scale.zero_at": "0.25"})


def test_rows_are_told_by_what_differs() -> None:
    said = told_cells("data/production.csv", "gallium CHN", {"value": "1", "note": ""}, {"value": "2", "note": ""})
    assert said == "data/production.csv: gallium CHN value 1 → 2"
    assert told("criteria/a.yaml", {"x": [1]}, {"x": [1]}) == "criteria/a.yaml: comments or layout"
    assert told("a", {"x": [{"name": "p"}]}, {"x": []}) == "a: x − p"


def named(node: object) -> Iterator[str]:
    """Every key, and every word of a menu, that a schema names."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        yield from (f"is_{word}" for word in node.get("enum", ()))
        yield from (f"is_{word}" for word in (node.get("const"),) if isinstance(word, str))
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from named(inner)


def test_every_key_and_every_menu_of_the_files_has_words_in_both_languages() -> None:
    kinds = {name for folder in FOLDERS if (name := schema_of(f"{folder}/x.yaml"))}
    assert len(kinds) >= 5
    words = sorted({word for kind in kinds for word in named(json_schemas()[kind])})
    assert {"robustness", "vary", "is_export_restriction", "is_illustrative"} <= set(words)
    assert [word for word in words if not isinstance(label(word), Message)] == []


def test_a_judgement_is_said_in_the_words_of_its_file_and_as_numbers_elsewhere() -> None:
    for words, by, said in (("words: {clearly: [3, 5]}\n", "clearly", "word"), ("", "2", "more"), ("", "1", "same")):
        text = f"{words}judges:\n  - comparisons:\n      g: [{{more: a, than: b, by: {by}}}]\n"
        view = DocumentView(FileRead(WEIGHTS, text, ""), parse_marked(text, WEIGHTS)[0], {})
        assert view.form is not None
        each = next(each for each in view.form.every() if each.control == "judgement")
        own = [option for option in view.sentences(each) if option.value == each.value]
        assert [option.code for option in own] == [f"questionnaire.says_{said}"]
        codes = {option.code.rpartition("_")[2] for option in view.sentences(each)}
        assert codes == {"word" if words else "more", "same"}, "that both count the same is always offered"


def test_a_further_item_says_of_each_field_what_it_belongs_to() -> None:
    content = {"comparisons": {"g": [{"more": "a", "than": "b", "by": 2}]}}
    form = form_of(WEIGHTS, {"method": "ahp", "judges": [content]})
    assert form is not None
    every = [each for part in form.all_parts() for each in part.blank]
    blank = {each.spelled.rpartition("g[2].")[2]: (each.whole, each.key) for each in every}
    assert blank["by"] == ("", "times"), "how much, and not by whom"
    assert blank["because.zh-Hant"] == ("because", "zh-Hant")
