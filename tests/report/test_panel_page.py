"""Annex B of a panel that is joined, solved or worded otherwise than usual."""

from pathlib import Path
from typing import Any

import pytest

from criticality.records.store import read_record
from criticality.report.captions.of_annexes import caption_of_judge
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
from criticality.report.chapters.annex_method import judgements, weights
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader
from criticality.report.workbook_sheets import sheets_of
from workspace_builder import WEIGHTS, atlantis, edit, run

HEAD = "incomplete: refuse\n"
OTHERWISE = (
    "incomplete: refuse\naggregate: priorities\nprioritisation: row_geometric_mean\n"
    "random_index: alonso_lamata_2006\nwords: {rather: [2, 4], 明顯: 3}\n"
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = atlantis(tmp_path_factory.mktemp("otherwise"))
    edit(root, WEIGHTS, HEAD, OTHERWISE)
    edit(root, WEIGHTS, "than: environmental_impact, by: 4,", "than: environmental_impact, by: rather,")
    by_group = "{dimensions: 2, economic_importance: 1, supply_risk: 1, environmental_impact: 1}"
    edit(root, WEIGHTS, "    weight: 2 ", f"    subgroup: Harbour 港口\n    weight: {by_group} ")
    edit(root, WEIGHTS, "    office: Water Council", "    subgroup: Springs 水源\n    office: Water Council")
    outcome = run(root, "--draws", "100", "--language", "none", "--quiet")
    assert outcome.code == 0, outcome.said
    return read_record(Path(root, outcome.out.strip()))


def reader(record: Any, language: str) -> Reader:
    return Reader(record, Words(read_catalogue(packaged_templates()[CATALOGUE], None), language))


def test_the_annex_says_how_the_panel_was_joined_and_what_words_stand_for(recorded: Any) -> None:
    english, chinese = (judgements(reader(recorded, language), caption_of_judge) for language in ("en", "zh-Hant"))
    assert "geometric means of the rows" in str(english["method"])
    assert "AIP" in str(english["method"])
    assert "列幾何平均" in str(chinese["method"])
    assert any("“rather” 2 to 4" in str(note) for note in english["notes"])
    assert any("「明顯」3" in str(note) for note in chinese["notes"])
    assert any("0.370" in str(note) for note in english["notes"])
    assert "GCI" in str(english["consistency"])


def test_a_judgement_is_printed_as_the_judge_said_it(recorded: Any) -> None:
    said = judgements(reader(recorded, "en"), caption_of_judge)
    sentences = [row["by"] for judge in said["judges"] for group in judge["groups"] for row in group["sentences"]]
    assert "rather (2 to 4)" in sentences
    assert "Dimensions 2" in said["judges"][0]["weight"]


def test_the_consensus_of_each_group_is_printed(recorded: Any) -> None:
    lines = judgements(reader(recorded, "en"), caption_of_judge)["consensus"]
    assert len(lines) == 4
    assert all("of 2 judges" in line for line in lines)


def test_each_subgroup_stands_beside_the_others(recorded: Any) -> None:
    parts = weights(reader(recorded, "zh-Hant"))["subgroups"]
    assert parts["names"] == ["港口", "水源"]
    assert parts["groups"][0]["title"] == "構面"


def test_the_workbook_has_what_the_annex_has_no_room_for(recorded: Any) -> None:
    heads = {sheet.title: sheet.columns for sheet in sheets_of(recorded)}
    assert "Consensus 共識" in heads or "共識 Consensus" in heads
    consistency = next(columns for title, columns in heads.items() if "Consistency" in title)
    assert tuple(consistency)[-2:] == ("gci", "gci_limit")
    assert any("subgroup" in columns and "item" in columns for columns in heads.values())
