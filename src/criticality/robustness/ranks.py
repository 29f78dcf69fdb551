"""Ranks of many draws by one sort of packed keys, with exact ties grouped.

A key carries the score in its high bits and the mineral's position in its low ones, so that a plain sort of small whole
numbers, which the processor does eight or sixteen at a time, gives the order. Neighbours whose keys are too close to
tell are looked at again with the scores themselves, rounded to 12 decimals as everywhere.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criticality.listing import DECIMALS
from criticality.robustness.batch import Floats, pieces
from criticality.robustness.scores import Scores, index_bits
from criticality.robustness.scratch import Scratch

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
    count = scores.axis.shape[1]
    bits = index_bits(count)
    if bits > _LONGEST_SHORT_KEY:
        return _count_ordered(ordered(scores.exact(slice(0, rows))), np.arange(rows))
    keys, close = _sorted_keys(scores, bits, scratch)
    again = _settled(keys, close, scores, bits)
    first = keys[:, -1].astype(np.int64)
    _with_places(keys, np.add, count)
    if not again.size:
        return RankCounts(_counted(keys[:rows], count, scratch), (np.arange(rows), first[:rows]))
    clear = np.ones(len(keys), dtype=np.bool_)
    clear[again], clear[rows:] = False, False
    alone, again = np.flatnonzero(clear), again[again < rows]
    more = _count_ordered(ordered(scores.exact(again)), again)
    pairs = (np.concatenate([alone, more.first[0]]), np.concatenate([first[alone], more.first[1]]))
    return RankCounts(_counted(keys[alone], count, scratch) + more.counts, pairs)


def _sorted_keys(scores: Scores, bits: int, scratch: Scratch) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Keys (draws, M), the last mineral first, and where in them a mineral and the next one are too close to tell."""
    keys, near = scratch.array("keys", scores.axis.shape, np.int32), scratch.array("near", scores.axis.shape, np.bool_)
    apart = np.uint32((math.ceil(2.0 * scores.error) + _ONE_CUT_OFF_EITHER) << bits)
    for piece in pieces(len(keys)):
        _sort(keys[piece], scores.axis[piece], bits)
        flat = keys[piece].reshape(-1)
        step = scratch.array("part", (flat.size - 1,), np.int32)
        np.subtract(flat[1:], flat[:-1], out=step)
        np.less(step.view(np.uint32), apart, out=near[piece].reshape(-1)[:-1])
    near[:, -1] = False
    return keys, np.flatnonzero(near)


def _sort(keys: NDArray[np.int32], axis: NDArray[np.floating[Any]], bits: int) -> None:
    np.copyto(keys, axis, casting="unsafe")
    np.left_shift(keys, bits, out=keys)
    _with_places(keys, np.bitwise_or, 1)
    keys.sort(axis=1)


def _settled(keys: NDArray[np.int32], places: NDArray[np.intp], scores: Scores, bits: int) -> NDArray[np.intp]:
    """Leave only the minerals in the keys, two neighbours that were too close in the order of their scores themselves.

    Returns the draws that this does not settle, as more than two minerals are close together or two are tied.
    """
    keys &= (1 << bits) - 1
    if not places.size:
        return places
    count, flat = keys.shape[1], keys.reshape(-1)
    draws, lower, higher = places // count, flat[places], flat[places + 1]
    below, above = _levels(scores.at(draws, np.array([lower, higher])))
    gain = above - below
    turned = gain < 0
    flat[places[turned]], flat[places[turned] + 1] = higher[turned], lower[turned]
    unsettled = gain == 0
    unsettled[1:] |= places[1:] - places[:-1] == 1
    return np.unique(draws[unsettled])


def _levels(exact: Floats) -> NDArray[np.int64]:
    """Scores in 12 decimals, as whole numbers."""
    return np.rint(exact * 10.0**DECIMALS).astype(np.int64)


def _with_places(keys: NDArray[np.int32], join: np.ufunc, width: int) -> None:
    """Join the position of every column times `width` to keys (draws, M), by a small table for many rows at a time."""
    rows = 1 if len(keys) % _ROWS_OF_PLACES else _ROWS_OF_PLACES
    tables = keys.reshape(-1, rows, keys.shape[1])
    join(tables, _places(tables.shape[1:], width), out=tables)


@cache
def _places(shape: tuple[int, int], width: int) -> NDArray[np.int32]:
    """The position of every column times `width`, row by row: adding a row again and again is slow."""
    table = np.tile(np.arange(shape[1], dtype=np.int32) * np.int32(width), (shape[0], 1))
    table.flags.writeable = False
    return table


def _counted(places: NDArray[np.int32], count: int, scratch: Scratch) -> Counts:
    """How often each mineral had each rank, from place · M + mineral (draws, M), the last mineral first.

    Widened here and not in `bincount`, which would ask the system for new memory each time.
    """
    total = np.zeros(count * count, dtype=np.int64)
    for piece in pieces(len(places)):
        wide = scratch.array("part", places[piece].shape, np.intp)
        np.copyto(wide, places[piece])
        total += np.bincount(wide.reshape(-1), minlength=count * count)
    return total.reshape(count, count)[::-1].T


def _count_ordered(found: Ordered, draws: NDArray[np.intp]) -> RankCounts:
    count = found.minerals.shape[1]
    counts = np.bincount(((found.ranks - 1) * count + found.minerals).ravel(), minlength=count * count)
    rows, places = np.nonzero(found.ranks == 1)
    table: Counts = np.ascontiguousarray(counts.reshape(count, count).T, dtype=np.int64)
    return RankCounts(table, (draws[rows], found.minerals[rows, places]))
