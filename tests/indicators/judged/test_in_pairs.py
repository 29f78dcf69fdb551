"""Minerals judged in pairs: priorities, bounds, grade and marks; and what can be wrong with the sentences."""

# Holds: checking/judged.py.

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.files.cells import Refused, read_cell
from criticality.indicators.judged.in_pairs import Sentence, solved
from criticality.model.dataset import TABLES
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
from criticality.report.chapters.policy_levers import out_of_reach
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.reader import Reader
from criticality.report.workbook_parts.reference_sheets import judgement_rows
from criticality.weighting.indices import geometric_consistency_index, row_geometric_means
from workspace_builder import (
    Plan,
    by_mineral,
    cell,
    check,
    criticality,
    run_folder,
    small_workspace,
    table,
    write_csv,
    write_json,
)

HEAD = "criterion,judge,more,than,by,because,status,source"
SAID = [("alpha", "beta", 2), ("alpha", "gamma", 4), ("beta", "gamma", 2)]


def sentences(*said: tuple[str, str, float], judge: str = "A", weight: float = 1.0) -> list[Sentence]:
    return [Sentence(judge, more, than, by, weight, "adopted", "book", 2) for more, than, by in said]


@given(st.lists(st.floats(1, 9), min_size=6, max_size=6))
def test_with_every_pair_compared_they_are_the_geometric_means_of_the_rows(by: list[float]) -> None:
    """Crawford & Williams 1985; the variance is then the geometric consistency index of Aguarón & Moreno-Jiménez."""
    items, matrix = "abcd", np.ones((4, 4))
    pairs = [(one, two) for one in range(4) for two in range(one + 1, 4)]
    for (one, two), ratio in zip(pairs, by, strict=True):
        matrix[one, two], matrix[two, one] = ratio, 1 / ratio
    found = solved(sentences(*((items[one], items[two], ratio) for (one, two), ratio in zip(pairs, by, strict=True))))
    means = row_geometric_means(matrix)
    assert [np.exp(found.logs[item]) for item in items] == pytest.approx(list(means / means.max()))
    assert found.variance == pytest.approx(geometric_consistency_index(matrix))


def test_pairs_left_open_are_filled_by_those_that_tie_all_together() -> None:
    found = solved(sentences(("a", "b", 2), ("b", "c", 3)))
    assert found.tied and found.variance == 0
    assert [np.exp(found.logs[item]) for item in "abc"] == pytest.approx([1, 1 / 2, 1 / 6])
    assert solved(sentences(("a", "b", 2), ("c", "d", 3))).parts == (("a", "b"), ("c", "d"))


def test_judges_are_joined_by_the_weighted_geometric_mean() -> None:
    both = sentences(("a", "b", 8), weight=2) + sentences(("b", "a", 2), judge="B")
    assert np.exp(-solved(both).logs["b"]) == pytest.approx((8**2 / 2) ** (1 / 3))


def workspace(folder: Path, rows: list[tuple[str, ...]], **overrides: Any) -> Path:
    figures = {name: {"price": 0.1 * place} for place, name in enumerate(("alpha", "beta", "gamma", "delta"), 1)}
    plan = Plan(figures, {"price": "market", "resilience": "market"}, {"method": "equal"}, "ahp_ratings", SCALE)
    root = small_workspace(folder, plan, **overrides)
    said = json.loads((root / "criteria/resilience.yaml").read_text("utf-8"))
    write_json(root, "criteria/resilience.yaml", {**said, "indicator": "judged", "parameters": {}})
    write_csv(root, "data/judgements.csv", HEAD, rows)
    return root


SCALE = {"kind": "linear", "zero_at": 0, "one_at": 1}


def rows(status: str = "illustrative", judge: str = "Judge A") -> list[tuple[str, ...]]:
    return [("resilience", judge, more, than, str(by), "Harder to replace.", status, "book") for more, than, by in SAID]


def test_a_judged_criterion_scores_with_grade_d_and_its_mark_on_every_page(tmp_path: Path) -> None:
    root = workspace(tmp_path, rows(), robustness={"draws": 300, "seed": 4, "weight_draw": "dirichlet"})
    assert check(root).code == 0, check(root).said
    folder = run_folder(root)
    found = {mineral: cell(folder, mineral, "resilience") for mineral in ("alpha", "beta", "gamma", "delta")}
    assert [float(found[mineral]["scaled"]) for mineral in ("alpha", "beta", "gamma")] == pytest.approx([1, 0.5, 0.25])
    assert {found[mineral]["grade"] for mineral in ("alpha", "beta", "gamma")} == {"D"}
    assert found["alpha"]["flag"] == "illustrative;judged" and found["delta"]["flag"] == "absent"
    assert float(by_mineral(folder)["alpha"]["score"]) == pytest.approx((0.1 + 1) / 2)
    shown = criticality("show", folder, "alpha", "--evidence", "--workspace", root).out
    assert "a judgement, not a measurement: 2 comparisons by Judge A" in shown
    assert "not the view of any office or person" in shown
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert "illustrative" in render_page(record, "en", mineral="alpha")
    assert "專家判斷" in render_page(record, "zh-Hant", mineral="alpha")
    assert criticality("verify", folder, "--workspace", root).code == 0
    assert table(folder, "weights")


def test_bounds_are_what_judges_alone_would_give(tmp_path: Path) -> None:
    other = [("resilience", "Judge B", "alpha", "beta", "4", "Far harder.", "adopted", "book")]
    other += [("resilience", "Judge B", "beta", "gamma", "1", "Alike.", "adopted", "book")]
    root = workspace(tmp_path, rows("adopted") + other, robustness={"draws": 0, "seed": 1})
    record = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    beta = next(c for c in record["result"]["indicators"] if (c["mineral"], c["criterion"]) == ("beta", "resilience"))
    assert (beta["low"], beta["high"]) == pytest.approx((0.25, 0.5))
    assert beta["low"] < beta["value"] < beta["high"] and beta["flag"] == "judged"


def test_another_judgement_is_a_change_of_data_that_compare_attributes(tmp_path: Path) -> None:
    root = workspace(tmp_path, rows(), robustness={"draws": 0, "seed": 1})
    before = run_folder(root)
    other = [("resilience", "Judge A", "alpha", "gamma", "2", "No.", "illustrative", "book")]
    write_csv(root, "data/judgements.csv", HEAD, [rows()[0], *other])
    after = run_folder(root)
    found = json.loads(criticality("compare", before, after, "--json", "--workspace", root).out)
    assert set(found["changes"]) and all(change["score"]["weights"] == 0 for change in found["changes"].values())
    assert any("judgements" in entry["file"] for entry in found["inputs"])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("resilience", "Judge A", "alpha", "alpha", "2", "No.", "adopted", "book"), "is compared with itself"),
        (
            ("resilience", "Judge A", "beta", "alpha", "2", "No.", "adopted", "book"),
            "Judge A judges beta and alpha twice",
        ),
        (("resilience", "Judge A", "alfa", "beta", "2", "No.", "adopted", "book"), "no mineral alfa"),
        (("resilienc", "Judge A", "alpha", "delta", "2", "No.", "adopted", "book"), "no criterion"),
        (("price", "Judge A", "alpha", "delta", "2", "No.", "adopted", "book"), "price is not judged in pairs"),
        (("resilience", "Judge A", "delta", "alpha", "12", "No.", "adopted", "book"), "12"),
        (("resilience", "Judge A", "delta", "alpha", "2", "No.", "draft", "book"), "draft"),
        (("resilience", "Judge A", "delta", "alpha", "2", "", "adopted", "book"), "because"),
        (("resilience", "Judge A", "delta", "alpha", "2", "No.", "adopted", "nowhere"), "nowhere"),
    ],
)
def test_a_slip_is_told_in_both_languages(tmp_path: Path, row: tuple[str, ...], told: str) -> None:
    root = workspace(tmp_path, [*rows(), row], robustness={"draws": 0, "seed": 1})
    outcome = check(root)
    assert outcome.code == 1 and told in outcome.said, outcome.said
    assert "data/judgements.csv:5" in outcome.said
    chinese = criticality("check", "--lang", "zh-Hant", "--workspace", root).said
    assert "data/judgements.csv:5" in chinese and chinese != outcome.said


def test_loose_parts_and_contradictions_are_told(tmp_path: Path) -> None:
    loose = [("resilience", "Judge A", "alpha", "beta", "2", "A.", "adopted", "book")]
    loose += [("resilience", "Judge A", "gamma", "delta", "2", "B.", "adopted", "book")]
    root = workspace(tmp_path / "loose", loose, robustness={"draws": 0, "seed": 1})
    assert "do not tie all minerals together: alpha, beta | delta, gamma" in check(root).said
    turned = [*rows()[:2], ("resilience", "Judge A", "gamma", "beta", "9", "Round.", "adopted", "book")]
    outcome = check(workspace(tmp_path / "turned", turned, robustness={"draws": 0, "seed": 1}))
    assert outcome.code == 1 and "contradict each other: geometric consistency index" in outcome.said


@pytest.mark.parametrize("by", ["10", "0.5"])
def test_a_judgement_off_the_scale_is_told_what_the_scale_is(by: str) -> None:
    column = next(column for column in TABLES["judgements"].columns if column.name == "by")
    with pytest.raises(Refused) as caught:
        read_cell(by, column)
    assert "from 1 (equal) to 9" in caught.value.hint


@pytest.mark.parametrize(
    ("weights", "line", "said"),
    [
        (("2", "", "2"), 3, "weighs 1 here and 2 on line 2"),
        (("", "3", "3"), 3, "weighs 3 here and 1 on line 2"),
        (("2", "2", "2.5"), 4, "weighs 2.5 here and 2 on line 2"),
    ],
)
def test_a_judge_has_one_weight_under_a_criterion(
    tmp_path: Path, weights: tuple[str, ...], line: int, said: str
) -> None:
    root = workspace(tmp_path, rows(), robustness={"draws": 0, "seed": 1})
    weighted = [(*row, weight) for row, weight in zip(rows(), weights, strict=True)]
    write_csv(root, "data/judgements.csv", f"{HEAD},weight", weighted)
    outcome = check(root)
    assert outcome.code == 1
    assert f"data/judgements.csv:{line}: weight: Judge A {said}, under the same criterion resilience" in outcome.said
    chinese = criticality("check", "--lang", "zh-Hant", "--workspace", root).said
    assert f"data/judgements.csv:{line}: weight: Judge A 於此之權重為" in chinese
    write_csv(root, "data/judgements.csv", f"{HEAD},weight", [(*row, "2") for row in rows()])
    assert check(root).code == 0


def test_a_judge_may_weigh_differently_under_another_criterion(tmp_path: Path) -> None:
    root = workspace(tmp_path, rows(), robustness={"draws": 0, "seed": 1})
    said = json.loads((root / "criteria/price.yaml").read_text("utf-8"))
    write_json(root, "criteria/price.yaml", {**said, "indicator": "judged", "parameters": {}})
    other = [("price", *row[1:], "5") for row in rows()]
    write_csv(root, "data/judgements.csv", f"{HEAD},weight", [(*row, "2") for row in rows()] + other)
    assert check(root).code == 0, check(root).said


def test_a_mineral_that_is_no_candidate_may_be_the_1_and_that_is_said(tmp_path: Path) -> None:
    """The scale then does not depend on who is a candidate; the others keep their values."""
    root = workspace(tmp_path, rows(), robustness={"draws": 0, "seed": 1})
    minerals = (root / "data/minerals.csv").read_text("utf-8")
    (root / "data/minerals.csv").write_text(
        minerals.replace("alpha,,alpha,alpha,,yes,,", "alpha,,Alphium,甲,,no,Not traded.,"), "utf-8"
    )
    outcome = check(root)
    assert outcome.code == 0 and "criteria/resilience.yaml:6:" in outcome.said
    assert "the 1 of resilience is alpha, which is no candidate here: no candidate has more than 0.5" in outcome.said
    assert "resilience 之 1 為 alpha" in criticality("check", "--lang", "zh-Hant", "--workspace", root).said
    folder = run_folder(root)
    found = [float(cell(folder, mineral, "resilience")["scaled"]) for mineral in ("beta", "gamma")]
    assert found == pytest.approx([0.5, 0.25])
    shown = criticality("show", folder, "beta", "--evidence", "--workspace", root).out
    assert "1 is the value of alpha" in shown
    record = json.loads((folder / "record.json").read_text("utf-8"))
    note = next(c for c in record["result"]["indicators"] if (c["mineral"], c["criterion"]) == ("beta", "resilience"))
    assert {"code": "note.judged_top", "slots": {"mineral": "alpha"}} in note["said"]
    assert "no candidate here" not in check(workspace(tmp_path / "all", rows())).said


def test_annex_b_prints_the_judges_of_the_table_and_the_consistency_of_their_matrices(tmp_path: Path) -> None:
    """Judge B: 4, 2 and 6 for 8; n = 3, so that λmax = 1 + c + 1/c with c = (6 / (4·2))^(1/3) (Saaty 1980)."""
    other = [("resilience", "Judge B", "alpha", "beta", "4", "Far harder.", "adopted", "book")]
    other += [("resilience", "Judge B", "beta", "gamma", "2", "Harder.", "adopted", "book")]
    other += [("resilience", "Judge B", "alpha", "gamma", "6", "Hardest.", "adopted", "book")]
    partly = [("resilience", "Judge C", "beta", "gamma", "3", "Harder.", "adopted", "book")]
    root = workspace(tmp_path, rows() + other + partly, robustness={"draws": 0, "seed": 1})
    folder = run_folder(root)
    found = {row["judge"]: float(row["consistency_ratio"]) for row in table(folder, "consistency")}
    c = (6 / 8) ** (1 / 3)
    assert found.keys() == {"Judge A", "Judge B", "group"} and found["Judge A"] == 0
    assert found["Judge B"] == pytest.approx((c + 1 / c - 2) / 2 / 0.58)
    record = json.loads((folder / "record.json").read_text("utf-8"))
    cases: list[tuple[Any, str, str, str]] = [
        ("en", "3 matrices of comparisons were checked", "Judge C", "Illustrative: not the view"),
        ("zh-Hant", "共檢核 3 個成對比較矩陣", "專家 C", "示範用："),
    ]
    for language, checked, judge, mark in cases:
        page = render_page(record, language)
        annex = page[page.index('id="annex-judgements"') : page.index('id="annex-weights"')]
        assert checked in annex and f"{found['Judge B']:.3f} (" in annex.replace("（", " (")
        assert judge in annex and "Hardest." in annex
        assert annex.count(mark) == 3  # of the weights, and twice of Judge A: over the sentences and over their table
    assert criticality("verify", folder, "--workspace", root).code == 0


def test_pages_and_terminal_say_that_no_lever_reaches_a_judgement(tmp_path: Path) -> None:
    """Nor is a mineral that nobody compares, such as delta, concerned."""
    folder = run_folder(workspace(tmp_path, rows(), robustness={"draws": 0, "seed": 1}))
    root = tmp_path / "small"
    record = json.loads((folder / "record.json").read_text("utf-8"))
    cases: list[tuple[Any, str]] = [
        ("en", "No lever reaches resilience: minerals are compared in pairs there"),
        ("zh-Hant", "政策工具無法影響resilience：該準則就礦產成對比較"),
    ]
    for language, said in cases:
        reader = Reader(record, Words(read_catalogue(packaged_templates()[CATALOGUE]), language))
        assert out_of_reach(reader, ["alpha", "delta"])[0].startswith(said)
        assert out_of_reach(reader, ["delta"]) == []
        told = criticality("levers", folder, "--lang", language, "--workspace", root).out.replace("\n", "")
        assert said.lower() in told.lower()


def test_the_workbook_lists_the_judgements_of_the_table_with_names_of_minerals(tmp_path: Path) -> None:
    root = workspace(tmp_path, rows(), robustness={"draws": 0, "seed": 1})
    minerals = (root / "data/minerals.csv").read_text("utf-8")
    (root / "data/minerals.csv").write_text(minerals.replace("alpha,,alpha,alpha,", "alpha,,Alphium,甲,"), "utf-8")
    record = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    words = read_catalogue(packaged_templates()[CATALOGUE])
    found = judgement_rows(record, [Reader(record, Words(words, "zh-Hant")), Reader(record, Words(words, "en"))])
    assert [(row["judge"], row["more"], row["than"], row["by"]) for row, _ in found] == [
        ("Judge A", "甲 Alphium", "beta", 2),
        ("Judge A", "甲 Alphium", "gamma", 4),
        ("Judge A", "beta", "gamma", 2),
    ]
    assert {row["because"] for row, _ in found} == {"Harder to replace."}
