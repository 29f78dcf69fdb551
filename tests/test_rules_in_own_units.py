"""Thresholds in the unit of the figures through all that follows: list, draws, pages, comparison, levers, choices."""

# Holds: report/conditions.py.

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
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
from criticality.report.conditions import failed_text
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.reader import Reader
from workspace_builder import Plan, by_mineral, criticality, run_folder, small_workspace, table, write_json

FIGURES = {
    "alpha": {"imports": 900.0, "risk": 8.0},
    "beta": {"imports": 420.0, "risk": 6.0},
    "gamma": {"imports": 90.0, "risk": 5.0},
    "delta": {"imports": 30.0, "risk": 1.0},
}


def tiers(imports: Any, risk: Any) -> tuple[dict[str, Any], ...]:
    when = [{"of": "imports", "at_least": imports}, {"of": "risk", "at_least": risk}]
    return ({"name": "critical", "title": {"en": "Critical", "zh-Hant": "關鍵"}, "listed": True, "when": when},)


def own(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "source"}


def workspace(folder: Path, imports: Any, risk: Any, **overrides: Any) -> Path:
    plan = Plan(
        figures=FIGURES,
        dimension_of={"imports": "economy", "risk": "supply"},
        weights={"method": "equal"},
        method="ahp_ratings",
        tiers=tiers(imports, risk),
    )
    robustness = {"draws": 2000, "seed": 5, "weight_draw": "dirichlet"}
    root = small_workspace(folder, plan, **{"robustness": robustness, **overrides})
    for code, unit, one_at in (("imports", "USD million", 1000), ("risk", "1", 10)):
        said = json.loads((root / f"criteria/{code}.yaml").read_text("utf-8"))
        said |= {"unit": unit, "title": {"en": code.title(), "zh-Hant": {"imports": "進口", "risk": "風險"}[code]}}
        write_json(root, f"criteria/{code}.yaml", {**said, "scale": {"kind": "linear", "zero_at": 0, "one_at": one_at}})
    rows = (root / "data/mineral_properties.csv").read_text("utf-8")
    rows = re.sub(r"(,imports,.*?),1,2020", r"\1,USD million,2020", rows)
    (root / "data/mineral_properties.csv").write_text(rows, "utf-8")
    return root


def reader_of(record: dict[str, Any]) -> Reader:
    return Reader(record, Words(read_catalogue(packaged_templates()[CATALOGUE]), "en"))


def record_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "record.json").read_text("utf-8"))


def text_of(page: str) -> str:
    shown = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(shown).split())


def test_the_same_rule_in_either_unit_gives_the_same_list_and_probabilities(tmp_path: Path) -> None:
    folders = [
        run_folder(workspace(tmp_path / "own", own(400), own(5))),
        run_folder(workspace(tmp_path / "scaled", 0.4, 0.5)),
    ]
    first, second = (by_mineral(folder) for folder in folders)
    assert [row["tier"] for row in first.values()] == ["critical", "critical", "not_listed", "not_listed"]
    assert 0.1 < float(first["beta"]["p_listed"]) < 0.95
    assert first == second


def test_the_record_states_what_was_compared_in_its_unit(tmp_path: Path) -> None:
    record = record_of(run_folder(workspace(tmp_path, own(400), 0.5)))
    beta = next(row for row in record["result"]["ranking"] if row["mineral"] == "beta")
    first, second = beta["because"]
    assert (first["value"], first["threshold"], first["unit"]) == (420.0, 400.0, "source")
    assert (second["value"], "unit" in second) == (0.6, False)
    assert beta["margin"] == pytest.approx(0.02)
    assert (beta["margin_of"], beta["margin_threshold"], beta["margin_value"]) == ("imports", 400.0, 420.0)
    [near] = [entry["nearest"] for entry in record["result"]["borderline"] if entry["mineral"] == "beta"]
    assert (near["of"], near["distance"]) == ("imports", 20.0)
    changes = record["result"]["robustness"]["smallest_threshold_change"]["beta"]
    assert changes[0] == {"of": "imports", "now": 400.0, "needed": 420.0, "change": 20.0, "unit": "source"}
    [swept] = [one for one in record["result"]["robustness"]["threshold_sweep"] if one["of"] == "imports"]
    assert (swept["thresholds"][0], swept["thresholds"][-1], swept["unit"]) == (0.0, 1000.0, "source")


@pytest.mark.parametrize(
    ("language", "rule", "pure", "near"),
    [
        ("en", "Imports ≥ 400 USD million", "Risk ≥ 5 (its own figure)", "“Imports” is 420 USD million"),
        ("zh-Hant", "進口 ≥ 400", "風險 ≥ 5（原始數值）", "「進口」為 420"),
    ],
)
def test_the_pages_print_the_unit(tmp_path: Path, language: Any, rule: str, pure: str, near: str) -> None:
    record = record_of(run_folder(workspace(tmp_path, own(400), own(5))))
    page = text_of(render_page(record, language))
    assert rule in page
    assert pure in page
    assert near in text_of(render_page(record, language, mineral="beta"))


def test_the_terminal_prints_the_unit(tmp_path: Path) -> None:
    root = workspace(tmp_path, own(400), own(5))
    outcome = criticality("show", run_folder(root), "beta", "--workspace", root)
    assert "imports ≥ 400 USD million" in " ".join(outcome.out.split()), outcome.said


def test_no_figure_is_printed_as_the_threshold_that_it_misses(tmp_path: Path) -> None:
    root = workspace(tmp_path, own(420.04), 0.60003)
    folder = run_folder(root, "--draws", 0)
    row = next(row for row in record_of(folder)["result"]["ranking"] if row["mineral"] == "beta")
    reader = reader_of(record_of(folder))
    assert [failed_text(reader, entry) for entry in row["because"]] == [
        "Imports 420 < 420.04 USD million",
        "Risk 0.60000 < 0.60003",
    ]
    entry = {**row["because"][0], "value": 420.039}
    assert failed_text(reader, entry) == "Imports 420.039 < 420.04 USD million"
    told = " ".join(criticality("show", folder, "beta", "--workspace", root).out.split())
    assert "risk ≥ 0.60003 0.60000 no" in told


def test_a_changed_threshold_is_a_change_of_the_rule_and_told_in_its_unit(tmp_path: Path) -> None:
    root = workspace(tmp_path, own(400), own(5))
    before = run_folder(root)
    plan = json.loads((root / "assessments/a.yaml").read_text("utf-8"))
    plan["rule"]["tiers"] = list(tiers(own(450), own(5)))
    write_json(root, "assessments/a.yaml", plan)
    outcome = criticality("compare", before, run_folder(root), "--json", "--workspace", root)
    found = json.loads(outcome.out)
    assert [entry["place"] for entry in found["inputs"]] == [
        "rule.tiers[critical].when[imports at_least].at_least.value"
    ]
    [left] = found["left"]
    assert "the threshold of Critical on imports rose from 400 to 450 USD million" in left["because"]["en"]
    assert "門檻由 400 升至 450 USD million" in left["because"]["zh-Hant"]
    membership = found["changes"]["beta"]["membership"]
    assert (membership["method"], membership["data"], membership["criteria"]) == (-1, 0, 0)


def test_changed_evidence_moves_a_mineral_across_a_threshold_in_its_unit(tmp_path: Path) -> None:
    root = workspace(tmp_path, own(400), own(5))
    before = run_folder(root)
    rows = root / "data/mineral_properties.csv"
    rows.write_text(rows.read_text("utf-8").replace("beta,imports,,420.0", "beta,imports,,390.0"), "utf-8")
    found = json.loads(criticality("compare", before, run_folder(root), "--json", "--workspace", root).out)
    assert found["changes"]["beta"]["membership"]["data"] == -1


def test_what_would_put_a_mineral_on_the_list_is_told_in_the_unit_and_true(tmp_path: Path) -> None:
    root = workspace(tmp_path, own(400), own(5))
    place = Workspace(root)
    inputs = load_inputs(place, place.find_assessment(None, root), {"draws": 0})
    ways = {(way["kind"], way["of"]): way for way in ways_onto(inputs, "gamma")["ways"]}
    threshold, value = ways["threshold", "critical: imports"], ways["criterion_value", "imports"]
    assert (threshold["needed"], threshold["unit"]) == (90.0, "USD million")
    assert "Imports at least 90 USD million (today 400)" in threshold["because"]["en"]
    assert (value["needed"], value["verified"]) == (400.0, True)
    nothing = ways_onto(inputs, "delta")["because"]
    assert "Imports 30 (≥ 400 USD million)" in nothing["en"]


def test_an_option_may_state_a_threshold_in_its_unit(tmp_path: Path) -> None:
    root = workspace(tmp_path, own(400), own(5), robustness={"draws": 400, "seed": 3, "weight_draw": "dirichlet"})
    rule = {"because": "A lower bar.", "tiers": list(tiers(own(80), own(4)))}
    choice(root, "bar", [option("high"), option("low", {"assessment": {"rule": rule}})])
    folder = run_folder(root)
    options = {(row["option"], row["mineral"]): row for row in table(folder, "choices")}
    assert options["low", "gamma"]["tier"] == "critical"
    assert options["high", "gamma"]["tier"] == "not_listed"
    assert by_mineral(folder)["gamma"]["hangs_on"] == "bar"
    assert float(options["low", "gamma"]["p_mean"]) > 0.5


def test_a_condition_that_every_figure_of_a_log_scale_meets_is_as_sure_in_the_draws(tmp_path: Path) -> None:
    root = workspace(tmp_path, own(0), own(0))
    for code in ("imports", "risk"):
        said = json.loads((root / f"criteria/{code}.yaml").read_text("utf-8"))
        write_json(root, f"criteria/{code}.yaml", {**said, "scale": {"kind": "log", "zero_at": 1, "one_at": 1e9}})
    rows = by_mineral(run_folder(root))
    assert {(row["tier"], float(row["p_listed"])) for row in rows.values()} == {("critical", 1.0)}
