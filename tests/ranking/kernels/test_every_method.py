"""What every method that may decide a list must show: a published case, many lists at once as one, true flags.

A new method in `METHODS` fails here until `PUBLISHED` has a worked case of it. The methods stand in
ranking/kernels/topsis.py, ranking/kernels/topsis_flat.py, ranking/kernels/topsis_vector.py,
ranking/kernels/ahp_ratings.py, ranking/kernels/geometric_mean.py, ranking/kernels/product.py,
ranking/kernels/euclidean.py and ranking/kernels/lowest.py; ranking/kernels/pymcdm_topsis.py decides the lists of the
first two.
"""

# Holds: ranking/kernels/ahp_ratings.py, ranking/kernels/euclidean.py, ranking/kernels/geometric_mean.py,
# ranking/kernels/lowest.py, ranking/kernels/product.py, ranking/kernels/pymcdm_topsis.py, ranking/kernels/topsis.py,
# ranking/kernels/topsis_flat.py, ranking/kernels/topsis_vector.py.

from dataclasses import dataclass
from typing import get_args

import numpy as np
import pytest

from criticality.errors import InputError
from criticality.model import assessment
from criticality.ranking.kernels import METHODS
from criticality.ranking.kernels.arithmetic import HALF_WAY, closeness, dimension_ratings, ranks_of
from criticality.ranking.kernels.method import Weights
from criticality.ranking.methods import rank

EVERY = pytest.mark.parametrize("name", METHODS)
RAISES = np.zeros(5, dtype=np.bool_)
MEMBERS = (np.array([0, 2]), np.array([1, 3, 4]))
UNDER_ONE = (slice(None),)


@dataclass(frozen=True)
class Published:
    """A worked case: minerals × criteria as printed, weights, scores to so many decimals."""

    source: str
    values: list[list[float]]
    weights: list[float]
    scores: list[float]
    within: float = 1e-12


TZENG_HUANG = Published(
    "Tzeng & Huang (2011), Multiple Attribute Decision Making",
    [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]],
    [0.3, 0.4, 0.3],
    [0.5037196585795188, 0.6580847719618138, 0.7482486599406238, 0.333997436943342],
)
JMCDM = Published(
    "JMcDM (Satman et al.), 3 by 4",
    [[9, 7, 6, 7], [8, 7, 9, 6], [7, 8, 6, 6]],
    [0.2, 0.1, 0.3, 0.4],
    [0.38768695492211824, 0.6503238218850163, 0.08347670030339041],
)
LEADER = Published(
    "AHP, choosing a leader: synthesis of Tom, Dick and Harry by experience, education, charisma and age",
    [[0.217, 0.188, 0.743, 0.265], [0.717, 0.081, 0.194, 0.672], [0.066, 0.731, 0.063, 0.063]],
    [0.547, 0.127, 0.270, 0.056],
    [0.358, 0.493, 0.149],
    within=1e-3,
)
HUMAN_DEVELOPMENT = Published(
    "UNDP (2011), Human Development Report 2011: HDI of Afghanistan, China, Costa Rica and the Congo (DRC) from the "
    "indices of health, education and income",
    [[0.452, 0.367, 0.380], [0.843, 0.623, 0.618], [0.936, 0.659, 0.667], [0.448, 0.356, 0.147]],
    [1 / 3, 1 / 3, 1 / 3],
    [0.398, 0.687, 0.744, 0.286],
    within=1e-3,
)
CUBES = Published(
    "UNDP (2011): the same indices; the HDI is the cube root of their product",
    HUMAN_DEVELOPMENT.values,
    HUMAN_DEVELOPMENT.weights,
    [score**3 for score in HUMAN_DEVELOPMENT.scores],
    within=2e-3,
)
YALE = Published(
    "Graedel et al. (2012), equation 1: √(SR² + EI² + VSR²)/√3, of the corner, an edge and a point of the cube",
    [[1.0, 1.0, 1.0], [0.0, 0.9, 0.0], [0.6, 0.3, 0.2]],
    [1 / 3, 1 / 3, 1 / 3],
    [1.0, 0.9 / 3**0.5, (0.49 / 3) ** 0.5],
)
FIGHTERS = Published(
    "Hwang & Yoon (1981), maximin: four fighter aircraft by six attributes over the best of each (the best over the "
    "price); the third is chosen",
    [
        [2.0 / 2.5, 1500 / 2700, 20 / 21, 4.5 / 5.5, 5 / 9, 9 / 9],
        [2.5 / 2.5, 2700 / 2700, 18 / 21, 4.5 / 6.5, 3 / 9, 5 / 9],
        [1.8 / 2.5, 2000 / 2700, 21 / 21, 4.5 / 4.5, 7 / 9, 7 / 9],
        [2.2 / 2.5, 1800 / 2700, 20 / 21, 4.5 / 5.0, 5 / 9, 5 / 9],
    ],
    [1 / 6] * 6,
    [5 / 9, 3 / 9, 1.8 / 2.5, 5 / 9],
)


def flat_weights(weights: np.ndarray) -> Weights:
    """All criteria in one dimension."""
    return Weights(weights, np.ones(1), weights, UNDER_ONE)


def textbook(case: Published):
    """A case of the textbook TOPSIS as it is printed."""
    return np.array(case.values, dtype=float).T, flat_weights(np.array(case.weights))


def anchored(case: Published):
    """The same case between fixed ideals: the same distances, as w·(r⁺ − r) = w·(r⁺ − r⁻)·(1 − v) with v on 0…1."""
    raw = np.array(case.values, dtype=float).T
    normal = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    low, high = normal.min(axis=1, keepdims=True), normal.max(axis=1, keepdims=True)
    reach = np.array(case.weights) * (high - low)[:, 0]
    return (normal - low) / (high - low), flat_weights(reach / reach.sum())


def in_dimensions(case: Published):
    """As `anchored`, each criterion a dimension of its own, whose weight multiplies the squared difference."""
    values, weights = anchored(case)
    across, count = np.square(weights.overall), len(weights.overall)
    across = across / across.sum()
    return values, Weights(np.ones(count), across, across, [np.array([position]) for position in range(count)])


def one_each(case: Published):
    """Each criterion a dimension of its own, as printed."""
    across = np.array(case.weights)
    count = len(across)
    alone = Weights(np.ones(count), across, across, [np.array([position]) for position in range(count)])
    return np.array(case.values, dtype=float).T, alone


PUBLISHED = {
    "topsis": [(in_dimensions, TZENG_HUANG), (in_dimensions, JMCDM)],
    "topsis_flat": [(anchored, TZENG_HUANG), (anchored, JMCDM)],
    "topsis_vector": [(textbook, TZENG_HUANG), (textbook, JMCDM)],
    "ahp_ratings": [(textbook, LEADER)],
    "geometric_mean": [(textbook, HUMAN_DEVELOPMENT)],
    "product": [(one_each, CUBES)],
    "euclidean": [(one_each, YALE)],
    "lowest": [(one_each, FIGHTERS)],
}


@EVERY
def test_a_published_case(name):
    assert name in PUBLISHED, f"{name} may decide a list and has no published case here"
    for prepare, case in PUBLISHED[name]:
        values, weights = prepare(case)
        lowers = np.zeros(len(values), dtype=np.bool_)
        for form in (METHODS[name].score, METHODS[name].decide):
            assert form(values, weights, lowers).tolist() == pytest.approx(case.scores, abs=case.within), case.source


def test_an_assessment_may_name_these_methods_and_no_others():
    assert set(METHODS) == set(get_args(assessment.Method))


# ── one list and a million ───────────────────────────────────────────────────


def weights_of_draws(rng: np.random.Generator, *leading: int) -> Weights:
    local = rng.uniform(0.1, 1.0, (*leading, 5))
    for rows in MEMBERS:
        local[..., rows] /= local[..., rows].sum(axis=-1, keepdims=True)
    across = rng.dirichlet([2.0, 3.0], leading)
    overall = local * across[..., [0, 1, 0, 1, 1]]
    return Weights(local, across, overall, MEMBERS)


def taken(weights: Weights, place: tuple[int, ...]) -> Weights:
    return Weights(weights.local[place], weights.across[place], weights.overall[place], weights.members)


@EVERY
@pytest.mark.parametrize("lowers", [RAISES, np.array([True, False, True, False, False])], ids=["raise", "mixed"])
def test_many_lists_at_once_are_each_list_alone(name, lowers):
    """Weights of each draw with values shared or drawn, values drawn with weights shared, and two leading axes."""
    method, rng = METHODS[name], np.random.default_rng(7)
    shared, drawn = rng.uniform(0.05, 0.95, (5, 9)), rng.uniform(0.05, 0.95, (2, 3, 5, 9))
    weights, still = weights_of_draws(rng, 2, 3), weights_of_draws(rng)
    over_shared = method.score(shared, weights, lowers)
    over_drawn = method.score(drawn, weights, lowers)
    over_still = method.score(drawn, still, lowers)
    for place in np.ndindex(2, 3):
        own = taken(weights, place)
        assert over_shared[place] == pytest.approx(method.decide(shared, own, lowers), abs=1e-12)
        assert over_drawn[place] == pytest.approx(method.decide(drawn[place], own, lowers), abs=1e-12)
        assert over_still[place] == pytest.approx(method.decide(drawn[place], still, lowers), abs=1e-12)


@EVERY
def test_no_mineral_one_mineral_and_all_alike(name):
    method, weights = METHODS[name], weights_of_draws(np.random.default_rng(3))
    assert method.decide(np.empty((5, 0)), weights, RAISES).shape == (0,)
    assert method.score(np.empty((5, 0)), weights, RAISES).shape == (0,)
    alike = 0.25 if name == "product" else 0.5  # of two dimensions
    for values in (np.full((5, 1), 0.5), np.full((5, 3), 0.5)):
        for form in (method.score, method.decide):
            assert form(values, weights, RAISES).tolist() == pytest.approx([alike] * values.shape[1])


def test_dimension_ratings_of_draws_are_each_dimensions_weighted_mean():
    rng = np.random.default_rng(1)
    values, weights = rng.uniform(0, 1, (4, 5, 3)), weights_of_draws(rng, 4)
    found = dimension_ratings(values, weights)
    for place, rows in enumerate(MEMBERS):
        for draw in range(4):
            assert found[draw, place] == pytest.approx(weights.local[draw, rows] @ values[draw, rows])


# ── the flags ────────────────────────────────────────────────────────────────


@EVERY
def test_depends_on_others_is_true(name):
    """Whether taking the last mineral away moves the score of another."""
    method, rng = METHODS[name], np.random.default_rng(5)
    weights, values = weights_of_draws(rng), rng.uniform(0.05, 0.95, (5, 8))
    values[:, 7] = 1.0
    before, after = (method.score(some, weights, RAISES) for some in (values, values[:, :7]))
    assert (np.abs(before[:7] - after).max() > 1e-6) == method.depends_on_others


@EVERY
def test_needs_scale_is_true(name, make_criterion, make_weights, make_matrix):
    """Raw values: without scales the method ranks, and a change of unit moves nothing. Scaled values: it refuses."""
    raw = np.random.default_rng(2).uniform(1, 9, (6, 2))
    minerals, codes = [f"m{place}" for place in range(6)], ["c1", "c2"]
    weights = make_weights({"d": {"c1": 0.4, "c2": 0.6}})
    criteria = [make_criterion(code, "d", scale=None) for code in codes]
    matrix = make_matrix(None, minerals, codes, raw=raw)
    if METHODS[name].needs_scale:
        with pytest.raises(InputError, match=f"c1 has no scale, and {name} works on scaled values"):
            rank(matrix, weights, criteria, name)
    else:
        in_tonnes = make_matrix(None, minerals, codes, raw=raw * [1000.0, 1.0])
        first, second = (rank(one, weights, criteria, name).scores.to_numpy() for one in (matrix, in_tonnes))
        assert second == pytest.approx(first, abs=1e-12)


def test_the_methods_that_are_drawn_are_these():
    """A further one would change P(listed) of every assessment that varies the method; draws are of scaled values."""
    drawn = {name for name, method in METHODS.items() if method.is_drawn}
    assert drawn == {"topsis", "topsis_flat", "ahp_ratings"}
    assert all(METHODS[name].needs_scale for name in drawn)


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.score_row is not None])
@pytest.mark.parametrize("others", [0, 1, 6])
def test_one_row_that_moves_among_others_is_the_whole_list_ranked_again(name, others):
    method, rng = METHODS[name], np.random.default_rng(4)
    weights, lowers = weights_of_draws(rng), np.array([True, False, False, True, False])
    own, still = rng.uniform(0, 2, (5, 7)), rng.uniform(0, 1, (5, others))
    own[0], still[0] = 0.0, 0.0
    found = method.score_row(own, still, weights, lowers)
    for point in range(7):
        whole = method.score(np.column_stack([own[:, point], still]), weights, lowers)
        assert found[point] == pytest.approx(whole[0], abs=1e-12)


def test_a_form_that_decides_and_differs_from_the_closed_form_decides_no_list(
    make_criterion, make_weights, make_matrix, monkeypatch
):
    """As if another version of pymcdm computed something else."""
    import pymcdm.methods

    class Other(pymcdm.methods.TOPSIS):
        def __call__(self, *arguments, **options):
            return super().__call__(*arguments, **options) ** 1.01

    monkeypatch.setattr(pymcdm.methods, "TOPSIS", Other)
    weights, criteria = (
        make_weights({"d": {"c1": 0.4, "c2": 0.6}}),
        [make_criterion(code, "d") for code in ("c1", "c2")],
    )
    matrix = make_matrix([[0.2, 0.4], [0.9, 0.3]], ["x", "y"], ["c1", "c2"])
    for name in ("topsis", "topsis_flat", "topsis_vector"):
        with pytest.raises(ArithmeticError, match=f"{name}: the form that decides and the closed form differ"):
            rank(matrix, weights, criteria, name)


# ── one method ───────────────────────────────────────────────────────────────


def test_a_nought_is_a_nought_in_the_geometric_mean_and_a_weightless_one_counts_for_nothing():
    values = np.array([[0.0, 0.0, 0.25, 1.0], [0.9, 1.0, 0.25, 1.0], [0.5, 0.0, 0.25, 1.0]])
    weights = flat_weights(np.array([0.4, 0.6, 0.0]))
    without = flat_weights(np.array([0.0, 1.0, 0.0]))
    for form in (METHODS["geometric_mean"].score, METHODS["geometric_mean"].decide):
        assert form(values, weights, RAISES[:3]).tolist() == pytest.approx([0.0, 0.0, 0.25, 1.0])
        assert form(values, without, RAISES[:3]).tolist() == pytest.approx([0.9, 1.0, 0.25, 1.0])


def test_a_geometric_mean_never_exceeds_the_weighted_sum():
    rng = np.random.default_rng(8)
    values, weights = rng.random((5, 200)), weights_of_draws(rng)
    geometric, arithmetic = (METHODS[name].score(values, weights, RAISES) for name in ("geometric_mean", "ahp_ratings"))
    assert (geometric < arithmetic).all()


@pytest.mark.parametrize("name", ["product", "lowest"])
def test_a_dimension_of_weight_0_is_left_out_of_the_product_and_of_the_lowest(name):
    values = np.array([[0.5, 0.9], [0.0, 0.2], [0.8, 0.4]])
    across = np.array([0.4, 0.0, 0.6])
    weights = Weights(np.ones(3), across, across, [np.array([place]) for place in range(3)])
    expected = {"product": [0.4, 0.36], "lowest": [0.5, 0.4]}[name]
    for form in (METHODS[name].score, METHODS[name].decide):
        assert form(values, weights, RAISES[:3]).tolist() == pytest.approx(expected)


def test_the_lowest_rating_is_no_more_than_the_mean_and_the_length_no_less():
    rng = np.random.default_rng(9)
    values, weights = rng.random((5, 200)), weights_of_draws(rng)
    lowest, mean, length = (
        METHODS[name].score(values, weights, RAISES) for name in ("lowest", "ahp_ratings", "euclidean")
    )
    assert (lowest <= mean + 1e-12).all()
    assert (mean <= length + 1e-12).all()


# ── what they share ──────────────────────────────────────────────────────────


def test_closeness_of_no_distance_at_all_is_half_way():
    far, near = np.array([0.0, 0.0, 4.0, 1.0]), np.array([0.0, 1.0, 0.0, 4.0])
    assert closeness(far, near).tolist() == pytest.approx([HALF_WAY, 1.0, 0.0, 2 / 3])


def test_ties_share_the_better_rank_in_every_list():
    scores = np.array([[3, 5, 5, 1], [2, 2, 2, 2], [1, 2, 3, 4]])
    assert ranks_of(scores).tolist() == [[3, 1, 1, 4], [1, 1, 1, 1], [4, 3, 2, 1]]
    assert ranks_of(scores, ascending=True).tolist() == [[2, 3, 3, 1], [1, 1, 1, 1], [1, 2, 3, 4]]
    assert ranks_of(np.empty((2, 0))).shape == (2, 0)
