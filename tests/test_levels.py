"""Dimensions on several levels, through weights, draws, rule, comparison, levers, questionnaires and pages."""

# Holds: report/levels.py, weighting/direct.py.

import html
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from criticality.assess import Decider
from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.listing.classify import classify
from criticality.model.judgements import AhpWeights, DirectWeights
from criticality.policy.cells import MineralValues
from criticality.policy.redecision import Redecision
from criticality.ranking.methods import rank
from criticality.report.pages import render_page
from criticality.robustness.engine.decide import decide
from criticality.robustness.ensemble import Ensemble, build_ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.sampling.draws import stream
from criticality.weighting.weights import derive_weights
from workspace_builder import (
    Plan,
    by_mineral,
    check,
    criticality,
    problems,
    run_folder,
    small_workspace,
    table,
    write_json,
)

PARENTS = {"risk": None, "need": None, "trade": "risk", "supply": "risk", "deep": "supply"}
HELD = {
    "c1": "supply",
    "c2": "deep",
    "c3": "deep",
    "c4": "trade",
    "c5": "trade",
    "c6": "risk",
    "c7": "need",
    "c8": "need",
}
GROUPS = {
    "dimensions": ("need", "risk"),
    "risk": ("trade", "supply", "c6"),
    "supply": ("deep", "c1"),
    "deep": ("c2", "c3"),
    "trade": ("c4", "c5"),
    "need": ("c7", "c8"),
}
MINERALS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
RNG = np.random.default_rng(11)
FIGURES = {name: {code: round(float(RNG.random()), 3) for code in HELD} for name in MINERALS}
RULE = {
    "because": "On every level.",
    "coverage": {"at_least": 0.5},
    "tiers": [
        {
            "name": "critical",
            "listed": True,
            "when": [
                {"of": "score", "at_least": 0.4},
                {"of": "supply", "at_least": 0.45},
                {"of": "deep", "at_least": 0.4},
            ],
        },
        {"name": "watch", "listed": False, "when": [{"of": "trade", "below": 0.6}]},
    ],
}


def sentences(turn: float = 1.0) -> dict[str, list[dict[str, Any]]]:
    """Judgements of every group: each item counts more than the next, by numbers that differ from judge to judge."""
    said = {}
    for place, (group, items) in enumerate(GROUPS.items()):
        pairs = [(one, two) for at, one in enumerate(items) for two in items[at + 1 :]]
        by = 1.0 + 0.4 * turn + 0.1 * place
        said[group] = [{"more": one, "than": two, "by": round(by, 2), "because": "Said."} for one, two in pairs]
    return said


PANEL = {
    "method": "ahp",
    "consistency_limit": 1,
    "judges": [{"name": name, "comparisons": sentences(turn)} for name, turn in (("A", 0.5), ("B", 2.0), ("C", 4.0))],
}


def workspace(folder: Path, weights: Any = PANEL, method: str = "topsis", **overrides: Any) -> Path:
    plan = Plan(FIGURES, HELD, weights, method, {"kind": "linear", "zero_at": 0, "one_at": 1})
    root = small_workspace(folder, plan, **{"rule": RULE, "robustness": {"draws": 500, "seed": 3}, **overrides})
    said = [{"code": code, "title": code.title(), **({"parent": up} if up else {})} for code, up in PARENTS.items()]
    write_json(root, "criteria/dimensions.yaml", said)
    return root


def inputs_of(root: Path, **changes: Any) -> Any:
    place = Workspace(root)
    return load_inputs(place, place.find_assessment(None, root), changes)


def page_of(folder: Path, language: Any) -> str:
    record = json.loads((folder / "record.json").read_text("utf-8"))
    return html.unescape(re.sub(r"<[^>]*>", " ", render_page(record, language)))


def priorities(judge: int, group: str) -> dict[str, float]:
    """The priorities of one judge in one group, by an eigenvector of numpy."""
    items = GROUPS[group]
    matrix = np.ones((len(items), len(items)))
    for entry in PANEL["judges"][judge]["comparisons"][group]:  # type: ignore[index]
        one, two = items.index(entry["more"]), items.index(entry["than"])
        matrix[one, two], matrix[two, one] = entry["by"], 1 / entry["by"]
    values, vectors = np.linalg.eig(matrix)
    vector = np.abs(np.real(vectors[:, np.argmax(np.real(values))]))
    return dict(zip(items, vector / vector.sum(), strict=True))


def test_a_level_that_holds_nothing_is_told(tmp_path: Path) -> None:
    root = workspace(tmp_path, robustness={"draws": 0, "seed": 1})
    known = json.loads((root / "criteria/dimensions.yaml").read_text("utf-8"))
    hollow = [{"code": "upper", "title": "Upper"}, {"code": "hollow", "title": "Hollow", "parent": "upper"}]
    write_json(root, "criteria/dimensions.yaml", [*known, *hollow])
    outcome = check(root)
    assert outcome.code == 0
    assert outcome.said.count("holds neither criteria nor dimensions") == 1
    assert "warning: the dimension hollow holds neither" in outcome.said
    assert "構面 hollow 之下沒有準則" in criticality("check", "--lang", "zh-Hant", "--workspace", root).said


# ── weights ──────────────────────────────────────────────────────────────────


def test_weights_are_products_of_priorities_from_level_to_level(tmp_path: Path) -> None:
    alone = {**PANEL, "judges": PANEL["judges"][:1]}  # type: ignore[index]
    folder = run_folder(workspace(tmp_path, alone, robustness={"draws": 0, "seed": 1}))
    first = {group: priorities(0, group) for group in GROUPS}
    weights = {row["criterion"]: row for row in table(folder, "weights")}
    path = first["dimensions"]["risk"] * first["risk"]["supply"] * first["supply"]["deep"]
    assert float(weights["c3"]["global_weight"]) == pytest.approx(path * first["deep"]["c3"], abs=1e-12)
    assert weights["c3"]["dimension"] == "deep"
    assert float(weights["c3"]["local_weight"]) == pytest.approx(first["deep"]["c3"], abs=1e-12)
    assert float(weights["c6"]["local_weight"]) == pytest.approx(first["risk"]["c6"], abs=1e-12)
    levels = {row["dimension"]: row for row in table(folder, "dimensions")}
    assert float(levels["deep"]["global_weight"]) == pytest.approx(path, abs=1e-12)
    groups = {row["group"] for row in table(folder, "consistency") if row["judge"] == "group"}
    assert groups == set(GROUPS)
    row = by_mineral(folder)["alpha"]
    inside = sum(first["deep"][code] * FIGURES["alpha"][code] for code in ("c2", "c3"))
    assert float(row["deep"]) == pytest.approx(inside, abs=1e-12)
    expected = first["supply"]["deep"] * inside + first["supply"]["c1"] * FIGURES["alpha"]["c1"]
    assert float(row["supply"]) == pytest.approx(expected, abs=1e-12)


def test_equal_weights_are_equal_inside_each_dimension(tmp_path: Path) -> None:
    folder = run_folder(workspace(tmp_path, {"method": "equal"}, robustness={"draws": 0, "seed": 1}))
    weights = {row["criterion"]: float(row["global_weight"]) for row in table(folder, "weights")}
    assert weights["c6"] == pytest.approx(1 / 6) and weights["c3"] == pytest.approx(1 / 24)
    assert sum(weights.values()) == pytest.approx(1)


def test_a_dimension_of_any_level_can_be_left_out(tmp_path: Path) -> None:
    root = workspace(tmp_path, {**PANEL, "leave_out": ["supply"]})
    folder = run_folder(root)
    weights = {row["criterion"]: float(row["global_weight"]) for row in table(folder, "weights")}
    assert weights["c1"] == weights["c2"] == weights["c3"] == 0 and sum(weights.values()) == pytest.approx(1)
    assert all(float(row["supply"]) > 0 for row in by_mineral(folder).values()), "its rating stays"


# ── draws ────────────────────────────────────────────────────────────────────


def scalar(ensemble: Ensemble, local: np.ndarray, across: np.ndarray, inputs: Any) -> Any:
    """The weights of one draw, split over the levels by the step that derives stated weights."""
    overall = local * across[ensemble.dimension_of]
    stated = dict(zip([entry.code for entry in ensemble.criteria], map(float, overall), strict=True))
    document = {"title": "Drawn", "method": "direct", "weights": stated, "because": "Drawn."}
    return derive_weights(DirectWeights.model_validate(document), inputs.weighted, inputs.dimensions)


@pytest.mark.parametrize("method", ["topsis", "ahp_ratings", "topsis_flat"])
@pytest.mark.parametrize("draw", ["judgements", "dirichlet"])
def test_every_draw_is_the_list_of_the_steps_themselves(tmp_path: Path, method: str, draw: str) -> None:
    settings = {"draws": 500, "seed": 3, "weight_draw": draw, "vary": ["weights", "thresholds"]}
    inputs = inputs_of(workspace(tmp_path, method=method, robustness=settings))
    decision, groups = Decider()(inputs), dict.fromkeys(MINERALS, "")
    ensemble, _ = build_ensemble(inputs, decision.matrix, decision.weights, method, groups)
    assert ensemble.weights is not None and ensemble.thresholds is not None
    weights = ensemble.weights.draw(stream(3, 1, "weights"), 1)
    thresholds = ensemble.thresholds.draw(stream(3, 1, "thresholds"), 1)
    decided = decide(ensemble, weights, ensemble.shared(), WorkBuffers(), thresholds=thresholds)
    scores = decided.scores.exact()
    places = ensemble.rule.parameters
    for number in range(40):
        found = scalar(ensemble, weights.local[number], weights.across[number], inputs)
        ranking = rank(decision.matrix, found, inputs.weighted, method)
        rule, position = inputs.assessment.rule, 0
        tiers = []
        for tier in rule.tiers:
            changed = tier
            for place, condition in enumerate(tier.conditions):
                drawn = float(thresholds[number, ensemble.rule.parameter_of[position]])
                changed, position = changed.with_condition(place, condition.at(drawn)), position + 1
            tiers.append(changed)
        moved = rule.model_copy(update={"tiers": tuple(tiers)})
        listed = classify(ranking, decision.matrix, moved, pd.DataFrame(), {}, groups, inputs.criteria).table
        assert scores[number] == pytest.approx(ranking.scores.to_numpy(), abs=1e-12)
        assert [ensemble.rule.names[tier] for tier in decided.tiers[number]] == listed["rule_tier"].tolist()
    assert len(places) == 4


def test_resampled_judges_give_the_weights_of_those_who_were_asked(tmp_path: Path) -> None:
    settings = {"draws": 500, "seed": 3, "judgement_spread": 0, "vary": ["weights"]}
    inputs = inputs_of(workspace(tmp_path, robustness=settings))
    decision = Decider()(inputs)
    ensemble, _ = build_ensemble(inputs, decision.matrix, decision.weights, "topsis", dict.fromkeys(MINERALS, ""))
    source: Any = ensemble.weights
    times = source.times_asked(stream(3, 0, "weights"))
    drawn = source.draw(stream(3, 0, "weights"), 0)
    for number in range(20):
        asked = [
            judge.model_copy(update={"weight": float(count)})
            for judge, count in zip(inputs.weights.judges, times[:, number], strict=True)
            if count
        ]
        panel: AhpWeights = inputs.weights.model_copy(update={"judges": tuple(asked)})
        top = derive_weights(panel, inputs.weighted, inputs.dimensions).top.set_index("criterion")
        codes = [entry.code for entry in ensemble.criteria]
        assert drawn.local[number] == pytest.approx(top.loc[codes, "local_weight"].to_numpy(), abs=1e-12)


def test_leaving_out_a_criterion_shares_its_weight_on_its_own_level(tmp_path: Path) -> None:
    folder = run_folder(workspace(tmp_path))
    record = json.loads((folder / "record.json").read_text("utf-8"))
    details = record["result"]["robustness"]
    assert {entry["criterion"] for entry in details["drop_one_criterion"]} == set(HELD)
    named = {entry["of"] for entry in details["smallest_dimension_change"].values()}
    assert named & {"trade", "supply", "deep", "risk", "need"}


# ── comparison, levers, questionnaires ───────────────────────────────────────


def test_compare_tells_which_level_moved_a_mineral(tmp_path: Path) -> None:
    root = workspace(tmp_path, {"method": "equal"}, robustness={"draws": 0, "seed": 1})
    before = run_folder(root)
    groups: dict[str, dict[str, float]] = {
        group: {item: 1 / len(items) for item in items} for group, items in GROUPS.items()
    }
    groups["risk"] = {"trade": 0.1, "supply": 0.8, "c6": 0.1}
    said = {"title": "By group", "method": "direct", "weights": groups, "because": "Said."}
    write_json(root, "weights/w.yaml", said)
    after = run_folder(root)
    found = json.loads(criticality("compare", before, after, "--json", "--workspace", root).out)
    for mineral, change in found["changes"].items():
        score = change["score"]
        moved = float(by_mineral(after)[mineral]["score"]) - float(by_mineral(before)[mineral]["score"])
        assert score["weights"] == pytest.approx(moved, abs=1e-9)
    kept = json.loads(next((root / "output/comparisons").glob("*/comparison.json")).read_text("utf-8"))
    assert kept["within"]["weights"] == ["c6", "supply", "trade"]
    for change in kept["changes"].values():
        shares = change["within"]["score"]["weights"]
        assert sum(shares.values()) == pytest.approx(change["score"]["weights"], abs=1e-12)


def test_levers_decide_again_by_the_ratings_of_every_level(tmp_path: Path) -> None:
    inputs = inputs_of(workspace(tmp_path), draws=0)
    decision = Decider()(inputs)
    bench = Redecision(inputs, decision)
    assert bench.dimensions == ["risk", "need", "trade", "supply", "deep"]
    own = np.array([[FIGURES["beta"][entry.code] for entry in inputs.criteria]])
    standing = bench.standings("beta", MineralValues(own, own))
    assert decision.ranking.dimensions is not None
    expected = decision.ranking.dimensions.loc["beta", bench.dimensions]
    assert standing.dimensions[0] == pytest.approx(expected.to_numpy(), abs=1e-12)
    higher = MineralValues(np.ones_like(own), np.ones_like(own))
    assert bench.standings("beta", higher).listed.tolist() == [True]


def test_a_questionnaire_asks_the_pairs_of_every_level(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    outcome = criticality("ask", "weights/w.yaml", "--judge", "D", "--ods", "--workspace", root)
    assert outcome.code == 0, outcome.said


def test_pages_of_both_languages_print_the_weights_of_every_level(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    folder = run_folder(root)
    english, chinese = (page_of(folder, language) for language in ("en", "zh-Hant"))
    assert "Supply › Deep › c2" in english and "Supply › Deep › c3" in english
    assert "Ratings below the first level" in english and "下層構面評分" in chinese
    row = by_mineral(folder)["alpha"]
    for code in ("trade", "supply", "deep"):
        assert f"{float(row[code]):.3f}" in english and f"{float(row[code]):.3f}" in chinese


# ── mistakes ─────────────────────────────────────────────────────────────────


def dimension(root: Path, code: str, **changes: Any) -> None:
    said = [{"code": each, "title": each.title(), **({"parent": up} if up else {})} for each, up in PARENTS.items()]
    write_json(
        root, "criteria/dimensions.yaml", [{**entry, **(changes if entry["code"] == code else {})} for entry in said]
    )


@pytest.mark.parametrize(
    ("code", "parent", "told"),
    [
        ("deep", "suppl", "no dimension suppl in criteria/dimensions.yaml"),
        ("supply", "deep", "the parents of supply lead back to itself"),
        ("risk", "risk", "the parents of risk lead back to itself"),
        ("deep", "c1", "no dimension c1 in criteria/dimensions.yaml"),
    ],
)
def test_a_parent_that_is_none_is_told_at_its_line(tmp_path: Path, code: str, parent: str, told: str) -> None:
    root = workspace(tmp_path)
    dimension(root, code, parent=parent)
    outcome = check(root)
    assert outcome.code == 1 and told in outcome.said
    assert "criteria/dimensions.yaml" in outcome.said
    chinese = criticality("check", "--lang", "zh-Hant", "--workspace", root).said
    assert "構面" in chinese and "lead back" not in chinese


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"risk": {"trade": 0.5, "supply": 0.5}}, "no weight for c6 in risk"),
        ({"deep": None}, "no weights for the group deep"),
        ({"risk": {"trade": 0.5, "supply": 0.5, "c6": 0.5}}, "add up to 1.5"),
        ({"risk": {"trade": 0.4, "supply": 0.3, "c6": 0.2, "deep": 0.1}}, "deep belongs to supply, not to risk"),
        ({"dimensions": {"risk": 0.5, "need": 0.3, "trade": 0.2}}, "trade belongs to risk, not to dimensions"),
        ({"tarde": {"c4": 1}}, "unknown group tarde"),
        ({"c7": 0.5}, "weights.c7"),
    ],
)
def test_numbers_by_group_that_do_not_fit_are_told(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    groups: dict[str, Any] = {group: {item: 1 / len(items) for item in items} for group, items in GROUPS.items()}
    groups = {group: items for group, items in {**groups, **changes}.items() if items is not None}
    said = {"method": "direct", "weights": groups, "because": "Said."}
    outcome = check(workspace(tmp_path, said, robustness={"draws": 0, "seed": 1}))
    assert outcome.code == 1 and told in outcome.said, outcome.said
    assert problems(outcome)


def test_a_level_of_which_everything_is_left_out_is_told(tmp_path: Path) -> None:
    root = workspace(tmp_path, {**PANEL, "leave_out": ["need", "risk"]})
    assert "nothing is left that counts" in check(root).said
    lonely = {**PANEL, "leave_out": ["deep", "trade", "supply"]}
    assert check(workspace(tmp_path / "b", lonely)).code == 0, "c6 stays in risk"


def test_judgements_in_the_wrong_group_name_the_group_they_belong_to(tmp_path: Path) -> None:
    said = json.loads(json.dumps(PANEL))
    said["judges"][0]["comparisons"]["risk"][0] |= {"more": "deep", "than": "trade"}
    outcome = check(workspace(tmp_path, said))
    assert outcome.code == 1 and "deep belongs to supply, not to risk" in outcome.said
    assert "different dimensions: delete this sentence and compare supply with trade" in outcome.said
