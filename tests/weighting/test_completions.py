"""Completed judgements: a spanning tree cannot contradict itself, and completing may leave the scale of 1 to 9.

Ágoston, K. C., & Csató, L. (2022). Inconsistency thresholds for incomplete pairwise comparison matrices. Omega 108.
"""

from pathlib import Path

import pytest

from slips import append, replace
from workspace_builder import PROPERTIES, WEIGHTS, Plan, atlantis, check, line_of, problems, run, small_workspace

SUPPLY = 'by: 2, because: "By-products cannot be ordered."'
FIGURES = {
    "tin": {"a": 1.0, "b": 2.0, "c": 3.0, "e": 1.0},
    "lead": {"a": 2.0, "b": 1.0, "c": 1.0, "e": 5.0},
    "zinc": {"a": 3.0, "b": 5.0, "c": 2.0, "e": 2.0},
}


def judged(folder: Path, *pairs: tuple[str, str, float]) -> Path:
    sentences = [{"more": more, "than": than, "by": by, "because": "A test."} for more, than, by in pairs]
    weights = {
        "status": "illustrative",
        "method": "ahp",
        "incomplete": "complete",
        "judges": [{"name": "J", "comparisons": {"d": sentences}}],
    }
    scale = {"kind": "linear", "zero_at": 0, "one_at": 10}
    return small_workspace(folder, Plan(FIGURES, dict.fromkeys("abce", "d"), weights, "ahp_ratings", scale))


def test_three_judgements_on_four_items_could_not_contradict_each_other(tmp_path: Path) -> None:
    said = check(judged(tmp_path, ("a", "b", 9), ("b", "c", 9), ("c", "e", 9))).said
    assert "the 3 judgements of J in d tie 4 items and could not contradict each other" in said
    assert "makes a matter 729 times as much as e, beyond the scale of 1 to 9" in said


def test_one_judgement_more_is_a_check(tmp_path: Path) -> None:
    said = check(judged(tmp_path, ("a", "b", 2), ("b", "c", 2), ("c", "e", 1), ("a", "c", 4))).said
    assert "could not contradict" not in said
    assert "beyond the scale" not in said


def test_complete_judgements_need_no_such_word(tmp_path: Path) -> None:
    pairs = [("a", "b", 2), ("b", "c", 2), ("c", "e", 1), ("a", "c", 4), ("a", "e", 4), ("b", "e", 2)]
    assert "could not contradict" not in check(judged(tmp_path, *pairs)).said


def test_a_judge_who_lacks_most_pairs_is_one_problem_with_the_sentences_to_fill_in(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    text = (root / WEIGHTS).read_text("utf-8")
    sentence = '{more: supply_risk, than: economic_importance, by: 2, because: "Mandate."}'
    supply = '{more: supply_concentration, than: companionality, by: 2, because: "Mandate."}'
    groups = f"      dimensions:\n        - {sentence}\n      supply_risk:\n        - {supply}\n"
    append(WEIGHTS, f"  - name: Third\n    comparisons:\n{groups}")(root)
    assert text != (root / WEIGHTS).read_text("utf-8")
    (found,) = problems(check(root))
    assert found["file"] == WEIGHTS
    assert "Third lacks " in found["said"]
    said = check(root).said
    assert "- {more: companionality, than: recycling_rate, by: 1, because: …}" in said


def test_completing_is_offered_only_where_the_judgements_tie_all_items(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    replace(WEIGHTS, f"        - {{more: companionality, than: recycling_rate, {SUPPLY}}}\n", "")(root)
    (found,) = problems(check(root))
    assert "incomplete: complete" in found["hint"]
    other = 'by: 5, because: "Scrap fills no hold."'
    replace(WEIGHTS, f"        - {{more: supply_concentration, than: recycling_rate, {other}}}\n", "")(root)
    (both,) = problems(check(root))
    assert both["hint"].startswith("Add these sentences")


@pytest.mark.parametrize("method", ["entropy", "critic"])
@pytest.mark.parametrize("of", ["scaled", "raw"])
def test_objective_weights_say_on_which_figures_they_work(tmp_path: Path, method: str, of: str) -> None:
    weights = {"status": "illustrative", "method": method, "of": of}
    scale = {"kind": "linear", "zero_at": 0, "one_at": 10}
    root = small_workspace(tmp_path, Plan(FIGURES, dict.fromkeys("abce", "d"), weights, "ahp_ratings", scale))
    outcome = run(root)
    assert outcome.code == 0, outcome.said
    record = (root / outcome.out.strip() / "record.json").read_text("utf-8")
    assert f"(of: {of})" in record


def test_nothing_of_a_library_stands_before_a_refusal(tmp_path: Path) -> None:
    figures = {name: {"a": value, "b": value} for name, value in (("tin", 0.0), ("lead", 5.0), ("zinc", 10.0))}
    weights = {"status": "illustrative", "method": "critic"}
    scale = {"kind": "linear", "zero_at": 0, "one_at": 10}
    root = small_workspace(tmp_path, Plan(figures, {"a": "d", "b": "d"}, weights, "ahp_ratings", scale))
    outcome = run(root)
    assert outcome.code == 1
    assert "the figures do not define critic weights" in outcome.said
    assert "RuntimeWarning" not in outcome.said


def test_a_criterion_with_few_figures_is_told_with_what_it_does_to_the_weights(tmp_path: Path) -> None:
    names = [f"mineral_{letter}" for letter in "abcdefghijkl"]
    figures = {name: {"a": float(number), "b": 5.0 if number == 1 else None} for number, name in enumerate(names)}
    scale = {"kind": "linear", "zero_at": 0, "one_at": 11}
    root = small_workspace(tmp_path, Plan(figures, {"a": "d", "b": "d"}, {"method": "equal"}, "ahp_ratings", scale))
    outcome = check(root)
    assert outcome.code == 0, outcome.said
    assert f"criteria/b.yaml:{line_of(root, 'criteria/b.yaml', 'missing')}" in outcome.said
    assert "b has figures for 1 of 12 candidates" in outcome.said
    assert "Its weight of 50.0%" in outcome.said
    assert (root / PROPERTIES).is_file()
