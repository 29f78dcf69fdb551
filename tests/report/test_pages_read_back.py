"""What stands on the pages, read back from the PDF or from the HTML before it."""

import re

import pikepdf
import pytest
from printed_lists import Printed
from sample_record import sample_record

from criticality.report import render_html


def text_of_pages(printed: Printed, language: str) -> list[str]:
    """Return what each page shows, by its fonts' own maps from glyph to character."""
    pages = []
    with pikepdf.open(printed.editions[language]) as pdf:
        maps = {name: to_unicode(font) for name, font in pdf.pages[0].Resources.Font.items()}
        for page in pdf.pages:
            shown, font = [], {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = maps[str(operands[0])]
                elif str(operator) in {"TJ", "Tj"}:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            raw = bytes(part)
                            shown += [font.get(raw[at : at + 2], "") for at in range(0, len(raw), 2)]
            pages.append("".join(shown))
    return pages


def to_unicode(font: pikepdf.Object) -> dict[bytes, str]:
    """Read a font's map from glyph to character."""
    lines = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", lines)
    return {bytes.fromhex(glyph): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


@pytest.mark.parametrize(("language", "count"), [("en", "Page {} of {}"), ("zh-Hant", "第 {} 頁，共 {} 頁")])
def test_every_page_carries_the_run_and_its_number(printed: Printed, language: str, count: str) -> None:
    pages = text_of_pages(printed, language)
    assert len(pages) > 10
    for number, text in enumerate(pages, start=1):
        assert printed.record["run_id"] in text
        assert count.format(number, len(pages)).replace(" ", "") in text.replace(" ", "")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_first_page_says_what_is_decided(printed: Printed, language: str) -> None:
    first = text_of_pages(printed, language)[0]
    listed = [row["mineral"] for row in printed.record["result"]["ranking"] if row["listed"]]
    names = {row[0]: row[2 if language == "en" else 3] for row in printed.record["inputs"]["data"]["minerals"]["rows"]}
    assert all(names[mineral] in first for mineral in listed)
    assert ("illustrative" if language == "en" else "僅供示範") in first


def test_a_step_not_done_is_printed_as_not_assessed() -> None:
    page = render_html(sample_record(), "en")
    assert page.count("ot assessed") >= 2
    assert "Probability of listing</th>" not in page
    sure = render_html(sample_record(robustness=True), "en")
    assert "Probability of listing</th>" in sure
    assert "The list was recomputed 1,000 times" in sure


@pytest.mark.parametrize(
    ("language", "asked", "noted"), [("en", "Then adopt the", "nothing here"), ("zh-Hant", "核定清單", "不供採認")]
)
def test_a_list_under_a_scenario_asks_nobody_to_adopt_it(language: str, asked: str, noted: str) -> None:
    record = sample_record()
    assert asked in render_html(record, language)
    record["inputs"]["scenario"] = {"title": {"en": "All stops", "zh-Hant": "全面停止"}}
    page = render_html(record, language)
    assert asked not in page
    assert noted in page


def test_adopted_weights_are_not_called_illustrative() -> None:
    assert 'class="notice"' in render_html(sample_record(), "en")
    assert 'class="notice"' not in render_html(sample_record(weights="equal"), "en")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize(
    "shape",
    [
        {"dimensions": 1, "criteria": 2},
        {"dimensions": 2, "criteria": 4},
        {"dimensions": 5, "criteria": 15},
        {"minerals": 3},
        {"method": "topsis_vector"},
        {"weights": "equal", "lists": False},
        {"robustness": True},
    ],
)
def test_any_workspace_has_pages(shape: dict, language: str) -> None:
    record = sample_record(**shape)
    page = render_html(record, language)
    assert "Undefined" not in page
    assert "None" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    flat = record["inputs"]["dimensions"][1:] == [] or record["inputs"]["assessment"]["method"] == "topsis_vector"
    assert ("stroke-dasharray" in page) == (not flat or bool(re.search(r"≥\s0\.5</text>", page)))


def test_names_in_one_language_stand_in_both_editions() -> None:
    record = sample_record()
    for row in record["inputs"]["data"]["minerals"]["rows"]:
        row[3] = ""
    assert "Gallite" in render_html(record, "zh-Hant")


def test_every_mineral_left_out_is_printed_with_its_reason() -> None:
    page = render_html(sample_record(), "en")
    assert "Promethium" in page
    assert "No stable isotope, no market." in page
