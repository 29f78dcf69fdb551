"""Scales with a target and with classes through all that follows: list, draws, pages, comparison, levers, choices."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from choices.cases import choice, option
from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.policy.entry.ways import ways_onto
from criticality.report.pages import render_page
from workspace_builder import (
    Plan,
    by_mineral,
    cell,
    criticality,
    line_of,
    run_folder,
    small_workspace,
    table,
    write_json,
)

FIGURES = {
    "alpha": {"reserves": 30.0, "share": 80.0},
    "beta": {"reserves": 55.0, "share": 50.0},
    "gamma": {"reserves": 5.0, "share": 64.0},
    "delta": {"reserves": 90.0, "share": 20.0},
}
TARGET = {"kind": "target", "worst_below": 0, "best": [20, 40], "worst_above": 100}
BANDS = [{"below": 33, "value": 1}, {"below": 66, "value": 2}, {"value": 3}]
CLASSES = {"kind": "classes", "bands": BANDS, "zero_at": 1, "one_at": 3}


def workspace(folder: Path, **overrides: Any) -> Path:
    plan = Plan(
        figures=FIGURES,
        dimension_of={"reserves": "economy", "share": "supply"},
        weights={"method": "equal"},
        method="ahp_ratings",
        tiers=({"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.6}]},),
    )
    robustness = {"draws": 1000, "seed": 5, "weight_draw": "dirichlet"}
    root = small_workspace(folder, plan, **{"robustness": robustness, **overrides})
    scale(root, "reserves", TARGET)
    scale(root, "share", CLASSES)
    return root


def scale(root: Path, code: str, stated: dict[str, Any], **keys: Any) -> None:
    said = json.loads((root / f"criteria/{code}.yaml").read_text("utf-8"))
    write_json(root, f"criteria/{code}.yaml", {**said, "scale": stated, **keys})


def text_of(page: str) -> str:
    shown = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(shown).replace("\u00a0", " ").split())


def test_the_list_and_its_draws(tmp_path: Path) -> None:
    folder = run_folder(workspace(tmp_path))
    found = by_mineral(folder)
    scores = {"alpha": 1.0, "beta": (0.75 + 0.5) / 2, "gamma": (0.25 + 0.5) / 2, "delta": (1 / 6 + 0) / 2}
    assert {name: float(row["score"]) for name, row in found.items()} == pytest.approx(scores)
    assert float(cell(folder, "gamma", "share")["scaled"]) == 0.5
    assert 0.3 < float(found["beta"]["p_listed"]) < 1
    assert 0 < float(found["gamma"]["p_listed"]) < 0.3


@pytest.mark.parametrize(
    ("language", "target", "classes"),
    [
        ("en", "1 at 20 to 40, falling to 0 at 0 and at 100", "classes (below 33: 1; below 66: 2; all others: 3)"),
        ("zh-Hant", "20 至 40 為 1，低至 0、高至 100 均降為 0", "分級（低於 33 為 1；低於 66 為 2；其餘為 3）"),
    ],
)
def test_the_pages_print_the_scales(tmp_path: Path, language: Any, target: str, classes: str) -> None:
    record = json.loads((run_folder(workspace(tmp_path)) / "record.json").read_text("utf-8"))
    page = text_of(render_page(record, language))
    assert target in page
    assert classes in page
    assert text_of(render_page(record, language, mineral="beta"))


@pytest.mark.parametrize(
    ("code", "stated"),
    [
        ("reserves", {**TARGET, "best": [20, 60]}),
        ("share", {**CLASSES, "bands": [{"below": 33, "value": 1}, {"below": 45, "value": 2}, {"value": 3}]}),
    ],
)
def test_a_changed_scale_is_a_change_of_the_criteria(tmp_path: Path, code: str, stated: dict[str, Any]) -> None:
    root = workspace(tmp_path)
    before = run_folder(root)
    scale(root, code, stated)
    found = json.loads(criticality("compare", before, run_folder(root), "--json", "--workspace", root).out)
    assert {entry["file"] for entry in found["inputs"]} == {f"criteria/{code}.yaml"}
    score = found["changes"]["beta"]["score"]
    assert score["criteria"] == pytest.approx(score["after"] - score["before"])
    assert score["criteria"] > 0.1
    assert (score["data"], score["method"], score["residual"]) == (0, 0, 0)


def test_what_would_put_a_mineral_on_the_list_respects_target_and_classes(tmp_path: Path) -> None:
    root = workspace(
        tmp_path,
        rule={
            "because": "x",
            "tiers": [{"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.7}]}],
        },
    )
    place = Workspace(root)
    inputs = load_inputs(place, place.find_assessment(None, root), {"draws": 0})
    ways = {way["of"]: way for way in ways_onto(inputs, "beta")["ways"] if way["kind"] == "criterion_value"}
    assert ways["reserves"]["verified"]
    assert ways["reserves"]["needed"] == pytest.approx(46.0, abs=0.1)  # towards the target, from above
    assert "or more" not in ways["reserves"]["because"]["en"]
    assert "or less" not in ways["reserves"]["because"]["en"]
    assert (ways["share"]["needed"], ways["share"]["verified"]) == (66.0, True)


def test_an_option_may_change_a_target_or_give_classes(tmp_path: Path) -> None:
    root = workspace(tmp_path, robustness={"draws": 200, "seed": 3, "weight_draw": "dirichlet"})
    wider = {"criteria": {"reserves": {"scale": {"best": [20, 90]}}}}
    linear = {"criteria": {"share": {"scale": {"kind": "linear", "zero_at": 0, "one_at": 100}}}}
    choice(root, "which_target", [option("narrow"), option("wide", wider)])
    choice(root, "which_classes", [option("classes"), option("linear", linear)])
    found = {(row["option"], row["mineral"]): float(row["score"]) for row in table(run_folder(root), "choices")}
    assert found["wide", "beta"] == pytest.approx((1.0 + 0.5) / 2)
    assert found["linear", "gamma"] == pytest.approx((0.25 + 0.64) / 2)


def test_a_missing_figure_stands_at_the_middle_and_is_drawn_over_the_scale(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    rows = root / "data/mineral_properties.csv"
    kept = [line for line in rows.read_text("utf-8").splitlines() if not line.startswith("gamma,")]
    rows.write_text("\n".join(kept) + "\n", "utf-8")
    found = by_mineral(run_folder(root))["gamma"]
    assert float(found["score"]) == pytest.approx(0.5)
    assert 0.15 < float(found["p_listed"]) < 0.5


# ── words ────────────────────────────────────────────────────────────────────

WORDS = {"kind": "words", "words": {"low": 1, "medium": 2, "high": 3}, "zero_at": 1, "one_at": 3}


def worded(root: Path, *changes: tuple[str, str]) -> Path:
    """The workspace with words in place of the shares."""
    scale(root, "share", WORDS)
    rows = (root / "data/mineral_properties.csv").read_text("utf-8")
    for figure, word in (("80.0", "high"), ("50.0", "medium"), ("64.0", "medium"), ("20.0", "low"), *changes):
        rows = rows.replace(f"share,,{figure}", f"share,,{word}", 1)
    (root / "data/mineral_properties.csv").write_text(rows, "utf-8")
    return root


def test_words_give_the_values_that_the_scale_states(tmp_path: Path) -> None:
    folder = run_folder(worded(workspace(tmp_path)))
    found = by_mineral(folder)
    scores = {"alpha": 1.0, "beta": (0.75 + 0.5) / 2, "gamma": (0.25 + 0.5) / 2, "delta": (1 / 6 + 0) / 2}
    assert {name: float(row["score"]) for name, row in found.items()} == pytest.approx(scores)
    assert (cell(folder, "alpha", "share")["value"], cell(folder, "alpha", "share")["scaled"]) == ("3.0", "1.0")
    assert 0 < float(found["beta"]["p_listed"]) < 1


@pytest.mark.parametrize(
    ("language", "stated", "shown"),
    [
        ("en", "words (“low”: 1; “medium”: 2; “high”: 3)", "high"),
        ("zh-Hant", "詞語（「low」為 1；「medium」為 2；「high」為 3）", "high"),
    ],
)
def test_the_pages_print_words(tmp_path: Path, language: Any, stated: str, shown: str) -> None:
    record = json.loads((run_folder(worded(workspace(tmp_path))) / "record.json").read_text("utf-8"))
    assert stated in text_of(render_page(record, language))
    assert shown in text_of(render_page(record, language, mineral="alpha"))


def test_show_prints_the_word_beside_its_value_and_in_its_row(tmp_path: Path) -> None:
    root = worded(workspace(tmp_path))
    run = run_folder(root, "--draws", "0").name
    shown = criticality("show", run, "alpha", "--evidence", "--workspace", root).out
    assert "high (3)" in shown
    assert "high" in shown.split("data/mineral_properties.csv")[1].split("source")[1], shown
    assert "high（3）" in criticality("--lang", "zh-Hant", "show", run, "alpha", "--workspace", root).out


def test_a_record_of_words_is_made_again_from_its_own_inputs(tmp_path: Path) -> None:
    root = worded(workspace(tmp_path))
    outcome = criticality("verify", run_folder(root), "--workspace", root)
    assert outcome.code == 0, outcome.said


def test_another_word_is_data_and_another_value_of_a_word_is_criteria(tmp_path: Path) -> None:
    root = worded(workspace(tmp_path))
    before = run_folder(root)
    worded(root, ("medium", "high"))
    middle = run_folder(root)
    said = json.loads(criticality("compare", before, middle, "--json", "--workspace", root).out)
    [(_, change)] = said["changes"].items() if len(said["changes"]) == 1 else [("beta", said["changes"]["beta"])]
    assert change["score"]["data"] == pytest.approx(0.25)
    scale(root, "share", {**WORDS, "words": {"low": 1, "medium": 2.5, "high": 3}})
    said = json.loads(criticality("compare", middle, run_folder(root), "--json", "--workspace", root).out)
    assert said["changes"]["gamma"]["score"]["criteria"] == pytest.approx(0.125)
    assert said["changes"]["gamma"]["score"]["data"] == 0


def test_the_value_of_a_word_may_be_a_choice(tmp_path: Path) -> None:
    root = worded(workspace(tmp_path, robustness={"draws": 100, "seed": 3, "weight_draw": "dirichlet"}))
    other = {"criteria": {"share": {"scale": {"words": {"low": 1, "medium": 3, "high": 3}}}}}
    choice(root, "what_medium_is", [option("middle"), option("high", other)])
    found = {(row["option"], row["mineral"]): float(row["score"]) for row in table(run_folder(root), "choices")}
    assert found["high", "beta"] == pytest.approx((0.75 + 1.0) / 2)


def test_the_word_that_would_list_a_mineral_is_found(tmp_path: Path) -> None:
    tier = {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.7}]}
    root = worded(workspace(tmp_path, rule={"because": "For a test.", "tiers": [tier]}))
    place = Workspace(root)
    inputs = load_inputs(place, place.find_assessment(None, root), {"draws": 0})
    ways = {way["of"]: way for way in ways_onto(inputs, "beta")["ways"] if way["kind"] == "criterion_value"}
    assert (ways["share"]["needed"], ways["share"]["verified"]) == (3.0, True)


@pytest.mark.parametrize(
    ("cell_", "says", "hint"),
    [
        ("hihg", "'hihg' is no word of the scale of share", "Did you mean 'high'"),
        ("2", "2 is a figure, and the scale of share has words", "low, medium, high"),
        ("=A1", "formula", ""),
    ],
)
def test_a_word_that_the_scale_does_not_know_is_told_at_its_row(
    tmp_path: Path, cell_: str, says: str, hint: str
) -> None:
    root = worded(workspace(tmp_path), ("high", cell_))
    outcome = criticality("check", "--workspace", root)
    assert outcome.code == 1
    line = line_of(root, "data/mineral_properties.csv", f"share,,{cell_},")
    assert f"data/mineral_properties.csv:{line}: value: " in outcome.said
    assert says in outcome.said
    assert hint in outcome.said


def test_a_word_where_figures_belong_is_refused_as_ever(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    rows = (root / "data/mineral_properties.csv").read_text("utf-8").replace("share,,80.0", "share,,high")
    (root / "data/mineral_properties.csv").write_text(rows, "utf-8")
    outcome = criticality("check", "--workspace", root)
    assert outcome.code == 1
    assert "'high'" in outcome.said
    assert "number" in outcome.said


def test_words_under_a_computed_indicator_and_beside_a_criterion_of_figures_are_told(tmp_path: Path) -> None:
    root = worded(workspace(tmp_path))
    said = json.loads((root / "criteria/share.yaml").read_text("utf-8"))
    write_json(root, "criteria/reserves.yaml", {**said, "code": "reserves", "dimension": "economy", "scale": TARGET})
    outcome = criticality("check", "--workspace", root)
    assert "'high' is a word, and reserves reads figures here" in outcome.said
    assert "kind: words" in outcome.said
