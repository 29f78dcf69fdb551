"""The panel of other methods: pymcdm's native scores, their directions, refusals with reasons, agreement."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from criticality.ranking.methods import rank
from criticality.ranking.panel import KNOWN_METHODS, NEVER_DONE, PANEL_METHODS, kendall_tau_b, method_panel
from criticality.text.message import Message


@pytest.fixture
def lively(case):
    return case(np.random.default_rng(11).uniform(0.05, 0.95, (12, 5)), (0.3141, 0.1059, 0.2507, 0.1812, 0.1481))


def test_a_panel_of_eight_or_more_methods_of_pymcdm(lively):
    deciding = rank(*lively, "topsis")
    panel = method_panel(*lively, KNOWN_METHODS, deciding)
    done = set(panel.table["method"])
    assert len(done & set(PANEL_METHODS)) >= 8
    assert done | set(panel.not_done) == set(KNOWN_METHODS)
    assert panel.not_done == {}
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


@pytest.fixture
def with_zeros(case):
    """A scaled 0, a criterion on which all are alike, and one on which all stand at 0: all ordinary values."""
    values = np.random.default_rng(5).uniform(0.1, 0.9, (6, 5))
    values[:, 4], values[:, 3], values[0, 0] = 0.5, 0.0, 0.0
    return case(values)


@pytest.mark.parametrize("name", sorted(PANEL_METHODS))
def test_every_method_that_is_offered_is_done_on_a_matrix_with_zeros(with_zeros, name):
    panel = method_panel(*with_zeros, [name], rank(*with_zeros, "topsis"))
    assert panel.not_done == {}
    assert np.isfinite(panel.table["score"]).all()


@pytest.mark.parametrize("name", ["aras", "codas", "ram", "waspas", "wpm", "wsm"])
def test_the_formula_that_is_defined_at_zero_is_the_one_pymcdm_uses_elsewhere(lively, name):
    import pymcdm.methods

    matrix, weights, _ = lively
    method = getattr(pymcdm.methods, PANEL_METHODS[name].name)()
    native = method(matrix.scaled.to_numpy(), weights.table["global_weight"].to_numpy(), np.ones(5, dtype=int))
    rows = method_panel(*lively, [name], rank(*lively, "topsis")).table
    assert rows["score"].tolist() == pytest.approx(list(native), abs=1e-12)


def test_waspas_of_a_zero_keeps_its_weighted_sum_and_loses_its_product(case):
    """Zavadskas et al. 2012: half the weighted sum and half the weighted product of x / max x."""
    matrix, weights, criteria = case([[1.0] * 5, [0.0, 0.5, 0.5, 0.5, 0.5]])
    table = method_panel(matrix, weights, criteria, ["waspas"], rank(matrix, weights, criteria, "topsis")).table
    first = weights.table.set_index("criterion")["global_weight"].sort_index().iloc[0]
    assert table["score"].tolist() == pytest.approx([1.0, 0.25 * (1.0 - first)])


def test_moora_is_the_ratio_system_with_nothing_to_be_minimised(lively):
    """Brauers & Zavadskas 2006: the weighted sum of x / √Σx², less an empty sum."""
    matrix, weights, _ = lively
    values, shares = matrix.scaled.to_numpy(), weights.table["global_weight"].to_numpy()
    expected = (values / np.sqrt((values**2).sum(axis=0))) @ shares
    rows = method_panel(*lively, ["moora"], rank(*lively, "topsis")).table
    assert rows["score"].tolist() == pytest.approx(expected.tolist(), abs=1e-12)


def test_copras_of_criteria_to_be_maximised_is_the_utility_degree_of_their_weighted_shares(lively):
    """Zavadskas, Kaklauskas & Šarka 1994: Q = Σ w·x/Σx without criteria to be minimised; N = Q / max Q."""
    matrix, weights, _ = lively
    values, shares = matrix.scaled.to_numpy(), weights.table["global_weight"].to_numpy()
    significance = (values / values.sum(axis=0)) @ shares
    rows = method_panel(*lively, ["copras"], rank(*lively, "topsis")).table
    assert rows["score"].tolist() == pytest.approx((significance / significance.max()).tolist(), abs=1e-12)


def test_a_method_that_can_never_be_done_stops_no_run_and_is_named(lively):
    panel = method_panel(*lively, ["ocra", "edas"], rank(*lively, "topsis"))
    assert panel.not_done == {"ocra": Message(NEVER_DONE["ocra"])}
    assert set(panel.table["method"]) == {"edas"}
    assert not set(NEVER_DONE) & set(KNOWN_METHODS)


def test_a_method_that_finds_no_score_is_named_with_its_reason(case):
    """MARCOS divides by the sum of the least values, which is 0 where some mineral stands at 0 on every criterion."""
    matrix, weights, criteria = case([[0.0] * 5, [0.2, 0.4, 0.6, 0.8, 1.0], [0.9] * 5])
    panel = method_panel(matrix, weights, criteria, ["marcos", "edas"], rank(matrix, weights, criteria, "topsis"))
    assert panel.not_done == {"marcos": "pymcdm finds no finite score for every mineral"}


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
