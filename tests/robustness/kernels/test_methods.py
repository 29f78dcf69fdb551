"""The forms that order a block of draws, against the closed form of each method in ranking/kernels."""

import numpy as np
import pytest

from criticality.ranking.kernels import METHODS
from criticality.robustness.kernels import methods
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.methods import ORDERING_FORMS, closed_form, score_by, shared_values
from criticality.robustness.kernels.products import WeightBlock

MEMBERS = (slice(0, 2), slice(2, 5))
LOWERS = np.array([False, True, False, False, True])
DRAWS, MINERALS = 7, 9


def block(rng: np.random.Generator) -> WeightBlock:
    local = np.column_stack([rng.dirichlet([2.0] * 2, DRAWS), rng.dirichlet([2.0] * 3, DRAWS)])
    return WeightBlock(local, rng.dirichlet([3.0, 2.0], DRAWS))


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("drawn", [False, True], ids=["shared", "drawn"])
def test_the_ordering_form_gives_the_scores_of_the_closed_form(name, drawn):
    rng = np.random.default_rng(6)
    weights = block(rng)
    table = rng.random((5, DRAWS, MINERALS) if drawn else (5, MINERALS))
    values = table if drawn else shared_values(table, table, LOWERS)
    expected = closed_form(name, values, LOWERS, MEMBERS, weights).exact()
    found, _ = score_by(name, values, LOWERS, MEMBERS, weights, WorkBuffers())
    assert found.exact() == pytest.approx(expected, abs=1e-12)
    order = np.argsort(found.axis(slice(None)), axis=1)
    assert (order == np.argsort(expected, axis=1)).all()


@pytest.mark.parametrize("drawn", [False, True], ids=["shared", "drawn"])
def test_a_nought_is_a_nought_in_the_geometric_mean_of_every_draw(drawn):
    """A value of 0 makes the score 0 where its criterion has a weight, and changes nothing where it has none."""
    rng = np.random.default_rng(9)
    weights = block(rng)
    weights.local[0, :2] = [0.0, 1.0]
    table = rng.uniform(0.1, 1.0, (5, DRAWS, MINERALS) if drawn else (5, MINERALS))
    table[0, ..., 0] = 0.0
    values = table if drawn else shared_values(table, None, LOWERS)
    found = score_by("geometric_mean", values, LOWERS, MEMBERS, weights, WorkBuffers())[0].exact()
    assert (found[1:, 0] == 0.0).all()
    assert (found[0] > 0.0).all()
    assert (found[:, 1:] > 0.0).all()


def test_a_method_without_an_ordering_form_is_scored_by_its_closed_form(monkeypatch):
    rng = np.random.default_rng(6)
    weights, table = block(rng), rng.random((5, MINERALS))
    values = shared_values(table, table, LOWERS)
    monkeypatch.setattr(methods, "ORDERING_FORMS", {})
    for name, ordering_form in ORDERING_FORMS.items():
        fast, _ = ordering_form(values, LOWERS, MEMBERS, weights, WorkBuffers())
        slow, ratings = score_by(name, values, LOWERS, MEMBERS, weights, WorkBuffers())
        assert slow.exact() == pytest.approx(fast.exact(), abs=1e-12)
        assert ratings == ()
