"""What a cell rests on is said in the edition's language: no English phrase of the computation in the Chinese list."""

import re
from pathlib import Path

import pytest
from sample_record import sample_record

from criticality.files.load import read_assessment
from criticality.files.workspace import Workspace
from criticality.indicators.table import compute_indicators
from criticality.model.record import IndicatorCell
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.chapters.annex_evidence import checks, glossary, quality
from criticality.report.html.rendering import packaged_templates
from criticality.report.notes import cell_note, first_years, largest_supplier, largest_use, supply_share
from criticality.report.reader import Reader
from criticality.text.found import found
from criticality.text.kept import coded, made, note, sentences_of
from criticality.text.message import Message, joined

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
    return {made(sentences) for sentences in table.cells["note"]}


def cell(*sentences: Message) -> IndicatorCell:
    """A cell as a record keeps it, with these sentences as its note."""
    text = joined(sentences, "semicolon")
    return {**sample_record()["result"]["indicators"][0], "note": str(text), "said": coded(text)}


def test_every_note_of_taiwan_is_made_of_sentences_with_codes(notes: set[str]) -> None:
    assert len(notes) > 200
    for text in notes:
        assert not text or "; ".join(sentences_of(text)) == text


def test_no_note_of_taiwan_leaves_an_english_word_on_a_chinese_page(notes: set[str]) -> None:
    taiwan = Reader({**sample_record(), "inputs": {**sample_record()["inputs"], "data": data()}}, words("zh-Hant"))
    for text in notes:
        shown = cell_note(taiwan, {**cell(), "said": coded(text)})
        assert not re.search(r"[A-Za-z]{4}", shown), (text, shown)


def data() -> dict[str, object]:
    """The tables of the Taiwan workspace that name countries, sectors and uses, as a record has them."""
    dataset = read_assessment(Workspace(ROOT), "assessments/taiwan-2026.yaml", {}).dataset
    frames = {name: dataset.tables[name].drop(columns="line") for name in ("countries", "sectors", "glossary")}
    return {name: {"columns": list(frame), "rows": frame.values.tolist()} for name, frame in frames.items()}


def words(language: str) -> Words:
    return Words(CATALOGUE, language)


def test_codes_become_names() -> None:
    measures = [
        note("note.measure", country="LEM", measure="licence", severity=0.5),
        note("note.measure", country="MUU", measure="ban", severity=1.0),
    ]
    top = note("note.top", country="LEM", share=0.61)
    said = cell(
        note("note.restricted", measures=measures),
        note("note.at_stage", stage="processing", years="2020–2022", top=top),
        note("note.traced", share=0.12, countries=["MUU"]),
    )
    assert said["note"] == (
        "restricted: LEM licence 0.5, MUU ban 1; processing (2020–2022, LEM 61 %); 12 % traced beyond the partner (MUU)"
    )
    assert cell_note(reader("zh-Hant"), said) == (
        "受限制：雷姆利亞 出口許可 0.5、姆大陸 禁止出口 1；精煉（2020–2022，雷姆利亞 61 %）；"
        "12 % 追溯至來源國之上游（姆大陸）"
    )
    gap = cell(note("note.mean", years="2020–2022"), note("note.no_row_of", country="MUU", years=2021))
    assert cell_note(reader("en"), gap) == "mean of 2020–2022; Mu has no row for 2021"


def test_a_sentence_in_a_sentence_is_said_in_the_language_of_the_page() -> None:
    rest = joined([note("note.year", years="2023"), note("note.only_stage", stages="processing")], "semicolon")
    said = cell(note("note.input_rate", figure=0.12, rest=rest))
    assert said["note"] == "input rate 0.12, 2023; processing"
    assert cell_note(reader("zh-Hant"), said) == "回收投入率 0.12，2023；精煉"
    assert first_years(said) == "2023"


def test_a_note_without_codes_is_printed_as_it_stands() -> None:
    old = cell()
    old["note"] = "by quantity; weighed by hand"
    del old["said"]
    assert cell_note(reader("zh-Hant"), old) == "by quantity; weighed by hand"
    assert first_years(old) == ""
    assert largest_supplier(old) is None


def test_a_planner_words_a_note_otherwise() -> None:
    own = {**CATALOGUE, "note.partners_cover": {"en": "{share} known", "zh-Hant": "已知 {share}"}}
    said = cell(note("note.partners_cover", share=0.5))
    assert cell_note(Reader(sample_record(), Words(own, "zh-Hant")), said) == "已知 50 %"


def test_years_supplier_and_use_are_read_from_the_codes() -> None:
    use = cell(note("note.largest_use", term="Lamps in 1999", share=0.33, sector="lighting"))
    assert largest_use(use) == ("Lamps in 1999", "33 %", "lighting")
    assert first_years(use) == "", "a year in the name of a use is no year of the evidence"
    top = note("note.top", country="LEM", share=0.613)
    unstated = cell(note("note.at_stage", stage=note("note.not_stated"), years=note("note.no_year"), top=top))
    assert largest_supplier(unstated) is None
    dated = cell(note("note.narrowest_beside", stage="product", years="2021", top=top, stages=["", "extraction"]))
    assert largest_supplier(dated) == ("product", "2021", "LEM", "61 %")
    assert first_years(cell(note("note.reserves", years=note("note.no_year"), mined="2024"))) == "2024"


def test_the_glossary_says_a_text_in_either_language() -> None:
    glossary = {"columns": ["en", "zh_hant"], "rows": [["Cutting tools", "切削工具"]]}
    said = cell(note("note.largest_use", term="Cutting tools", share=0.33, sector="nobody"))
    assert cell_note(reader("zh-Hant", glossary=glossary), said) == "最大用途：切削工具 33 %（nobody）"
    assert reader("en", glossary=glossary).term("切削工具") == "Cutting tools"
    assert reader("en").term("base_metal") == "base metal", "a code without an entry loses its underscores"


def test_checks_name_criteria_and_minerals_in_words() -> None:
    shown = reader("zh-Hant")
    mineral, criterion = shown.scored[0]["mineral"], shown.weighted[0]["code"]
    shown.record["result"]["checks"] = [
        found("coverage_of_mineral", mineral, 0.792, mineral=mineral, part=0.792, criteria=[criterion, criterion])
    ]
    (kind,) = checks(shown)
    title = shown.criterion(criterion)
    assert kind["count"] == 1
    assert kind["first"] == f"{shown.name(mineral)}：證據涵蓋權重之 79.2 %；缺「{title}」、「{title}」"


def test_a_long_finding_is_cut_in_print_and_whole_in_the_workbook() -> None:
    shown = reader("en")
    text = {"en": f"{'very ' * 80}long", "zh-Hant": ""}
    shown.record["result"]["checks"] = [{"check": "single_year", "subject": "production", "figure": None, "text": text}]
    assert str(checks(shown)[0]["first"]).endswith("…")


def test_a_long_list_in_a_finding_is_cut_behind_an_item_and_the_others_are_counted() -> None:
    for language, separator, more in (("en", ", ", "; and {} more"), ("zh-Hant", "、", "及另 {} 項")):
        shown, items = reader(language), [f"item{place:03}" for place in range(60)]
        text = separator.join(items)
        found = {"check": "single_year", "subject": "production", "figure": None, "text": {"en": text, "zh-Hant": text}}
        shown.record["result"]["checks"] = [found]
        said = str(checks(shown)[0]["first"])
        kept = said.count("item")
        assert said == separator.join(items[:kept]) + more.format(60 - kept)
        assert 10 < kept < 40


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


@pytest.mark.parametrize(("language", "whole"), [("en", "over 99 %"), ("zh-Hant", "逾 99 %")])
def test_a_supplier_of_all_that_is_counted_is_not_said_to_be_the_only_one(language: str, whole: str) -> None:
    reader = Reader(sample_record(), Words(CATALOGUE, language))
    assert supply_share(reader, "100 %") == whole
    assert supply_share(reader, "99 %") == "99 %"
