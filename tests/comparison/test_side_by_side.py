"""Weights of both runs, cautions of a cause, answers that were taken."""

import copy
from typing import Any

from pairs import minds_change, record

from criticality.comparison.names import Wording
from criticality.comparison.side_by_side import answers_of, cautions, weights_of_both


def test_weights_stand_under_their_dimensions_in_both_runs() -> None:
    a, b = record(), record(minds_change)
    rows = weights_of_both(a, b)
    dimensions = [row for row in rows if row["is_dimension"]]
    assert [row["code"] for row in dimensions] == [entry["code"] for entry in a["inputs"]["dimensions"]]
    assert {row["code"]: row["a"] for row in dimensions} == a["result"]["dimension_weights"]
    assert {row["code"]: row["b"] for row in dimensions} == b["result"]["dimension_weights"]
    of = {row["criterion"]: row["dimension"] for row in a["result"]["weights"]}
    under = ""
    for row in rows:
        under = row["code"] if row["is_dimension"] else under
        assert row["is_dimension"] or of[row["code"]] == under


def test_a_criterion_of_one_run_alone_has_no_weight_in_the_other() -> None:
    a: Any = copy.deepcopy(record())
    gone = a["result"]["weights"].pop()
    (row,) = [row for row in weights_of_both(a, record()) if row["code"] == gone["criterion"]]
    assert (row["a"], row["b"]) == (None, gone["global_weight"])


def test_a_cause_rests_on_missing_evidence_on_a_scenario_or_near_a_threshold() -> None:
    a: Any = copy.deepcopy(record())
    cell = next(cell for cell in a["result"]["indicators"] if cell["present"])
    mineral, code = cell["mineral"], cell["criterion"]
    sides = (Wording(a), Wording(record()))
    assert cautions(mineral, "data", [code], sides)["missing"] == []
    cell.update(present=False, flag="absent;scenario")
    a["result"]["borderline"] = [{"mineral": mineral}]
    found = cautions(mineral, "weights", [code], (Wording(a), Wording(record())))
    assert found == {"weights": [code], "missing": [code], "scenario": [code], "near": True}
    assert cautions(mineral, "data", ["score"], (Wording(a), Wording(record())))["weights"] == []


def test_the_answers_that_were_taken_in_place_of_the_first_are_named() -> None:
    a: Any = copy.deepcopy(record())
    assert answers_of(a) == []
    options = [{"code": "one", "title": "One"}, {"code": "two", "title": {"en": "Two", "zh-Hant": "二"}}]
    documents = [
        {"code": "which", "question": "Which?", "options": options},
        {"code": "other", "question": "O?", "options": options},
    ]
    a["inputs"]["choices"] = {"documents": documents, "answers": {"which": "two"}}
    assert answers_of(a) == [
        {"question": {"en": "Which?", "zh-Hant": "Which?"}, "answer": {"en": "Two", "zh-Hant": "二"}}
    ]
