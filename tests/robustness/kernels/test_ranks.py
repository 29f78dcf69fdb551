"""Ranks of many draws by one sort of packed keys: what the keys cannot tell is settled by the scores themselves."""

import numpy as np
import pytest

from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import chunks
from criticality.robustness.kernels.ranks import RankCounter, count_ranks, ranks_of
from criticality.robustness.kernels.scores import Scores


@pytest.mark.parametrize("gap", [3e-8, 1e-11, 1e-14, 0.0])
@pytest.mark.parametrize(("rows", "together"), [(500, 500), (500, 128), (400, 64), (1, 64)])
def test_neighbours_too_close_to_tell_are_ordered_by_the_scores_themselves(gap, rows, together):
    """Axes off by the stated error in the worst way: pairs turned, crowds of three, ties to 12 decimals."""
    rng = np.random.default_rng(5)
    truth = rng.random((500, 30))
    truth[:, 1] = truth[:, 0] + gap
    truth[:250, 2] = truth[:250, 1] + gap
    scores = off_by_the_error(truth)
    counter = RankCounter(scores, rows, WorkBuffers())
    for chunk in chunks(rows, together):
        counter.add(chunk, scores.axis(chunk))
    assert_ranks_are_those_of(truth[:rows], counter.counted())


def test_ties_beyond_the_last_draw_asked_for_are_nobody_s_concern():
    """A number of draws that fills no block, and ties in the rest of it only: this ended in a traceback."""
    truth = np.random.default_rng(6).random((512, 30))
    truth[480:, 1] = truth[480:, 0]
    assert_ranks_are_those_of(truth[:450], count_ranks(off_by_the_error(truth), 450, WorkBuffers()))


def test_minerals_that_are_all_alike_share_the_first_rank():
    truth = np.full((300, 30), 0.25)
    assert_ranks_are_those_of(truth, count_ranks(off_by_the_error(truth), 300, WorkBuffers()))


def off_by_the_error(truth) -> Scores:
    """Scores whose axis is off by what it says it can be, the first mineral upwards and the second downwards."""
    scale, error = 2.0**26 * 0.99, 100.0
    axis = truth * scale
    axis[:, 0] += error
    axis[:, 1] -= error
    return Scores(
        axis.shape,
        axis.__getitem__,
        scale,
        lambda rows: truth[rows],
        lambda rows, minerals: truth[rows, minerals],
        False,
        error,
    )


def assert_ranks_are_those_of(truth, found) -> None:
    expected = ranks_of(truth)
    assert np.array_equal(found.counts, [np.bincount(column - 1, minlength=30) for column in expected.T])
    draws, winners = found.first
    assert sorted(zip(draws, winners, strict=True)) == sorted(zip(*np.nonzero(expected == 1), strict=True))
