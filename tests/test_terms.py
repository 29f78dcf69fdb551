"""The project's own Chinese texts use the terms of docs/reference/terms.md and full-width punctuation."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "criticality"
HAN = re.compile(r"[\u4e00-\u9fff]")
NARROW = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\w)")
FOLDERS = ("assessments", "choices", "criteria", "scenarios", "weights", "tests/workspaces")
COLUMNS = {
    "glossary.csv": "zh_hant",
    "minerals.csv": "name_zh",
    "sectors.csv": "title_zh",
    "stockpile_practice.csv": "title_zh",
    "countries.csv": "name_zh",
}
QUOTED = {
    ("不得使用錨點與別名（&、*）", "錨點"): "an anchor of YAML",
    ("名次", "名次"): "a head of a planner's table, which is read",
    ("二階段正規化評選法（AROMAN）", "階段"): "the name of a method: two steps of a computation",
}
"""Text and rejected word → why it may stand there."""
ACROSS = "採行動"
"""To take action, 採 and 行動: no 採行."""
OTHERS_WORDS = ("terms.md", "evidence.md", "notes-supply.md")
"""Documents that quote rejected words, and the wording of sources."""
NARROW_ON_PURPOSE = re.compile(r"「鍵: 值」|\[低, 高\]|\[\[礦產, 用途\].*?\]\]")
"""What a planner types into YAML."""


def own_texts() -> Iterator[tuple[str, str]]:
    """Every Chinese text that the project itself wrote: its file and the text."""
    catalogues = [*(SOURCE / "text" / "messages").glob("*.json"), SOURCE / "report" / "templates" / "words.json"]
    for path in catalogues:
        for texts in json.loads(path.read_text("utf-8")).values():
            yield path.name, texts["zh-Hant"]
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
                yield path.name, node.value
    for folder in (*(ROOT / name for name in FOLDERS), SOURCE / "skeleton"):
        for path in folder.rglob("*.yaml"):
            if path.name != "sources.yaml":
                yield from ((path.name, line) for line in path.read_text("utf-8").splitlines() if HAN.search(line))
    for name, column in COLUMNS.items():
        with (ROOT / "data" / name).open(encoding="utf-8", newline="") as stream:
            yield from ((name, row[column]) for row in csv.DictReader(stream))
    pages = [path for kind in ("html", "js", "css", "md") for path in SOURCE.rglob(f"*.{kind}")]
    guides = [path for path in (ROOT / "docs").rglob("*.md") if path.name not in OTHERS_WORDS]
    for path in (*ROOT.glob("README*.md"), ROOT / "criticality", *pages, *guides):
        yield from ((path.name, line) for line in path.read_text("utf-8").splitlines() if HAN.search(line))


TEXTS = list(own_texts())
TERMS = (ROOT / "docs" / "reference" / "terms.md").read_text("utf-8")
ROWS = [line.split(" | ") for line in TERMS.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]
REJECTED = sorted({word for row in ROWS for word in row[2].split("、") if word != "–"})


def found_rejected() -> list[tuple[str, str, str]]:
    """Every rejected word with the file and the text it stands in."""
    return [
        (word, file, text)
        for word in REJECTED
        for file, text in TEXTS
        if word in text.replace(ACROSS, "") and (text, word) not in QUOTED
    ]


def test_the_table_of_terms_is_read() -> None:
    assert {"關鍵礦產", "評審", "抽樣", "錨點", "數據"} <= set(REJECTED)
    assert len(TEXTS) > 3000


def test_no_rejected_word_stands_in_a_text_of_our_own() -> None:
    assert found_rejected() == []


def test_every_exception_is_still_needed() -> None:
    assert {text for text, _ in QUOTED} <= {text for _, text in TEXTS}


def test_punctuation_beside_chinese_characters_is_full_width() -> None:
    plain = [
        (file, text) for file, text in TEXTS if file.endswith(".json") or file in COLUMNS or file.endswith(".html")
    ]
    narrow = [(file, text) for file, text in plain if NARROW.search(NARROW_ON_PURPOSE.sub("", text))]
    assert narrow == []


DESK = ("desk", "editing", "rounds", "trying", "running", "accounts", "questionnaire")
"""The catalogues of the desk, and of the questionnaires that it gives out."""
SPECIES = re.compile(r"(?<!關鍵)(?<!重要)(?<!戰略)礦物")
"""礦物 that is no part of the name of a list or a tier: it would be a mineral species."""


def test_the_desk_and_its_tutorial_call_a_mineral_as_the_table_does() -> None:
    read = {file for file, _ in TEXTS}
    files = {*(f"{part}.json" for part in DESK), "desk.zh-Hant.md"}
    assert files <= read
    assert [(file, text) for file, text in TEXTS if file in files and SPECIES.search(text)] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("草案於正式採行前僅供示範。", "採行"), ("入列規則", "入列"), ("亂數種子", "亂數"), ("品質等級", "品質等級")],
)
def test_a_word_that_the_desk_once_used_is_found(text: str, word: str) -> None:
    assert [each for each in REJECTED if each in text] == [word]
    assert SPECIES.search("候選礦物")
    assert not SPECIES.search("關鍵礦物、重要礦物")


ERA = re.compile(r"民國 ?\d|(?<!\d)\d{2,3} ?年 ?\d{1,2} ?月")


def test_years_and_dates_are_those_of_the_common_era() -> None:
    """Decided in docs/reference/terms.md: one date reads the same in editions and tables."""
    assert [(file, text) for file, text in TEXTS if ERA.search(text)] == []


@pytest.mark.parametrize("text", ["民國115年", "中華民國 115 年 11 月 23 日", "115年11月23日"])
def test_a_date_of_another_calendar_is_found(text: str) -> None:
    assert ERA.search(text)
    assert not ERA.search("2026 年 11 月 23 日")
