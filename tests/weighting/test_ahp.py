"""The arithmetic of AHP: published numbers first, then properties, then pymcdm where it accepts the input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from criticality.weighting.ahp import (
    comparison_matrix,
    completed,
    connected_parts,
    consistency,
    group_matrix,
    missing_pairs,
    most_inconsistent,
    priorities,
)
from longer import examples

SAATY_SCALE = [*range(1, 10), *(1 / k for k in range(2, 10))]


def reciprocal(upper: dict[tuple[int, int], float], n: int) -> np.ndarray:
    return comparison_matrix([str(i) for i in range(n)], [(str(i), str(j), by) for (i, j), by in upper.items()])


@st.composite
def saaty_matrices(draw, low=3, high=7):
    n = draw(st.integers(low, high))
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    values = draw(st.lists(st.sampled_from(SAATY_SCALE), min_size=len(pairs), max_size=len(pairs)))
    return reciprocal(dict(zip(pairs, values, strict=True)), n)


# ── published ────────────────────────────────────────────────────────────────


def test_saaty_2004_choosing_a_city():
    """Saaty (2004), choosing a city, criteria: culture, family, housing, jobs, transport."""
    matrix = np.array(
        [
            [1, 1 / 5, 3, 1 / 2, 5],
            [5, 1, 7, 1, 7],
            [1 / 3, 1 / 7, 1, 1 / 4, 3],
            [2, 1, 4, 1, 7],
            [1 / 5, 1 / 7, 1 / 3, 1 / 7, 1],
        ]
    )
    assert priorities(matrix) == pytest.approx([0.1522, 0.4335, 0.0716, 0.3050, 0.0378], abs=6e-5)
    found = consistency(matrix)
    assert found.lambda_max == pytest.approx(5.225235220930671, abs=1e-12)
    assert found.consistency_index == pytest.approx(0.05630880523266768, abs=1e-12)
    assert found.consistency_ratio == pytest.approx(0.050275718957738996, abs=1e-12)
    assert found.random_index == "Saaty 1980"


def test_choosing_a_leader_two_levels():
    """The leader example: Moll .358, Nell .493, Sue .149 without rounding between the levels."""
    criteria = np.array([[1, 4, 3, 7], [1 / 4, 1, 1 / 3, 3], [1 / 3, 3, 1, 5], [1 / 7, 1 / 3, 1 / 5, 1]])
    candidates = {
        "experience": [[1, 1 / 4, 4], [4, 1, 9], [1 / 4, 1 / 9, 1]],
        "education": [[1, 3, 1 / 5], [1 / 3, 1, 1 / 7], [5, 7, 1]],
        "charisma": [[1, 5, 9], [1 / 5, 1, 4], [1 / 9, 1 / 4, 1]],
        "age": [[1, 1 / 3, 5], [3, 1, 9], [1 / 5, 1 / 9, 1]],
    }
    ratios = {name: consistency(np.array(matrix)).consistency_ratio for name, matrix in candidates.items()}
    assert ratios == pytest.approx(
        {"experience": 0.0318, "education": 0.0559, "charisma": 0.0614, "age": 0.0251}, abs=1e-4
    )
    assert consistency(criteria).consistency_ratio == pytest.approx(0.0439, abs=1e-4)
    whole = np.column_stack([priorities(np.array(matrix)) for matrix in candidates.values()]) @ priorities(criteria)
    assert whole == pytest.approx([0.35813676942236544, 0.4927881882343744, 0.14907504234326027], abs=1e-12)


def test_bozoki_fulop_ronyai_2010_completion():
    """Bozóki, Fülöp & Rónyai (2010), 4 × 4 with c/d missing."""
    matrix = reciprocal({(0, 1): 1, (0, 2): 5, (0, 3): 2, (1, 2): 3, (1, 3): 4}, 4)
    assert missing_pairs(matrix) == [(2, 3)]
    whole = completed(matrix)
    assert whole[2, 3] == pytest.approx(0.7302967, abs=1e-6)
    assert priorities(whole) == pytest.approx([0.3738, 0.3920, 0.0985, 0.1357], abs=6e-5)
    assert consistency(whole).lambda_max == pytest.approx(4.092367293939249, abs=1e-12)
    assert consistency(whole).consistency_ratio == pytest.approx(0.0342, abs=1e-4)


def test_aczel_saaty_1983_geometric_mean_keeps_reciprocity():
    """Judgements 2, 3, 4 join to 24^(1/3), the reciprocal ones to its reciprocal; the arithmetic mean fails."""
    judges = np.array([reciprocal({(0, 1): by}, 2) for by in (2, 3, 4)])
    joined = group_matrix(judges, np.ones(3))
    assert joined[0, 1] == pytest.approx(2.8844991406148166, abs=1e-12)
    assert joined[1, 0] == pytest.approx(0.3466806371753174, abs=1e-12)
    assert judges[:, 0, 1].mean() * judges[:, 1, 0].mean() == pytest.approx(1.083, abs=1e-3)


def test_belton_gear_1983_a_copy_reverses_ranks():
    """Belton & Gear (1983): normalised priorities put B before A; a copy of B puts A first. Fixed anchors cannot."""
    scores = np.array([[1, 9, 8], [9, 1, 9], [1, 1, 1]], dtype=float)
    before = np.column_stack([priorities(column[:, None] / column[None, :]) for column in scores.T]).mean(axis=1)
    assert before == pytest.approx([0.4511784511784512, 0.4696969696969697, 0.07912457912457913], abs=1e-12)
    copied = np.vstack([scores, scores[1]])
    after = np.column_stack([priorities(column[:, None] / column[None, :]) for column in copied.T]).mean(axis=1)
    assert after == pytest.approx([0.3654320987654321, 0.2888888888888889, 0.056790123456790124, 0.2888888888888889])
    assert before[1] > before[0]
    assert after[0] > after[1]


# ── borders ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_items_cannot_contradict(n):
    matrix = reciprocal({(0, 1): 9} if n == 2 else {}, n)
    assert consistency(matrix).consistency_ratio == 0.0
    assert priorities(matrix) == pytest.approx([1.0] if n == 1 else [0.9, 0.1])


def test_the_random_index_ends_at_fifteen_items():
    with pytest.raises(ValueError, match="ends at 15"):
        consistency(np.ones((16, 16)))


def test_a_disconnected_graph_has_no_completion():
    matrix = reciprocal({(0, 1): 2, (2, 3): 3}, 4)
    assert connected_parts(matrix) == [[0, 1], [2, 3]]
    with pytest.raises(ValueError, match="do not connect"):
        completed(matrix)


def test_a_chain_completes_to_the_consistent_matrix():
    """With n − 1 judgements that form a tree the completion is consistent: products along the path."""
    whole = completed(reciprocal({(0, 1): 2, (1, 2): 3, (2, 3): 1.5}, 4))
    assert whole[0, 3] == pytest.approx(9.0, abs=1e-9)
    assert consistency(whole).consistency_ratio == pytest.approx(0.0, abs=1e-12)


def test_fifteen_items_with_ninety_missing_pairs_converge():
    generator = np.random.default_rng(1980)
    upper = {(j - 1, j): float(np.exp(generator.uniform(-2, 2))) for j in range(1, 15)}
    upper |= {(0, 14): 7.0}
    matrix = reciprocal(upper, 15)
    assert len(missing_pairs(matrix)) == 90
    whole = completed(matrix)
    base = consistency(whole).lambda_max
    for pair in missing_pairs(matrix):
        for factor in (0.99, 1.01):
            moved = whole.copy()
            moved[pair] *= factor
            moved[pair[::-1]] /= factor
            assert consistency(moved).lambda_max > base


# ── properties ───────────────────────────────────────────────────────────────


@given(saaty_matrices(), st.randoms(use_true_random=False))
@settings(max_examples=examples(60), deadline=None)
def test_the_order_of_items_changes_nothing(matrix, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    assert priorities(matrix[np.ix_(order, order)]) == pytest.approx(priorities(matrix)[order], abs=1e-12)


@given(arrays(np.float64, st.integers(3, 9), elements=st.floats(0.5, 4.0)))
@settings(max_examples=examples(60), deadline=None)
def test_a_consistent_matrix_gives_its_weights_back(weights):
    matrix = weights[:, None] / weights[None, :]
    assert priorities(matrix) == pytest.approx(weights / weights.sum(), abs=1e-12)
    assert consistency(matrix).consistency_ratio == pytest.approx(0.0, abs=1e-12)


@given(saaty_matrices(), st.data())
@settings(max_examples=examples(40), deadline=None)
def test_completion_is_a_minimum_and_keeps_what_was_judged(matrix, data):
    n = len(matrix)
    removable = [(i, j) for i in range(n) for j in range(i + 2, n)]
    gone = data.draw(st.lists(st.sampled_from(removable), min_size=1, unique=True))
    open_matrix = matrix.copy()
    for i, j in gone:
        open_matrix[i, j] = open_matrix[j, i] = np.nan
    whole = completed(open_matrix)
    stated = ~np.isnan(open_matrix)
    assert (whole[stated] == matrix[stated]).all()
    assert whole * whole.T == pytest.approx(np.ones((n, n)), abs=1e-12)
    assert consistency(whole).lambda_max <= consistency(matrix).lambda_max + 1e-12


@given(st.lists(saaty_matrices(4, 4), min_size=2, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=examples(60), deadline=None)
def test_joined_judgements_stay_reciprocal_and_ignore_the_order_of_judges(matrices, random):
    judges = np.array(matrices)
    weights = np.arange(1.0, len(judges) + 1)
    joined = group_matrix(judges, weights)
    order = list(range(len(judges)))
    random.shuffle(order)
    assert (group_matrix(judges[order], weights[order]) == joined).all()
    above = np.triu_indices(4, 1)
    assert (joined.T[above] == 1.0 / joined[above]).all()
    assert group_matrix(np.swapaxes(judges, 1, 2), weights) == pytest.approx(joined.T, rel=1e-12)


@given(saaty_matrices())
@settings(max_examples=examples(30), deadline=None)
def test_the_mended_judgement_stays_on_the_scale_and_lowers_the_ratio(matrix):
    mending = most_inconsistent(matrix)
    if mending is None:
        return
    assert 1 / 9 <= mending.better <= 9
    mended = matrix.copy()
    mended[mending.pair], mended[mending.pair[::-1]] = mending.better, 1 / mending.better
    assert consistency(mended).consistency_ratio == pytest.approx(mending.ratio_then, abs=1e-12)
    assert mending.ratio_then < mending.ratio_now == consistency(matrix).consistency_ratio


def test_a_slip_of_the_pen_is_found_and_mended():
    """Weights 8 : 4 : 2 : 1 judged without fault, but for 1/4 written where 4 was meant."""
    weights = np.array([8.0, 4.0, 2.0, 1.0])
    matrix = weights[:, None] / weights[None, :]
    matrix[1, 3], matrix[3, 1] = 1 / 4, 4
    mending = most_inconsistent(matrix)
    assert mending is not None
    assert mending.pair == (1, 3)
    assert mending.better == pytest.approx(4.0, abs=0.005)
    assert mending.ratio_then == pytest.approx(0.0, abs=1e-6)


def test_a_batch_of_matrices_is_each_of_them():
    generator = np.random.default_rng(7)
    logs = generator.uniform(-2, 2, (50, 5, 5))
    batch = np.exp(np.triu(logs, 1) - np.swapaxes(np.triu(logs, 1), 1, 2))
    assert priorities(batch) == pytest.approx(np.array([priorities(matrix) for matrix in batch]), abs=1e-13)


# ── oracle ───────────────────────────────────────────────────────────────────


@given(saaty_matrices(3, 6))
@settings(max_examples=examples(25), deadline=None)
def test_pymcdm_finds_the_same_priorities_on_the_integer_scale(matrix):
    from pymcdm.weights.subjective import AHP

    assert priorities(matrix) == pytest.approx(np.asarray(AHP(matrix=matrix)(), dtype=float), abs=1e-9)
