"""What a check tells without refusing the run: one sentence for each cause, at its line, with a hint."""

# Holds: indicators/quality/out_of_range.py.

import json
from pathlib import Path

import pytest

from longer import sampled
from more_slips import PRICES, WARNED
from panel_slips import GROUPS, LAST_GROUP, WEIGHT, WEIGHTS
from slips import PRODUCTION, Slip, append
from words_written import in_pairs, workspace
from workspace_builder import ASSESSMENT, PROPERTIES, atlantis, check, edit, line_of, run_folder


@pytest.mark.parametrize("slip", sampled(WARNED, 3, lambda slip: slip.file), ids=lambda slip: slip.name)
def test_a_slip_that_stops_nothing_is_told_once_with_its_line_and_a_hint(slip: Slip, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    slip.make(root)
    outcome = check(root)
    place = slip.place or slip.file
    line = line_of(root, place, slip.at, nth=slip.nth) if slip.at else 1
    assert outcome.said.splitlines()[-1] == "0 problems, 1 warning", outcome.said
    head, hint = outcome.said.splitlines()[:2]
    assert head.startswith(f"{place}:{line}:"), outcome.said
    assert "warning: " in head
    assert slip.says in head, outcome.said
    assert slip.hint in hint, outcome.said


@pytest.mark.parametrize("line", ["norwegium,price,,-439,,,USD/kg", "norwegium,ore_left,,5,-1,9,t"])
def test_a_price_or_an_amount_below_zero_stops_the_check(line: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PROPERTIES, f"{PRICES}{line},2023,guild_of_smelters_2024,B,reported,\n")(root)
    outcome = check(root)
    assert outcome.code == 1
    assert f"{PROPERTIES}:{line_of(root, PROPERTIES, line)}: value: " in outcome.said
    assert "it cannot be below zero" in outcome.said
    assert "不可能小於 0" in check(root, "--lang", "zh-Hant").said


def test_a_figure_below_zero_under_a_log_scale_is_told_once(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, PROPERTIES, "austrium,gwp100,,10,", "austrium,gwp100,,-10,")
    said = check(root).said
    assert "climate_burden has a log scale" in said
    assert said.splitlines()[-1] == "1 problem, 0 warnings", said


def test_a_candidate_that_nobody_compares_is_named_where_minerals_are_judged_in_pairs(tmp_path: Path) -> None:
    """It stood at the middle of the scale, 0.5, and nothing said so."""
    root = workspace(tmp_path, in_pairs(2))
    said = check(root).said
    assert "nobody compares delta under fate: candidates without a comparison stand at the middle of its scale" in said
    assert f"criteria/fate.yaml:{line_of(root, 'criteria/fate.yaml', 'missing')}:" in said
    assert "無人就 fate 比較 delta：未經比較之候選礦產取尺度之中點" in check(root, "--lang", "zh-Hant").said
    with (root / "data/judgements.csv").open("a", encoding="utf-8") as file:
        file.write("fate,Judge A,beta,delta,2,x,illustrative,book\n")
    assert "nobody compares" not in check(root).said


def test_a_weight_in_a_group_that_the_judge_left_to_another_counts_for_nothing(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, WEIGHT, f"    weight: {{{GROUPS}}} ")
    edit(root, WEIGHTS, LAST_GROUP, "")
    said = check(root).said
    assert "the weight of Harbourmaster in environmental_impact counts for nothing" in said
    assert f"{WEIGHTS}:{line_of(root, WEIGHTS, 'environmental_impact: 1')}:" in said
    assert "environmental_impact rests on 1 of 2 judges" in said
    assert said.splitlines()[-1] == "0 problems, 2 warnings"


NEW = """\
code: wonder
title: {en: Wonder, zh-Hant: 奇}
dimension: environmental_impact
direction: raises_criticality
indicator: observed
parameters: {property: wonder}
unit: t
scale: {kind: linear, zero_at: 0, one_at: 10}
missing: interval
references: [{title: A book}]
confirmed: {by: A test, on: 2025-01-01}
"""
FIGURES = "".join(f"{name},wonder,,1,,,t,2023,world_mines_2025,B,reported,\n" for name in ("austrium", "coronium"))


def with_a_new_criterion(folder: Path) -> Path:
    root = atlantis(folder)
    (root / "criteria/wonder.yaml").write_text(NEW, "utf-8")
    append(PROPERTIES, FIGURES)(root)
    return root


def test_a_new_criterion_with_few_figures_is_told_with_equal_weights(tmp_path: Path) -> None:
    root = with_a_new_criterion(tmp_path)
    edit(root, ASSESSMENT, "weights/two-offices.yaml", "weights/equal.yaml")
    outcome = check(root)
    assert "wonder has figures for 2 of 8 candidates" in outcome.said
    assert outcome.code == 0, "weights that nobody uses hold up no run"
    assert outcome.said.count("warning: Harbourmaster does not compare") == 1


def test_a_new_criterion_with_few_figures_is_told_beside_the_pairs_that_the_judges_lack(tmp_path: Path) -> None:
    root = with_a_new_criterion(tmp_path)
    outcome = check(root)
    assert outcome.said.splitlines()[-1] == "2 problems, 1 warning"
    line = line_of(root, "criteria/wonder.yaml", "missing")
    assert f"criteria/wonder.yaml:{line}:10: missing: warning: wonder has figures for 2 of 8" in outcome.said
    said = "compare climate_burden and wonder in environmental_impact; water_burden and wonder in environmental_impact"
    assert said in outcome.said
    assert "- {more: water_burden, than: wonder, by: 1, because: …}" in outcome.said


def test_a_producer_without_a_figure_is_not_called_withheld(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    append(PRODUCTION, "austrium,extraction,MUU,2024,,t,world_mines_2025,A,absent\n")(root)
    record = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    notes = [entry["note"] for entry in record["result"]["indicators"] if entry["mineral"] == "austrium"]
    assert any("no figure for MUU: the stated total is taken as the whole, and" in note for note in notes)
    assert not any("withheld" in note for note in notes)
