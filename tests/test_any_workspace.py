"""Other countries, other criteria: whatever the format allows runs from files alone and gives its formula's figures."""

import json
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from workspace_builder import (
    ASSESSMENT,
    Plan,
    atlantis,
    by_mineral,
    cell,
    check,
    criticality,
    edit,
    run,
    run_folder,
    small_workspace,
    table,
    write_json,
)

UNIT = {"kind": "linear", "zero_at": 0, "one_at": 1}
EQUAL = {"method": "equal"}
FIGURES = {
    "ardent": {"a": 0.9, "b": 0.2, "c": 0.6},
    "bland": {"a": 0.1, "b": 0.3, "c": 0.2},
    "cold": {"a": 0.5, "b": 0.8, "c": 0.7},
}


def scores(root: Path, *words: object) -> dict[str, float]:
    return {mineral: float(row["score"]) for mineral, row in by_mineral(run_folder(root, *words)).items()}


def weights(root: Path, *words: object) -> dict[str, float]:
    return {row["criterion"]: float(row["global_weight"]) for row in table(run_folder(root, *words), "weights")}


def judges(**groups: list[tuple[str, str, float]]) -> dict[str, Any]:
    said = {
        name: [{"more": more, "than": than, "by": by, "because": "So."} for more, than, by in sentences]
        for name, sentences in groups.items()
    }
    return {"method": "ahp", "judges": [{"name": "One", "comparisons": said}]}


# ── one dimension, five dimensions ───────────────────────────────────────────


def test_one_dimension_needs_no_group_of_dimensions(tmp_path: Path) -> None:
    said = judges(only=[("a", "b", 2), ("a", "c", 4), ("b", "c", 2)])  # 4 : 2 : 1
    root = small_workspace(tmp_path, Plan(FIGURES, dict.fromkeys("abc", "only"), said, scale=UNIT))
    assert check(root).code == 0
    for mineral, figures in FIGURES.items():
        rating = (4 * figures["a"] + 2 * figures["b"] + figures["c"]) / 7
        assert scores(root)[mineral] == pytest.approx(rating, abs=1e-9), "closeness on one axis is the place on it"


def test_five_dimensions_of_one_criterion_each(tmp_path: Path) -> None:
    figures = {"ardent": dict(zip("abcde", (0.9, 0.1, 0.4, 0.6, 1), strict=True)), "bland": dict.fromkeys("abcde", 0.2)}
    pairs = [(f"dim_{x}", f"dim_{y}", 1) for i, x in enumerate("abcde") for y in "abcde"[i + 1 :]]
    root = small_workspace(
        tmp_path, Plan(figures, {code: f"dim_{code}" for code in "abcde"}, judges(dimensions=pairs), scale=UNIT)
    )
    found = scores(root)
    farther = sqrt(sum((1 - value) ** 2 / 5 for value in figures["ardent"].values()))
    nearer = sqrt(sum(value**2 / 5 for value in figures["ardent"].values()))
    assert found["ardent"] == pytest.approx(nearer / (nearer + farther), abs=1e-9)
    assert found["bland"] == pytest.approx(0.2, abs=1e-9)


# ── weights of every kind ────────────────────────────────────────────────────

TWO = {"a": "first", "b": "second", "c": "second"}


def test_equal_weights_are_equal_first_over_dimensions(tmp_path: Path) -> None:
    root = small_workspace(tmp_path, Plan(FIGURES, TWO, EQUAL, scale=UNIT))
    assert weights(root) == {"a": 0.5, "b": 0.25, "c": 0.25}


def test_direct_weights_stand_as_they_are(tmp_path: Path) -> None:
    said = {"method": "direct", "because": "Told.", "weights": {"a": 0.2, "b": 0.3, "c": 0.5}}
    root = small_workspace(tmp_path, Plan(FIGURES, TWO, said, method="ahp_ratings", scale=UNIT))
    assert weights(root) == pytest.approx({"a": 0.2, "b": 0.3, "c": 0.5}, abs=1e-12)
    assert scores(root)["ardent"] == pytest.approx(0.2 * 0.9 + 0.3 * 0.2 + 0.5 * 0.6, abs=1e-12)


@pytest.mark.parametrize("method", ["entropy", "critic"])
def test_objective_weights_add_up_and_come_from_the_figures(method: str, tmp_path: Path) -> None:
    found = weights(small_workspace(tmp_path, Plan(FIGURES, TWO, {"method": method}, scale=UNIT)))
    assert sum(found.values()) == pytest.approx(1, abs=1e-12)
    assert len({round(weight, 6) for weight in found.values()}) == 3


def test_objective_weights_of_figures_without_scale_are_refused_at_their_line(tmp_path: Path) -> None:
    root = small_workspace(tmp_path, Plan(FIGURES, TWO, {"method": "entropy"}, method="topsis_vector"))
    outcome = run(root)
    assert outcome.code == 1
    assert "weights/w.yaml:3:" in outcome.err


def test_a_dimension_left_out_counts_for_nothing_and_is_still_printed(tmp_path: Path) -> None:
    said = {"method": "equal", "leave_out": ["second"]}
    root = small_workspace(tmp_path, Plan(FIGURES, TWO, said, scale=UNIT))
    assert weights(root) == {"a": 1.0, "b": 0.0, "c": 0.0}
    row = by_mineral(run_folder(root))["ardent"]
    assert (float(row["score"]), float(row["first"])) == (0.9, 0.9)
    assert float(row["second"]) == pytest.approx((0.2 + 0.6) / 2)


def test_incomplete_judgements_are_completed_on_request(tmp_path: Path) -> None:
    said = judges(only=[("a", "b", 2), ("b", "c", 2)])
    plan = Plan(FIGURES, dict.fromkeys("abc", "only"), said, scale=UNIT)
    refused = run(small_workspace(tmp_path / "refused", plan))
    assert refused.code == 1
    assert "does not compare a and c" in refused.err
    root = small_workspace(
        tmp_path / "completed", Plan(**{**vars(plan), "weights": {**said, "incomplete": "complete"}})
    )
    assert weights(root) == pytest.approx({"a": 4 / 7, "b": 2 / 7, "c": 1 / 7}, abs=1e-9), "2 · 2 = 4 is consistent"


# ── raw values ───────────────────────────────────────────────────────────────


def test_vector_topsis_needs_no_scales_and_leaves_dimension_columns_empty(tmp_path: Path) -> None:
    root = small_workspace(tmp_path, Plan(FIGURES, dict.fromkeys("abc", "only"), EQUAL, method="topsis_vector"))
    folder = run_folder(root)
    norm = {code: sqrt(sum(row[code] ** 2 for row in FIGURES.values())) for code in "abc"}
    put = {mineral: [row[code] / norm[code] / 3 for code in "abc"] for mineral, row in FIGURES.items()}
    best, worst = ([extreme(column) for column in zip(*put.values(), strict=True)] for extreme in (max, min))
    for mineral, point in put.items():
        farther = sqrt(sum((x - y) ** 2 for x, y in zip(point, best, strict=True)))
        nearer = sqrt(sum((x - y) ** 2 for x, y in zip(point, worst, strict=True)))
        row = by_mineral(folder)[mineral]
        assert float(row["score"]) == pytest.approx(nearer / (nearer + farther), abs=1e-9)
        assert row["only"] == ""
        assert cell(folder, mineral, "a")["scaled"] == ""


# ── ties, thresholds, edges ──────────────────────────────────────────────────


def test_ties_share_the_better_rank(tmp_path: Path) -> None:
    figures = {name: {"a": value} for name, value in (("p", 0.9), ("q", 0.5), ("r", 0.5), ("s", 0.1))}
    rows = by_mineral(run_folder(small_workspace(tmp_path, Plan(figures, {"a": "only"}, EQUAL, scale=UNIT))))
    assert {mineral: int(row["rank"]) for mineral, row in rows.items()} == {"p": 1, "q": 2, "r": 2, "s": 4}
    assert [mineral for mineral, row in rows.items() if row["listed"] == "true"] == ["p", "q", "r"], "0.5 reaches 0.5"


def test_a_single_mineral_is_ranked_first(tmp_path: Path) -> None:
    root = small_workspace(tmp_path, Plan({"alone": {"a": 0.25}}, {"a": "only"}, EQUAL, scale=UNIT))
    row = by_mineral(run_folder(root))["alone"]
    assert (row["rank"], float(row["score"]), row["tier"]) == ("1", 0.25, "not_listed")


def test_nobody_scored_is_an_empty_ranking_not_a_fault(tmp_path: Path) -> None:
    figures: dict[str, dict[str, float | None]] = {"p": {"a": None}, "q": {"a": None}, "r": {"a": None}}
    figures["r"]["a"] = None
    root = small_workspace(tmp_path, Plan(figures, {"a": "only"}, EQUAL, scale=UNIT, missing="leave_out_mineral"))
    rows = by_mineral(run_folder(root))
    assert {row["tier"] for row in rows.values()} == {"insufficient"}
    assert {row["score"] for row in rows.values()} == {""}


def test_draws_of_every_kind_fill_the_sureness_columns(tmp_path: Path) -> None:
    for number, draw in enumerate(({"weight_draw": "uniform"}, {"weight_draw": "dirichlet", "concentration": 20})):
        robustness = {"draws": 200, "seed": 3, **draw}
        plan = Plan(FIGURES, TWO, EQUAL, scale=UNIT)
        folder = run_folder(small_workspace(tmp_path / str(number), plan, robustness=robustness))
        for row in by_mineral(folder).values():
            assert 0 <= float(row["p_listed"]) <= 1
            assert 1 <= int(row["rank_low"]) <= int(row["rank_high"]) <= 3
        shares = table(folder, "acceptability")
        assert sum(float(row["share"]) for row in shares if row["mineral"] == "cold") == pytest.approx(1)


@pytest.mark.parametrize("method", ["topsis", "topsis_vector"])
def test_a_single_mineral_can_be_drawn(tmp_path: Path, method: str) -> None:
    plan = Plan({"cold": FIGURES["cold"]}, TWO, EQUAL, method=method, scale=UNIT)
    robustness = {"draws": 20, "seed": 3, "weight_draw": "uniform"}
    folder = run_folder(small_workspace(tmp_path, plan, robustness=robustness))
    (row,) = table(folder, "ranking")
    assert (row["rank"], row["rank_low"], row["rank_high"]) == ("1", "1", "1")
    reversal = json.loads((folder / "record.json").read_text("utf-8"))["result"]["robustness"]["rank_reversal"]
    assert reversal["remove"]["cases"] == 0, "nobody else is there whose order could change"


def test_methods_without_a_scored_mineral_are_told_as_not_done(tmp_path: Path) -> None:
    figures: dict[str, dict[str, float | None]] = {"bland": {"a": None}}
    plan = Plan(figures, {"a": "only"}, EQUAL, scale=UNIT, missing="leave_out_mineral")
    folder = run_folder(small_workspace(tmp_path, plan, also_rank_by=["topsis_flat", "vikor"]))
    said = json.loads((folder / "record.json").read_text("utf-8"))["result"]["methods_not_done"]
    assert set(said) == {"topsis", "topsis_flat", "vikor"}


# ── names and places ─────────────────────────────────────────────────────────


def test_chinese_names_and_a_space_in_the_path(tmp_path: Path) -> None:
    root = atlantis(tmp_path / "關鍵 礦產")
    (root / ASSESSMENT).rename(root / "assessments" / "二〇二四 年.yaml")
    folder = run_folder(root, "二〇二四 年")
    assert by_mineral(folder)["ilmenium"]["rank"] == by_mineral(run_folder(atlantis(tmp_path)))["ilmenium"]["rank"]
    assert "鈦鐵素" in criticality("show", folder, "--workspace", root, "--lang", "zh-Hant").out


def test_several_assessments_must_be_named(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "assessments" / "other.yaml").write_text((root / ASSESSMENT).read_text("utf-8"), "utf-8")
    outcome = run(root)
    assert outcome.code == 1
    assert "several assessments" in outcome.err
    assert "other.yaml" in outcome.err
    assert run(root, "other").code == 0


def test_an_assessment_of_some_criteria_ignores_judgements_on_the_others_and_says_so(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    codes = "strategic_share, lack_of_substitutes, supply_concentration, recycling_rate, largest_supplier_share"
    edit(root, ASSESSMENT, "criteria: all ", f"criteria: [{codes}] ")
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    assert "judgements on companionality are ignored" in outcome.out
    folder = run_folder(root)
    assert sum(float(row["global_weight"]) for row in table(folder, "weights")) == pytest.approx(1)
    notes = json.loads((folder / "record.json").read_text("utf-8"))["result"]["weight_notes"]
    assert any("companionality" in note for note in notes)


def test_weights_that_wait_for_another_assessment_are_checked_with_its_criteria(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    said = {
        "title": "W",
        "method": "direct",
        "because": "Told.",
        "weights": {"companionality": 0.4, "water_burden": 0.6},
    }
    write_json(root, "weights/few.yaml", said)
    assert check(root).code == 1
    text = (root / ASSESSMENT).read_text("utf-8").replace("criteria: all", "criteria: [companionality, water_burden]")
    text = text.replace("{of: economic_importance, at_least: 0.40}, ", "").replace("economic_importance", "supply_risk")
    text = text.replace("largest_supplier_share", "supply_risk").replace(
        "must_have: [supply_concentration]", "must_have: []"
    )
    (root / "assessments" / "few.yaml").write_text(text, "utf-8")
    outcome = check(root)
    assert "weights/few.yaml" not in outcome.out, outcome.out
