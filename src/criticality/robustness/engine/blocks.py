"""Count the lists of all draws, block by block, in one process or in a pool of processes.

A block of 1,024 draws is the unit of work. It has random numbers of its own and its result is a set of integer counts.
Therefore the sum over all blocks is the same to the last bit, whatever process counts a block, and in whatever order.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import partial, reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criticality.engines.engine import Engine, Parcel, held_by, in_order, submitting
from criticality.engines.pools import open_pool
from criticality.listing.rule import Flags
from criticality.robustness.engine.decide import decide
from criticality.robustness.engine.single_precision import single_precision
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, WeightBlock, chunks, joined, rows_at_once
from criticality.robustness.kernels.rank_classes import count_in
from criticality.robustness.kernels.ranks import RankCounts
from criticality.robustness.sampling.draws import BLOCK, MethodDraw, ThresholdDraw, stream
from criticality.robustness.sampling.normal_table import Bits

Whole = NDArray[np.int64]
Progress = Callable[[int, int], None]
FIXED_POINT = 2.0**32
_BLOCKS_PER_DECISION, _MOST_BLOCKS_PER_TASK, _TASKS_PER_PROCESS = 4, 64, 7
"""Four blocks are decided together: enough that the overhead of NumPy's calls is small, few enough for the cache."""
_CHUNK_OF_DRAWS = 128


@dataclass(frozen=True)
class Counts:
    """Counts over the draws. They are integers, so that the order of adding them does not matter.

    Attributes
    ----------
    draws
        ()
    tiers
        (tiers, M): draws that put the mineral into each tier of the rule; ``not_listed`` last.
    ranks
        (M, M): draws that gave the mineral each rank; (M, classes) where ranks are counted by class.
    sizes
        (M + 1,): draws with each number of minerals listed.
    first_weights, listing_weights
        (M, N): sums of the criteria's weights, in units of 2⁻³², over the draws that rank the mineral first, and over
        those that list it.
    """

    draws: Whole
    tiers: Whole
    ranks: Whole
    sizes: Whole
    first_weights: Whole
    listing_weights: Whole

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True)
class _Drawn:
    """What was drawn for L lists: weights, thresholds (L, parameters), methods (L,), bits of the figures (N·M, L)."""

    weights: WeightBlock
    thresholds: Floats | None
    methods: Whole | None
    bits: Bits | None

    def piece(self, rows: slice) -> "_Drawn":
        """What was drawn for some of them."""
        return _Drawn(
            WeightBlock(self.weights.local[rows], self.weights.across[rows]),
            None if self.thresholds is None else self.thresholds[rows],
            None if self.methods is None else self.methods[rows],
            None if self.bits is None else np.ascontiguousarray(self.bits[:, rows]),  # `take` would copy all of it
        )


class Worker:
    """Decides and counts blocks of draws of one ensemble, with work buffers of its own."""

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        self._buffers = WorkBuffers()
        self._shared = ensemble.shared()
        self._single = single_precision(ensemble)

    def count_blocks(self, blocks: range, rows: int) -> Counts:
        """Decide the lists of some blocks, each with its own random numbers; count the first `rows` draws."""
        case, draws = self.ensemble, len(blocks) * BLOCK
        drawn = _Drawn(
            self._weights(blocks),
            None if case.thresholds is None else self._drawn(case.thresholds, blocks, "thresholds"),
            None if case.methods is None else self._drawn(case.methods, blocks, "method"),
            self._bits(blocks),
        )
        size = rows_at_once(case.cells, draws)
        if size == draws:
            return self._count(drawn, rows)
        parts = [
            self._count(drawn.piece(slice(start, start + size)), min(size, rows - start))
            for start in range(0, rows, size)
        ]
        return reduce(add, parts)

    def _count(self, drawn: "_Drawn", rows: int) -> Counts:
        """Decide some lists and count the first `rows` of them."""
        case, weights = self.ensemble, drawn.weights
        found = None
        if self._single is not None and drawn.bits is not None:
            found = self._single.decide(weights, drawn.bits, drawn.thresholds, rows, self._buffers)
        if found is None:
            values = self._shared if drawn.bits is None else case.values_of(drawn.bits, self._buffers)
            decided = decide(case, weights, values, self._buffers, thresholds=drawn.thresholds, methods=drawn.methods)
            tiers = np.broadcast_to(decided.tiers, decided.scores.shape)[:rows]
            found = self._tier_masks(tiers), count_in(case.classes, decided.scores, rows, self._buffers)
        return self._counted(*found, weights, rows)

    def _stream(self, block: int, factor: str) -> np.random.Generator:
        return stream(self.ensemble.seed, block, factor)

    def _weights(self, blocks: range) -> WeightBlock:
        draw = self.ensemble.weights
        if draw is None:
            return self.ensemble.stated.repeated(len(blocks) * BLOCK)
        return joined([draw.draw(self._stream(block, "weights"), block) for block in blocks], self._buffers)

    def _drawn(self, draw: ThresholdDraw | MethodDraw, blocks: range, factor: str) -> NDArray[Any]:
        return np.concatenate([draw.draw(self._stream(block, factor), block) for block in blocks])

    def _bits(self, blocks: range) -> Bits | None:
        data = self.ensemble.data
        return None if data is None else data.bits([self._stream(block, "data") for block in blocks], self._buffers)

    def _tier_masks(self, tiers: NDArray[np.int8]) -> Flags:
        """Which minerals are in each tier of the rule, (tiers, rows, M); ``not_listed`` is not among them."""
        inside: Flags = self._buffers.array("tiers", (len(self.ensemble.rule.conditions), *tiers.shape), np.bool_)
        for place, flags in enumerate(inside):
            np.equal(tiers, np.int8(place), out=flags)
        return inside

    def _counted(self, inside: Flags, ranks: RankCounts, weights: WeightBlock, rows: int) -> Counts:
        listed = _any_of(inside[self.ensemble.rule.listed[:-1]])
        sizes = np.bincount(count_over_minerals(listed), minlength=listed.shape[1] + 1)
        result = count_over_draws(inside)
        tier_counts = np.concatenate([result, rows - result.sum(axis=0, keepdims=True)])
        first, listing = self._weights_of(listed, ranks, weights, rows)
        return Counts(np.array(rows), tier_counts, ranks.counts, sizes, first, listing)

    def _weights_of(self, listed: Flags, ranks: RankCounts, weights: WeightBlock, rows: int) -> tuple[Whole, Whole]:
        minerals, criteria = listed.shape[1], weights.local.shape[1]
        if self.ensemble.weights is None or not self.ensemble.collect_central_weights:
            return np.zeros((0, 0), dtype=np.int64), np.zeros((0, 0), dtype=np.int64)
        overall = np.rint(weights.overall(self.ensemble.members)[:rows] * FIXED_POINT)
        draws, winners = ranks.first
        first = np.zeros(minerals * criteria)
        for some in chunks(len(draws)):
            places = winners[some, None] * criteria + np.arange(criteria)
            first += np.bincount(places.ravel(), overall[draws[some]].ravel(), minerals * criteria)
        return first.reshape(minerals, criteria).astype(np.int64), sum_where(listed, overall)


def _any_of(flags: Flags) -> Flags:
    """Any of the planes (planes, L, M)."""
    result: Flags = flags[0] if len(flags) == 1 else np.logical_or.reduce(flags, axis=0)
    return result


def count_over_minerals(flags: Flags) -> Whole:
    """Count flags (L, M) over the minerals, (L,); summed in the smallest integer type that can hold M."""
    kind = np.min_scalar_type(flags.shape[1])
    counts: Whole = np.einsum("lm->l", flags.view(np.uint8), dtype=kind).astype(np.int64)
    return counts


def sum_where(flags: Flags, amounts: Floats) -> Whole:
    """For each mineral, sum the amounts (L, N) of the draws that are flagged for it (L, M); returns (M, N).

    The amounts are integers stored as floats. Their sums stay below 2⁵³, where floating-point addition of integers is
    exact. The products are too small for a BLAS library to split over threads.
    """
    columns = np.ascontiguousarray(flags.T).astype(np.float64)
    if len(flags) % _CHUNK_OF_DRAWS:
        spare = -len(flags) % _CHUNK_OF_DRAWS
        columns, amounts = np.pad(columns, ((0, 0), (0, spare))), np.pad(amounts, ((0, spare), (0, 0)))
    parts = columns.reshape(len(columns), -1, _CHUNK_OF_DRAWS).transpose(1, 0, 2)
    result: Whole = (parts @ amounts.reshape(-1, _CHUNK_OF_DRAWS, amounts.shape[1])).sum(axis=0).astype(np.int64)
    return result


def count_over_draws(flags: Flags) -> Whole:
    """Count flags (…, L, M) over the draws, (…, M).

    The two halves of the draws are added to each other again and again, in bytes, while a byte can hold the count:
    this is faster than one sum over all draws.
    """
    counts = flags.view(np.uint8)
    steps, rows = 0, flags.shape[-2]
    while rows % 2 == 0 and steps < 7 and rows:
        rows, steps = rows // 2, steps + 1
        counts = counts[..., :rows, :] + counts[..., rows:, :]
    result: Whole = counts.sum(axis=-2, dtype=np.int64)
    return result


# ── on several processors ────────────────────────────────────────────────────


def count_draws(
    ensemble: Ensemble,
    draws: int,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    blocks_a_task: int | None = None,
) -> Counts:
    """Decide the list in each of `draws` draws, and count.

    Parameters
    ----------
    ensemble
        The case and what varies.
    draws
        At least 1.
    workers
        Number of processes. It changes no result.
    executor
        Where the draws are made instead of processes of this machine. It changes no result.
    progress
        Called with (draws done, draws asked for).
    blocks_a_task
        Number of blocks that a process receives at a time; by default several tasks for each process.
    """
    size = blocks_a_task or task_size(draws, Engine(workers, executor).width)
    few = draws <= size * BLOCK
    with worker_pool(ensemble, 1 if few else workers, None if few else executor) as count:
        return count(draws, progress, size)


def task_size(draws: int, workers: int) -> int:
    """Number of blocks in a task: seven tasks for each process, but not so small that communication takes long."""
    return min(_MOST_BLOCKS_PER_TASK, _share_of(draws // BLOCK, _TASKS_PER_PROCESS * max(1, workers)))


def _share_of(blocks: int, shares: int) -> int:
    """The blocks divided by `shares`, rounded down to a multiple of the blocks decided together; at least one."""
    share = blocks // shares
    return max(_BLOCKS_PER_DECISION, share - share % _BLOCKS_PER_DECISION)


CountInPool = Callable[[int, Progress | None, int], Counts]
"""(number of draws, progress, blocks in a task) → counts."""


@contextmanager
def worker_pool(ensemble: Ensemble, workers: int, executor: Executor | None = None) -> Iterator[CountInPool]:
    """Yield the function that counts draws: in `workers` processes (none for one worker), or where an executor runs."""
    if executor is not None:
        width = Engine(executor=executor).width
        there = submitting(executor, _count_in_parcel, held_by(executor, ensemble))
        yield lambda draws, progress, size: _reduced(
            in_order(there, tasks(draws, size, width), 2 * width), draws, progress
        )
        return
    if workers <= 1:
        count = partial(_count_task, Worker(ensemble))
        yield lambda draws, progress, size: _reduced(map(count, tasks(draws, size, 1)), draws, progress)
        return
    with open_pool(workers, _prepare_process, ensemble) as pool:
        submit = submitting(pool, _count_in_process)
        yield lambda draws, progress, size: _reduced(
            in_order(submit, tasks(draws, size, workers), 2 * workers), draws, progress
        )


Task = tuple[int, int, int]


def tasks(draws: int, size: int, workers: int) -> Iterator[Task]:
    """Split the draws into tasks: (first block, end of its blocks, number of draws).

    A task has at most `size` blocks. The last tasks are smaller, so that all processes finish at about the same time.
    """
    blocks, first = -(-draws // BLOCK), 0
    while first < blocks:
        end = min(first + min(size, _share_of(blocks - first, 2 * workers)), blocks)
        yield first, end, min(end * BLOCK, draws) - first * BLOCK
        first = end


def _count_task(worker: Worker, task: Task) -> Counts:
    first, end, draws = task
    step = max(1, rows_at_once(worker.ensemble.cells, _BLOCKS_PER_DECISION * BLOCK) // BLOCK)
    parts = (range(start, min(start + step, end)) for start in range(first, end, step))
    last = first * BLOCK + draws
    return reduce(add, (worker.count_blocks(part, min(part.stop * BLOCK, last) - part.start * BLOCK) for part in parts))


def _reduced(parts: Iterator[Counts], draws: int, progress: Progress | None) -> Counts:
    total: Counts | None = None
    for part in parts:
        total = part if total is None else total + part
        if progress is not None:
            progress(int(total.draws), draws)
    if total is None:
        raise ValueError("at least one draw is needed")
    return total


_worker: Worker | None = None


def _prepare_process(ensemble: Ensemble) -> None:
    global _worker  # noqa: PLW0603 - a process of the pool has one ensemble for its whole life
    _worker = Worker(ensemble)


def _count_in_process(task: Task) -> Counts:
    if _worker is None:
        raise RuntimeError("the process was not made ready")
    return _count_task(_worker, task)


_workers = threading.local()


def _count_in_parcel(parcel: Parcel[Ensemble], task: Task) -> Counts:
    """Count where an executor runs: a thread keeps the worker, and so the work buffers, of one ensemble."""
    if getattr(_workers, "digest", "") != parcel.digest:
        _workers.digest, _workers.worker = parcel.digest, Worker(parcel.open())
    return _count_task(_workers.worker, task)
