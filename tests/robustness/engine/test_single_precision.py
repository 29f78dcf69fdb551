"""Drawn figures in single precision first, double where it is close: the counts are those of double precision."""

# Holds: robustness/kernels/error_bounds.py.

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.robustness.engine.blocks import Worker
from criticality.robustness.engine.single_precision import single_precision
from criticality.robustness.ensemble import Ensemble, build_ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import WeightBlock
from criticality.robustness.sampling.draws import BLOCK, stream
from robustness.cases import GATED, case, panel

SIZES = (5, 7, 3)
RNG = np.random.default_rng(11)
EVERYBODY = RNG.random((90, sum(SIZES)))
CORNERS = np.repeat([0.0, 1.0], 2)[:, None].repeat(15, axis=1)
ALIKE = np.vstack([EVERYBODY[:30], EVERYBODY[:5] + 1e-8, EVERYBODY[5:8], CORNERS]).clip(0, 1)
GAPS = np.where(RNG.random(EVERYBODY.shape) < 0.1, np.nan, EVERYBODY)
BOUNDS = {
    (mineral, place): (EVERYBODY[mineral, place] * 0.8, min(1.0, EVERYBODY[mineral, place] * 1.3))
    for mineral in range(90)
    for place in range(15)
    if (mineral + place) % 3 == 0
}
LOGARITHMIC = {"scale": {"kind": "log", "zero_at": 0.05, "one_at": 0.9}}
SCALES = {
    **{f"c{j}": {"unit": "1"} for j in (1, 5, 6)},
    **{f"c{j}": LOGARITHMIC for j in (2, 8, 12)},
    "c3": {"scale": {"kind": "linear", "zero_at": 0.1, "one_at": 0.9}, "direction": "lowers_criticality"},
}
HEAVY = {**GATED, "groups": [{"group": "heavy", "listed_if": "any", "because": "b"}]}
MEMBERS = {"m01": "heavy", "m04": "heavy", "m17": "heavy"}


def ensemble(values=GAPS, rule=GATED, method="topsis", bounds=BOUNDS, **changes) -> Ensemble:
    groups = MEMBERS if "groups" in rule else None
    of = case(
        values,
        sizes=SIZES,
        weights=panel(SIZES),
        method=method,
        rule=rule,
        groups=groups,
        grade="C",
        bounds=bounds,
        changes=SCALES,
        **{"vary": ("weights", "data", "thresholds"), **changes},
    )
    return build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0]


def in_double(of: Ensemble) -> Worker:
    worker = Worker(of)
    worker._single = None
    return worker


def assert_counts_are_equal(first, second) -> None:
    for name in vars(first):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name


@pytest.mark.parametrize("weight_draw", ["judgements", "dirichlet", "uniform"])
@pytest.mark.parametrize("values", [GAPS, ALIKE], ids=["ninety", "alike"])
def test_counts_are_those_of_double_precision(values, weight_draw):
    of = ensemble(values, bounds=BOUNDS if len(values) == 90 else {}, weight_draw=weight_draw)
    assert Worker(of)._single is not None
    assert_counts_are_equal(
        Worker(of).count_blocks(range(4), 4 * BLOCK), in_double(of).count_blocks(range(4), 4 * BLOCK)
    )


def test_several_blocks_at_once_are_those_one_by_one():
    """The last one short, and a group that enters together."""
    of = ensemble(rule=HEAVY, threshold_spread=0.2)
    together, worker = Worker(of).count_blocks(range(3), 2 * BLOCK + 500), in_double(of)
    parts = [worker.count_blocks(range(block, block + 1), rows) for block, rows in ((0, BLOCK), (1, BLOCK), (2, 500))]
    assert_counts_are_equal(together, parts[0] + parts[1] + parts[2])
    ungrouped = Worker(ensemble(threshold_spread=0.2)).count_blocks(range(3), 2 * BLOCK + 500)
    assert not np.array_equal(together.tiers, ungrouped.tiers)


@pytest.mark.parametrize("of", ["score", "d0", "d1"])
def test_who_stands_exactly_on_the_threshold_reaches_it_in_every_draw(of):
    """Only missing figures vary, so minerals with complete evidence stand where they stand."""
    values = EVERYBODY[:20].copy()
    values[0, 0] = np.nan
    settings = {"bounds": {}, "vary": ("data",), "data_spread": 0}
    base = ensemble(values, **settings)
    local, across = base.stated.local, base.stated.across
    rated = np.array([local[members] @ base.scaled[members] for members in base.members])
    near, far = across @ rated**2, across @ (1 - rated) ** 2
    quantity = np.sqrt(near) / (np.sqrt(near) + np.sqrt(far)) if of == "score" else rated[("d0", "d1").index(of)]
    for mineral in (3, 7, 19):
        threshold = math.floor(float(quantity[mineral]) * 1e12) / 1e12
        for moved, reached in ((0.0, True), (2e-12, False)):
            condition = {"of": of, "at_least": threshold + moved}
            rule = {"because": "b", "tiers": [{"name": "t", "listed": True, "when": [condition]}]}
            worker = Worker(ensemble(values, rule=rule, **settings))
            assert worker._single is not None
            assert worker.count_blocks(range(2), 1500).tiers[0][mineral] == (1500 if reached else 0)


@pytest.mark.parametrize(("threshold", "off"), [(1.0, -1e-9), (2e-9, 1e-9), (1.0 - 2e-9, 1e-9)])
def test_who_stands_a_billionth_beside_the_best_or_the_worst_is_told_apart(threshold, off):
    """The axis is flat there: its square root of 16 digits is 8."""
    values = EVERYBODY[:10].copy()
    values[0], values[1], values[2, 0] = threshold, np.clip(threshold + off, 0, 1), np.nan
    rule = {"because": "b", "tiers": [{"name": "t", "listed": True, "when": [{"of": "score", "at_least": threshold}]}]}
    of = case(
        values,
        sizes=SIZES,
        weights=panel(SIZES),
        rule=rule,
        data_spread=0,
        threshold_spread=0,
        vary=("weights", "data"),
    )
    built = build_ensemble(of.inputs, of.matrix, of.weights, "topsis", {})[0]
    for worker in (Worker(built), in_double(built)):
        found = worker.count_blocks(range(1), BLOCK).tiers[0]
        assert found[:2].tolist() == [BLOCK, BLOCK if off > 0 else 0]


@given(seed=st.integers(0, 2**32 - 1), sharpness=st.sampled_from((0.3, 3.0, 50.0)), spread=st.sampled_from((0.1, 1, 5)))
@settings(max_examples=15, deadline=None)
def test_the_bounds_hold_and_say_something(seed, sharpness, spread):
    rng = np.random.default_rng(seed)
    values = np.round(rng.beta(0.5, 0.5, (40, 15)), rng.integers(2, 16))
    of = ensemble(np.where(rng.random((40, 15)) < 0.1, np.nan, values), bounds={}, data_spread=spread)
    bits = of.data.bits([stream(seed, 0, "data")], WorkBuffers())
    exact, single = of.data.values(bits, WorkBuffers()), of.data.single_values(bits, WorkBuffers())
    assert np.abs(single.transpose(0, 2, 1) + 0.5 - exact).max() <= of.data.single_error < 1e-5
    overall = rng.dirichlet(np.full(15, sharpness), BLOCK)
    across = np.stack([overall[:, members].sum(axis=1) for members in of.members], axis=1)
    weights = WeightBlock(np.asfortranarray(overall / across[:, of.dimension_of]), np.asfortranarray(across))
    engine = single_precision(of)
    factors = np.sqrt(2.0 * across.T)
    rated = engine._ratings(weights, bits, factors, WorkBuffers())
    for place, members in enumerate(of.members):
        truth = factors[place] * (np.einsum("lj,jlm->ml", weights.local[:, members], exact[members]) - 0.5)
        assert (np.abs(rated[place] - truth) <= factors[place] * engine._rating_error).all()
    truth = sum(factor * np.asarray(entry) for factor, entry in zip(factors, rated, strict=True))
    assert engine._axis_error < 1e-4


def test_values_of_some_minerals_are_those_of_the_whole_block():
    of = ensemble()
    bits = of.data.bits([stream(3, 0, "data"), stream(3, 1, "data")], WorkBuffers())
    whole = of.data.values(bits, WorkBuffers())
    draws, minerals = RNG.integers(2 * BLOCK, size=300), RNG.integers(90, size=(2, 300))
    assert np.array_equal(of.data.values_at(bits, draws, minerals), whole[:, draws, minerals])


def test_what_single_precision_does_not_serve_is_decided_in_double():
    on_criterion = {"because": "b", "tiers": [{"name": "t", "listed": True, "when": [{"of": "c1", "at_least": 0.5}]}]}
    assert single_precision(ensemble()) is not None
    for left in (
        ensemble(vary=("weights", "thresholds")),
        ensemble(vary=("data", "method")),
        ensemble(rule=on_criterion),
        ensemble(EVERYBODY, method="ahp_ratings"),
        ensemble(data_spread=1000),
    ):
        assert single_precision(left) is None
        assert Worker(left).count_blocks(range(1), 100).ranks.sum() == 90 * 100


def test_more_minerals_than_keys_can_order_are_counted_in_double(monkeypatch):
    of = ensemble()
    by_keys = Worker(of).count_blocks(range(1), 300)
    monkeypatch.setattr("criticality.robustness.kernels.ranks.MOST_BY_KEYS", 89)
    monkeypatch.setattr("criticality.robustness.engine.single_precision.MOST_BY_KEYS", 89)
    assert single_precision(of) is None
    exactly = Worker(of).count_blocks(range(1), 300)
    for part in ("tiers", "ranks", "sizes", "first_weights", "listing_weights"):
        assert np.array_equal(getattr(by_keys, part), getattr(exactly, part)), part


def test_a_dimension_without_weight_is_decided_in_double():
    of = ensemble()
    across = np.zeros((BLOCK, 3))
    across[:, 1:] = 0.5
    bits = of.data.bits([stream(3, 0, "data")], WorkBuffers())
    weights = WeightBlock(of.stated.repeated(BLOCK).local, across)
    assert single_precision(of).decide(weights, bits, None, BLOCK, WorkBuffers()) is None


@pytest.mark.parametrize("minerals", [[0] * 200, [*range(100)] * 2], ids=["all alike", "two and two"])
def test_many_minerals_alike_share_their_ranks_and_do_not_fill_the_memory(minerals):
    """Every pair of neighbours is too close in every draw: they are settled a few at a time."""
    values = np.random.default_rng(2).random((100, 15))[minerals]
    of = ensemble(np.vstack([values, np.where(np.arange(15) == 0, np.nan, values[0])]), bounds={}, data_spread=0)
    first, twin = of.minerals.index("m00"), of.minerals.index("m100")
    tracemalloc.start()
    found = Worker(of).count_blocks(range(4), 4 * BLOCK)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.array_equal(found.ranks[first], found.ranks[twin])
    assert peak < 450e6
