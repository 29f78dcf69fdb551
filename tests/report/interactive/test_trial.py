"""The script of the interactive edition against `criticality.listing`, in a real headless Chromium: no difference."""

import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsers import needs_browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trial_cases import GRID, Case, cases, moved, shares

import criticality
from criticality.assess import Decider
from criticality.listing.classify import quantities_of
from criticality.listing.rule import assign_tiers, compile_rule
from criticality.model.record import rows
from criticality.ranking.methods import rank
from criticality.records.restore import inputs_from
from criticality.report.interactive.trial import trial_of
from test_levels import workspace
from workspace_builder import atlantis

pytestmark = needs_browser
ROOT = Path(__file__).parents[3]
DECIDE = (files("criticality.report") / "web" / "scripts" / "decide.js").read_text("utf-8")
MANY = """([data, cases]) => { const own = unpacked(data);
  return cases.map(([across, thresholds]) => { const found = decide(own, across, thresholds);
    return [found.tiers, found.ranks, found.scores]; }); }"""
LONG = bool(os.environ.get("LONG_TESTS"))
"""Whether the long form was asked for: every list that is tried is decided twice, by the product and in the page."""
Wanted = tuple[list[float], list[float]]


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    page.add_script_tag(content=DECIDE)
    yield page
    page.close()


def tried(page: Any, data: Any, wanted: list[Wanted]) -> list[Any]:
    """What the script decides in many cases, in one call: tiers, ranks, scores."""
    found: list[Any] = page.evaluate(MANY, [json.loads(json.dumps(data)), wanted])
    return found


def decided(case: Case, data: Any, wanted: Wanted) -> list[Any]:
    across, thresholds = wanted
    table, ranking = case.decided(moved(case.rule, data["parameters"], thresholds), across)
    names = [*(tier.name for tier in case.rule.tiers), "not_listed"]
    return [
        [names.index(tier) for tier in table["tier"]],
        ranking.ranks.tolist(),
        ranking.scores.tolist(),
    ]


@st.composite
def trials(draw: st.DrawFn) -> tuple[Case, list[Wanted]]:
    """A case, and other weights and thresholds: on the grid of the values, and on the scores themselves."""
    case = draw(cases())
    data = trial_of(case.record()).data
    assert data is not None
    wanted: list[Wanted] = [(list(case.across), [entry["threshold"] for entry in data["parameters"]])]
    for _ in range(3):
        across = list(draw(shares(len(case.dimensions))))
        scores = case.decided(case.rule, across)[1].scores.tolist()
        wanted.append((across, [draw(_threshold(entry, scores)) for entry in data["parameters"]]))
    return case, wanted


def _threshold(entry: dict[str, Any], scores: list[float]) -> st.SearchStrategy[float]:
    if entry["unit"] == "place":
        return st.integers(1, 6).map(float)
    if entry["unit"] == "source":
        return GRID.map(lambda value: 10 * value)
    return st.one_of(GRID, st.sampled_from(scores)) if entry["of"] == "score" else GRID


@settings(max_examples=600 if LONG else 25, suppress_health_check=list(HealthCheck), deadline=None)
@given(trials())
def test_no_difference_on_thresholds_ties_groups_designations_and_left_out_dimensions(
    page: Any, trial: tuple[Case, list[Wanted]]
) -> None:
    case, wanted = trial
    data = trial_of(case.record()).data
    for one, (tiers, ranks, scores) in zip(wanted, tried(page, data, wanted), strict=True):
        expected = decided(case, data, one)
        assert [tiers, ranks] == expected[:2], (one, scores, expected[2])
        assert np.abs(np.subtract(scores, expected[2])).max() <= 1e-12


def no_difference(page: Any, record: Any, count: int) -> None:
    """Decide a record again under random weights and thresholds, in the page and by the product."""
    data: Any = trial_of(record).data
    inputs, chance = inputs_from(record), random.Random(20261130)
    found = Decider().ranked(inputs)
    group_of = {str(row["mineral"]): str(row.get("group") or "") for row in rows(record, "minerals")}
    rule = compile_rule(inputs.assessment.rule, data["minerals"], group_of, inputs.criteria)
    local, wanted, expected = found.weights.top, list[Wanted](), list[Any]()
    for _ in range(count):
        points = [chance.random() * (chance.random() > 0.1) for _ in data["dimensions"]]
        across = [point / sum(points) for point in points] if any(points) else data["across"]
        thresholds = [round(chance.random(), 2) for _ in data["parameters"]]
        first = found.weights.dimensions.copy()
        first.loc[data["dimensions"]] = across
        overall = local["local_weight"] * local["dimension"].map(first)
        weights = replace(found.weights, table=found.weights.table.assign(global_weight=overall), dimensions=first)
        ranking = rank(found.matrix, weights, inputs.weighted, inputs.assessment.method)
        quantities = quantities_of(ranking, found.matrix, rule.needs)
        expected.append([assign_tiers(rule, quantities, np.array(thresholds)).tolist(), ranking.ranks.tolist()])
        wanted.append((across, thresholds))
    assert [found[:2] for found in tried(page, data, wanted)] == expected


def test_no_difference_over_random_weightings_and_thresholds_of_the_taiwan_list(page: Any, taiwan: Any) -> None:
    no_difference(page, taiwan, 1000 if LONG else 60)


@pytest.mark.parametrize("method", ["topsis", "topsis_flat"])
def test_no_difference_where_dimensions_stand_on_several_levels(page: Any, tmp_path: Path, method: str) -> None:
    root = workspace(tmp_path, method=method)
    no_difference(page, criticality.Workspace(root).assess(draws=0).record, 40)


def of_raw_figures(root: Path) -> Any:
    """The record of a workspace whose assessment ranks by TOPSIS on raw figures."""
    (file,) = (root / "assessments").glob("*.yaml")
    text, changed = re.subn(
        "^method: topsis(?= *(#|$))", "method: topsis_vector", file.read_text("utf-8"), flags=re.MULTILINE
    )
    assert changed == 1
    file.write_text(text, "utf-8")
    record = criticality.Workspace(root).assess(draws=0, choices="none").record
    assert [cell["counted"] for cell in record["result"]["indicators"] if "counted" in cell]
    return record


def test_no_difference_under_topsis_on_raw_figures_where_intervals_stand_in(page: Any, tmp_path: Path) -> None:
    no_difference(page, of_raw_figures(atlantis(tmp_path)), 200 if LONG else 40)


@pytest.mark.slow
def test_no_difference_under_topsis_on_the_raw_figures_of_the_taiwan_list(page: Any, tmp_path: Path) -> None:
    for name in ("assessments", "choices", "criteria", "data", "scenarios", "templates", "weights"):
        shutil.copytree(ROOT / name, tmp_path / name)
    no_difference(page, of_raw_figures(tmp_path), 1000)


def test_the_recorded_weights_and_thresholds_give_the_recorded_list(page: Any, taiwan: Any) -> None:
    data: Any = trial_of(taiwan).data
    thresholds = [entry["threshold"] for entry in data["parameters"]]
    ((tiers, ranks, scores),) = tried(page, data, [(data["across"], thresholds)])
    rows = {row["mineral"]: row for row in taiwan["result"]["ranking"]}
    assert tiers == data["recorded"]
    assert ranks == [rows[code]["rank"] for code in data["minerals"]]
    assert scores == [rows[code]["score"] for code in data["minerals"]]
