"""Stocks as governments aim at them: read from the table, the newest target of each, and none where there is none."""

from pathlib import Path

import pytest

from criticality.checking.check import load_inputs
from criticality.errors import InputError
from criticality.files.workspace import Workspace
from criticality.model.dataset import Dataset
from criticality.policy.disruption.practice import practices_of
from criticality.policy.results import policy_results
from workspace_builder import atlantis, write_csv

ROOT = Path(__file__).parents[3]
HEADER = "country,scope,measure,days,title_en,title_zh,basis,year,source,grade,note"


def targets(*rows):
    return [
        [country, scope, measure, days, title, zh, "days of use", year, "world_mines_2025", "B", ""]
        for country, scope, measure, days, title, zh, year in rows
    ]


def inputs_with(root, rows):
    write_csv(root, "data/stockpile_practice.csv", HEADER, rows)
    workspace = Workspace(root)
    return load_inputs(workspace, workspace.find_assessment(None, root), {"draws": 0})


def test_the_newest_target_counts_a_stock_held_does_not_and_equal_days_are_joined(tmp_path):
    rows = targets(
        ("LEM", "metals", "target", 50, "Lemuria, metals", "雷姆利亞金屬", 2019),
        ("LEM", "metals", "target", 60, "Lemuria, metals", "雷姆利亞金屬", 2022),
        ("LEM", "metals", "held", 20, "Lemuria, metals", "雷姆利亞金屬", 2023),
        ("HYP", "ores", "target", 60, "Hyperborea, ores", "", 2020),
        ("HYP", "gases", "target", 180, "Hyperborea, gases", "極北氣體", 2020),
    )
    found = practices_of(inputs_with(atlantis(tmp_path), rows).dataset)
    assert [(each.code, each.days) for each in found] == [("HYP ores, LEM metals", 60), ("HYP gases", 180)]
    assert found[0].who == {
        "en": "Hyperborea, ores; Lemuria, metals",
        "zh-Hant": "Hyperborea, ores、雷姆利亞金屬",
    }


def test_a_stock_is_held_against_the_practice_of_the_table(tmp_path):
    rows = targets(("LEM", "metals", "target", 73, "Lemuria, metals", "雷姆利亞金屬", 2022))
    found = policy_results(inputs_with(atlantis(tmp_path), rows), minerals=("austrium",))
    gap = found["disruption"]["austrium"]
    held = gap["practice"]["LEM metals"]
    assert held["nominal_days"] == 73
    assert held["lasts_days"] == pytest.approx(73 / gap["peak_gap"])
    stock = next(row for row in found["levers"]["austrium"] if row["lever"] == "stockpile")
    assert "; 73 nominal days last " in stock["because"]["en"]
    assert "；73 日名目儲備可維持" in stock["because"]["zh-Hant"]


def test_a_workspace_without_the_table_states_no_practice(tmp_path):
    workspace = Workspace(atlantis(tmp_path))
    inputs = load_inputs(workspace, workspace.find_assessment(None, workspace.root), {"draws": 0})
    found = policy_results(inputs, minerals=("austrium",))
    assert practices_of(Dataset()) == ()
    assert found["disruption"]["austrium"]["practice"] == {}
    stock = next(row for row in found["levers"]["austrium"] if row["lever"] == "stockpile")
    assert "nominal" not in stock["because"]["en"]
    assert stock["because"]["zh-Hant"].endswith("。")


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("days", "-60", "-60 is below 1"),
        ("days", "60000", "60000 is above 3650"),
        ("days", "", "the cell is empty"),
        ("measure", "wish", "'wish' is none of target, held"),
        ("source", "hearsay", "there is no source 'hearsay'"),
        ("year", "2203", "'2203' is not a year"),
    ],
)
def test_a_slip_in_the_table_is_refused_with_its_line(tmp_path, column, cell, said):
    row = targets(("LEM", "metals", "target", 60, "Lemuria, metals", "", 2022))[0]
    row[HEADER.split(",").index(column)] = cell
    with pytest.raises(InputError, match=said) as caught:
        inputs_with(atlantis(tmp_path), [row])
    assert [(each.file, each.line) for each in caught.value.problems] == [("data/stockpile_practice.csv", 2)]


def test_taiwans_table_has_the_targets_of_japan_and_korea_and_none_of_its_own():
    dataset = load_inputs(Workspace(ROOT), "assessments/taiwan-2026.yaml", {"draws": 0}, cells=False).dataset
    assert [each.days for each in practices_of(dataset)] == [60, 100, 180]
    assert set(dataset.table("stockpile_practice")["country"]) == {"JPN", "KOR"}
