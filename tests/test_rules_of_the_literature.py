"""Alternatives, places, averages and tiers of designations through list, draws, pages, comparison, levers, choices."""

import html
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from choices.cases import choice, option
from criticality.assess import Decider
from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.policy.cells import MineralValues
from criticality.policy.entry.ways import ways_onto
from criticality.policy.redecision import Redecision
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
from criticality.report.facts import failing
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.reader import Reader
from workspace_builder import Plan, by_mineral, criticality, run_folder, small_workspace, table, write_json

FIGURES = {
    "alpha": {"use": 0.9, "risk": 0.9, "spof": 0.0},
    "beta": {"use": 0.7, "risk": 0.6, "spof": 0.1},
    "gamma": {"use": 0.55, "risk": 0.5, "spof": 0.9},
    "delta": {"use": 0.4, "risk": 0.5, "spof": 0.2},
    "epsilon": {"use": 0.2, "risk": 0.1, "spof": 0.3},
}
DIMENSIONS = {"use": "economy", "risk": "supply", "spof": "supply"}
RISK, SPOF = {"of": "risk", "at_least": 0.55}, {"of": "spof", "at_least": {"value": 0.8, "unit": "source"}}
CRITICAL = {"name": "critical", "title": {"en": "Critical", "zh-Hant": "關鍵"}, "listed": True}
EITHER = {**CRITICAL, "any": [{"when": [RISK]}, {"when": [SPOF, {"of": "use", "at_least": 0.5}]}]}
IN_WORDS = {
    "name": "in_words",
    "title": {"en": "In words", "zh-Hant": "文字評估"},
    "listed": True,
    "designations_only": True,
}
DESIGNATED = {"mineral": "epsilon", "tier": "in_words", "by": "Survey", "on": "2020-02-02", "because": "Told."}


def rule(*tiers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"because": "For a test.", "tiers": list(tiers), **more}


def workspace(folder: Path, stated: dict[str, Any], group: dict[str, str] | None = None, **overrides: Any) -> Path:
    plan = Plan(
        figures=FIGURES,
        dimension_of=DIMENSIONS,
        weights={"method": "equal"},
        method="ahp_ratings",
        scale={"kind": "linear", "zero_at": 0, "one_at": 1},
    )
    robustness = {"draws": 1000, "seed": 5, "weight_draw": "dirichlet"}
    root = small_workspace(folder, plan, **{"rule": stated, "robustness": robustness, **overrides})
    minerals = (root / "data/minerals.csv").read_text("utf-8")
    for mineral, name in (group or {}).items():
        minerals = minerals.replace(f"{mineral},,{mineral},{mineral},,", f"{mineral},,{mineral},{mineral},{name},")
    (root / "data/minerals.csv").write_text(minerals, "utf-8")
    return root


def reader_of(record: dict[str, Any], language: Any) -> Reader:
    return Reader(record, Words(read_catalogue(packaged_templates()[CATALOGUE]), language))  # type: ignore[arg-type]


def tiers_of(folder: Path) -> dict[str, str]:
    return {mineral: row["tier"] for mineral, row in by_mineral(folder).items()}


def record_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "record.json").read_text("utf-8"))


def row_of(record: dict[str, Any], mineral: str) -> dict[str, Any]:
    return next(row for row in record["result"]["ranking"] if row["mineral"] == mineral)


def text_of(page: str) -> str:
    shown = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(shown).replace("\u00a0", " ").split())


def changed(root: Path, stated: dict[str, Any]) -> dict[str, Any]:
    """What `compare` says of a run and of one under another rule."""
    before = run_folder(root)
    plan = json.loads((root / "assessments/a.yaml").read_text("utf-8"))
    write_json(root, "assessments/a.yaml", {**plan, "rule": stated})
    return json.loads(criticality("compare", before, run_folder(root), "--json", "--workspace", root).out)


def inputs_of(root: Path) -> Any:
    place = Workspace(root)
    return load_inputs(place, place.find_assessment(None, root), {"draws": 0})


# ── any ──────────────────────────────────────────────────────────────────────


def test_one_alternative_is_enough_and_the_record_says_which(tmp_path: Path) -> None:
    record = record_of(run_folder(workspace(tmp_path, rule(EITHER))))
    tiers = {row["mineral"]: row["tier"] for row in record["result"]["ranking"]}
    assert [tiers[mineral] for mineral in FIGURES] == ["critical"] * 3 + ["not_listed"] * 2
    gamma = row_of(record, "gamma")
    assert [(entry["of"], entry["alternative"], entry["holds"]) for entry in gamma["because"]] == [
        ("risk", 1, False),
        ("spof", 2, True),
        ("use", 2, True),
    ]
    assert (gamma["margin_of"], gamma["margin"]) == ("use", pytest.approx(0.05))
    assert 0.5 < gamma["p_listed"] < 1


def test_a_rule_without_the_new_words_is_recorded_as_it_was_before_they_came(tmp_path: Path) -> None:
    stated = record_of(run_folder(workspace(tmp_path, rule({**CRITICAL, "when": [RISK]}))))["inputs"]["assessment"]
    [tier] = stated["rule"]["tiers"]
    assert set(tier) == {"name", "title", "listed", "when", "because"}
    assert tier["when"] == [{**RISK, "below": None}]


@pytest.mark.parametrize(
    ("language", "text", "fails"),
    [
        ("en", "one of: risk ≥ 0.55, or (spof ≥ 0.8 (its own figure) and use ≥ 0.5)", "risk 0.50 < 0.55"),
        ("zh-Hant", "下列之一：risk ≥ 0.55，或（spof ≥ 0.8（原始數值）且use ≥ 0.5）", "risk 0.50 < 0.55"),
    ],
)
def test_the_pages_print_alternatives_and_what_the_nearest_one_lacks(
    tmp_path: Path, language: Any, text: str, fails: str
) -> None:
    record = record_of(run_folder(workspace(tmp_path, rule(EITHER))))
    assert text in text_of(render_page(record, language))
    assert failing(reader_of(record, language), row_of(record, "delta")) == fails


def test_a_changed_alternative_is_a_change_of_the_rule(tmp_path: Path) -> None:
    stricter = {
        **EITHER,
        "any": [
            EITHER["any"][0],
            {"when": [{**SPOF, "at_least": {"value": 0.95, "unit": "source"}}, {"of": "use", "at_least": 0.5}]},
        ],
    }
    found = changed(workspace(tmp_path, rule(EITHER)), rule(stricter))
    [entry] = found["inputs"]
    assert entry["place"] == "rule.tiers[critical].any[spof at_least, use at_least].when[spof at_least].at_least.value"
    [left] = found["left"]
    assert (left["mineral"], found["changes"]["gamma"]["membership"]["method"]) == ("gamma", -1)
    assert "the threshold of Critical on spof rose from 0.8 to 0.95" in left["because"]["en"]


def test_an_alternative_taken_out_is_told_and_attributed_to_the_rule(tmp_path: Path) -> None:
    found = changed(workspace(tmp_path, rule(EITHER)), rule({**CRITICAL, "when": [RISK]}))
    assert found["changes"]["gamma"]["membership"]["method"] == -1
    assert {entry["mineral"] for entry in found["left"]} == {"gamma"}


def test_each_condition_of_an_alternative_may_be_the_one_that_opens_the_list(tmp_path: Path) -> None:
    ways = ways_onto(inputs_of(workspace(tmp_path, rule(EITHER))), "delta")["ways"]
    assert {way["needed"] for way in ways if way["kind"] == "threshold"} == {0.5}
    values = {way["of"]: way["needed"] for way in ways if way["kind"] == "criterion_value"}
    assert values == {"risk": 0.55}
    nothing = ways_onto(inputs_of(workspace(tmp_path / "far", rule(EITHER))), "epsilon")
    assert all(way["verified"] for way in nothing["ways"])


# ── top ──────────────────────────────────────────────────────────────────────

FIRST = {**CRITICAL, "when": [{"of": "score", "top": 2}]}


def test_the_first_two_by_score_and_what_the_record_says(tmp_path: Path) -> None:
    record = record_of(run_folder(workspace(tmp_path, rule(FIRST))))
    assert [row["mineral"] for row in record["result"]["ranking"] if row["listed"]] == ["alpha", "gamma"]
    beta = row_of(record, "beta")
    [condition] = beta["because"]
    assert (condition["comparison"], condition["value"], condition["threshold"], condition["unit"]) == (
        "top",
        3,
        2,
        "place",
    )
    assert beta["margin"] == pytest.approx(-1 / 5)
    details = record["result"]["robustness"]
    assert details["smallest_threshold_change"]["beta"][0] == {
        "of": "score", "now": 2.0, "needed": 3.0, "change": 1.0, "unit": "place",
    }  # fmt: skip
    assert details["smallest_threshold_change"]["gamma"][0]["needed"] == 1.0
    [swept] = details["threshold_sweep"]
    assert (swept["thresholds"], swept["sizes"]) == ([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5])
    assert 0 < beta["p_listed"] < 0.5


@pytest.mark.parametrize(
    ("language", "text", "fails", "near"),
    [
        ("en", "Score: among the first 2 (ties included)", "Score: place 3, not among the first 2", "place 3"),
        ("zh-Hant", "前 2 名（含同分者）", "總分第 3 名，未達前 2 名", "第 3 名"),
    ],
)
def test_the_pages_print_places(tmp_path: Path, language: Any, text: str, fails: str, near: str) -> None:
    record = record_of(run_folder(workspace(tmp_path, rule(FIRST))))
    page = text_of(render_page(record, language))
    assert text in page
    assert failing(reader_of(record, language), row_of(record, "beta")) == fails
    assert near in text_of(render_page(record, language, mineral="beta"))


def test_the_terminal_prints_places_and_alternatives(tmp_path: Path) -> None:
    both = {**EITHER, "when": [{"of": "score", "top": 3}]}
    root = workspace(tmp_path, rule(both))
    told = " ".join(criticality("show", run_folder(root), "beta", "--workspace", root).out.split())
    assert "score among the first 3" in told
    assert "(alternative 2)" in told


def test_another_number_of_places_is_a_change_of_the_rule(tmp_path: Path) -> None:
    found = changed(workspace(tmp_path, rule(FIRST)), rule({**CRITICAL, "when": [{"of": "score", "top": 3}]}))
    assert [entry["place"] for entry in found["inputs"]] == ["rule.tiers[critical].when[score top].top"]
    [entered] = found["entered"]
    assert found["changes"]["beta"]["membership"]["method"] == 1
    assert "the number of places of Critical in the order of score rose from 2 to 3" in entered["because"]["en"]
    assert "名額由 2 升至 3" in entered["because"]["zh-Hant"]


def test_evidence_of_one_mineral_moves_another_out_of_the_first_places(tmp_path: Path) -> None:
    root = workspace(tmp_path, rule(FIRST))
    before = run_folder(root)
    rows = root / "data/mineral_properties.csv"
    rows.write_text(rows.read_text("utf-8").replace("beta,use,,0.7", "beta,use,,0.95"), "utf-8")
    found = json.loads(criticality("compare", before, run_folder(root), "--json", "--workspace", root).out)
    assert found["changes"]["gamma"]["membership"]["data"] == -1


def test_the_levers_decide_places_among_all_minerals(tmp_path: Path) -> None:
    inputs = inputs_of(workspace(tmp_path, rule(FIRST)))
    decision = Decider()(inputs)
    redecision = Redecision(inputs, decision)
    assert redecision.looks_at_others
    scaled = np.array([[0.7, 0.6, spof] for spof in (0.1, 0.2, 0.9)])
    codes = [entry.code for entry in inputs.criteria]
    order = [codes.index(code) for code in ("use", "risk", "spof")]
    values = np.empty_like(scaled)
    values[:, order] = scaled
    found = redecision.standings("beta", MineralValues(values, values))
    scores = dict(decision.ranking.scores)
    expected = [1 + sum(score > own for mineral, score in scores.items() if mineral != "beta") for own in found.score]
    assert found.listed.tolist() == [place <= 2 for place in expected]
    assert found.margin.tolist() == pytest.approx([(2 - place) / 5 for place in expected])


def test_what_would_bring_a_mineral_among_the_first_is_told_and_true(tmp_path: Path) -> None:
    inputs = inputs_of(workspace(tmp_path, rule(FIRST)))
    ways = {(way["kind"], way["of"]): way for way in ways_onto(inputs, "beta")["ways"]}
    threshold = ways["threshold", "critical: score"]
    assert (threshold["now"], threshold["needed"], threshold["verified"]) == (2.0, 3.0, True)
    assert "score among the first 3 (today 2)" in threshold["because"]["en"]
    value = ways["criterion_value", "use"]
    assert (value["verified"], value["left"]) == (True, [])  # it shares the place of gamma, and ties are included


# ── groups by their average, tiers of designations, choices ──────────────────


def test_a_group_enters_by_its_average_in_list_and_draws(tmp_path: Path) -> None:
    pair = {"gamma": "pair", "delta": "pair"}
    groups = [{"group": "pair", "listed_if": "average", "because": "One ore."}]
    tier = {**CRITICAL, "when": [{"of": "use", "at_least": 0.47}]}
    root = workspace(tmp_path, rule(tier, groups=groups), pair)
    folder = run_folder(root)
    ranking = by_mineral(folder)
    assert [ranking[name]["tier"] for name in ("gamma", "delta")] == ["critical", "critical"]
    assert ranking["gamma"]["p_listed"] == ranking["delta"]["p_listed"]
    assert 0.5 < float(ranking["delta"]["p_listed"]) < 1
    assert row_of(record_of(folder), "delta")["entered_with_group"] is True
    assert "the average of its members qualifies" in text_of(render_page(record_of(folder), "en"))
    assert "成員之平均值符合" in text_of(render_page(record_of(folder), "zh-Hant"))
    found = changed(root, rule(tier, groups=[{**groups[0], "listed_if": "all"}]))
    assert {entry["mineral"] for entry in found["left"]} == {"gamma", "delta"}
    assert found["changes"]["delta"]["membership"]["method"] == -1


def test_show_and_compare_tell_the_average_of_the_group_that_decided(tmp_path: Path) -> None:
    pair = {"gamma": "pair", "delta": "pair"}
    groups = [{"group": "pair", "listed_if": "average", "because": "One ore."}]
    tier = {**CRITICAL, "when": [{"of": "use", "at_least": 0.45}]}
    root = workspace(
        tmp_path, rule(tier, groups=groups), pair, robustness={"draws": 0, "seed": 1, "weight_draw": "dirichlet"}
    )
    before = run_folder(root)
    values = {row["mineral"]: row["because"][0]["value"] for row in record_of(before)["result"]["ranking"]}
    mean = (values["gamma"] + values["delta"]) / 2
    own, other = sorted(("gamma", "delta"), key=lambda name: -values[name])
    shown = criticality("show", before.name, other, "--workspace", root).out
    assert "the rule of the group pair, not its own conditions (listed if the average of its members" in shown
    assert "One ore." in shown
    assert re.search(rf"critical +use ≥ 0.45 +{mean:.3f} +yes", shown), shown
    assert re.search(
        rf"use ≥ 0.45 +{mean:.3f} +是",
        criticality("--lang", "zh-Hant", "show", before.name, other, "--workspace", root).out,
    )
    found = changed(root, rule({**CRITICAL, "when": [{"of": "use", "at_least": mean + 0.001}]}, groups=groups))
    left = {entry["mineral"]: entry["because"] for entry in found["left"]}
    assert "the average of its group pair does not qualify for the list" in left[own]["en"]
    assert "所屬類組「pair」之平均值不符列入條件" in left[own]["zh-Hant"]


def test_show_prints_a_place_as_a_rank(tmp_path: Path) -> None:
    root = workspace(tmp_path, rule(FIRST), robustness={"draws": 0, "seed": 1, "weight_draw": "dirichlet"})
    shown = criticality("show", run_folder(root).name, "beta", "--workspace", root).out
    assert re.search(r"score among the first 2 +3 +no", shown), shown


def test_a_tier_of_designations_holds_the_designated_alone(tmp_path: Path) -> None:
    folder = run_folder(workspace(tmp_path, rule(IN_WORDS, EITHER, designations=[DESIGNATED])))
    tiers = tiers_of(folder)
    assert [tiers[mineral] for mineral in FIGURES] == ["critical"] * 3 + ["not_listed", "in_words"]
    record = record_of(folder)
    assert "by designation only" in text_of(render_page(record, "en"))
    assert "僅依指定列入" in text_of(render_page(record, "zh-Hant"))
    assert float(by_mineral(folder)["epsilon"]["p_listed"]) == 0


def test_an_option_may_state_alternatives_places_and_averages(tmp_path: Path) -> None:
    stated = rule({**CRITICAL, "when": [RISK]})
    root = workspace(tmp_path, stated, robustness={"draws": 200, "seed": 3, "weight_draw": "dirichlet"})
    options = [option("risk")]
    for code, other in (("either", EITHER), ("first", FIRST)):
        options.append(option(code, {"assessment": {"rule": rule(other)}}))
    choice(root, "which_rule", options)
    found = {(row["option"], row["mineral"]): row["tier"] for row in table(run_folder(root), "choices")}
    assert [found[code, "gamma"] for code in ("risk", "either", "first")] == ["not_listed", "critical", "critical"]
    assert [found[code, "beta"] for code in ("risk", "either", "first")] == ["critical", "critical", "not_listed"]
