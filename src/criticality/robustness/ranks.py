"""Ranks of many draws by one sort of packed keys, with exact ties grouped.

A key carries the score in its high bits and the mineral's position in its low ones, so that a plain sort of small whole
numbers, which the processor does eight at a time, gives the order. Neighbours whose keys are too close to tell are
looked at again with the scores themselves, rounded to 12 decimals as everywhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.listing import DECIMALS
from criticality.robustness.batch import Floats, Scores
from criticality.robustness.scratch import Scratch

Counts = NDArray[np.int64]
_KEY_BITS = 31
_LONGEST_SHORT_KEY = 10


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
    levels = np.rint(exact * 10.0**DECIMALS).astype(np.int64)
    keys = np.sort((-levels << bits) | np.arange(count), axis=-1)
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


def index_bits(count: int) -> int:
    """Bits that tell `count` minerals apart."""
    return max(1, (count - 1).bit_length())


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
    keys, close = _sorted_keys(scores.axis, bits, scratch)
    close = close[close < rows]
    mask, width = (1 << bits) - 1, 1 << bits
    np.bitwise_and(keys, mask, out=keys)
    first = np.array(keys[:rows, 0], dtype=np.int64)
    places = np.arange(count, dtype=np.int32) * np.int32(width)
    keys += places
    found = np.bincount(keys[:rows].ravel(), minlength=count * width)
    if not close.size:
        return RankCounts(_by_mineral(found, count, width), (np.arange(rows), first))
    found -= np.bincount(keys[close].ravel(), minlength=count * width)
    again = _count_ordered(ordered(scores.exact(close)), close)
    clear = np.setdiff1d(np.arange(rows), close, assume_unique=True)
    pairs = (np.concatenate([clear, again.first[0]]), np.concatenate([first[clear], again.first[1]]))
    return RankCounts(_by_mineral(found, count, width) + again.counts, pairs)


def _sorted_keys(axis: Floats, bits: int, scratch: Scratch) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Sorted keys (draws, M), and the draws in which two neighbours are too close to tell."""
    count = axis.shape[1]
    fine, keys = scratch.array("fine", axis.shape), scratch.array("keys", axis.shape, np.int32)
    np.multiply(axis, -float((1 << (_KEY_BITS - bits)) - 1), out=fine)
    np.copyto(keys, fine, casting="unsafe")
    np.left_shift(keys, bits, out=keys)
    np.bitwise_or(keys, np.arange(count, dtype=np.int32), out=keys)
    keys.sort(axis=1)
    flat = keys.reshape(-1)
    step = scratch.array("step", (max(flat.size - 1, 0),), np.int32)
    np.subtract(flat[1:], flat[:-1], out=step)
    near = np.flatnonzero(step.view(np.uint32) < np.uint32(2 << bits))
    near = near[(near + 1) % count != 0]
    return keys, np.unique(near // count)


def _count_ordered(found: Ordered, draws: NDArray[np.intp]) -> RankCounts:
    count = found.minerals.shape[1]
    counts = np.bincount(((found.ranks - 1) * count + found.minerals).ravel(), minlength=count * count)
    rows, places = np.nonzero(found.ranks == 1)
    return RankCounts(_by_mineral(counts, count, count), (draws[rows], found.minerals[rows, places]))


def _by_mineral(counts: NDArray[np.intp], count: int, width: int) -> Counts:
    table: Counts = counts.reshape(count, width)[:, :count].T.astype(np.int64)
    return table
