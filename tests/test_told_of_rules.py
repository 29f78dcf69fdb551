"""What `check`, `show` and `compare` say of rules and weights: no filler as a figure, no default as a dash."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from criticality.listing.spans import Span
from workspace_builder import Plan, check, criticality, run_folder, small_workspace, write_json

FIGURES: dict[str, dict[str, float | None]] = {
    "alpha": {"risk": 40.0, "use": 0.9},
    "beta": {"risk": 30.0, "use": 0.6},
    "gamma": {"risk": 4.0, "use": 0.5},
    "delta": {"risk": None, "use": 0.4},
}
OWN = {"of": "risk", "at_least": {"value": 20, "unit": "source"}}


def workspace(folder: Path, *when: dict[str, Any], scale: dict[str, Any] | None = None, **overrides: Any) -> Path:
    linear = scale or {"kind": "linear", "zero_at": 0, "one_at": 25}
    tier = {"name": "critical", "listed": True, "when": list(when)}
    plan = Plan(FIGURES, {"risk": "supply", "use": "economy"}, {"method": "equal"}, "ahp_ratings", linear, (tier,))
    return small_workspace(folder, plan, **{"robustness": {"draws": 0, "seed": 1}, **overrides})


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (
            {"of": "risk", "at_least": {"value": 60, "unit": "source"}},
            "no candidate has risk of 60 or more: the largest",
        ),
        ({"of": "use", "below": 0.01}, "no candidate has use below 0.01: the least is 0.016"),
        ({"of": "use", "at_least": 0.5}, "no candidate has use of 0.5 or more: the largest is 0.036"),
        ({"of": "risk", "top": 1}, "2 candidates share the first 1 places of risk"),
    ],
)
def test_check_tells_a_threshold_that_no_figure_reaches_and_places_that_clipped_figures_share(
    tmp_path: Path, condition: dict[str, Any], told: str
) -> None:
    root = workspace(tmp_path, condition)
    outcome = check(root)
    assert outcome.code == 0 and told in outcome.said, outcome.said
    assert "assessments/a.yaml:" in outcome.said
    chinese = criticality("check", "--lang", "zh-Hant", "--workspace", root).said
    assert "候選礦產" in chinese


def test_check_is_silent_where_a_figure_reaches_the_threshold(tmp_path: Path) -> None:
    assert "no candidate has" not in check(workspace(tmp_path, OWN)).said


def test_show_calls_a_filler_no_figure(tmp_path: Path) -> None:
    root = workspace(tmp_path, OWN)
    shown = criticality("show", run_folder(root), "delta", "--workspace", root).out
    assert "no figure; counts as" in shown
    assert "no figure" not in criticality("show", "latest", "alpha", "--workspace", root).out


def test_compare_tells_a_default_by_its_name(tmp_path: Path) -> None:
    root = workspace(tmp_path, OWN)
    pair = {"more": "supply", "than": "economy", "by": 2, "because": "Said."}
    said = {"title": "P", "method": "ahp", "judges": [{"name": "A", "comparisons": {"dimensions": [pair]}}]}
    write_json(root, "weights/w.yaml", said)
    before = run_folder(root)
    write_json(root, "weights/w.yaml", {**said, "aggregate": "priorities"})
    found = json.loads(criticality("compare", before, run_folder(root), "--json", "--workspace", root).out)
    entry = next(entry for entry in found["inputs"] if entry["place"] == "aggregate")
    assert (entry["before"], entry["after"]) == ("judgements", "priorities")


def test_a_zero_lies_one_span_below_a_threshold_on_a_log_scale_and_no_more() -> None:
    span = Span(0.1, 10.0, logarithmic=True)
    assert span.distance(np.array([0.0, 1e-9, 0.1, 1.0, 10.0]), 1.0) == pytest.approx([-1, -1, -0.5, 0, 0.5])
