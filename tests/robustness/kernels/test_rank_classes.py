"""Ranks counted by class give the intervals and shares of all ranks, in memory that grows with the minerals alone."""

import numpy as np
import pytest

from criticality.robustness import acceptability
from criticality.robustness.engine.blocks import count_draws
from criticality.robustness.ensemble import build_ensemble
from criticality.robustness.kernels import rank_classes
from criticality.robustness.kernels.rank_classes import FIXED_RANKS, fixed_ranks
from robustness.cases import case, panel

MINERALS = 60


@pytest.fixture
def many():
    """More minerals than are counted rank by rank, with classes so wide that an interval must be looked for inside."""
    rng = np.random.default_rng(4)
    return case(
        np.round(rng.random((MINERALS, 4)), 2), sizes=[2, 2], weights=panel([2, 2]), vary=("weights",), draws=3000
    )


def narrowed(monkeypatch):
    monkeypatch.setattr(rank_classes, "_CLASSES", 5)
    monkeypatch.setattr(acceptability, "MOST_COUNTED", 50)
    monkeypatch.setattr(acceptability, "MOST_WITH_EVERY_RANK", 50)


@pytest.mark.parametrize("data", [(), ("data",)])
def test_the_interval_by_classes_is_that_of_all_ranks(many, monkeypatch, data):
    whole = case(
        many.matrix.scaled.to_numpy(), sizes=[2, 2], weights=panel([2, 2]), vary=("weights", *data), draws=3000
    )
    before = whole.measured()
    narrowed(monkeypatch)
    after = whole.measured()
    for column in ("p_listed", "rank_low", "rank_high", "confidence"):
        assert list(before.table[column]) == list(after.table[column]), column
    assert before.details["central_weights"] == after.details["central_weights"]
    assert before.details["listing_weights"] == after.details["listing_weights"]
    assert (before.table["rank_high"] > before.table["rank_low"]).any()


def test_above_the_limit_the_shares_of_the_fixed_ranks_are_kept(many, monkeypatch):
    every = many.measured().ranks.pivot_table(index="mineral", columns="rank", values="share")
    narrowed(monkeypatch)
    few = many.measured().ranks
    assert sorted(set(few["rank"])) == [1, 2, 5, 10, 20, 50]
    assert len(few) == 6 * MINERALS
    for row in few.itertuples():
        assert row.share == every.loc[row.mineral, row.rank]
        assert row.share_up_to == pytest.approx(every.loc[row.mineral, : row.rank].sum(), abs=1e-12)


def test_what_is_counted_grows_with_the_minerals_and_not_with_their_square(monkeypatch):
    narrowed(monkeypatch)
    widths = []
    for minerals in (60, 240):
        some = case(
            np.random.default_rng(1).random((minerals, 2)), sizes=[2], weights=panel([2]), vary=("weights",), draws=1
        )
        ensemble, _ = build_ensemble(some.inputs, some.matrix, some.weights, some.ranking.method, some.groups)
        widths.append(count_draws(acceptability.with_classes(ensemble), 1).ranks.shape[1])
    assert widths[1] < 2 * widths[0]


def test_the_fixed_ranks_end_with_the_minerals():
    assert len(FIXED_RANKS) == 12
    assert fixed_ranks(99) == (1, 2, 5, 10, 20, 50)
    assert fixed_ranks(1) == (1,)
