"""What the checks found is said with names in place of codes, in the words of the catalogue."""

import re

import pytest
from sample_record import sample_record

from criticality.model.record import CheckRow
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.html.rendering import packaged_templates
from criticality.report.open_points import finding
from criticality.report.reader import Reader
from criticality.text.found import first_of, found
from criticality.text.message import Message, joined, sentences

PACKAGED = packaged_templates()["words.json"]
COUNTRIES = {"columns": ["country", "name_en", "name_zh"], "rows": [["LEM", "Lemuria", "雷姆利亞"]]}


def reader(language: str, own: str | None = None) -> Reader:
    record = sample_record()
    record["inputs"]["data"]["countries"] = COUNTRIES
    return Reader(record, Words(read_catalogue(PACKAGED, own), language))


def jump(mineral: str) -> CheckRow:
    slots = {"mineral": mineral, "stage": "extraction", "country": "LEM"}
    return found("jump", mineral, 500.0, **slots, before=-0.5, year=2023, after=250.0, later=2024)


def test_minerals_stages_and_countries_have_their_names_and_numbers_their_signs() -> None:
    english, chinese = reader("en"), reader("zh-Hant")
    mineral = english.scored[0]["mineral"]
    said = f"{english.name(mineral)}, extraction, Lemuria: −0.5 in 2023, 250 in 2024: unit or news?"
    assert finding(english, jump(mineral)) == said
    said = f"{chinese.name(mineral)}（開採，雷姆利亞）：2023 年 −0.5，2024 年 250，待查單位是否有誤"
    assert finding(chinese, jump(mineral)) == said


def test_a_large_figure_is_written_in_groups_of_three_digits() -> None:
    slots = {"mineral": "tin", "stage": "extraction", "country": "LEM"}
    row = found("jump", "tin", 500.0, **slots, before=160070.0, year=2023, after=270.0, later=2024)
    assert "2023 年 160,070，2024 年 270" in finding(reader("zh-Hant"), row)


def test_a_planner_words_a_finding_otherwise() -> None:
    own = '{"found.no_spread": {"zh-Hant": "{criterion}並無差異"}}'
    shown = reader("zh-Hant", own)
    criterion = shown.weighted[0]["code"]
    assert finding(shown, found("no_spread", criterion, 0.0, criterion=criterion)).endswith("並無差異")


def test_one_value_is_said_of_as_one() -> None:
    row = found("clipped", "a", 1.0, criterion="a", n=1, minerals=["tin"])
    assert finding(reader("en"), row) == "a: one value lies beyond an anchor and is clipped: tin"


def test_places_in_a_row_and_the_number_of_the_others() -> None:
    places = first_of([Message("found.place_share", country="LEM", year=2000 + n, whole=0.25) for n in range(8)])
    row = found("partner_once", "tin", 8, mineral="tin", code="8001", places=places)
    assert finding(reader("zh-Hant"), row).endswith("、雷姆利亞 2005 年（25 %）及另 2 項")
    series = joined([Message("found.series", mineral=name, stage="") for name in ("tin", "zinc")])
    row = found("single_year", "production", 0.5, count=2, all=4, series=series)
    assert finding(reader("zh-Hant"), row).endswith("：tin（環節未載明）、zinc（環節未載明）")


def test_a_finding_without_a_code_is_printed_as_it_stands() -> None:
    row: CheckRow = {
        "check": "grade",
        "subject": "A",
        "figure": None,
        "text": {"en": "As it stands", "zh-Hant": "照錄"},
    }
    assert [finding(reader(language), row) for language in ("en", "zh-Hant")] == ["As it stands", "照錄"]


@pytest.mark.parametrize("code", list(sentences("found")))
def test_no_code_is_left_in_a_finding_on_a_chinese_page(code: str) -> None:
    """Every slot holds a code that has a name: of the sample, of the catalogue, or of the columns."""
    shown = reader("zh-Hant")
    mineral, criterion = shown.scored[0]["mineral"], shown.weighted[0]["code"]
    slots: dict[str, object] = {
        **dict.fromkeys(("mineral", "minerals"), mineral),
        **dict.fromkeys(("criterion", "criteria", "first", "second"), criterion),
        **dict.fromkeys(("property", "beside"), "reserves"),
        **dict.fromkeys(("country", "countries", "places", "owners"), "LEM"),
        **{"stage": "extraction", "series": "一", "sector": "一", "indicator": "一", "code": "一", "subject": "一"},
        **{"column": "quantity_t", "owned": "act", "owner": "jurisdiction", "table": "export_restrictions"},
        **{"grade": "等", "n": 2, "count": 2, "all": 4, "year": 2024, "later": 2025, "other": 2023},
    }
    names = set(re.findall(r"\{(\w+)", sentences("found")[code]["en"]))
    said = {"code": code, "slots": {name: slots.get(name, 0.25) for name in sorted(names)}}
    row: CheckRow = {"check": "", "subject": "", "figure": None, "text": "", "said": [said]}
    assert re.findall(r"[a-z_]{2,}", finding(shown, row)) == []
