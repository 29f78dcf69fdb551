"""What a cell rests on is said in the edition's language: no English phrase of the computation in the Chinese list."""

import re
from pathlib import Path

import pytest
from sample_record import sample_record

from criticality.files.load import read_assessment
from criticality.files.workspace import Workspace
from criticality.indicators.table import compute_indicators
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.chapters.annex_evidence import checks, glossary, quality
from criticality.report.html.rendering import packaged_templates
from criticality.report.notes import FORMS, cell_note
from criticality.report.reader import Reader

ROOT = Path(__file__).parents[2]
CATALOGUE = read_catalogue(packaged_templates()["words.json"])
COUNTRIES = {
    "columns": ["country", "name_en", "name_zh", "transit_hub", "partner_because"],
    "rows": [["LEM", "Lemuria", "雷姆利亞", False, ""], ["MUU", "Mu", "姆大陸", False, ""]],
}


def reader(language: str, **tables: object) -> Reader:
    record = sample_record()
    record["inputs"]["data"].update(countries=COUNTRIES, **tables)
    return Reader(record, Words(CATALOGUE, language))


@pytest.fixture(scope="module")
def notes() -> set[str]:
    """Every note of the Taiwan workspace."""
    reading = read_assessment(Workspace(ROOT), "assessments/taiwan-2026.yaml", {})
    assert reading.assessment is not None
    table = compute_indicators(
        reading.dataset,
        list(reading.criteria.values()),
        country=reading.assessment.country,
        reference_year=reading.assessment.reference_year,
        as_of=reading.assessment.date,
    )
    return set(table.cells["note"])


def test_every_phrase_the_indicators_write_for_taiwan_has_a_form(notes: set[str]) -> None:
    known = [*FORMS.values(), re.compile(r"\d{4}"), re.compile("")]

    def told(text: str) -> bool:
        return any(form.fullmatch(text) for form in known)

    assert len(notes) > 200
    assert sorted(n for n in notes if not told(n) and not all(told(part) for part in n.split("; "))) == []


@pytest.mark.parametrize("key", FORMS)
def test_every_form_has_words(key: str) -> None:
    assert f"note.{key}" in CATALOGUE
    places = set(FORMS[key].groupindex)
    assert set(re.findall(r"\{(\w+)\}", CATALOGUE[f"note.{key}"]["zh-Hant"])) <= places


def test_codes_become_names() -> None:
    note = (
        "restricted: LEM licence 0.5, MUU ban 1; processing (2020–2022, LEM 61 %); 12 % traced beyond the partner (MUU)"
    )
    assert cell_note(reader("zh-Hant"), note) == (
        "受限制：雷姆利亞 出口許可 0.5、姆大陸 禁止出口 1；精煉（2020–2022，雷姆利亞 61 %）；"
        "12 % 追溯至來源國之上游（姆大陸）"
    )
    assert cell_note(reader("en"), "mean of 2020–2022; MUU has no row for 2021") == (
        "mean of 2020–2022; Mu has no row for 2021"
    )


def test_a_phrase_nobody_knows_is_printed_as_it_stands() -> None:
    assert cell_note(reader("zh-Hant"), "by quantity; weighed by hand") == "依數量計；weighed by hand"


def test_the_glossary_says_a_text_in_either_language() -> None:
    glossary = {"columns": ["en", "zh_hant"], "rows": [["Cutting tools", "切削工具"]]}
    note = "largest use: Cutting tools 33 % (nobody)"
    assert cell_note(reader("zh-Hant", glossary=glossary), note) == "最大用途：切削工具 33 %（nobody）"
    assert reader("en", glossary=glossary).term("切削工具") == "Cutting tools"
    assert reader("en").term("base_metal") == "base metal", "a code without an entry loses its underscores"


def test_checks_name_criteria_and_minerals_in_words() -> None:
    shown = reader("zh-Hant")
    mineral, criterion = shown.scored[0]["mineral"], shown.weighted[0]["code"]
    text = {"en": "", "zh-Hant": f"{mineral}：證據涵蓋權重之 79.2%；缺：{criterion}, {criterion}"}
    shown.record["result"]["checks"] = [
        {"check": "coverage_of_mineral", "subject": mineral, "figure": 0.792, "text": text}
    ]
    (kind,) = checks(shown)
    title = shown.criterion(criterion)
    assert kind["count"] == 1
    assert kind["first"] == f"{shown.name(mineral)}：證據涵蓋權重之 79.2 %；缺：「{title}」、「{title}」"


def test_a_long_finding_is_cut_in_print_and_whole_in_the_workbook() -> None:
    shown = reader("en")
    text = {"en": f"{'very ' * 80}long", "zh-Hant": ""}
    shown.record["result"]["checks"] = [{"check": "single_year", "subject": "production", "figure": None, "text": text}]
    assert str(checks(shown)[0]["first"]).endswith("…")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_term_of_the_glossary_is_explained_and_abbreviations_stand_in_their_order(language: str) -> None:
    found = glossary(reader(language))
    assert len(found["terms"]) == sum(key.startswith("glossary.") for key in CATALOGUE) / 2 > 10
    assert all(entry["term"] and entry["text"] != entry["term"] for entry in found["terms"])
    short = [entry["term"].casefold() for entry in found["abbreviations"]]
    assert short == sorted(short)
    assert "ahp" in short


def test_what_most_often_has_no_evidence_is_named_with_its_count() -> None:
    shown = reader("en")
    criterion = shown.weighted[-1]["code"]
    listed = [row["mineral"] for row in shown.listed]
    for cell in shown.record["result"]["indicators"]:
        cell["present"] = not (cell["criterion"] == criterion and cell["mineral"] in listed)
    title = shown.criterion(criterion)
    assert f"most often on “{title}”: {len(listed)} of {len(listed)}." in str(quality(shown)["finding"])
    for cell in shown.record["result"]["indicators"]:
        cell["present"] = True
    assert quality(Reader(shown.record, shown.words))["finding"] == ""
