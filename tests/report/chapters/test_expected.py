"""Chapter 2: a paragraph for each mineral that a reader may miss or wonder at, by fixed rules, from the record."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from choices.cases import draws, with_choices
from criticality.report.chapters.expected import expected
from criticality.report.pages import render_page
from criticality.report.workbook import Names
from workspace_builder import atlantis, run_folder

LISTS = {"columns": ["mineral", "jurisdiction", "list_date", "tier", "source", "note"]}


def lists(*rows: tuple[str, str]) -> dict[str, Any]:
    return {**LISTS, "rows": [[mineral, country, "2024-01-01", "critical", "s", ""] for mineral, country in rows]}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = atlantis(tmp_path_factory.mktemp("expected"))
    return json.loads((run_folder(root) / "record.json").read_text("utf-8"))


def texts(record: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The paragraphs in Chinese and in English, by the English name."""
    chinese, english = (expected(reader) for reader in Names(record).readers)
    names = [row["name"] for row in english]
    return tuple(dict(zip(names, [row["text"] for row in rows], strict=True)) for rows in (chinese, english))


def test_of_what_no_list_names_only_the_important_and_well_supplied_is_wondered_at(record: dict[str, Any]) -> None:
    chinese, english = texts(record)
    assert set(english) == {"Norwegium"}
    said = english["Norwegium"]
    row = next(row for row in record["result"]["ranking"] if row["mineral"] == "norwegium")
    risk = row["dimensions"]["supply_risk"]
    assert f"Not met: Score {row['score']:.3f}, {0.5 - row['score']:.3f} below 0.5" in said
    assert f"risk {risk:.3f}, {0.4 - risk:.3f} below 0.4" in said
    assert "Met: " not in said, "what a mineral off the list meets is not what keeps it off"
    assert "largest supplier Thule, over 99 %, 2024" in said
    assert "圖勒，占 逾 99 %" in chinese["Norwegium"]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ([("victorium", "ATL"), ("austrium", "HYP")], True),
        ([("victorium", "HYP"), ("victorium", "LEM"), ("austrium", "THU")], True),
        ([("victorium", "HYP"), ("austrium", "LEM")], True),
        ([("austrium", "ATL"), ("austrium", "HYP")], False),
    ],
    ids=["own list", "two of three others", "half of the others", "what is on the list"],
)
def test_lists_make_a_mineral_expected(named: list[tuple[str, str]], told: bool, record: dict[str, Any]) -> None:
    other = copy.deepcopy(record)
    other["inputs"]["data"]["official_lists"] = lists(*named)
    found = texts(other)[1]
    assert ("Victorium" in found) is told
    assert "Austrium" not in found
    if told:
        assert re.search(
            r"Named on lists of (Atlantis, and on none of the lists of 1|2 of 3|1 of 2)",
            found["Victorium"],
        )


def test_what_every_other_government_lists_is_said_so(record: dict[str, Any]) -> None:
    other = copy.deepcopy(record)
    other["inputs"]["data"]["official_lists"] = lists(("victorium", "HYP"), ("victorium", "LEM"), ("victorium", "ATL"))
    chinese, english = texts(other)
    assert english["Victorium"].startswith("Named on lists of Atlantis and of all 2 other governments.")
    assert "其他 2 個政府均列有此項" in chinese["Victorium"]


def test_what_cannot_be_scored_says_what_lacks(record: dict[str, Any]) -> None:
    other = copy.deepcopy(record)
    other["inputs"]["data"]["official_lists"] = lists(("nebulium", "ATL"))
    chinese, english = texts(other)
    assert "is not scored" in english["Nebulium"]
    assert "No evidence of its own on" in english["Nebulium"]
    assert "查無自身資料者" in chinese["Nebulium"]


def test_an_event_that_moves_a_mineral_is_told(record: dict[str, Any]) -> None:
    other = copy.deepcopy(record)
    event = {"country": "LEM", "stage": "extraction", "since": "2025-01-01", "share_lost": 1.0, "what": "It sank"}
    other["result"]["events"] = [
        {
            "mineral": "victorium",
            "by_figures": {"tier": "watch", "score": 0.4},
            "with_events": {"tier": "critical", "score": 0.6},
            "events": [event],
        }
    ]
    assert "It sank" in texts(other)[1]["Victorium"]


def test_another_answer_that_moves_a_mineral_is_named(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 200)
    found = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    moved = {mineral for choice in found["result"]["choices"]["choices"] for mineral in choice["moved"]}
    assert moved
    names = {row["mineral"]: row for row in found["result"]["ranking"]}
    said = texts(found)[1]
    for mineral in moved:
        text = said[mineral.capitalize()]
        assert ("Off the list with" if names[mineral]["listed"] else "Listed with") in text
        answers = [
            f"with answer {number}.{place} to “{choice['question']['en']}”: {option['title']['en']}."
            for number, choice in enumerate(found["result"]["choices"]["choices"], start=1)
            for place, option in enumerate(choice["options"], start=1)
            if mineral in (*option["entered"], *option["left"])
        ]
        assert answers
        assert all(answer in text for answer in answers), "an answer is told with its number in the table of chapter 5"
        assert ("Its probability of listing is" in text) is not names[mineral]["designated"]
        assert not re.search(r"(?<![\d.])(0|100) %,? and over", text)


def test_what_no_single_answer_moves_still_says_what_it_hangs_on(tmp_path: Path) -> None:
    root = with_choices(tmp_path)
    draws(root, 200)
    found = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    choices = found["result"]["choices"]
    mineral = next(row["mineral"] for row in found["result"]["ranking"] if not row["listed"] and row["rank"])
    found["inputs"]["data"]["official_lists"] = lists((mineral, "ATL"))
    for choice in choices["choices"]:
        choice["moved"] = [one for one in choice["moved"] if one != mineral]
        for option in choice["options"]:
            option["entered"] = [one for one in option["entered"] if one != mineral]
    held = next(row for row in choices["minerals"] if row["mineral"] == mineral)
    held["hangs_on"] = [choice["code"] for choice in choices["choices"][:2]]
    chinese, english = texts(found)
    asked = [
        choice["question"]["en"] if isinstance(choice["question"], dict) else choice["question"]
        for choice in choices["choices"]
    ]
    said = english[mineral.capitalize()]
    assert "No other single answer moves it; over all answers it hangs on" in said
    assert all((f"“{question}”" in said) is (place < 2) for place, question in enumerate(asked))
    assert "單獨變更任一答案均不影響其列入與否" in chinese[mineral.capitalize()]
    choices["choices"][0]["moved"].append(mineral)
    assert ". Over all answers it hangs on" in texts(found)[1][mineral.capitalize()]
    held["hangs_on"] = [choices["choices"][0]["code"]]
    assert "hangs on" not in texts(found)[1][mineral.capitalize()], "the sentence on the single answer names it"


@pytest.mark.parametrize(("flag", "said"), [("reported", "source of imports"), ("world_share", "supplier")])
def test_whose_supply_is_meant_and_no_record_is_not_no_restriction(
    flag: str, said: str, record: dict[str, Any]
) -> None:
    other = copy.deepcopy(record)
    entry = next(entry for entry in other["inputs"]["criteria"] if entry["code"] == "supply_concentration")
    entry["indicator"] = "restricted_share"
    for cell in other["result"]["indicators"]:
        if (cell["mineral"], cell["criterion"]) == ("norwegium", "supply_concentration"):
            top = {"code": "note.top", "slots": {"country": "LEM", "share": 0.63}}
            stage = {"code": "note.at_stage", "slots": {"stage": "extraction", "years": "2022–2024", "top": top}}
            cell.update(flag=flag, said=[{"code": "note.unrestricted"}, stage])
    chinese, english = texts(other)
    assert "none recorded in force (grade" in english["Norwegium"]
    assert f"largest {said} Lemuria, 63 %, 2022–2024" in english["Norwegium"]
    assert "查無現行措施之紀錄" in chinese["Norwegium"]


def test_the_paragraphs_stand_in_chapter_two_of_both_editions(record: dict[str, Any]) -> None:
    for language, heading in (("en", "may miss or wonder at"), ("zh-Hant", "易生疑義")):
        page = render_page(record, language)
        start, end = page.index('id="result-expected"'), page.index('id="cases"')
        assert heading in page[start:end]
        assert 'class="expected"' in page[start:end]
