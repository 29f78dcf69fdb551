"""Single precision first, double where it is close: the counts are those of double precision, to the last draw."""

# Holds: robustness/engine/conditions.py, robustness/kernels/error_bounds.py.

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.robustness.engine import single_precision as single
from criticality.robustness.engine.blocks import Worker
from criticality.robustness.engine.decide import score
from criticality.robustness.ensemble import Ensemble, build_ensemble
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.products import WeightBlock, pieces
from criticality.robustness.kernels.ranks import RankCounter, count_ranks, ranks_of
from criticality.robustness.kernels.scores import Scores, key_scale
from criticality.robustness.sampling.draws import BLOCK
from robustness.cases import GATED, case, panel

METHODS = ("topsis", "topsis_flat", "topsis_vector", "ahp_ratings")
SIZES = (5, 7, 3)
EVERYBODY = np.random.default_rng(11).random((90, sum(SIZES)))
CORNERS = np.repeat([0.0, 1.0], 2)[:, None].repeat(15, axis=1)
ALIKE = np.vstack([EVERYBODY[:30], EVERYBODY[:5] + 1e-8, EVERYBODY[5:8], CORNERS]).clip(0, 1)
EVERY = slice(None)
SHARPNESS = (0.02, 0.3, 3.0, 50.0)


def ensemble(values=EVERYBODY, method="topsis", rule=GATED, **changes) -> Ensemble:
    settings = {"vary": ("weights", "thresholds"), "weight_draw": "dirichlet", "concentration": 30, **changes}
    groups = MEMBERS if "groups" in rule else None
    of = case(values, sizes=SIZES, weights=panel(SIZES), method=method, rule=rule, groups=groups, **settings)
    return build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0]


HEAVY = {**GATED, "groups": [{"group": "heavy", "listed_if": "any", "because": "b"}]}
MEMBERS = {"m01": "heavy", "m04": "heavy", "m17": "heavy"}


def counts(worker: Worker, blocks: int):
    total = worker.count_block(0)
    for block in range(1, blocks):
        total = total + worker.count_block(block)
    return total


def in_double(of: Ensemble) -> Worker:
    worker = Worker(of)
    worker._single = None
    return worker


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [EVERYBODY, ALIKE], ids=["ninety", "alike"])
def test_counts_are_those_of_double_precision(method, values):
    of = ensemble(values, method)
    first, second = counts(Worker(of), 8), counts(in_double(of), 8)
    assert Worker(of)._single is not None
    for name in vars(first):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name


def test_several_blocks_at_once_are_those_of_double_precision_one_by_one():
    """More than one piece of what stays in the cache, the last one short, and a group that enters together."""
    of = ensemble(rule=HEAVY, threshold_spread=0.2)
    first, second = Worker(of).count_blocks(range(6), 5 * BLOCK), counts(in_double(of), 5)
    assert not np.array_equal(first.tiers, counts(in_double(ensemble(threshold_spread=0.2)), 5).tiers)
    for name in vars(first):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name


@pytest.mark.parametrize("of", ["score", "d1"])
def test_who_stands_exactly_on_the_threshold_reaches_it_beyond_the_first_piece(of):
    base, draws, mineral = ensemble(), 5 * BLOCK, 7
    weights = base.stated.repeated(draws)
    scores = score(base, "topsis", base.stated.repeated(1), base.shared(), Scratch())[0].exact()[0]
    value = scores[mineral] if of == "score" else base.stated.local[base.members[1]] @ base.scaled[base.members[1], 7]
    for moved, reached in ((0.0, True), (2e-12, False)):
        condition = {"of": of, "at_least": math.floor(float(value) * 1e12) / 1e12 + moved}
        rule = {"because": "b", "tiers": [{"name": "t", "listed": True, "when": [condition]}]}
        ruled = ensemble(rule=rule, threshold_spread=0.0)
        found = single.single_precision(ruled, ruled.shared()).decide(weights, None, draws, Scratch())[0]
        assert (found[0, :, mineral] == reached).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("of", ["score", "d0", "d1"])
def test_who_stands_exactly_on_the_threshold_reaches_it_in_every_draw(method, of):
    base = ensemble(method=method)
    weights = base.stated.repeated(BLOCK)
    scores, local = score(base, method, weights, base.shared(), Scratch())[0].exact()[0], base.stated.local
    for mineral in range(0, 90, 17):
        place = ("d0", "d1").index(of) if of != "score" else None
        members = base.members[place or 0]
        value = float(scores[mineral] if place is None else local[members] @ base.scaled[members, mineral])
        threshold = math.floor(value * 1e12) / 1e12
        for moved, reached in ((0.0, True), (2e-12, False)):
            condition = {"of": of, "at_least": threshold + moved}
            rule = {"because": "b", "tiers": [{"name": "t", "listed": True, "when": [condition]}]}
            ruled = ensemble(method=method, rule=rule, threshold_spread=0.0)
            found = single.single_precision(ruled, ruled.shared()).decide(weights, None, BLOCK, Scratch())[0]
            assert (found[0, :, mineral] == reached).all()


@pytest.mark.parametrize("method", ["topsis", "topsis_flat"])
@pytest.mark.parametrize(("threshold", "off"), [(1.0, -1e-9), (2e-9, 1e-9), (1.0 - 2e-9, 1e-9)])
def test_who_stands_a_billionth_beside_the_best_or_the_worst_is_told_apart(method, threshold, off):
    """The axis is flat there: its square root of 16 digits is 8."""
    values = EVERYBODY[:10].copy()
    values[0], values[1] = threshold, np.clip(threshold + off, 0, 1)
    rule = {"because": "b", "tiers": [{"name": "t", "listed": True, "when": [{"of": "score", "at_least": threshold}]}]}
    of = ensemble(values, method, rule, threshold_spread=0.0)
    for worker in (Worker(of), in_double(of)):
        found = worker.count_block(0).tiers[0]
        assert found[:2].tolist() == [BLOCK, BLOCK if off > 0 else 0]


@given(seed=st.integers(0, 2**32 - 1), method=st.sampled_from(METHODS), sharpness=st.sampled_from(SHARPNESS))
@settings(max_examples=40, deadline=None)
def test_the_bound_holds_and_says_something(seed, method, sharpness):
    rng = np.random.default_rng(seed)
    of = ensemble(np.round(rng.beta(0.5, 0.5, (40, 15)), rng.integers(2, 16)), method)
    overall = rng.dirichlet(np.full(15, sharpness), BLOCK)
    across = np.stack([overall[:, members].sum(axis=1) for members in of.members], axis=1) + 1e-300
    local = np.asfortranarray(overall / across[:, of.dimension_of])
    local[:, :5] = np.where(local[:, :5].sum(axis=1, keepdims=True) > 0.5, local[:, :5], 0.2)
    weights = WeightBlock(local, np.asfortranarray(across))
    found = single.single_precision(of, of.shared()).score(weights, Scratch())
    if found is None:
        assert method in ("topsis_flat", "topsis_vector")
        return
    exact = score(of, method, weights, of.shared(), Scratch())[0]
    off = np.abs(found.axis(EVERY) / found.scale - exact.axis(EVERY) / exact.scale).max()
    assert off <= found.error / found.scale < 1e-5
    assert found.scale + found.error < key_scale(40)
    rows, minerals = rng.integers(BLOCK, size=99), rng.integers(40, size=99)
    assert found.at(rows, minerals) == pytest.approx(exact.exact()[rows, minerals], abs=1e-13)
    assert found.exact(rows) == pytest.approx(exact.exact(rows), abs=1e-13)


def test_weight_on_a_criterion_that_tells_nobody_apart_is_left_to_double_precision():
    values = EVERYBODY.copy()
    values[:, 0] = 0.5
    of = ensemble(values, "topsis_vector")
    weights = WeightBlock(np.eye(15)[:1].repeat(4, axis=0), np.array([[1.0, 0.0, 0.0]]).repeat(4, axis=0))
    assert single.single_precision(of, of.shared()).score(weights, Scratch()) is None


def test_drawn_data_methods_and_figures_beyond_the_scale_are_left_to_double_precision():
    of = ensemble()
    assert single.single_precision(of, of.shared()) is not None
    for left in (ensemble(vary=("weights", "data")), ensemble(vary=("method",))):
        assert single.single_precision(left, of.shared()) is None
    beyond = replace(of, scaled=of.scaled * 1.5)
    assert single.single_precision(beyond, beyond.shared()) is None
    unknown = replace(of, scaled=np.where(of.scaled > 0.9, np.nan, of.scaled))
    assert single.single_precision(unknown, unknown.shared()) is None


@pytest.mark.parametrize("gap", [3e-8, 1e-11, 1e-14, 0.0])
@pytest.mark.parametrize(("rows", "together"), [(500, 500), (500, 128), (400, 64), (1, 64)])
def test_neighbours_too_close_to_tell_are_ordered_by_the_scores_themselves(gap, rows, together):
    """Axes off by the stated error in the worst way: pairs turned, crowds of three, ties to 12 decimals."""
    rng = np.random.default_rng(5)
    truth = rng.random((500, 30))
    truth[:, 1] = truth[:, 0] + gap
    truth[:250, 2] = truth[:250, 1] + gap
    scores = off_by_the_error(truth)
    counter = RankCounter(scores, rows, Scratch())
    for piece in pieces(rows, together):
        counter.add(piece, scores.axis(piece))
    assert_ranks_are_those_of(truth[:rows], counter.counted())


@pytest.mark.parametrize("minerals", [[0] * 200, [*range(100)] * 2], ids=["all alike", "two and two"])
def test_many_minerals_alike_share_their_ranks_and_do_not_fill_the_memory(minerals):
    """Every pair of neighbours is too close in every draw: three million of them, taken a few at a time."""
    of = ensemble(np.random.default_rng(2).random((100, 15))[minerals])
    first, twin = of.minerals.index("m00"), of.minerals.index("m100")
    for worker in (Worker(of), in_double(of)):
        tracemalloc.start()
        found = worker.count_blocks(range(16), 16 * BLOCK)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert np.array_equal(found.ranks[first], found.ranks[twin])
        assert peak < 450e6


def test_ties_beyond_the_last_draw_asked_for_are_nobody_s_concern():
    """A number of draws that fills no block, and ties in the rest of it only: this ended in a traceback."""
    truth = np.random.default_rng(6).random((512, 30))
    truth[480:, 1] = truth[480:, 0]
    assert_ranks_are_those_of(truth[:450], count_ranks(off_by_the_error(truth), 450, Scratch()))


def test_minerals_that_are_all_alike_share_the_first_rank():
    truth = np.full((300, 30), 0.25)
    assert_ranks_are_those_of(truth, count_ranks(off_by_the_error(truth), 300, Scratch()))


def off_by_the_error(truth) -> Scores:
    """Scores whose axis is off by what it says it can be, the first mineral upwards and the second downwards."""
    scale, error = 2.0**26 * 0.99, 100.0
    axis = truth * scale
    axis[:, 0] += error
    axis[:, 1] -= error
    return Scores(
        axis.shape,
        axis.__getitem__,
        scale,
        lambda rows: truth[rows],
        lambda rows, minerals: truth[rows, minerals],
        False,
        error,
    )


def assert_ranks_are_those_of(truth, found) -> None:
    expected = ranks_of(truth)
    assert np.array_equal(found.counts, [np.bincount(column - 1, minlength=30) for column in expected.T])
    draws, winners = found.first
    assert sorted(zip(draws, winners, strict=True)) == sorted(zip(*np.nonzero(expected == 1), strict=True))
