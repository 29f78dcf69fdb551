"""Scores and ranks: published cases, the promises of the method as properties, pymcdm as oracle."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from criticality.errors import InputError
from criticality.ranking.methods import (
    DECIDING_METHODS,
    KNOWN_METHODS,
    PANEL_METHODS,
    closeness,
    dimension_ratings,
    kendall_tau_b,
    method_panel,
    rank,
    ranks_of,
)

ANCHORED = ("topsis", "topsis_flat", "ahp_ratings")
CODES = ("a1", "a2", "b1", "b2", "b3")
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def case(make_criterion, make_weights, make_matrix):
    """Five criteria in two dimensions; build matrix, weights and criteria from plain numbers."""

    def build(values, stated=(0.2, 0.2, 0.2, 0.2, 0.2), minerals=None):
        criteria = [make_criterion(code, code[0]) for code in CODES]
        weights = make_weights(
            {"a": dict(zip(CODES[:2], stated[:2], strict=True)), "b": dict(zip(CODES[2:], stated[2:], strict=True))}
        )
        names = minerals or [f"m{position:02}" for position in range(len(values))]
        return make_matrix(values, names, CODES), weights, criteria

    return build


@st.composite
def values_and_weights(draw, low=2, high=6):
    rows = draw(st.integers(low, high))
    cell = st.floats(0, 1).map(lambda value: round(value, 3))
    values = draw(st.lists(st.lists(cell, min_size=5, max_size=5), min_size=rows, max_size=rows))
    parts = np.array(draw(st.lists(st.integers(1, 9), min_size=5, max_size=5)), dtype=float)
    return values, tuple(parts / parts.sum())


# ── published ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "stated", "expected", "ranks"),
    [
        pytest.param(
            [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]],
            [0.3, 0.4, 0.3],
            [0.5037196585795188, 0.6580847719618138, 0.7482486599406238, 0.333997436943342],
            [3, 2, 1, 4],
            id="Tzeng & Huang (2011), Multiple Attribute Decision Making",
        ),
        pytest.param(
            [[9, 7, 6, 7], [8, 7, 9, 6], [7, 8, 6, 6]],
            [0.2, 0.1, 0.3, 0.4],
            [0.38768695492211824, 0.6503238218850163, 0.08347670030339041],
            [2, 1, 3],
            id="JMcDM (Satman et al.), 3 by 4",
        ),
    ],
)
def test_textbook_topsis(make_criterion, make_weights, make_matrix, values, stated, expected, ranks):
    codes = [f"c{position}" for position in range(len(stated))]
    minerals = [f"m{position}" for position in range(len(values))]
    weights = make_weights({"d": dict(zip(codes, stated, strict=True))})
    criteria = [make_criterion(code, "d", scale=None) for code in codes]
    found = rank(make_matrix(None, minerals, codes, raw=values), weights, criteria, "topsis_vector")
    assert found.scores.tolist() == pytest.approx(expected, abs=1e-12)
    assert found.ranks.tolist() == ranks
    assert found.dimensions is None


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


@pytest.mark.parametrize("method", DECIDING_METHODS)
def test_a_single_mineral_and_minerals_all_alike(case, method):
    for values in ([[0.5] * 5], [[0.5] * 5] * 3):
        found = rank(*case(values), method)
        assert found.scores.tolist() == pytest.approx([0.5] * len(values))
        assert set(found.ranks) == {1}


def test_no_mineral_at_all(case):
    for method in DECIDING_METHODS:
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
    for method in DECIDING_METHODS:
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


def test_only_four_methods_may_decide(case):
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
    for method in DECIDING_METHODS:
        ranks = rank(matrix, weights, criteria, method).ranks
        assert ranks["better"] <= ranks["m00"]


@given(values_and_weights(), st.data())
@RELAXED
def test_the_order_of_rows_and_columns_changes_no_digit(case, drawn, data):
    matrix, weights, criteria = case(*drawn)
    rows, columns = data.draw(st.permutations(list(matrix.raw.index))), data.draw(st.permutations(CODES))
    turned = type(matrix)(matrix.cells, matrix.scaled.loc[rows, columns], matrix.raw.loc[rows, columns], {})
    weights_turned = type(weights)(
        weights.table.iloc[::-1], weights.dimensions.iloc[::-1], weights.consistency, weights.by_judge
    )
    for method in DECIDING_METHODS:
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


@given(values_and_weights(1, 8))
@RELAXED
def test_through_pymcdm_and_in_closed_form(case, drawn):
    matrix, weights, criteria = case(*drawn)
    across = dimension_ratings(matrix.scaled, weights)
    level = closeness(across.to_numpy(), weights.dimensions[across.columns].to_numpy())
    assert rank(matrix, weights, criteria, "topsis").scores.to_numpy() == pytest.approx(level, abs=2e-12)
    squared = weights.table["global_weight"].to_numpy() ** 2
    flat = closeness(matrix.scaled.to_numpy(), np.array([squared, squared]))
    assert rank(matrix, weights, criteria, "topsis_flat").scores.to_numpy() == pytest.approx(flat[1], abs=2e-12)


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


# ── the panel ────────────────────────────────────────────────────────────────


@pytest.fixture
def lively(case):
    return case(np.random.default_rng(11).uniform(0.05, 0.95, (12, 5)), (0.3141, 0.1059, 0.2507, 0.1812, 0.1481))


def test_a_panel_of_eight_or_more_methods_of_pymcdm(lively):
    deciding = rank(*lively, "topsis")
    panel = method_panel(*lively, KNOWN_METHODS, deciding)
    done = set(panel.table["method"])
    assert len(done & set(PANEL_METHODS)) >= 8
    assert done | set(panel.not_done) == set(KNOWN_METHODS)
    assert set(panel.not_done) == {"copras", "moora"}
    assert "cost" in panel.not_done["copras"]
    assert set(panel.agreement["method"]) == done - {"topsis"}
    assert (panel.agreement["kendall_tau_b"] > 0.4).all()
    assert (panel.table.groupby("method").size() == 12).all()


@pytest.mark.parametrize(
    ("name", "class_name", "arguments"),
    [("vikor", "VIKOR", ()), ("promethee_ii", "PROMETHEE_II", ("usual",)), ("edas", "EDAS", ())],
)
def test_native_scores_are_pymcdms_and_the_rank_knows_the_direction(lively, name, class_name, arguments):
    import pymcdm.methods

    matrix, weights, _ = lively
    method = getattr(pymcdm.methods, class_name)(*arguments)
    native = method(matrix.scaled.to_numpy(), weights.table["global_weight"].to_numpy(), np.ones(5, dtype=int))
    rows = method_panel(*lively, [name], rank(*lively, "topsis")).table
    assert rows["score"].tolist() == pytest.approx(list(native), abs=1e-12)
    assert rows["rank"].tolist() == method.rank(native).tolist()


def test_the_least_vikor_and_spotis_score_is_the_best(lively):
    table = method_panel(*lively, ["vikor", "spotis", "edas"], rank(*lively, "topsis")).table
    best = table[table["rank"] == 1].set_index("method")["score"]
    extremes = table.groupby("method")["score"].agg(["min", "max"])
    assert best["vikor"] == extremes.loc["vikor", "min"]
    assert best["spotis"] == extremes.loc["spotis", "min"]
    assert best["edas"] == extremes.loc["edas", "max"]


def test_a_method_that_refuses_is_named_with_its_reason(case):
    values = np.random.default_rng(5).uniform(0.1, 0.9, (6, 5))
    values[:, 4], values[0, 0] = 0.5, 0.0
    matrix, weights, criteria = case(values)
    panel = method_panel(
        matrix, weights, criteria, ["vikor", "wsm", "edas", "marcos"], rank(matrix, weights, criteria, "topsis")
    )
    assert set(panel.table["method"]) == {"edas", "marcos"} - set(panel.not_done)
    assert "equal values" in panel.not_done["vikor"]
    assert "positive" in panel.not_done["wsm"]


def test_a_criterion_of_no_weight_does_not_make_a_method_refuse(case):
    values = np.random.default_rng(5).uniform(0.1, 0.9, (6, 5))
    values[:, 4] = 0.5
    matrix, weights, criteria = case(values, (0.25, 0.25, 0.25, 0.25, 0.0))
    assert method_panel(matrix, weights, criteria, ["vikor"], rank(matrix, weights, criteria, "topsis")).not_done == {}


def test_agreement_is_tau_b_and_one_for_the_same_order(case):
    values = [[0.9] * 5, [0.6] * 5, [0.6] * 5, [0.1] * 5]
    matrix, weights, criteria = case(values)
    panel = method_panel(matrix, weights, criteria, ["ahp_ratings"], rank(matrix, weights, criteria, "topsis"))
    assert panel.agreement.iloc[0].tolist() == ["ahp_ratings", pytest.approx(1.0), pytest.approx(1.0)]


def test_agreement_with_a_method_that_sees_no_difference_is_not_a_number(case):
    matrix, weights, criteria = case([[0.4] * 5, [0.4] * 5])
    panel = method_panel(matrix, weights, criteria, ["ahp_ratings"], rank(matrix, weights, criteria, "topsis"))
    assert np.isnan(panel.agreement.iloc[0]["kendall_tau_b"])


def test_an_empty_panel_has_its_header(case):
    matrix, weights, criteria = case([[0.4] * 5])
    panel = method_panel(matrix, weights, criteria, [], rank(matrix, weights, criteria, "topsis"))
    assert list(panel.table.columns) == ["mineral", "method", "score", "rank"]
    assert panel.table.empty


def test_an_unknown_method_is_refused(lively):
    with pytest.raises(ValueError, match="unknown method topsiss"):
        method_panel(*lively, ["topsiss"], rank(*lively, "topsis"))


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=30))
def test_kendall_1945_tau_b_is_scipys_for_any_ties(pairs: list[tuple[int, int]]) -> None:
    first, second = (np.array(ranks, dtype=np.float64) for ranks in zip(*pairs, strict=True))
    expected = kendalltau(first, second).statistic
    assert kendall_tau_b(first, second) == pytest.approx(expected, abs=1e-12, nan_ok=True)
