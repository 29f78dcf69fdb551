"""Ranks of many draws by one sort of packed keys, with exact ties grouped.

A key carries the score in its high bits and the mineral's position in its low ones, so that a plain sort of small whole
numbers, which the processor does eight or sixteen at a time, gives the order. Neighbours whose keys are too close to
tell are looked at again with the scores themselves, rounded to 12 decimals as everywhere.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.listing.rule import DECIMALS
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.products import Floats, folded, pieces, places_below
from criticality.robustness.kernels.scores import Scores, index_bits

Counts = NDArray[np.int64]
_LONGEST_SHORT_KEY = 10
_ROWS_OF_PLACES = 64
_ONE_CUT_OFF_EITHER = 2


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
    """Order scores (draws, M), equal ones in 12 decimals sharing the better rank."""
    count = exact.shape[-1]
    bits = index_bits(count)
    keys = np.sort((-_levels(exact) << bits) | np.arange(count), axis=-1)
    starts = np.ones(keys.shape, dtype=np.bool_)
    starts[:, 1:] = (keys[:, 1:] >> bits) != (keys[:, :-1] >> bits)
    ranks = np.maximum.accumulate(np.where(starts, np.arange(count), 0), axis=-1) + 1
    return Ordered(keys & ((1 << bits) - 1), ranks)


def ranks_of(exact: Floats) -> NDArray[np.int64]:
    """Rank of every mineral in every draw, (draws, M), from 1."""
    found = ordered(exact)
    ranks = np.empty_like(found.ranks)
    np.put_along_axis(ranks, found.minerals, found.ranks, axis=-1)
    return ranks


@dataclass(frozen=True)
class RankCounts:
    """How often each mineral had each rank, (M, M), and which minerals were first in which draw.

    `first` holds pairs of draw and mineral; more than one a draw where the first place is shared.
    """

    counts: Counts
    first: tuple[NDArray[np.int64], NDArray[np.int64]]


def count_ranks(scores: Scores, rows: int, scratch: Scratch) -> RankCounts:
    """Count the ranks of the first `rows` draws."""
    counter = RankCounter(scores, rows, scratch)
    for piece in pieces(rows):
        counter.add(piece, scores.axis(piece))
    return counter.counted()


class RankCounter:
    """Counts ranks piece by piece: as the keys have them, and put right at the end where those cannot tell."""

    def __init__(self, scores: Scores, rows: int, scratch: Scratch) -> None:
        self._scores, self._scratch, self._minerals = scores, scratch, scores.shape[1]
        self._bits = index_bits(self._minerals)
        self._by_keys = self._bits <= _LONGEST_SHORT_KEY
        self._apart = np.uint32((math.ceil(2.0 * scores.error) + _ONE_CUT_OFF_EITHER) << self._bits)
        self._counts: Counts = np.zeros(self._minerals**2, dtype=np.int64)
        self._first = np.zeros(rows, dtype=np.int64)
        self._close: list[_Close] = []

    def add(self, piece: slice, axis: NDArray[np.floating]) -> None:
        """Count a piece of the draws, given their scores on the axis."""
        if not (self._by_keys and axis.size):
            return
        desk = self._scratch.once("ranks", axis.shape, lambda: _Desk.of(axis.shape, self._scratch))
        np.copyto(desk.keys, axis, casting="unsafe")
        np.left_shift(desk.keys, self._bits, out=desk.keys)
        np.bitwise_or(desk.table, desk.places, out=desk.table)
        desk.keys.sort(axis=1)
        draws, places = desk.closer_than(self._apart)
        np.bitwise_and(desk.keys, (1 << self._bits) - 1, out=desk.keys)
        self._first[piece] = desk.keys[:, -1]
        if draws.size:
            self._close.append(_Close.of(desk.keys, draws, places, piece.start))
        self._counts += desk.counted()

    def counted(self) -> RankCounts:
        """The counts of all draws, minerals that stood too close together ordered by the scores themselves."""
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
        for some in pieces(anew.size):
            more = _count_ordered(ordered(self._scores.exact(anew[some])), anew[some])
            counts = counts + more.counts
            draws.append(more.first[0])
            winners.append(more.first[1])
        return RankCounts(counts, (np.concatenate(draws), np.concatenate(winners)))

    def _settle(self, close: "_Close", again: NDArray[np.bool_]) -> None:
        """Let two neighbours in the wrong order change places; flag draws that does not settle, and take them out.

        As more than two minerals are close together in them, or two are tied.
        """
        again[close.draws[close.crowded]] = True
        pairs = np.flatnonzero(~close.crowded)
        below, above = self._levels_at(close.draws[pairs], np.array([close.lower[pairs], close.upper[pairs]], np.intp))
        again[close.draws[pairs[below == above]]] = True
        orders = close.orders[again[close.draws[close.starts]]]
        np.subtract.at(self._counts, orders + self._minerals * np.arange(self._minerals), 1)
        turned = pairs[above < below]
        turned = turned[~again[close.draws[turned]]]
        self._turn(close.draws[turned], close.places[turned], close.lower[turned], close.upper[turned])

    def _levels_at(self, draws: NDArray[np.intp], minerals: NDArray[np.intp]) -> NDArray[np.int64]:
        """Scores in 12 decimals of some draws (P,) at some minerals (2, P): a few at a time, for there may be many."""
        found = np.empty(minerals.shape, dtype=np.int64)
        for some in pieces(len(draws)):
            found[:, some] = _levels(self._scores.at(draws[some], minerals[:, some]))
        return found

    def _turn(
        self, draws: NDArray[np.intp], places: NDArray[np.intp], lower: NDArray[np.int32], upper: NDArray[np.int32]
    ) -> None:
        row = places * self._minerals
        for at, before, after in ((row, lower, upper), (row + self._minerals, upper, lower)):
            np.subtract.at(self._counts, at + before, 1)
            np.add.at(self._counts, at + after, 1)
        top = places == self._minerals - 2
        self._first[draws[top]] = lower[top]


class _Close(NamedTuple):
    """Minerals and the next ones that are too close to tell.

    Attributes
    ----------
    draws, places, lower, upper
        Of each two, in order: the draw, the place of the one that stands lower, and who they are.
    starts
        Whether the two are the first ones of their draw.
    crowded
        Whether somewhere in their draw more than two stand close together. Of such a draw the first two do.
    orders
        (…, M): the order of each draw with a start.
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
        """Note those of a piece with so many draws before it."""
        starts = np.ones(draws.shape, dtype=np.bool_)
        np.not_equal(draws[1:], draws[:-1], out=starts[1:])
        crowds = np.zeros(len(order), dtype=np.bool_)
        crowds[draws[1:][~starts[1:] & (places[1:] - places[:-1] == 1)]] = True
        crowded = crowds[draws]
        kept = starts | ~crowded
        draws, places, starts, crowded = draws[kept], places[kept], starts[kept], crowded[kept]
        lower, upper = order[draws, places], order[draws, places + 1]
        return cls(draws + before, places, lower, upper, starts, crowded, order[draws[starts]])


class _Desk(NamedTuple):
    """What the keys of a piece (draws, M) are worked on with, laid out once: making a view costs as much as a step.

    Attributes
    ----------
    keys
        (draws, M).
    table, places, widths
        The keys as tables of many rows, and in such a table the position of every column, and that times M: adding a
        row again and again is slow.
    lower, upper
        All keys but the last and all but the first, read as one.
    steps, folds
        Between them; the same, folded.
    wide
        Room for the keys in the width that `bincount` would else ask the system for each time.
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
    def of(cls, shape: tuple[int, int], scratch: Scratch) -> "_Desk":
        """Lay out the desk for a piece of some draws."""
        draws, count = shape
        keys, wide = scratch.array("keys", shape, np.int32), scratch.array("part", shape, np.intp)
        steps = wide.reshape(-1).view(np.uint32)[: keys.size]
        rows = 1 if draws % _ROWS_OF_PLACES else _ROWS_OF_PLACES
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

    def closer_than(self, apart: np.uint32) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Draws and places at which a sorted key and the next one of its draw are closer than `apart`, in order.

        Steps from one draw to the next are passed over, among them the last one, which is none.
        """
        np.subtract(self.upper, self.lower, out=self.steps[:-1])
        draws, places = np.divmod(places_below(self.folds, apart), self.keys.shape[1])
        inside = places < self.keys.shape[1] - 1
        return draws[inside], places[inside]

    def counted(self) -> Counts:
        """How often each mineral stood at each place, (M·M,) place by place; the keys are not minerals any more."""
        np.add(self.table, self.widths, out=self.table)
        np.copyto(self.wide, self.keys)
        return np.bincount(self.wide.reshape(-1), minlength=self.keys.shape[1] ** 2)


def _levels(exact: Floats) -> NDArray[np.int64]:
    """Scores in 12 decimals, as whole numbers."""
    return np.rint(exact * 10.0**DECIMALS).astype(np.int64)


def _count_ordered(found: Ordered, draws: NDArray[np.intp]) -> RankCounts:
    count = found.minerals.shape[1]
    counts = np.bincount(((found.ranks - 1) * count + found.minerals).ravel(), minlength=count * count)
    rows, places = np.nonzero(found.ranks == 1)
    table: Counts = np.ascontiguousarray(counts.reshape(count, count).T, dtype=np.int64)
    return RankCounts(table, (draws[rows], found.minerals[rows, places]))
