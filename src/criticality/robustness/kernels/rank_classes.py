"""Ranks counted by class where the minerals are many, so that memory grows with the minerals and not with their square.

Up to `MOST_COUNTED` minerals every rank of every mineral is counted. Above, the draws are counted twice: first by
classes of ranks, the same for all minerals; then, of each mineral, every rank inside the two classes that hold the ends
of its interval. So the interval is that of all ranks, to the rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.ranks import Counts, Ordered, RankCounts, count_ranks, ordered
from criticality.robustness.kernels.scores import Scores

MOST_COUNTED = 2048
"""The counts of so many take 32 MB; to decide every draw twice would take longer than to add such counts up."""
FIXED_RANKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""The ranks at which the share of the draws is kept where the minerals are too many to keep every rank."""

_CLASSES, _ROWS = 128, 256


@dataclass(frozen=True)
class RankClasses:
    """Which ranks are counted together.

    Attributes
    ----------
    ends
        (classes,): the last rank of each class, ascending; the first class is rank 1 alone.
    windows
        (windows, M): of each mineral, the rank before the first of `width` ranks that are counted one by one.
    width
        Ranks in a window.
    """

    ends: NDArray[np.int64]
    windows: NDArray[np.int64]
    width: int = 0


def fixed_ranks(minerals: int) -> tuple[int, ...]:
    """The fixed ranks that so many minerals can have."""
    return tuple(takewhile(lambda rank: rank <= minerals, FIXED_RANKS))


def rank_classes(minerals: int) -> RankClasses:
    """The classes of ranks of so many minerals: the fixed ranks alone, and about a hundred of the same width."""
    marks = fixed_ranks(minerals)
    even = np.linspace(1, minerals, _CLASSES).astype(np.int64)
    ends = np.unique(np.concatenate([even, [1, minerals], marks, [rank - 1 for rank in marks if rank > 1]]))
    return RankClasses(ends.astype(np.int64), np.zeros((0, minerals), dtype=np.int64))


def windows_of(classes: RankClasses, places: Sequence[NDArray[np.int64]]) -> RankClasses:
    """Every rank of the classes at the `places` (M,) of each mineral; beside them rank 1 alone."""
    starts = np.concatenate([[0], classes.ends[:-1]])
    width = int(np.diff(classes.ends, prepend=0).max())
    return RankClasses(np.ones(1, dtype=np.int64), np.array([starts[place] for place in places]), width)


def count_in(classes: RankClasses | None, scores: Scores, rows: int, buffers: WorkBuffers) -> RankCounts:
    """Count the ranks of the first `rows` draws: each rank (M, M), or by class (M, classes + windows · width)."""
    if classes is None:
        return count_ranks(scores, rows, buffers)
    count, width = scores.shape[1], len(classes.ends)
    counted = np.zeros((count, width), dtype=np.int64)
    inside = np.zeros((len(classes.windows), count, classes.width), dtype=np.int64)
    draws, winners = [], []
    for start in range(0, rows, _ROWS):
        found = ordered(scores.exact(slice(start, min(start + _ROWS, rows))))
        counted += _by_class(found, classes.ends, count)
        for place, before in enumerate(classes.windows):
            inside[place] += _by_rank(found, before, classes.width, count)
        first, places = np.nonzero(found.ranks == 1)
        draws.append(first + start)
        winners.append(found.minerals[first, places])
    counts = np.concatenate([counted, *inside], axis=1)
    return RankCounts(counts, (np.concatenate(draws), np.concatenate(winners)))


def _by_class(found: Ordered, ends: NDArray[np.int64], count: int) -> Counts:
    """How often each mineral was in each class, (M, classes)."""
    width = len(ends) + 1
    keys = found.minerals * width + np.searchsorted(ends, found.ranks)
    counts: Counts = np.bincount(keys.ravel(), minlength=count * width).reshape(count, width)[:, :-1]
    return counts


def _by_rank(found: Ordered, before: NDArray[np.int64], width: int, count: int) -> Counts:
    """How often each mineral had each rank of its window, (M, width)."""
    places = found.ranks - before[found.minerals] - 1
    inside = (places >= 0) & (places < width)
    keys = found.minerals[inside] * width + places[inside]
    counts: Counts = np.bincount(keys, minlength=count * width).reshape(count, width)
    return counts
