"""P(listed), ranks and central weights against closed forms, against the list itself, and over processes."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from criticality.model.assessment import Robustness
from criticality.ranking.kernels import METHODS
from criticality.robustness import measure_robustness
from criticality.robustness.acceptability import confidence, rank_interval
from criticality.robustness.engine.blocks import BLOCK, Counts, count_draws, task_size, tasks
from criticality.robustness.ensemble import build_ensemble
from longer import sampled
from robustness.cases import GATED, Case, case, direct, panel

RNG = np.random.default_rng(20261123)
TABLE = RNG.random((9, 6))


def ensemble_of(of: Case):
    return build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0]


def test_smaa_of_three_alternatives_and_two_criteria_in_closed_form():
    draws = 100_000
    found = case(
        [[1, 0], [0, 1], [0.6, 0.6]],
        sizes=[2],
        weights=direct(0.5, 0.5),
        method="ahp_ratings",
        vary=("weights",),
        weight_draw="uniform",
        draws=draws,
    ).measured()
    shares = found.ranks.pivot_table(index="mineral", columns="rank", values="share").to_numpy()
    room = 3 / np.sqrt(draws)
    assert np.abs(shares - [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]]).max() < room
    central = found.details["central_weights"]
    weights = np.array([[central[mineral][code] for code in ("c0", "c1")] for mineral in ("m00", "m01", "m02")])
    assert np.abs(weights - [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]).max() < room
    # m00 is listed where its weighted sum w reaches ½: in half of the simplex, with the mean weight ¾
    assert found.table["p_listed"].to_numpy() == pytest.approx([0.5, 0.5, 1.0], abs=room)
    assert found.details["listing_weights"]["m00"]["c0"] == pytest.approx(0.75, abs=room)


def test_missing_evidence_is_uniform_over_the_whole_scale():
    # one criterion that counts: the score is the drawn value, so P(listed) = 1 − threshold
    rule = {"because": "b", "tiers": [{"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.3}]}]}
    found = case(
        [[np.nan], [0.2], [0.4]],
        sizes=[1],
        rule=rule,
        method="ahp_ratings",
        vary=("data",),
        data_spread=0,
        draws=50_000,
    ).measured()
    assert found.table["p_listed"].to_numpy() == pytest.approx([0.7, 0.0, 1.0], abs=3 / np.sqrt(50_000))
    shares = found.ranks.pivot_table(index="mineral", columns="rank", values="share").to_numpy()
    assert shares[0] == pytest.approx([0.6, 0.2, 0.2], abs=3 / np.sqrt(50_000))


def test_threshold_moves_uniformly_to_either_side():
    # score .51 against .50 ± .02: listed unless the threshold rises above .51, a quarter of its range
    found = case(
        [[0.51], [0.47], [0.53]],
        sizes=[1],
        method="ahp_ratings",
        vary=("thresholds",),
        threshold_spread=0.02,
        draws=40_000,
    ).measured()
    assert found.table["p_listed"].to_numpy() == pytest.approx([0.75, 0.0, 1.0], abs=3 / np.sqrt(40_000))


def test_the_same_threshold_on_the_same_quantity_is_one_knob():
    # at least .4 → critical, below .4 → strategic: whatever the draw, every mineral is one or the other
    rule = {
        "because": "b",
        "tiers": [
            {"name": "critical", "listed": True, "when": [{"of": "d0", "at_least": 0.4}]},
            {"name": "strategic", "listed": False, "when": [{"of": "d0", "below": 0.4}]},
        ],
    }
    found = case([[0.395], [0.405]], sizes=[1], rule=rule, vary=("thresholds",), threshold_spread=0.05).measured()
    assert (found.table["p_not_listed"] == 0).all()
    assert found.table["p_critical"].between(0.3, 0.7).all()


@pytest.mark.parametrize("method", sampled(METHODS, 4))
def test_without_spread_the_draws_repeat_the_list(method):
    of = case(
        TABLE,
        sizes=[2, 3, 1],
        weights=panel([2, 3, 1]),
        method=method,
        rule=GATED,
        vary=("weights", "data", "thresholds"),
        judgement_spread=0,
        resample_judges=False,
        data_spread=0,
        threshold_spread=0,
    )
    found = of.measured()
    table = found.table.set_index("mineral")
    decided = of.critical_list.table.set_index("mineral")
    assert table["p_listed"].tolist() == decided["listed"].astype(float).reindex(table.index).tolist()
    assert table["rank_low"].tolist() == of.ranking.ranks.reindex(table.index).tolist()
    assert table["rank_high"].tolist() == table["rank_low"].tolist()
    assert (table["standard_error"] == 0).all()
    assert set(table["confidence"]) <= {"firm", "unlikely"}
    assert found.details["list_size"]["expected"] == decided["listed"].sum()


def test_designations_are_ignored():
    designated = {
        **GATED,
        "designations": [{"mineral": "m00", "tier": "critical", "by": "Minister", "on": "2026-11-20", "because": "b"}],
    }
    plain, decided = (
        case(np.zeros((3, 2)), sizes=[1, 1], rule=rule, vary=("thresholds",)) for rule in (GATED, designated)
    )
    assert decided.critical_list.table.set_index("mineral").loc["m00", "listed"]
    assert decided.measured().table.equals(plain.measured().table)


def test_groups_enter_together_in_every_draw():
    rule = {**GATED, "groups": [{"group": "heavy", "listed_if": "any", "because": "b"}]}
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=rule, groups={"m01": "heavy", "m04": "heavy"})
    p_listed = of.measured(judgement_spread=0.6).table.set_index("mineral")["p_listed"]
    assert p_listed["m01"] == p_listed["m04"]
    assert 0 < p_listed["m01"] < 1


def test_clones_share_the_better_rank():
    values = np.vstack([TABLE, TABLE[2]])
    found = case(values, sizes=[2, 3, 1], weights=panel([2, 3, 1]), vary=("weights",)).measured()
    shares = found.ranks.pivot_table(index="mineral", columns="rank", values="share")
    assert shares.loc["m02"].tolist() == shares.loc["m09"].tolist()
    assert np.allclose(shares.sum(axis=1), 1.0)


# ── the same answer, whoever counts ──────────────────────────────────────────


def same(left: Counts, right: Counts) -> bool:
    return all(np.array_equal(getattr(left, name), getattr(right, name)) for name in vars(left))


def test_processes_and_chunks_change_no_bit():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), rule=GATED, vary=("weights", "data", "thresholds"))
    draws = 3 * BLOCK + 300
    alone = count_draws(ensemble_of(of), draws, workers=1)
    assert int(alone.draws) == draws
    for workers, size in ((1, 1), (2, 2)):
        assert same(count_draws(ensemble_of(of), draws, workers=workers, blocks_a_task=size), alone), (workers, size)


@pytest.mark.parametrize(("draws", "workers"), [(1_000_000, 2), (1_000_000, 8), (100_000, 1), (5000, 2)])
def test_the_last_tasks_are_small_so_that_nobody_waits_long_for_another(draws, workers):
    ranges = list(tasks(draws, task_size(draws, workers), workers))
    firsts, ends, counts = zip(*ranges, strict=True)
    assert (firsts[0], *firsts[1:], -(-draws // BLOCK)) == (0, *ends)
    assert sum(counts) == draws
    sizes = [end - first for first, end in zip(firsts, ends, strict=True)]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) <= 64
    assert max(sizes[-workers:]) <= 16


def test_more_draws_go_on_where_fewer_stopped():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), vary=("weights",))
    ensemble = ensemble_of(of)
    few, many = (count_draws(ensemble, draws).tiers[0] for draws in (700, 1700))
    assert (many >= few).all()
    assert int(many.sum()) > int(few.sum())


def test_a_factor_switched_off_leaves_the_draws_of_another_alone():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), data_spread=0, threshold_spread=0)
    alone = of.measured(vary=("weights",)).table
    assert of.measured(vary=("weights", "data", "thresholds")).table.equals(alone)


def test_another_seed_draws_otherwise():
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]), vary=("weights",))
    assert not of.measured(seed=1).ranks.equals(of.measured(seed=2).ranks)
    assert of.measured(seed=1).ranks.equals(of.measured(seed=1).ranks)


def test_progress_is_told_up_to_the_end():
    seen = []
    of = case(TABLE, sizes=[2, 3, 1], weights=panel([2, 3, 1]))
    count_draws(ensemble_of(of), 3000, progress=lambda done, asked: seen.append((done, asked)), blocks_a_task=1)
    assert seen == [(1024, 3000), (2048, 3000), (3000, 3000)]


# ── words and intervals ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("listed", "word"),
    [
        (100, "firm"),
        (90, "firm"),
        (89, "likely"),
        (67, "likely"),
        (66, "borderline"),
        (33, "borderline"),
        (32, "unlikely"),
    ],
)
def test_confidence_classes_include_their_lower_end(listed, word):
    assert confidence(listed, 100) == word


def test_rank_interval_is_where_five_and_ninety_five_percent_are_reached():
    counts = np.array([[5, 90, 5, 0], [4, 90, 6, 0], [100, 0, 0, 0], [0, 0, 0, 100]])
    low, high = rank_interval(counts)
    assert low.tolist() == [1, 2, 1, 4]
    assert high.tolist() == [2, 3, 1, 4]


def test_no_draws_means_not_assessed():
    of = case(TABLE, sizes=[2, 3, 1]).with_robustness(draws=0)
    assert measure_robustness(of.inputs, of.matrix, of.weights, of.ranking, {}) is None


THREADS = """
import sys
sys.path.insert(0, {tests!r})
import hashlib
import numpy as np
from robustness.cases import GATED, case, panel
from criticality.robustness.engine.blocks import count_draws
from criticality.robustness.ensemble import build_ensemble
of = case(np.random.default_rng(1).random((200, 12)), sizes=[4, 6, 2], weights=panel([4, 6, 2]), rule=GATED)
counts = count_draws(build_ensemble(of.inputs, of.matrix, of.weights, "topsis", {{}})[0], 3000)
print(hashlib.sha256(b"".join(getattr(counts, name).tobytes() for name in vars(counts))).hexdigest())
"""


def test_threads_of_the_linear_algebra_library_change_no_bit():
    tests = str(Path(__file__).parents[1])
    digests = {
        subprocess.run(
            [sys.executable, "-c", THREADS.format(tests=tests)],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "4")
    }
    assert len(digests) == 1


# ── the planner's slips ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"draws": -1}, "draws"),
        ({"draws": 1.5}, "draws"),
        ({"seed": -3}, "seed"),
        ({"judgement_spread": -0.1}, "judgement_spread"),
        ({"data_spread": -1}, "data_spread"),
        ({"threshold_spread": -0.01}, "threshold_spread"),
        ({"concentration": 0}, "concentration"),
        ({"vary": ["weights", "weather"]}, "vary"),
        ({"weight_draw": "guess"}, "weight_draw"),
        ({"drawz": 10}, "drawz"),
    ],
)
def test_bad_settings_are_refused_by_name(settings, named):
    with pytest.raises(ValidationError) as refused:
        Robustness.model_validate({"draws": 10, "seed": 1, **settings})
    assert named in {str(error["loc"][0]) for error in refused.value.errors()}
