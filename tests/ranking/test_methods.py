"""Scores and ranks: cases worked out by hand, the promises of the methods as properties, pymcdm as oracle."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from criticality.errors import InputError
from criticality.model.assessment import RELATIVE
from criticality.ranking.kernels import METHODS
from criticality.ranking.methods import dimension_ratings, rank, ranks_of
from criticality.ranking.panel import method_panel
from longer import examples

ANCHORED = [name for name, method in METHODS.items() if not method.depends_on_others]
RELAXED = settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def values_and_weights(draw, low=2, high=6):
    rows = draw(st.integers(low, high))
    cell = st.floats(0, 1).map(lambda value: round(value, 3))
    values = draw(st.lists(st.lists(cell, min_size=5, max_size=5), min_size=rows, max_size=rows))
    parts = np.array(draw(st.lists(st.integers(1, 9), min_size=5, max_size=5)), dtype=float)
    return values, tuple(parts / parts.sum())


# ── worked out by hand; the published cases stand in kernels/test_every_method.py ─────────────


def test_a_cost_criterion_is_a_benefit_turned_round(make_criterion, make_weights, make_matrix):
    """Hwang & Yoon: under a cost criterion the ideal is the least value."""
    weights = make_weights({"d": {"price": 0.5, "reach": 0.5}})
    criteria = [make_criterion("price", "d", direction="lowers_criticality"), make_criterion("reach", "d")]
    raw = np.array([[100.0, 2.0], [400.0, 5.0], [250.0, 3.0]])
    found = rank(make_matrix(None, ["x", "y", "z"], ["price", "reach"], raw=raw), weights, criteria, "topsis_vector")
    shares = raw / np.sqrt((raw**2).sum(axis=0)) * 0.5
    ideal, anti = [shares[:, 0].min(), shares[:, 1].max()], [shares[:, 0].max(), shares[:, 1].min()]
    to_ideal, to_anti = np.linalg.norm(shares - ideal, axis=1), np.linalg.norm(shares - anti, axis=1)
    assert found.scores.to_numpy() == pytest.approx(to_anti / (to_ideal + to_anti), abs=1e-12)


def test_ties_share_the_better_rank():
    scores = pd.Series([0.7, 0.5, 0.5 + 1e-14, 0.1], ["a", "b", "c", "d"])
    assert ranks_of(scores).tolist() == [1, 2, 2, 4]
    assert ranks_of(scores, ascending=True).tolist() == [4, 2, 2, 1]


def test_topsis_by_hand(case):
    """Two dimensions of weight .4 and .6, ratings .5/.25 and 1/.5: the formula of the method, worked out."""
    matrix, weights, criteria = case([[0.5, 0.5, 0.25, 0.25, 0.25], [1, 1, 0.5, 0.5, 0.5]])
    found = rank(matrix, weights, criteria, "topsis")
    first = np.sqrt(0.4 * 0.25 + 0.6 * 0.0625) / (
        np.sqrt(0.4 * 0.25 + 0.6 * 0.0625) + np.sqrt(0.4 * 0.25 + 0.6 * 0.5625)
    )
    second = np.sqrt(0.4 + 0.6 * 0.25) / (np.sqrt(0.4 + 0.6 * 0.25) + np.sqrt(0.6 * 0.25))
    assert found.scores.tolist() == pytest.approx([first, second], abs=1e-12)
    assert found.dimensions is not None
    assert found.dimensions.loc["m00"].to_dict() == {"a": 0.5, "b": 0.25}


# ── borders ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("method", "corners"), [(method, [1.0, 0.0]) for method in ANCHORED])
def test_the_corners_of_the_cube(case, method, corners):
    assert rank(*case([[1.0] * 5, [0.0] * 5]), method).scores.tolist() == corners


@pytest.mark.parametrize("method", METHODS)
def test_a_single_mineral_and_minerals_all_alike(case, method):
    alike = 0.25 if method == "product" else 0.5  # of two dimensions
    for values in ([[0.5] * 5], [[0.5] * 5] * 3):
        found = rank(*case(values), method)
        assert found.scores.tolist() == pytest.approx([alike] * len(values))
        assert set(found.ranks) == {1}


def test_no_mineral_at_all(case):
    for method in METHODS:
        assert rank(*case(np.empty((0, 5))), method).scores.empty


def test_zero_and_constant_columns_move_nothing_under_the_vector_norm(case):
    values = np.array([[0.0, 0.3, 0.2, 0.9, 0.5], [0.0, 0.3, 0.7, 0.1, 0.5]])
    found = rank(*case(values), "topsis_vector").scores
    apart = rank(*case(values, (0.0, 0.0, 0.2, 0.2, 0.0)), "topsis_vector").scores
    assert found.tolist() == pytest.approx(apart.tolist(), abs=1e-12)
    assert np.isfinite(found).all()


def test_a_dimension_left_out_counts_for_nothing_but_keeps_its_rating(case, make_weights):
    values = [[0.1, 0.2, 0.9, 0.8, 0.7], [0.9, 0.9, 0.1, 0.2, 0.3]]
    matrix, _, criteria = case(values)
    weights = make_weights({"a": {"a1": 0.0, "a2": 0.0}, "b": {"b1": 0.5, "b2": 0.25, "b3": 0.25}})
    for method in METHODS:
        found = rank(matrix, weights, criteria, method)
        assert found.ranks.tolist() == [1, 2]
        assert found.dimensions is not None
        assert found.dimensions["a"].tolist() == pytest.approx([0.15, 0.9])
    assert rank(matrix, weights, criteria, "ahp_ratings").scores["m00"] == pytest.approx(0.825)


def test_a_method_on_scaled_values_needs_scales(make_criterion, make_weights, make_matrix):
    matrix = make_matrix(None, ["x", "y"], ["c1"], raw=[[1.0], [2.0]])
    weights, criteria = make_weights({"d": {"c1": 1.0}}), [make_criterion("c1", "d", scale=None)]
    with pytest.raises(InputError, match="c1 has no scale") as refused:
        rank(matrix, weights, criteria, "topsis")
    assert refused.value.problems[0].file == "criteria/c1.yaml"
    deciding = rank(matrix, weights, criteria, "topsis_vector")
    panel = method_panel(matrix, weights, criteria, ["vikor", "ahp_ratings"], deciding)
    assert set(panel.not_done) == {"vikor", "ahp_ratings"}
    assert "no scale for c1" in panel.not_done["vikor"]


def test_a_method_of_the_panel_may_not_decide(case):
    with pytest.raises(ValueError, match="cannot decide"):
        rank(*case([[0.5] * 5]), "vikor")


# ── promises ─────────────────────────────────────────────────────────────────


@given(values_and_weights(), st.data())
@RELAXED
def test_removing_a_candidate_changes_no_other_score(case, drawn, data):
    values, stated = drawn
    gone = data.draw(st.integers(0, len(values) - 1))
    matrix, weights, criteria = case(values, stated)
    fewer = type(matrix)(matrix.cells, matrix.scaled.drop(f"m{gone:02}"), matrix.raw.drop(f"m{gone:02}"), {})
    for method in ANCHORED:
        before = rank(matrix, weights, criteria, method).scores.drop(f"m{gone:02}")
        assert (rank(fewer, weights, criteria, method).scores == before).all()


@given(values_and_weights(), st.data())
@RELAXED
def test_a_dominated_mineral_never_outranks_its_dominator(case, drawn, data):
    values, stated = drawn
    better = [data.draw(st.floats(value, 1)) for value in values[0]]
    minerals = [*(f"m{position:02}" for position in range(len(values))), "better"]
    matrix, weights, criteria = case([*values, better], stated, minerals)
    for method in METHODS:
        ranks = rank(matrix, weights, criteria, method).ranks
        assert ranks["better"] <= ranks["m00"]


@given(values_and_weights(), st.data())
@RELAXED
def test_the_order_of_rows_and_columns_changes_no_digit(case, drawn, data):
    matrix, weights, criteria = case(*drawn)
    rows, columns = (
        data.draw(st.permutations(list(matrix.raw.index))),
        data.draw(st.permutations(list(matrix.raw.columns))),
    )
    turned = type(matrix)(matrix.cells, matrix.scaled.loc[rows, columns], matrix.raw.loc[rows, columns], {})
    weights_turned = type(weights)(
        weights.table.iloc[::-1], weights.dimensions.iloc[::-1], weights.consistency, weights.by_judge
    )
    for method in METHODS:
        first = rank(matrix, weights, criteria, method)
        second = rank(turned, weights_turned, criteria[::-1], method)
        assert list(second.scores.index) == list(rows)
        assert (second.scores[first.scores.index] == first.scores).all()


@given(values_and_weights(2, 12))
@RELAXED
def test_at_one_half_closeness_lists_what_the_weighted_mean_lists(case, drawn):
    """d⁻ ≥ d⁺ ⇔ Σ W·D ≥ ½: nearer the critical than the harmless corner."""
    matrix, weights, criteria = case(*drawn)
    found = rank(matrix, weights, criteria, "topsis")
    mean = (dimension_ratings(matrix.scaled, weights) * weights.dimensions).sum(axis=1)
    assume((np.abs(mean - 0.5) > 1e-9).all())
    assert ((found.scores >= 0.5) == (mean >= 0.5)).all()


@given(values_and_weights())
@RELAXED
def test_ahp_ratings_is_the_weighted_mean_of_the_dimensions(case, drawn):
    matrix, weights, criteria = case(*drawn)
    mean = (dimension_ratings(matrix.scaled, weights) * weights.dimensions).sum(axis=1)
    assert rank(matrix, weights, criteria, "ahp_ratings").scores.to_numpy() == pytest.approx(mean.to_numpy(), abs=1e-12)


def test_belton_gear_1983_a_copy_reverses_no_rank_here(case):
    """The copy of B that puts A first under normalised priorities: with fixed anchors every score stays."""
    a, b, c = [0.1, 0.9, 0.8, 0.5, 0.5], [0.9, 0.1, 0.9, 0.5, 0.5], [0.1, 0.1, 0.1, 0.5, 0.5]
    for method in ANCHORED:
        before = rank(*case([a, b, c]), method).scores
        after = rank(*case([a, b, c, b]), method).scores
        assert after.iloc[:3].tolist() == before.tolist()
        assert after.iloc[3] == before.iloc[1]


@given(values_and_weights())
@RELAXED
def test_pymcdm_finds_the_same_vector_topsis(case, drawn):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    matrix, weights, criteria = case(*drawn)
    values = matrix.raw.to_numpy()
    assume((np.ptp(values, axis=0) > 0).all())
    oracle = TOPSIS(vector_normalization)(values, np.array(drawn[1]), np.ones(5, dtype=int), validation=False)
    assert rank(matrix, weights, criteria, "topsis_vector").scores.to_numpy() == pytest.approx(oracle, abs=2e-12)


def test_methods_that_hold_candidates_against_each_other_are_known_to_the_pages() -> None:
    assert {name for name, method in METHODS.items() if method.depends_on_others} == RELATIVE
