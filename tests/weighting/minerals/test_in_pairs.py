"""Minerals compared in pairs in a weights file: Saaty's eigenvector in ideal mode, slips, record, comparison."""

# Holds: weighting/minerals/findings.py, weighting/minerals/consistency.py.

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from criticality.report.pages import render_page
from workspace_builder import (
    Plan,
    cell,
    check,
    criticality,
    run_folder,
    small_workspace,
    table,
    write_csv,
    write_json,
)

MINERALS = ("alpha", "beta", "gamma", "delta")
# Inconsistent and complete; the principal eigenvector is the independent oracle of numpy.linalg.eig.
INCONSISTENT = [
    ("alpha", "beta", 3),
    ("alpha", "gamma", 5),
    ("alpha", "delta", 7),
    ("beta", "gamma", 3),
    ("beta", "delta", 4),
    ("gamma", "delta", 3),
]
CONSISTENT = [("alpha", "beta", 2), ("alpha", "gamma", 4), ("beta", "gamma", 2)]
HEAD = "criterion,judge,more,than,by,because,status,source"
Said = list[tuple[str, str, Any]]


def sentences(said: Said) -> list[dict[str, Any]]:
    return [{"more": more, "than": than, "by": by, "because": f"{more} {than}"} for more, than, by in said]


def judge(said: Said | None, name: str = "Judge A", group: str = "resilience", **keys: Any) -> dict[str, Any]:
    own = {"dimensions": sentences([("market", "supply", 1)])}
    return {"name": name, "comparisons": {**own, **({group: sentences(said)} if said is not None else {})}, **keys}


def workspace(folder: Path, judges: list[dict[str, Any]], **weights: Any) -> Path:
    figures = {name: {"price": 0.1 * place} for place, name in enumerate(MINERALS, 1)}
    document = {"method": "ahp", "judges": judges, **weights}
    plan = Plan(
        figures,
        {"price": "market", "resilience": "supply"},
        document,
        "ahp_ratings",
        {"kind": "linear", "zero_at": 0, "one_at": 1},
    )
    root = small_workspace(folder, plan, robustness={"draws": 0, "seed": 1})
    said = json.loads((root / "criteria/resilience.yaml").read_text("utf-8"))
    write_json(root, "criteria/resilience.yaml", {**said, "indicator": "judged", "parameters": {}})
    return root


def eigenvector(said: Said) -> dict[str, float]:
    names = sorted({name for more, than, _ in said for name in (more, than)})
    matrix = np.ones((len(names), len(names)))
    for more, than, by in said:
        matrix[names.index(more), names.index(than)] = by
        matrix[names.index(than), names.index(more)] = 1 / by
    values, vectors = np.linalg.eig(matrix)
    vector = np.abs(vectors[:, values.real.argmax()].real)
    return dict(zip(names, vector / vector.max(), strict=True))


def scaled(folder: Path) -> dict[str, float]:
    return {name: float(cell(folder, name, "resilience")["scaled"]) for name in MINERALS}


def test_an_inconsistent_complete_matrix_gives_the_eigenvector_in_ideal_mode(tmp_path: Path) -> None:
    root = workspace(tmp_path, [judge(INCONSISTENT)])
    assert check(root).code == 0, check(root).said
    folder = run_folder(root)
    expected = eigenvector(INCONSISTENT)
    assert scaled(folder) == pytest.approx(expected) and max(scaled(folder).values()) == 1
    geometric = np.prod([[1, 3, 5, 7], [1 / 3, 1, 3, 4]], axis=1) ** 0.25
    assert abs(expected["beta"] - geometric[1] / geometric[0]) > 1e-3
    found = cell(folder, "beta", "resilience")
    assert found["grade"] == "D" and found["flag"] == "illustrative;judged"
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert len(record["inputs"]["weights"]["judges"][0]["comparisons"]["resilience"]) == 6
    shown = criticality("show", folder, "beta", "--evidence", "--workspace", root).out
    assert "a judgement, not a measurement: 3 comparisons by Judge A" in shown
    assert criticality("verify", folder, "--workspace", root).code == 0


def test_the_file_says_how_priorities_are_made(tmp_path: Path) -> None:
    root = workspace(tmp_path, [judge(INCONSISTENT)], prioritisation="row_geometric_mean", status="adopted")
    folder = run_folder(root)
    assert scaled(folder)["beta"] == pytest.approx((4 / 105) ** 0.25)
    assert cell(folder, "beta", "resilience")["flag"] == "judged"


def test_weights_of_judges_by_group_count_and_their_own_priorities_are_the_bounds(tmp_path: Path) -> None:
    """The weighted geometric mean of 8 and 1/2 with weights 2 and 1 is 32^(1/3)."""
    judges = [
        judge([("alpha", "beta", 8)], weight={"dimensions": 1, "resilience": 2}),
        judge([("beta", "alpha", 2)], name="Judge B"),
        {"name": "Judge C", "comparisons": {"dimensions": sentences([("supply", "market", 1)])}},
    ]
    root = workspace(tmp_path, judges)
    assert check(root).code == 0, check(root).said
    record = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    cells = {(entry["mineral"], entry["criterion"]): entry for entry in record["result"]["indicators"]}
    beta = cells["beta", "resilience"]
    assert (beta["value"], beta["low"], beta["high"]) == pytest.approx((32 ** (-1 / 3), 1 / 8, 1))


def test_a_judge_may_compare_minerals_alone_and_a_table_gives_the_same(tmp_path: Path) -> None:
    alone = {"name": "Judge M", "comparisons": {"resilience": sentences(CONSISTENT)}}
    root = workspace(tmp_path / "file", [alone, judge(None)])
    assert check(root).code == 0, check(root).said
    table = workspace(tmp_path / "table", [judge(None)])
    rows = [
        ("resilience", "Judge M", more, than, str(by), "So.", "illustrative", "book") for more, than, by in CONSISTENT
    ]
    write_csv(table, "data/judgements.csv", HEAD, rows)
    for name in ("alpha", "beta", "gamma"):
        both = [float(cell(run_folder(each), name, "resilience")["scaled"]) for each in (root, table)]
        assert both[0] == pytest.approx(both[1])


def test_compare_attributes_a_changed_sentence(tmp_path: Path) -> None:
    root = workspace(tmp_path, [judge(CONSISTENT)], consistency_limit=0.5)
    before = run_folder(root)
    changed = [CONSISTENT[0], ("alpha", "gamma", 3), CONSISTENT[2]]
    document = json.loads((root / "weights/w.yaml").read_text("utf-8"))
    write_json(root, "weights/w.yaml", {**document, "judges": [judge(changed)]})
    after = run_folder(root)
    found = json.loads(criticality("compare", before, after, "--json", "--workspace", root).out)
    assert any(change["score"]["weights"] != 0 for change in found["changes"].values())
    assert all(change["score"]["data"] == 0 for change in found["changes"].values())


TWO = [("alpha", "beta", 2)]


@pytest.mark.parametrize(
    ("said", "group", "weights", "told", "hint"),
    [
        ([("alfa", "beta", 2)], "resilience", {}, "no mineral alfa", "alpha"),
        ([*TWO, ("beta", "alpha", 2)], "resilience", {}, "compared twice", "Keep"),
        ([("alpha", "alpha", 2)], "resilience", {}, "compared with itself", "two different minerals"),
        (CONSISTENT[:2], "resilience", {}, "beta and gamma", "more: beta, than: gamma"),
        (
            [("alpha", "beta", 2), ("gamma", "delta", 2)],
            "resilience",
            {"incomplete": "complete"},
            "alpha, beta | delta, gamma",
            "Compare at least one",
        ),
        ([("alpha", "beta", 12)], "resilience", {}, "12", "9"),
        (TWO, "price", {}, "price is not judged in pairs", "indicator: judged"),
        (TWO, "resilienc", {}, "unknown group resilienc", "resilience"),
        ([*CONSISTENT[:2], ("gamma", "beta", 9)], "resilience", {}, "contradict", ""),
    ],
)
def test_a_slip_is_told_at_its_line_in_both_languages(
    tmp_path: Path, said: Said, group: str, weights: dict[str, Any], told: str, hint: str
) -> None:
    root = workspace(tmp_path, [judge(said, group=group)], **weights)
    outcome = check(root)
    assert outcome.code == 1 and told in outcome.said and hint in outcome.said, outcome.said
    assert "weights/w.yaml:" in outcome.said and "w.yaml:1\n" not in outcome.said
    chinese = criticality("check", "--lang", "zh-Hant", "--workspace", root).said
    assert "weights/w.yaml:" in chinese and chinese != outcome.said


def test_draws_of_the_judgements_move_the_weights_and_leave_the_minerals(tmp_path: Path) -> None:
    judges = [judge(CONSISTENT), judge([("alpha", "beta", 3), ("alpha", "gamma", 3), ("beta", "gamma", 1)], name="B")]
    root = workspace(tmp_path, [*judges, {"name": "M", "comparisons": {"resilience": sentences(CONSISTENT)}}])
    assessment = json.loads((root / "assessments/a.yaml").read_text("utf-8"))
    draws = {"draws": 200, "seed": 1, "weight_draw": "judgements", "resample_judges": True}
    write_json(root, "assessments/a.yaml", {**assessment, "robustness": draws})
    folder = run_folder(root)
    assert criticality("verify", folder, "--workspace", root).code == 0
    record = json.loads((folder / "record.json").read_text("utf-8"))
    page = render_page(record, "en", mineral="alpha")
    assert "illustrative" in page


def test_table_and_weights_do_not_judge_one_criterion(tmp_path: Path) -> None:
    root = workspace(tmp_path, [judge(TWO)])
    write_csv(root, "data/judgements.csv", HEAD, [("resilience", "X", "alpha", "beta", "2", "So.", "adopted", "book")])
    outcome = check(root)
    assert outcome.code == 1 and "is judged here and in data/judgements.csv" in outcome.said


def test_weights_without_judges_say_where_sentences_go(tmp_path: Path) -> None:
    root = workspace(tmp_path, [judge(None)])
    assert "or rows of data/judgements.csv" in check(root).said
    write_json(root, "weights/w.yaml", {"title": "Equal", "method": "equal"})
    assert "Weights of the method 'equal' hold no judgements" in check(root).said


def test_more_minerals_than_the_random_index_has_and_a_weight_that_lacks_are_told(tmp_path: Path) -> None:
    many = [("alpha", f"m{place}", 2) for place in range(16)]
    outcome = check(workspace(tmp_path / "many", [judge(many)], incomplete="complete"))
    assert "compares 17 minerals" in outcome.said
    outcome = check(workspace(tmp_path / "lacks", [judge(TWO, weight={"dimensions": 1})]))
    assert outcome.code == 1 and "Add resilience: 1" in outcome.said


def test_the_consistency_ratio_of_minerals_stands_beside_that_of_the_weights(tmp_path: Path) -> None:
    """λmax of `INCONSISTENT` by numpy.linalg.eig; the random index of four items is 0.90 (Saaty 1980)."""
    agreeing = judge([*INCONSISTENT[:5], ("gamma", "delta", 2)], name="Judge B")
    folder = run_folder(workspace(tmp_path, [judge(INCONSISTENT), agreeing]))
    found = {(row["judge"], row["group"]): row for row in table(folder, "consistency")}
    assert ("Judge A", "dimensions") in found and ("group", "resilience") in found
    matrix = np.ones((4, 4))
    for more, than, by in INCONSISTENT:
        one, two = MINERALS.index(more), MINERALS.index(than)
        matrix[one, two], matrix[two, one] = by, 1 / by
    lambda_max = np.linalg.eig(matrix)[0].real.max()
    assert float(found["Judge A", "resilience"]["lambda_max"]) == pytest.approx(lambda_max)
    assert float(found["Judge A", "resilience"]["consistency_ratio"]) == pytest.approx((lambda_max - 4) / 3 / 0.90)
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert {row["group"] for row in record["result"]["panel"]} == {"dimensions", "resilience"}
    assert "6 matrices of comparisons were checked" in render_page(record, "en")
