"""Ranks of many draws by sorting packed keys: the score in the high bits, the mineral's position in the low bits.

Sorting 32-bit integers is fast, because the processor compares eight or sixteen of them at once. A key has fewer digits
than a score. Where the keys of two neighbours are closer than the error of a key, their order is decided by the scores
themselves, rounded to 12 decimals as in every ranking of this project. Equal scores share the better rank.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.listing.quantities import DECIMALS
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, chunks, folded, positions_below
from criticality.robustness.kernels.scores import Scores, index_bits

Counts = NDArray[np.int64]
MOST_BY_KEYS = 1024
"""With more minerals too few bits of a key remain for the score, and every draw is ordered by its exact scores."""
_DRAWS_PER_TABLE = 64
_TRUNCATION = 2  # converting a score to an integer drops up to 1; two keys are compared


@dataclass(frozen=True)
class Ordered:
    """The minerals of some draws in the order of their scores.

    Attributes
    ----------
    minerals
        (draws, M): positions of the minerals, best first.
    ranks
        (draws, M): the rank at each place; ties share the better one.
    """

    minerals: NDArray[np.int64]
    ranks: NDArray[np.int64]


def ordered(exact: Floats) -> Ordered:
    """Order the minerals by their scores (draws, M); scores equal in 12 decimals share the better rank."""
    count = exact.shape[-1]
    bits = index_bits(count)
    keys = np.sort((-_levels(exact) << bits) | np.arange(count), axis=-1)
    starts = np.ones(keys.shape, dtype=np.bool_)
    starts[:, 1:] = (keys[:, 1:] >> bits) != (keys[:, :-1] >> bits)
    ranks = np.maximum.accumulate(np.where(starts, np.arange(count), 0), axis=-1) + 1
    return Ordered(keys & ((1 << bits) - 1), ranks)


def ranks_of(exact: Floats) -> NDArray[np.int64]:
    """Rank of every mineral in every draw, (draws, M), from 1."""
    result = ordered(exact)
    ranks = np.empty_like(result.ranks)
    np.put_along_axis(ranks, result.minerals, result.ranks, axis=-1)
    return ranks


@dataclass(frozen=True)
class RankCounts:
    """How often each mineral had each rank, (M, M), and which minerals were first in which draw.

    `first` holds two arrays: draws, and the mineral that was first in each. A draw with a shared first rank is in it
    once for each mineral.
    """

    counts: Counts
    first: tuple[NDArray[np.int64], NDArray[np.int64]]


def count_ranks(scores: Scores, rows: int, buffers: WorkBuffers) -> RankCounts:
    """Count the ranks of the first `rows` draws."""
    counter = RankCounter(scores, rows, buffers)
    for chunk in chunks(rows):
        counter.add(chunk, scores.axis(chunk))
    return counter.counted()


class RankCounter:
    """Counts ranks chunk by chunk in the order of the keys, and corrects at the end what the keys cannot decide."""

    def __init__(self, scores: Scores, rows: int, buffers: WorkBuffers) -> None:
        self._scores, self._buffers, self._minerals = scores, buffers, scores.shape[1]
        self._bits = index_bits(self._minerals)
        self._by_keys = self._minerals <= MOST_BY_KEYS
        self._distance = np.uint32((math.ceil(2.0 * scores.error) + _TRUNCATION) << self._bits)
        self._counts: Counts = np.zeros(self._minerals**2, dtype=np.int64)
        self._first = np.zeros(rows, dtype=np.int64)
        self._close: list[_Close] = []

    def add(self, chunk: slice, axis: NDArray[np.floating]) -> None:
        """Count the ranks of one chunk of draws, given their scores on the ordering axis (draws, M)."""
        if not (self._by_keys and axis.size):
            return
        work = self._buffers.once("ranks", axis.shape, lambda: _RankBuffers.of(axis.shape, self._buffers))
        np.copyto(work.keys, axis, casting="unsafe")
        np.left_shift(work.keys, self._bits, out=work.keys)
        np.bitwise_or(work.table, work.places, out=work.table)
        work.keys.sort(axis=1)
        draws, places = work.closer_than(self._distance)
        np.bitwise_and(work.keys, (1 << self._bits) - 1, out=work.keys)
        self._first[chunk] = work.keys[:, -1]
        if draws.size:
            self._close.append(_Close.of(work.keys, draws, places, chunk.start))
        self._counts += work.counted()

    def counted(self) -> RankCounts:
        """The counts of all draws; minerals whose keys were too close are ordered by their scores."""
        rows = len(self._first)
        if not self._by_keys:
            return _count_ordered(ordered(self._scores.exact(slice(0, rows))), np.arange(rows))
        again = np.zeros(rows, dtype=np.bool_)
        if self._close:
            self._settle(_Close(*map(np.concatenate, zip(*self._close, strict=True))), again)
        counts = self._counts.reshape(self._minerals, -1)[::-1].T
        if not again.any():
            return RankCounts(counts, (np.arange(rows), self._first))
        alone, anew = np.flatnonzero(~again), np.flatnonzero(again)
        draws, winners = [alone], [self._first[alone]]
        for some in chunks(anew.size):
            more = _count_ordered(ordered(self._scores.exact(anew[some])), anew[some])
            counts = counts + more.counts
            draws.append(more.first[0])
            winners.append(more.first[1])
        return RankCounts(counts, (np.concatenate(draws), np.concatenate(winners)))

    def _settle(self, close: "_Close", again: NDArray[np.bool_]) -> None:
        """Correct the counts of draws with close keys, and flag in `again` the draws that must be ordered anew.

        Where exactly two neighbours are close and their scores differ, the two swap their ranks if the keys had them in
        the wrong order. Draws in which more than two minerals are close, or two are tied, are taken out of the counts.
        """
        again[close.draws[close.crowded]] = True
        pairs = np.flatnonzero(~close.crowded)
        below, above = self._levels_at(close.draws[pairs], np.array([close.lower[pairs], close.upper[pairs]], np.intp))
        again[close.draws[pairs[below == above]]] = True
        orders = close.orders[again[close.draws[close.starts]]]
        np.subtract.at(self._counts, orders + self._minerals * np.arange(self._minerals), 1)
        turned = pairs[above < below]
        turned = turned[~again[close.draws[turned]]]
        self._swap(close.draws[turned], close.places[turned], close.lower[turned], close.upper[turned])

    def _levels_at(self, draws: NDArray[np.intp], minerals: NDArray[np.intp]) -> NDArray[np.int64]:
        """Scores in 12 decimals, as integers, of draws (P,) and minerals (2, P); in chunks, because P may be large."""
        result = np.empty(minerals.shape, dtype=np.int64)
        for some in chunks(len(draws)):
            result[:, some] = _levels(self._scores.at(draws[some], minerals[:, some]))
        return result

    def _swap(
        self, draws: NDArray[np.intp], places: NDArray[np.intp], lower: NDArray[np.int32], upper: NDArray[np.int32]
    ) -> None:
        """Correct the counts, and the first mineral, for pairs of neighbours whose keys are in the wrong order."""
        row = places * self._minerals
        for at, before, after in ((row, lower, upper), (row + self._minerals, upper, lower)):
            np.subtract.at(self._counts, at + before, 1)
            np.add.at(self._counts, at + after, 1)
        top = places == self._minerals - 2
        self._first[draws[top]] = lower[top]


class _Close(NamedTuple):
    """Pairs of neighbours in the order of the keys whose keys are too close to decide which is higher.

    Attributes
    ----------
    draws, places, lower, upper
        For each pair: the draw, the place of its lower mineral in ascending order, and the two minerals.
    starts
        Whether the pair is the first of its draw.
    crowded
        Whether in that draw two such pairs overlap, so that at least three minerals are close together. Of a crowded
        draw only the first pair is kept.
    orders
        (draws with a pair, M): the minerals of each such draw in the order of the keys.
    """

    draws: NDArray[np.intp]
    places: NDArray[np.intp]
    lower: NDArray[np.int32]
    upper: NDArray[np.int32]
    starts: NDArray[np.bool_]
    crowded: NDArray[np.bool_]
    orders: NDArray[np.int32]

    @classmethod
    def of(cls, order: NDArray[np.int32], draws: NDArray[np.intp], places: NDArray[np.intp], before: int) -> "_Close":
        """Collect the pairs of one chunk; `before` is the number of draws in the chunks before it."""
        starts = np.ones(draws.shape, dtype=np.bool_)
        np.not_equal(draws[1:], draws[:-1], out=starts[1:])
        crowds = np.zeros(len(order), dtype=np.bool_)
        crowds[draws[1:][~starts[1:] & (places[1:] - places[:-1] == 1)]] = True
        crowded = crowds[draws]
        kept = starts | ~crowded
        draws, places, starts, crowded = draws[kept], places[kept], starts[kept], crowded[kept]
        lower, upper = order[draws, places], order[draws, places + 1]
        return cls(draws + before, places, lower, upper, starts, crowded, order[draws[starts]])


class _RankBuffers(NamedTuple):
    """Work arrays and views for ranking one chunk of draws.

    Creating a view in NumPy costs as much time as one vectorised step, so the views are created once.

    Attributes
    ----------
    keys
        (draws, M).
    table
        The keys as (tables, 64, M), or (draws, 1, M) where the draws are no multiple of 64.
    places, widths
        (64, M): the position of every mineral, and that times M. Adding one large array is faster than adding one row
        to each of many rows.
    lower, upper
        The keys as one long array, without the last and without the first.
    steps, folds
        The differences upper − lower, and the same array folded (`folded`).
    wide
        The keys as 64-bit integers, which `bincount` needs; without this array it would allocate one each time.
    """

    keys: NDArray[np.int32]
    table: NDArray[np.int32]
    places: NDArray[np.int32]
    widths: NDArray[np.int32]
    lower: NDArray[np.uint32]
    upper: NDArray[np.uint32]
    steps: NDArray[np.uint32]
    folds: NDArray[np.uint32]
    wide: NDArray[np.intp]

    @classmethod
    def of(cls, shape: tuple[int, int], buffers: WorkBuffers) -> "_RankBuffers":
        """Take the arrays for one chunk, of shape (draws, M), from the work buffers."""
        draws, count = shape
        keys, wide = buffers.array("keys", shape, np.int32), buffers.array("part", shape, np.intp)
        steps = wide.reshape(-1).view(np.uint32)[: keys.size]
        rows = 1 if draws % _DRAWS_PER_TABLE else _DRAWS_PER_TABLE
        places = np.tile(np.arange(count, dtype=np.int32), (rows, 1))
        flat = keys.reshape(-1).view(np.uint32)
        return cls(
            keys=keys,
            table=keys.reshape(-1, rows, count),
            places=places,
            widths=places * np.int32(count),
            lower=flat[:-1],
            upper=flat[1:],
            steps=steps,
            folds=folded(steps),
            wide=wide,
        )

    def closer_than(self, distance: np.uint32) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Draws and places, in order, where a sorted key and the next key of its draw differ by less than `distance`.

        The differences between the last key of a draw and the first of the next draw are ignored.
        """
        np.subtract(self.upper, self.lower, out=self.steps[:-1])
        draws, places = np.divmod(positions_below(self.folds, distance), self.keys.shape[1])
        inside = places < self.keys.shape[1] - 1
        return draws[inside], places[inside]

    def counted(self) -> Counts:
        """How often each mineral stood at each place, (M·M,), place by place; overwrites the keys."""
        np.add(self.table, self.widths, out=self.table)
        np.copyto(self.wide, self.keys)
        return np.bincount(self.wide.reshape(-1), minlength=self.keys.shape[1] ** 2)


def _levels(exact: Floats) -> NDArray[np.int64]:
    """Scores as integer multiples of 10⁻¹²."""
    return np.rint(exact * 10.0**DECIMALS).astype(np.int64)


def _count_ordered(result: Ordered, draws: NDArray[np.intp]) -> RankCounts:
    count = result.minerals.shape[1]
    table: Counts = np.bincount((result.minerals * count + result.ranks - 1).ravel(), minlength=count * count)
    rows, places = np.nonzero(result.ranks == 1)
    return RankCounts(table.reshape(count, count), (draws[rows], result.minerals[rows, places]))
