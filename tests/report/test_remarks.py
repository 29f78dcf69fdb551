"""The notes of cells, in both languages: codes become names, no form keeps its English in the Chinese edition."""

import re

import pytest
from sample_record import sample_record

from criticality.report.chapters.evidence import checks
from criticality.report.engine import packaged_templates
from criticality.report.reader import Reader
from criticality.report.remarks import FORMS, remark
from criticality.report.words import Words, read_catalogue

NOTES = [
    "narrowest stage extraction (2024, CHN 61 %)",
    "narrowest stage processing (2020, CHN 45 %, also read: extraction, product)",
    "processing (2022–2024, JPN 48 %)",
    "by quantity",
    "by value: no quantity is recorded",
    "no import is recorded: world supply stands in",
    "no import is recorded",
    "no export is recorded",
    "no domestic production is recorded: taken as none",
    "domestic production is not known at that stage",
    "neither imports nor world production are known",
    "substitution_index: no row",
    "recycling: only stated after 2024",
    "input rate 0.01, 2023",
    "countries named cover 99 % of the total",
    "partners named cover 80 %",
    "of the sum of the partners",
    "no world total: shares are of the sum of the rows",
    "3.1 % from the value and the mean unit value (CHN, JPN and 3 more)",
    "48 % traced beyond the partner (JPN, KOR)",
    "30 % moved from CHN to AUS",
    "12 % of world supply unexplained: CHN may produce or not, the worse reading counts",
    "input of the processing stage traced to extraction",
    "partners stand as they are: no production at the stage processing to trace by",
    "no restriction recorded",
    "restricted: MYS ban 1, VNM licence 0.5",
    "USA has no row for 2024",
    "mean of 2022–2024",
    "reserves 2024",
    "extraction, mine production 2024",
    "withheld and kept unknown: USA, CHN",
    "no amount stated, withheld: USA",
    "no figure for USA, CHN and 2 more",
    "bounds 0.1 to 0.4",
    "absent in 2019",
    "raised from 0.120 to 0.8 of the world's 0.400",
    "no world production: nothing keeps the value from falling below that of the world",
    "no end uses are recorded",
    "uses named cover 90 %",
    "largest use: 磁鐵 30 % (electrical)",
    "no production rows (extraction, processing, product, )",
    "processing (2022–2024): imports 92.5 t, exports 0.0 t, production 0.0 t a year",
    "extraction: countries named cover 88 % of the total",
]


def reader(language: str) -> Reader:
    return Reader(sample_record(), Words(read_catalogue(packaged_templates()["words.json"]), language))  # type: ignore[arg-type]


def test_every_form_has_an_example() -> None:
    assert {key for note in NOTES for key, form in FORMS.items() if form.fullmatch(note)} == set(FORMS)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_said_in_chinese_with_names_for_codes(note: str) -> None:
    shown = remark(reader("zh-Hant"), note)
    codes = {"substitution_index", "recycling", "electrical"}
    assert re.search("[\u4e00-\u9fff]", shown)
    assert set(re.findall(r"[A-Za-z_]{3,}", shown)) - {"CHN", "JPN", "KOR", "AUS", "USA", "MYS", "VNM"} <= codes
    assert re.findall(r"\d[\d.–]*", shown) or not re.search(r"\d", note)


def test_the_english_edition_says_what_the_record_says() -> None:
    note = "narrowest stage extraction (2024, CHN 61 %); by quantity; bounds 0.1 to 0.4"
    assert remark(reader("en"), note) == note.replace("CHN", reader("en").country("CHN"))


def test_what_has_no_known_form_stands_as_it_is() -> None:
    assert remark(reader("zh-Hant"), "read from figure 3; by quantity") == "read from figure 3；依數量計"


def test_a_check_names_criteria_minerals_stages_and_countries() -> None:
    record = sample_record()
    one, two = (criterion["code"] for criterion in record["inputs"]["criteria"][:2])
    mineral = record["result"]["candidates"][0]
    text = {
        "en": f"{mineral} extraction BOR: missing: {one}, {two}",
        "zh-Hant": f"{mineral} extraction：缺：{one}, {two}",
    }
    record["result"]["checks"] = [{"check": "proxied", "subject": f"{one} × {two}", "figure": 0.5, "text": text}]
    for language in ("en", "zh-Hant"):
        shown = Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), language))  # type: ignore[arg-type]
        ((row,),) = (group["rows"] for group in checks(shown))
        assert one not in row["text"] + row["subject"]
        assert shown.words.listing([shown.criterion(one), shown.criterion(two)]) in row["text"]
        assert row["text"].startswith(f"{shown.name(mineral)} {shown.words('stage.extraction')}")
