"""Every drawn list is the list that the assessment's own steps would decide: batch and scalar path, draw by draw."""

# Holds: robustness/kernels/methods.py.

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from criticality.listing.classify import classify
from criticality.listing.rule import CompiledRule
from criticality.model.assessment import ListRule
from criticality.model.results import WeightSet
from criticality.ranking.kernels import METHODS
from criticality.ranking.methods import rank
from criticality.robustness.engine.blocks import Worker
from criticality.robustness.engine.decide import decide
from criticality.robustness.ensemble import Ensemble, build_ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.ranks import count_ranks, ranks_of
from criticality.robustness.sampling.draws import BLOCK, stream
from longer import sampled
from robustness.cases import GATED, Case, case, direct, panel

RNG = np.random.default_rng(4)
TABLE = RNG.random((12, 6))
TABLE[3, 4] = np.nan
TABLE[5] = TABLE[2]
DRAWS = 40


def scalar_weights(of: Case, ensemble: Ensemble, local: np.ndarray, across: np.ndarray) -> WeightSet:
    codes = [criterion.code for criterion in ensemble.criteria]
    table = pd.DataFrame(
        {
            "criterion": codes,
            "dimension": [ensemble.dimensions[place] for place in ensemble.dimension_of],
            "local_weight": local,
            "global_weight": local * across[ensemble.dimension_of],
        }
    )
    return replace(of.weights, table=table, dimensions=pd.Series(across, index=list(ensemble.dimensions)))


def moved(rule: ListRule, compiled: CompiledRule, thresholds: np.ndarray) -> ListRule:
    """The rule with the drawn thresholds written into it."""
    place = iter(range(len(compiled.of)))
    tiers = []
    for stated in rule.tiers:
        tier = stated
        for position, condition in enumerate(stated.conditions):
            drawn = float(thresholds[compiled.parameter_of[next(place)]])
            tier = tier.with_condition(position, condition.at(drawn))
        tiers.append(tier)
    return rule.model_copy(update={"tiers": tuple(tiers)})


def compare(of: Case) -> None:
    ensemble, not_done = build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)
    assert not not_done
    buffers, block = WorkBuffers(), 2
    weights = ensemble.weights.draw(stream(ensemble.seed, block, "weights"), block)
    thresholds = ensemble.thresholds.draw(stream(ensemble.seed, block, "thresholds"), block)
    values = ensemble.shared()
    if ensemble.data is not None:
        values = ensemble.drawn(stream(ensemble.seed, block, "data"), buffers)
    decided = decide(ensemble, weights, values, buffers, thresholds=thresholds)
    scores = decided.scores.exact()
    ranks = ranks_of(scores)
    codes = [criterion.code for criterion in ensemble.criteria]
    for draw in range(DRAWS):
        found = scalar_weights(of, ensemble, weights.local[draw], weights.across[draw])
        matrix = of.matrix
        if ensemble.data is not None:
            scaled = pd.DataFrame(np.array(values.scaled)[:, draw].T, index=matrix.raw.index, columns=codes)
            raw = matrix.raw.copy()
            if values.raw is not None:
                raw = pd.DataFrame(np.array(values.raw)[:, draw].T, index=matrix.raw.index, columns=codes)
            cells = matrix.cells.copy()
            for place, entry in enumerate([*ensemble.criteria, *ensemble.screened]):
                plane = values.screening[entry.code] if place >= len(codes) else values.scaled[place]
                cells.loc[cells["criterion"] == entry.code, "scaled"] = plane[draw]
            screening = matrix.screening.copy()
            for code, figures in values.figures.items():
                (raw if code in raw else screening)[code] = figures[draw]
            matrix = replace(matrix, scaled=scaled, raw=raw, cells=cells, screening=screening)
        ranking = rank(matrix, found, of.inputs.weighted, of.ranking.method)
        rule = moved(of.inputs.assessment.rule, ensemble.rule, thresholds[draw])
        table = classify(ranking, matrix, rule, pd.DataFrame(), {}, of.groups, of.inputs.criteria).table
        tiers = [ensemble.rule.names[place] for place in np.broadcast_to(decided.tiers, scores.shape)[draw]]
        assert scores[draw] == pytest.approx(ranking.scores.to_numpy(), abs=1e-12)
        assert ranks[draw].tolist() == ranking.ranks.tolist()
        assert tiers == table["rule_tier"].tolist()
    counted = count_ranks(decided.scores, BLOCK, buffers).counts
    slow = np.array([np.bincount(column - 1, minlength=scores.shape[1]) for column in ranks.T])
    assert np.array_equal(counted, slow)


@pytest.mark.parametrize("method", sampled(METHODS, 3))
@pytest.mark.parametrize("data", [pytest.param(False, marks=pytest.mark.slow), True])
def test_topsis_ratings_and_tiers_draw_by_draw(method, data):
    vary = ("weights", "thresholds", *(("data",) if data else ()))
    compare(case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1], judges=3), method=method, rule=GATED, vary=vary))


@pytest.mark.parametrize("aggregate", ["judgements", "priorities"])
@pytest.mark.parametrize("prioritisation", ["eigenvector", "row_geometric_mean"])
def test_panels_joined_and_solved_in_every_way_draw_by_draw(aggregate, prioritisation):
    weights = panel([2, 3, 1], judges=3, aggregate=aggregate, prioritisation=prioritisation)
    left = weights.judges[2].model_copy(update={"comparisons": {"d1": weights.judges[2].comparisons["d1"]}})
    weights = weights.model_copy(update={"judges": (*weights.judges[:2], left)})
    compare(case(TABLE, sizes=[2, 3, 1], weights=weights, rule=GATED))


@pytest.mark.parametrize("draw", ["dirichlet", "uniform"])
def test_drawn_direct_weights_draw_by_draw(draw):
    weights = direct(0.1, 0.2, 0.1, 0.25, 0.15, 0.2)
    compare(case(TABLE, sizes=[2, 3, 1], weights=weights, rule=GATED, weight_draw=draw, concentration=20))


def test_a_dimension_left_out_still_opens_its_gate():
    weights = panel([2, 3, 1], judges=3, leave_out=["d1"])
    compare(case(TABLE, sizes=[2, 3, 1], weights=weights, rule=GATED))


def test_conditions_on_criteria_weighted_or_screening_draw_by_draw():
    rule = {
        "because": "A single point of failure.",
        "tiers": [
            {
                "name": "critical",
                "listed": True,
                "when": [{"of": "s0", "at_least": 0.7}, {"of": "score", "at_least": 0.4}],
            },
            {"name": "watch", "listed": False, "when": [{"of": "c3", "below": 0.5}]},
        ],
        "groups": [{"group": "pair", "listed_if": "all", "because": "Together."}],
    }
    table = np.column_stack([TABLE, RNG.random(12)])
    table[7, 6] = np.nan
    compare(
        case(
            table,
            sizes=[2, 3, 1],
            weights=panel([2, 3, 1]),
            rule=rule,
            screening=1,
            groups={"m00": "pair", "m01": "pair"},
        )
    )


IN_OWN_UNITS = {
    "because": "The figures themselves, as an authority publishes them.",
    "tiers": [
        {
            "name": "critical",
            "listed": True,
            "when": [
                {"of": "c0", "at_least": {"value": 0.35, "unit": "source"}},
                {"of": "c4", "at_least": {"value": 0.2, "unit": "source"}},
                {"of": "score", "at_least": 0.3},
            ],
        },
        {
            "name": "single_source",
            "listed": True,
            "when": [{"of": "s0", "at_least": {"value": 0.6, "unit": "source"}}, {"of": "c0", "below": 0.5}],
        },
        {"name": "watch", "listed": False, "when": [{"of": "c3", "below": {"value": 0.5, "unit": "source"}}]},
    ],
}


@pytest.mark.parametrize("method", sampled(["topsis", "ahp_ratings", "topsis_vector"], 2))
@pytest.mark.parametrize("data", [pytest.param(False, marks=pytest.mark.slow), True])
def test_thresholds_in_the_unit_of_the_figures_draw_by_draw(method, data):
    table = np.column_stack([TABLE, RNG.random(12)])
    table[7, 6] = np.nan
    changes = {
        "c0": {"direction": "lowers_criticality"},
        "c3": {"scale": {"kind": "log", "zero_at": 0.05, "one_at": 0.9}},
        "c4": {"unit": "1"},
    }
    compare(
        case(
            table,
            sizes=[2, 3, 1],
            weights=panel([2, 3, 1], judges=3),
            method=method,
            rule=IN_OWN_UNITS,
            screening=1,
            changes=changes,
            bounds={(1, 0): (0.2, 0.9)},
            vary=("weights", "thresholds", *(("data",) if data else ())),
        )
    )


RULES = {
    "alternatives": {
        "tiers": [
            {
                "name": "critical",
                "listed": True,
                "when": [{"of": "score", "at_least": 0.3}],
                "any": [
                    {"when": [{"of": "d0", "at_least": 0.5}, {"of": "c4", "at_least": 0.4}]},
                    {"when": [{"of": "s0", "at_least": {"value": 0.6, "unit": "source"}}]},
                ],
            },
            {"name": "watch", "listed": False, "any": [{"when": [{"of": "d1", "below": 0.5}]}]},
        ],
    },
    "places": {
        "tiers": [
            {"name": "critical", "listed": True, "when": [{"of": "score", "top": 4}, {"of": "d1", "at_least": 0.3}]},
            {"name": "watch", "listed": False, "when": [{"of": "c3", "top": 6}]},
            {"name": "other", "listed": False, "when": [{"of": "d0", "top": 3}]},
        ],
    },
    "averages": {
        "tiers": [
            {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}, {"of": "d0", "top": 7}]},
            {"name": "in_words", "listed": True, "designations_only": True},
            {"name": "watch", "listed": False, "when": [{"of": "d1", "at_least": 0.4}]},
        ],
        "groups": [{"group": "pair", "listed_if": "average", "because": "One ore."}],
    },
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("method", sampled(["topsis", "ahp_ratings", "product", "topsis_vector"], 3))
def test_alternatives_places_and_averages_draw_by_draw(rule, method):
    table = np.column_stack([TABLE, RNG.random(12)])
    table[7, 6] = np.nan
    of = case(
        table,
        sizes=[2, 3, 1],
        weights=panel([2, 3, 1], judges=3),
        method=method,
        rule={"because": "For a test.", **RULES[rule]},
        screening=1,
        groups={"m00": "pair", "m01": "pair", "m09": "pair"},
    )
    compare(of)
    listed = of.measured(draws=1024, threshold_spread=0.1).table["p_listed"]
    assert ((listed > 0) & (listed < 1)).sum() >= 3


@pytest.mark.parametrize("method", ["topsis", "ahp_ratings", "topsis_vector"])
def test_targets_and_classes_draw_by_draw(method):
    bands = [{"below": 0.3, "value": 1}, {"below": 0.6, "value": 2}, {"value": 3}]
    table = np.column_stack([TABLE, RNG.random(12)])
    changes = {
        "c0": {"scale": {"kind": "target", "worst_below": 0.1, "best": [0.4, 0.5], "worst_above": 0.9}},
        "c3": {"scale": {"kind": "classes", "bands": bands, "zero_at": 1, "one_at": 3}},
        "c4": {"scale": {"kind": "target", "best": 0.2, "worst_above": 0.8}, "direction": "lowers_criticality"},
        "c1": {"scale": {"kind": "words", "words": {"low": 0, "high": 1}, "zero_at": 0, "one_at": 1}},
    }
    tiers = [
        {
            "name": "critical",
            "listed": True,
            "when": [{"of": "score", "at_least": 0.45}, {"of": "c3", "at_least": 0.5}, {"of": "c0", "at_least": 0.2}],
        },
        {"name": "watch", "listed": False, "when": [{"of": "c3", "below": {"value": 0.4, "unit": "source"}}]},
    ]
    of = case(
        table,
        sizes=[2, 3, 1],
        weights=panel([2, 3, 1], judges=3),
        method=method,
        rule={"because": "For a test.", "tiers": tiers},
        screening=1,
        changes=changes,
        bounds={(1, 0): (0.2, 0.9)},
    )
    compare(of)
    listed = of.measured(draws=1024).table["p_listed"]
    assert ((listed > 0) & (listed < 1)).sum() >= 3


def test_a_figure_near_a_limit_changes_its_class_as_often_as_it_is_drawn_beyond_it():
    bands = [{"below": 0.5, "value": 0}, {"value": 1}]
    scale = {"kind": "classes", "bands": bands, "zero_at": 0, "one_at": 1}
    tiers = [{"name": "critical", "listed": True, "when": [{"of": "c0", "at_least": 0.5}]}]
    of = case(
        [[0.499], [0.1], [0.9]],
        sizes=[1],
        weights=direct(1.0),
        method="ahp_ratings",
        rule={"because": "For a test.", "tiers": tiers},
        changes={"c0": {"scale": scale}},
        vary=("data",),
    )
    found = of.measured(draws=4000).table.set_index("mineral")["p_listed"]
    assert found["m00"] == pytest.approx(0.5, abs=0.03)
    assert (found["m01"], found["m02"]) == (0.0, 1.0)


def test_the_same_rule_in_either_unit_gives_the_same_draws():
    scale = {"kind": "linear", "zero_at": 2.0, "one_at": 12.0}
    found = []
    for threshold in (0.4, {"value": 6.0, "unit": "source"}):
        tiers = [{"name": "critical", "listed": True, "when": [{"of": "c0", "at_least": threshold}]}]
        of = case(
            3.0 + 8.0 * TABLE[:, :2],
            sizes=[2],
            weights=direct(0.5, 0.5),
            method="ahp_ratings",
            rule={"because": "For a test.", "tiers": tiers},
            changes={"c0": {"scale": scale}, "c1": {"scale": scale}},
            weight_draw="dirichlet",
        )
        measured = of.measured(draws=3000)
        found.append((measured.table["p_listed"].tolist(), measured.ranks.to_numpy().tolist()))
        margins = of.critical_list.table["margin"].tolist()
        found[-1] += (np.round(margins, 12).tolist(), of.critical_list.table["tier"].tolist())
    assert found[0] == found[1]
    assert any(0.1 < p < 0.9 for p in found[0][0])


def test_scores_at_the_corners_of_the_cube():
    # all 1 and all 0 are the corners themselves; the far distance of the first cancels in the short way of computing it
    table = np.vstack([np.ones(6), np.zeros(6), np.full(6, 1 - 1e-9), np.full(6, 0.999), TABLE[:2]])
    of = case(table, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED, vary=("weights", "thresholds"))
    compare(of)


def test_counts_under_the_default_settings_are_those_of_lists_decided_one_by_one():
    """Weights, figures and thresholds vary: the engine decides in single precision and counts what the steps decide."""
    values = np.random.default_rng(8).random((30, 6))
    values[3, 4], values[9, 0] = np.nan, 0.0
    shares = {"c1": {"unit": "1"}, "c5": {"unit": "%", "scale": {"kind": "linear", "zero_at": 0, "one_at": 100}}}
    values[:, 5] *= 100
    logarithmic = {"c2": {"scale": {"kind": "log", "zero_at": 0.05, "one_at": 0.9}}}
    bounds = {(mineral, 0): (values[mineral, 0] * 0.7, values[mineral, 0] * 1.2) for mineral in range(1, 30, 3)}
    of = case(
        values,
        sizes=[2, 3, 1],
        weights=panel([2, 3, 1], judges=3),
        rule=GATED,
        grade="C",
        bounds=bounds,
        changes={**shares, **logarithmic},
    )
    ensemble = build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0]
    weights = ensemble.weights.draw(stream(ensemble.seed, 0, "weights"), 0)
    thresholds = ensemble.thresholds.draw(stream(ensemble.seed, 0, "thresholds"), 0)
    scaled = ensemble.drawn(stream(ensemble.seed, 0, "data"), WorkBuffers()).scaled
    codes, names, places = [entry.code for entry in ensemble.criteria], ensemble.rule.names, np.arange(30)
    ranks, tiers = np.zeros((30, 30), dtype=np.int64), np.zeros((len(names), 30), dtype=np.int64)
    for draw in range(200):
        found = scalar_weights(of, ensemble, weights.local[draw], weights.across[draw])
        drawn = pd.DataFrame(scaled[:, draw].T, index=of.matrix.raw.index, columns=codes)
        matrix = replace(of.matrix, scaled=drawn)
        ranking = rank(matrix, found, of.inputs.weighted, "topsis")
        rule = moved(of.inputs.assessment.rule, ensemble.rule, thresholds[draw])
        table = classify(ranking, matrix, rule, pd.DataFrame(), {}, of.groups).table
        ranks[places, ranking.ranks.to_numpy() - 1] += 1
        tiers[[names.index(name) for name in table["rule_tier"]], places] += 1
    worker = Worker(ensemble)
    counted = worker.count_blocks(range(1), 200)
    assert worker._single is not None
    assert np.array_equal(counted.ranks, ranks)
    assert np.array_equal(counted.tiers, tiers)


def test_methods_drawn_are_the_methods_themselves():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED, vary=("method",))
    ensemble = build_ensemble(of.inputs, of.matrix, of.weights, "topsis", {})[0]
    drawn = ensemble.methods.draw(stream(ensemble.seed, 0, "method"), 0)
    decided = decide(ensemble, ensemble.stated.repeated(BLOCK), ensemble.shared(), WorkBuffers(), methods=drawn)
    assert ensemble.methods.methods == ("topsis", "topsis_flat", "ahp_ratings")
    for place, name in enumerate(ensemble.methods.methods):
        row = np.flatnonzero(drawn == place)[0]
        expected = rank(of.matrix, of.weights, of.inputs.weighted, name)
        assert decided.scores.exact(np.array([row]))[0] == pytest.approx(expected.scores.to_numpy(), abs=1e-12)


def test_one_mineral_alone_stands_half_way_under_the_vector_form():
    compare(
        case(
            [[0.3, 0.4]],
            sizes=[1, 1],
            weights=panel([1, 1]),
            method="topsis_vector",
            rule=GATED,
            vary=("weights", "thresholds"),
        )
    )
