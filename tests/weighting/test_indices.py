"""Random indices and the geometric consistency index: published figures first, then what must hold of any matrix."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from criticality.weighting.ahp import consistency, priorities
from criticality.weighting.indices import (
    ALONSO_LAMATA_2006,
    SAATY_1980,
    gci_limit,
    geometric_consistency_index,
    row_geometric_means,
)
from published_panels import MONREAL, triangle

SAATY_SCALE = [*range(1, 10), *(1 / k for k in range(2, 10))]

# ── published ────────────────────────────────────────────────────────────────


def test_saaty_1980_random_index():
    assert SAATY_1980.title == "Saaty 1980"
    assert SAATY_1980.values == (0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)


def test_alonso_lamata_2006_random_index_of_three_items_is_that_of_all_4913_matrices():
    indices = []
    for first, second, third in product(SAATY_SCALE, repeat=3):
        cube = (third / (first * second)) ** (1 / 3)
        indices.append((1 + cube + 1 / cube - 3) / 2)
    assert len(indices) == 4913
    assert np.mean(indices) == pytest.approx(ALONSO_LAMATA_2006.values[2], abs=3e-4)
    assert np.mean(indices) != pytest.approx(SAATY_1980.values[2], abs=0.05)


@pytest.mark.parametrize("n", [4, 5, 6])
def test_alonso_lamata_2006_random_index_is_met_by_simulation(n):
    rng = np.random.default_rng(2006)
    count = 20_000
    rows, columns = np.triu_indices(n, 1)
    matrices = np.ones((count, n, n))
    values = rng.choice(SAATY_SCALE, (count, len(rows)))
    matrices[:, rows, columns], matrices[:, columns, rows] = values, 1 / values
    found = (np.linalg.eigvals(matrices).real.max(axis=1) - n) / (n - 1)
    error = found.std() / np.sqrt(count)
    assert abs(found.mean() - ALONSO_LAMATA_2006.values[n - 1]) < 4 * error


def test_alonso_lamata_2006_fit_a_line_to_the_mean_eigenvalue():
    """Equation: mean λmax = 2.7699 n - 4.3513, so RI = (1.7699 n - 4.3513) / (n - 1), for larger matrices."""
    for n in range(7, 16):
        assert ALONSO_LAMATA_2006.values[n - 1] == pytest.approx((1.7699 * n - 4.3513) / (n - 1), abs=0.01)


def test_glur_2018_car_example_has_a_ratio_of_7_5_per_cent():
    """The example `car` of the R package ahp: cost, safety, style, capacity; it prints CR 7.5 %."""
    matrix = triangle((3, 7, 3, 9, 1, 1 / 7), n=4)
    assert consistency(matrix, ALONSO_LAMATA_2006).consistency_ratio == pytest.approx(0.075, abs=5e-4)
    assert consistency(matrix).consistency_ratio == pytest.approx(0.0738, abs=5e-5)


@pytest.mark.parametrize(
    ("party", "printed", "gci"),
    [
        ("PSOE", (0.513, 0.251, 0.115, 0.042, 0.079), 0.143),
        ("PP", (0.520, 0.195, 0.072, 0.030, 0.182), 0.303),
        ("PAR", (0.560, 0.135, 0.101, 0.035, 0.168), 0.298),
        ("NP", (0.038, 0.059, 0.149, 0.480, 0.274), 0.203),
    ],
)
def test_escobar_aguaron_moreno_jimenez_2015_table_3(party, printed, gci):
    """Decis. Support Syst. 74, 67-77, table 3: priorities by geometric means of rows, and the GCI of each matrix."""
    matrix = triangle(MONREAL[party])
    assert row_geometric_means(matrix) == pytest.approx(printed, abs=6e-4)
    assert geometric_consistency_index(matrix) == pytest.approx(gci, abs=6e-4)


@pytest.mark.parametrize(("n", "printed"), [(3, 0.31), (4, 0.35), (5, 0.37), (9, 0.37)])
def test_aguaron_moreno_jimenez_2003_limits_of_the_gci(n, printed):
    assert gci_limit(n, 0.10) == pytest.approx(printed, abs=5e-3)
    assert gci_limit(n, 0.05) == pytest.approx(gci_limit(n, 0.10) / 2)


# ── properties ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("n", [3, 4, 5, 6, 9])
def test_near_consistency_the_gci_is_2n_over_n_less_2_times_the_index_of_saaty(n):
    """To first order GCI = 2n / (n - 2) · CI: on this its limits rest."""
    rng = np.random.default_rng(n)
    errors = np.triu(rng.normal(scale=1e-3, size=(n, n)), 1)
    matrix = np.exp(errors - errors.T)
    index = consistency(matrix).consistency_index
    assert geometric_consistency_index(matrix) == pytest.approx(2 * n / (n - 2) * index, rel=1e-2)
    if n <= 5:
        random = ALONSO_LAMATA_2006.values[n - 1]
        assert gci_limit(n, 0.10) == pytest.approx(2 * n / (n - 2) * random * 0.10, abs=6e-4)


@given(arrays(np.float64, st.integers(2, 9), elements=st.floats(0.5, 4.0)))
@settings(max_examples=60, deadline=None)
def test_on_a_consistent_matrix_row_means_are_the_eigenvector(weights):
    matrix = weights[:, None] / weights[None, :]
    assert row_geometric_means(matrix) == pytest.approx(priorities(matrix), abs=1e-12)
    assert geometric_consistency_index(matrix) == pytest.approx(0.0, abs=1e-12)


@given(st.lists(st.sampled_from(SAATY_SCALE), min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_crawford_williams_1985_row_means_of_three_items_are_the_eigenvector(values):
    matrix = triangle(tuple(values), n=3)
    assert row_geometric_means(matrix) == pytest.approx(priorities(matrix), abs=1e-12)


@given(st.lists(st.sampled_from(SAATY_SCALE), min_size=10, max_size=10), st.floats(-0.3, 0.3), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_row_means_are_the_least_squares_of_the_logarithms(values, step, place):
    matrix = triangle(tuple(values))
    best = np.log(row_geometric_means(matrix))

    def squares(logs):
        return np.square(np.log(matrix) - (logs[:, None] - logs[None, :])).sum()

    moved = best.copy()
    moved[place] += step
    assert squares(best) <= squares(moved) + 1e-9


@given(st.lists(st.sampled_from(SAATY_SCALE), min_size=10, max_size=10), st.permutations(range(5)))
@settings(max_examples=40, deadline=None)
def test_the_gci_does_not_depend_on_the_order_of_items(values, order):
    matrix = triangle(tuple(values))
    assert geometric_consistency_index(matrix[np.ix_(order, order)]) == pytest.approx(
        geometric_consistency_index(matrix)
    )
