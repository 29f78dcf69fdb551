"""The sources of uncertainty: medians, spreads and ends of what is drawn."""

# Holds: robustness/sampling/cell_draws.py.

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.errors import InputError
from criticality.robustness.engine.blocks import count_over_minerals
from criticality.robustness.ensemble import build_ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.sampling.cell_groups import TriangularCells
from criticality.robustness.sampling.draws import BLOCK, ThresholdDraw, stream
from criticality.robustness.sampling.figures import data_draw, grade_spreads
from criticality.robustness.sampling.judgements import principal_vectors
from criticality.robustness.sampling.normal_table import normal_slices
from criticality.weighting.ahp import comparison_matrix, priorities
from longer import examples
from robustness.cases import case, criterion, direct, panel


def ensemble_of(of):
    return build_ensemble(of.inputs, of.matrix, of.weights, of.ranking.method, of.groups)[0]


def blocks_of(draw, count=8):
    return [draw.draw(stream(1, block, "weights"), block) for block in range(count)]


@pytest.mark.parametrize("minerals", [1, 90, 255, 256, 70_000])
def test_a_list_of_everybody_is_counted_to_the_last_one(minerals):
    """Sums in numbers of one byte, or of two, began again at 0 if there were one mineral more."""
    flags = np.ones((3, minerals), dtype=np.bool_)
    flags[1, :1] = False
    assert count_over_minerals(flags).tolist() == [minerals, minerals - 1, minerals]


# ── thresholds ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stated", [[0.4, 0.6, 0.25], [0.5], []])
def test_thresholds_of_a_draw_are_the_next_random_numbers_spread_around_those_stated(stated):
    """To the last bit: a record is to be had again from its seed alone."""
    numbers = stream(7, 2, "thresholds").random((BLOCK, len(stated)))
    drawn = ThresholdDraw(np.array(stated), 0.02).draw(stream(7, 2, "thresholds"), 2)
    assert np.array_equal(drawn, np.array(stated) + (numbers * 0.04 - 0.02))


# ── judgements ───────────────────────────────────────────────────────────────


def test_priorities_of_many_matrices_are_those_of_saaty_2004_one_by_one():
    # Saaty (2004), choosing a city: the criteria matrix and its principal eigenvector
    matrix = np.array(
        [
            [1, 1 / 5, 3, 1 / 2, 5],
            [5, 1, 7, 1, 7],
            [1 / 3, 1 / 7, 1, 1 / 4, 3],
            [2, 1, 4, 1, 7],
            [1 / 5, 1 / 7, 1 / 3, 1 / 7, 1],
        ]
    )
    logs = np.log(matrix[np.triu_indices(5, 1)])
    many = np.column_stack([logs, -logs, logs * 0.5])
    found = principal_vectors(many, 5)
    assert found[:, 0] == pytest.approx(priorities(matrix), abs=1e-13)
    assert found[:, 1] == pytest.approx(priorities(matrix.T), abs=1e-13)
    assert found.sum(axis=0) == pytest.approx([1.0, 1.0, 1.0])


@given(st.integers(2, 7), st.integers(0, 2**32 - 1))
@settings(max_examples=examples(40), deadline=None)
def test_batched_priorities_equal_the_eigenvector(n, seed):
    logs = np.random.default_rng(seed).uniform(-np.log(9), np.log(9), (n * (n - 1) // 2, 3))
    found = principal_vectors(logs, n)
    for draw in range(3):
        matrix = np.ones((n, n))
        matrix[np.triu_indices(n, 1)] = np.exp(logs[:, draw])
        matrix.T[np.triu_indices(n, 1)] = np.exp(-logs[:, draw])
        assert found[:, draw] == pytest.approx(priorities(matrix), abs=1e-12)


def test_judgements_keep_their_median_and_spread():
    # two criteria, one judge: ln(w0/w1) = ln a01 is what was drawn
    of = case(np.eye(2), sizes=[2], weights=panel([2], judges=1), judgement_spread=0.3)
    ratio = np.concatenate(
        [np.log(block.local[:, 0] / block.local[:, 1]) for block in blocks_of(ensemble_of(of).weights)]
    )
    stated = of.weights.table["local_weight"]
    assert np.median(ratio) == pytest.approx(np.log(stated[0] / stated[1]), abs=0.02)
    assert ratio.std() == pytest.approx(0.3, abs=0.01)


def test_drawn_judgements_stay_on_saatys_scale():
    document = panel([2], judges=1)
    said = document.judges[0].comparisons["d0"][0].model_copy(update={"by": 9.0})
    judge = document.judges[0].model_copy(update={"comparisons": {"d0": (said,)}})
    of = case(np.eye(2), sizes=[2], weights=document.model_copy(update={"judges": (judge,)}), judgement_spread=0.5)
    local = ensemble_of(of).weights.draw(stream(1, 0, "weights"), 0).local
    ratio = local.max(axis=1) / local.min(axis=1)
    assert ratio.max() == pytest.approx(9.0)
    assert (np.isclose(ratio, 9.0)).mean() == pytest.approx(0.5, abs=0.06)


def test_resampled_judges_are_seen_alone_and_together():
    of = case(np.eye(2), sizes=[2], weights=panel([2], judges=2), judgement_spread=0)
    draw = ensemble_of(of).weights
    shares = draw.within[0].shares(draw.times_asked(np.random.default_rng(0)))
    # two judges with weights 1 and 2: alone (¼), alone (¼), or both (½) with a third and two thirds
    values, counts = np.unique(shares[0].round(9), return_counts=True)
    assert values.tolist() == pytest.approx([0, 1 / 3, 1], abs=1e-9)
    assert (counts / BLOCK).tolist() == pytest.approx([0.25, 0.5, 0.25], abs=0.05)


def test_completed_pairs_beyond_nine_keep_their_value_as_the_end():
    # 9 and 9 in a chain of three complete to 81: without spread the draw must give the stated weights all the same
    items = ["c0", "c1", "c2"]
    matrix = comparison_matrix(items, [("c0", "c1", 9), ("c1", "c2", 9)])
    assert np.isnan(matrix[0, 2])
    document = panel([3], judges=1)
    chain = tuple(entry for entry in document.judges[0].comparisons["d0"] if {entry.more, entry.than} != {"c0", "c2"})
    chain = tuple(
        entry.model_copy(update={"more": more, "than": than, "by": 9.0})
        for entry, (more, than) in zip(chain, (("c0", "c1"), ("c1", "c2")), strict=True)
    )
    judge = document.judges[0].model_copy(update={"comparisons": {"d0": chain}})
    weights = document.model_copy(update={"judges": (judge,), "incomplete": "complete"})
    of = case(np.eye(3), sizes=[3], weights=weights, judgement_spread=1e-12, resample_judges=False)
    drawn = ensemble_of(of).weights.draw(stream(1, 0, "weights"), 0).local
    assert drawn == pytest.approx(np.tile(of.weights.table["local_weight"], (BLOCK, 1)), abs=1e-9)
    assert drawn[0, 0] / drawn[0, 2] == pytest.approx(81, rel=1e-6)


def test_left_out_dimensions_weigh_nothing_in_any_draw():
    for changes in ({}, {"weight_draw": "dirichlet"}, {"weight_draw": "uniform"}):
        of = case(np.eye(4), sizes=[1, 2, 1], weights=panel([1, 2, 1], leave_out=["d1"]), **changes)
        block = ensemble_of(of).weights.draw(stream(1, 0, "weights"), 0)
        assert (block.across[:, 1] == 0).all()
        assert block.across.sum(axis=1) == pytest.approx(np.ones(BLOCK))
        assert block.local[:, 1:3].sum(axis=1) == pytest.approx(np.ones(BLOCK))


# ── Dirichlet ────────────────────────────────────────────────────────────────


def test_dirichlet_has_the_stated_mean_and_variance():
    stated = np.array([0.1, 0.3, 0.4, 0.2])
    of = case(np.eye(4), sizes=[2, 2], weights=direct(*stated), weight_draw="dirichlet", concentration=20.0)
    ensemble = ensemble_of(of)
    drawn = np.concatenate([block.overall(ensemble.members) for block in blocks_of(ensemble.weights, 20)])
    assert drawn.mean(axis=0) == pytest.approx(stated, abs=0.004)
    assert drawn.var(axis=0) == pytest.approx(stated * (1 - stated) / 21, rel=0.06)


def test_uniform_weights_have_the_beta_distribution_of_the_simplex():
    # any weight among n uniform ones is Beta(1, n − 1): P(w ≤ x) = 1 − (1 − x)^(n − 1)
    ensemble = ensemble_of(case(np.eye(4), sizes=[2, 2], weights=direct(0.7, 0.1, 0.1, 0.1), weight_draw="uniform"))
    drawn = np.concatenate([block.overall(ensemble.members) for block in blocks_of(ensemble.weights, 20)])
    for x in (0.1, 0.3, 0.6):
        assert (drawn <= x).mean(axis=0) == pytest.approx(np.full(4, 1 - (1 - x) ** 3), abs=0.012)


def test_judgements_around_direct_weights_are_the_planners_mistake():
    of = case(np.eye(4), sizes=[2, 2], weights=direct(0.25, 0.25, 0.25, 0.25))
    with pytest.raises(InputError, match="judgements needs AHP weights, not direct"):
        ensemble_of(of)


# ── evidence ─────────────────────────────────────────────────────────────────


def drawn_column(
    value, *, grade="B", low=np.nan, high=np.nan, spread=1.0, present=True, blocks=10, raw=False, **changes
):
    entry = criterion("c0", "d0", **changes)
    unit = {"value": value, "low": low, "high": high, "present": present, "grade": grade}
    place = (value - entry.scale.zero_at) / (entry.scale.one_at - entry.scale.zero_at)
    ends = {"scaled": place, "scaled_low": low, "scaled_high": high}
    cells = pd.DataFrame([{**unit, **ends}], index=["m00"])
    draw = data_draw([cells], [entry], spread, raw=[np.array([value])] if raw else None)
    return np.concatenate(
        [draw.draw(stream(1, block, "data"), WorkBuffers())[0, :, 0].copy() for block in range(blocks)]
    )


def test_slices_have_the_moments_of_the_normal_distribution():
    slices = normal_slices()
    assert slices.mean() == pytest.approx(0.0, abs=1e-12)
    assert slices.var() == pytest.approx(1.0, abs=4e-4)
    assert (slices <= 1.6448536).mean() == pytest.approx(0.95, abs=3e-4)


@pytest.mark.parametrize("grade", ["A", "B", "C", "D"])
def test_a_figure_spreads_lognormally_by_its_grade(grade):
    drawn = drawn_column(0.2, grade=grade, unit="kg")
    assert np.median(np.log(drawn)) == pytest.approx(np.log(0.2), abs=0.02)
    assert np.log(drawn).std() == pytest.approx(grade_spreads()[grade], rel=0.05)


def test_raw_figures_spread_as_scaled_ones_do():
    assert drawn_column(0.2, unit="kg", raw=True) == pytest.approx(drawn_column(0.2, unit="kg"), abs=1e-12)


def test_spreads_multiply_and_join_to_the_worst_grade():
    assert np.log(drawn_column(0.2, grade="A;C", unit="kg", spread=0.5)).std() == pytest.approx(0.1, rel=0.05)
    assert np.log(drawn_column(0.2, grade="", unit="kg", spread=0.5)).std() == pytest.approx(0.2, rel=0.05)


def test_a_share_moves_by_its_logit_and_never_leaves_its_ends():
    drawn = drawn_column(0.9, grade="D", unit="1")
    assert ((drawn > 0) & (drawn < 1)).all()
    logit = np.log(drawn / (1 - drawn))
    assert np.median(logit) == pytest.approx(np.log(9), abs=0.03)
    assert logit.std() == pytest.approx(0.4, rel=0.05)


def test_none_and_all_stay_what_they_are():
    assert (drawn_column(0.0, grade="D", unit="1") == 0).all()
    assert (drawn_column(1.0, grade="D", unit="1") == 1).all()


def test_stated_bounds_are_triangular_around_the_value():
    drawn = drawn_column(0.3, low=0.2, high=0.8, unit="kg")
    assert drawn.min() >= 0.2
    assert drawn.max() <= 0.8
    assert drawn.mean() == pytest.approx((0.2 + 0.3 + 0.8) / 3, abs=0.005)
    assert (drawn <= 0.3).mean() == pytest.approx(0.1 / 0.6, abs=0.02)
    halved = drawn_column(0.3, low=0.2, high=0.8, unit="kg", spread=0.5)
    assert (halved.min() >= 0.25, halved.max() <= 0.55) == (True, True)


def test_narrow_bounds_of_an_indicator_do_not_make_a_figure_surer_than_its_grade():
    narrow = {"low": 0.3, "high": 0.301, "unit": "1", "grade": "C"}
    assert drawn_column(0.3, indicator="herfindahl", **narrow).std() > 0.03
    assert drawn_column(0.3, indicator="observed", **narrow).std() < 0.001
    assert drawn_column(0.3, indicator="herfindahl", low=0.3, high=0.9, unit="1", grade="C").max() > 0.8


def test_no_data_spread_leaves_only_the_missing_to_vary():
    assert (drawn_column(0.3, low=0.2, high=0.8, spread=0) == 0.3).all()
    missing = drawn_column(np.nan, present=False, spread=0)
    assert missing.mean() == pytest.approx(0.5, abs=0.01)
    assert missing.var() == pytest.approx(1 / 12, abs=0.003)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_triangles_stay_between_their_ends(first, second, third):
    """And are the quantiles of the triangular distribution, at every one of the 65,536 steps of u."""
    low, mode, high = sorted((first, second, third))
    cells = TriangularCells.between(np.zeros(1, dtype=np.intp), np.array([low]), np.array([mode]), np.array([high]))
    bits = np.arange(0, 65536, 97, dtype=np.uint16)[None]
    values = np.empty(bits.shape)
    cells.fill(values, bits, slice(None), WorkBuffers())
    assert (values >= low - 1e-12).all()
    assert (values <= high + 1e-12).all()
    assert (np.diff(values[0]) >= -1e-12).all()
    u, width = (bits[0] + 0.5) / 65536, high - low
    rising, falling = low + np.sqrt(u * width * (mode - low)), high - np.sqrt((1 - u) * width * (high - mode))
    assert values[0] == pytest.approx(np.where(u * width < mode - low, rising, falling), abs=1e-12)
