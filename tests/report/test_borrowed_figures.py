"""The pages say which figures are the country's own and which are borrowed, and name no country by default."""

# Holds: report/chapters/whose_figures.py.

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sample_record import Record, sample_record

from criticality.report import render_html
from criticality.report.html.rendering import packaged_templates

LANGUAGES = ("en", "zh-Hant")
NAMES = re.compile(r"Taiwan|TWN|臺灣|台灣|我國")


def limits(record: Record, language: Any) -> str:
    """What chapter 1 says of the limits of the data, behind the rule and before the candidates."""
    page = unescape(render_html(record, language))
    part = page[page.index('id="scope-rule"') : page.index('id="scope-candidates"')]
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", re.sub(r"<[^>]+>", " ", part))


def with_uses(own: int, borrowed: int) -> Record:
    record = sample_record()
    country = record["inputs"]["assessment"]["country"]
    columns = ["mineral", "application", "share", "sector", "source", "grade", "because", "country"]
    rows = [
        [
            "argentite",
            f"Use {n}",
            0.5,
            "ships",
            "survey" if n < own else "another_study",
            "B",
            "",
            country if n < own else "",
        ]
        for n in range(own + borrowed)
    ]
    record["inputs"]["data"]["end_uses"] = {"columns": columns, "rows": rows}
    return record


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            r"Shares of use: 3 rows adapted to [A-Z]\w+; 7 borrowed as published for another country, a region or the "
            r"world \[another_study, survey\]",
        ),
        ("zh-Hant", r"用途占比：依.+?情形調整者 3 筆；另 7 筆採用他國、區域或全球之公布數值"),
    ],
)
def test_borrowed_use_shares_are_counted_with_their_sources(language: str, said: str) -> None:
    assert re.search(said, limits(with_uses(3, 7), language))


def test_the_governments_whose_stock_targets_are_compared_with_are_named() -> None:
    record = sample_record()
    columns = ["country", "scope", "measure", "days", "title_en", "title_zh", "basis", "year", "source", "grade"]
    row = ["BOR", "metals", "target", 60, "Borealia", "", "use", 2020, "survey", "B"]
    record["inputs"]["data"]["stockpile_practice"] = {"columns": columns, "rows": [row]}
    assert re.search(r"Stocks are compared with the targets of \w+", limits(record, "en"))


def test_who_is_not_pointed_to_by_another_list_s_decision_is_named() -> None:
    record = sample_record()
    table = record["inputs"]["data"]["countries"]
    table["columns"] = [*table["columns"], "print", "print_because", "decided_for"]
    own = record["inputs"]["assessment"]["country"]
    table["rows"] = [
        *([*row, "", "", ""] for row in table["rows"]),
        ["SYL", "Syldavia", "", False, "", "no", "Sanctions", "BOR"],
        ["BOR", "Borduria", "", False, "", "no", "Sanctions", own],
    ]
    said = limits(record, "en")
    assert "by a decision made for the list of Borduria: Syldavia." in said
    assert "list of Arcadia" not in said


def test_a_workspace_without_national_tables_says_nothing_of_them() -> None:
    record = sample_record()
    for name in ("trade", "sectors", "end_uses", "stockpile_practice"):
        record["inputs"]["data"].pop(name, None)
    assert "These are a country" not in limits(record, "en")
    assert "These are a country’s" in limits(with_uses(3, 7), "en").replace("'", "’")


def test_no_packaged_page_and_no_packaged_word_names_a_country() -> None:
    """They are printed for every country: 我國 on another country's list would mean it, or nobody."""
    told = {name: NAMES.findall(text) for name, text in packaged_templates().items()}
    assert {name: found for name, found in told.items() if found} == {}


def test_no_title_or_question_of_the_shipped_criteria_names_a_country() -> None:
    """我國 names none: a planner's own criteria speak of her own country, whichever it is."""
    root = Path(__file__).parents[2]
    for file in sorted((root / "criteria").glob("*.yaml")):
        head = file.read_text("utf-8").split("\nnote:")[0].split("\nreferences:")[0]
        assert set(NAMES.findall(head)) <= {"我國"}, file.name
    assert json.loads(packaged_templates()["words.json"])["whose.text"]["zh-Hant"]
