"""Two optima of a move, checked on a fine grid and by whole assessments; and who would enter the list."""

from dataclasses import replace

import numpy as np
import pytest

from criticality.assess import Decider
from criticality.policy.bench import Bench
from criticality.policy.disruption.sweep import entrants, sweep_of
from criticality.policy.levers.axes import axes_of, partner_axes
from criticality.policy.levers.optima import dimension_of_supply, optima_of
from criticality.policy.verify import applied, decide_with
from policy.cases import listed


@pytest.fixture(scope="module")
def bench(taiwan):
    return Bench(*taiwan)


@pytest.fixture(scope="module")
def moves(bench):
    found = {mineral: axes_of(bench, mineral, partner_axes(bench, mineral)) for mineral in bench.listed}
    return {mineral: axes["diversify"] for mineral, axes in found.items() if "diversify" in axes}


def test_no_amount_on_a_fine_grid_lowers_the_dimension_more(bench, moves):
    dimension = dimension_of_supply(bench)
    assert dimension == "supply_risk"
    place = bench.dimensions.index(dimension)
    for mineral, axis in moves.items():
        ways = np.linspace(0, 1, 101)
        levels = axis.standings(ways).dimensions[:, place]
        row = optima_of(bench, axis)
        best = row["optima"][2]
        assert best["level"] <= levels.min() + 1e-6, mineral
        assert 0 <= best["move"] <= axis.most + 1e-12
        assert row["optima"][0]["level"] == pytest.approx(levels[0])


def test_the_optimum_of_the_concentration_and_of_the_dimension_are_told_apart(bench, moves):
    rows = [optima_of(bench, axis) for axis in moves.values()]
    apart = [row["mineral"] for row in rows if row["optima"][1]["level"] - row["optima"][2]["level"] > 1e-4]
    assert "natural_graphite" in apart  # China's licence counts in the dimension, not in the index
    assert len(apart) < len(rows)


def test_both_optima_come_out_of_whole_assessments(bench, moves):
    for which in (1, 2):
        rows = {mineral: optima_of(bench, axis)["optima"][which] for mineral, axis in moves.items()}
        levers = [axis.lever(rows[mineral]["move"]) for mineral, axis in moves.items() if rows[mineral]["move"] > 0]
        after = decide_with(bench, levers)
        for mineral, row in rows.items():
            assert after.ranking.dimensions.at[mineral, "supply_risk"] == pytest.approx(row["level"], abs=1e-9), mineral
            assert after.ranking.scores[mineral] == pytest.approx(row["score"], abs=1e-9)


def restricting(bench, rows, *, less=0.0):
    """The inputs with each entrant's largest source holding back what is said, or a little less."""
    shocks = [
        {"kind": "export_restriction", "country": row["origin"], "minerals": [row["mineral"]], "because": "A test."}
        | {"share_lost": max(0.0, row["at"] - less)}
        for row in rows
    ]
    scenario = applied(bench, ()).scenario
    return applied(bench, ()), type(scenario).model_validate({"title": "Held back", "shocks": shocks})


@pytest.mark.parametrize(("less", "enter"), [(0.0, True), (0.002, False)])
def test_who_is_said_to_enter_does_so_in_a_whole_assessment_and_not_a_little_earlier(bench, less, enter):
    rows = entrants(bench)
    assert rows
    inputs, scenario = restricting(bench, rows, less=less)
    after = listed(Decider()(replace(inputs, scenario=scenario)))
    assert {row["mineral"] in after for row in rows} == {enter}


def test_nobody_else_would_enter(bench):
    found = {row["mineral"] for row in entrants(bench)}
    for mineral in map(str, bench.decision.ranking.scores.index):
        steps = sweep_of(bench, mineral)
        scores = [step["score"] for step in steps]
        assert scores == sorted(scores)  # a restriction never lowers the risk
        if steps and not bench.table[mineral].listed:
            assert (steps[-1]["tier"] == "critical") == (mineral in found)
