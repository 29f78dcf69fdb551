"""The engine: blocks of draws, counted in whole numbers, on one processor or several.

A block is the unit of work: it knows its own random numbers and gives back counts, so that blocks can be done anywhere,
in any order and in any chunks, and the sum is the same to the last bit.
"""

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criticality.listing.rule import Flags
from criticality.robustness.engine.decide import decide
from criticality.robustness.engine.single_precision import single_precision
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.products import Floats, WeightBlock, joined, pieces
from criticality.robustness.kernels.ranks import RankCounts, count_ranks
from criticality.robustness.sampling.draws import BLOCK, MethodDraw, ThresholdDraw, stream
from criticality.robustness.sampling.normal_table import Bits

Whole = NDArray[np.int64]
Progress = Callable[[int, int], None]
FIXED_POINT = 2.0**32
_BLOCKS_TOGETHER, _MOST_BLOCKS_A_TASK, _TASKS_EACH = 4, 64, 7
"""Blocks are decided four at a time: NumPy's calls cost little then, and the arrays in use are still small."""
_PIECE = 128


@dataclass(frozen=True)
class Counts:
    """What the draws came to; whole numbers only, so that the order of adding cannot matter.

    Attributes
    ----------
    draws
        ()
    tiers
        (tiers, M): draws that put the mineral into each tier of the rule; ``not_listed`` last.
    ranks
        (M, M): draws that gave the mineral each rank.
    sizes
        (M + 1,): draws with each number of minerals listed.
    first_weights, listing_weights
        (M, N): sums of the weights, in units of 2⁻³², over the draws that rank the mineral first, and that list it.
    """

    draws: Whole
    tiers: Whole
    ranks: Whole
    sizes: Whole
    first_weights: Whole
    listing_weights: Whole

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


class Worker:
    """Counts blocks of one ensemble; keeps the arrays it works in."""

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        self._scratch = Scratch()
        self._shared = ensemble.shared()
        self._single = single_precision(ensemble)

    def count_blocks(self, blocks: range, rows: int) -> Counts:
        """Decide the lists of some blocks, each with its own random numbers; count the first `rows` draws."""
        case = self.ensemble
        weights = self._weights(blocks)
        thresholds = None if case.thresholds is None else self._drawn(case.thresholds, blocks, "thresholds")
        bits = self._bits(blocks)
        found = None
        if self._single is not None and bits is not None:
            found = self._single.decide(weights, bits, thresholds, rows, self._scratch)
        if found is None:
            methods = None if case.methods is None else self._drawn(case.methods, blocks, "method")
            values = self._shared if bits is None else case.values_of(bits, self._scratch)
            decided = decide(case, weights, values, self._scratch, thresholds=thresholds, methods=methods)
            tiers = np.broadcast_to(decided.tiers, decided.scores.shape)[:rows]
            found = self._apart(tiers), count_ranks(decided.scores, rows, self._scratch)
        return self._counted(*found, weights, rows)

    def _stream(self, block: int, factor: str) -> np.random.Generator:
        return stream(self.ensemble.seed, block, factor)

    def _weights(self, blocks: range) -> WeightBlock:
        draw = self.ensemble.weights
        if draw is None:
            return self.ensemble.stated.repeated(len(blocks) * BLOCK)
        return joined([draw.draw(self._stream(block, "weights"), block) for block in blocks], self._scratch)

    def _drawn(self, draw: ThresholdDraw | MethodDraw, blocks: range, factor: str) -> NDArray[Any]:
        return np.concatenate([draw.draw(self._stream(block, factor), block) for block in blocks])

    def _bits(self, blocks: range) -> Bits | None:
        data = self.ensemble.data
        return None if data is None else data.bits([self._stream(block, "data") for block in blocks], self._scratch)

    def _apart(self, tiers: NDArray[np.int8]) -> Flags:
        """Who is in which tier of the rule, (tiers, rows, M), those in none left out."""
        inside: Flags = self._scratch.array("tiers", (len(self.ensemble.rule.conditions), *tiers.shape), np.bool_)
        for place, flags in enumerate(inside):
            np.equal(tiers, np.int8(place), out=flags)
        return inside

    def _counted(self, inside: Flags, ranks: RankCounts, weights: WeightBlock, rows: int) -> Counts:
        listed = _any_of(inside[self.ensemble.rule.listed[:-1]])
        sizes = np.bincount(over_minerals(listed), minlength=listed.shape[1] + 1)
        found = over_draws(inside)
        tier_counts = np.concatenate([found, rows - found.sum(axis=0, keepdims=True)])
        first, listing = self._weights_of(listed, ranks, weights, rows)
        return Counts(np.array(rows), tier_counts, ranks.counts, sizes, first, listing)

    def _weights_of(self, listed: Flags, ranks: RankCounts, weights: WeightBlock, rows: int) -> tuple[Whole, Whole]:
        minerals, criteria = listed.shape[1], weights.local.shape[1]
        if self.ensemble.weights is None or not self.ensemble.tracked:
            return np.zeros((0, 0), dtype=np.int64), np.zeros((0, 0), dtype=np.int64)
        overall = np.rint(weights.overall(self.ensemble.members)[:rows] * FIXED_POINT)
        draws, winners = ranks.first
        first = np.zeros(minerals * criteria)
        for some in pieces(len(draws)):
            places = winners[some, None] * criteria + np.arange(criteria)
            first += np.bincount(places.ravel(), overall[draws[some]].ravel(), minerals * criteria)
        return first.reshape(minerals, criteria).astype(np.int64), sum_where(listed, overall)


def _any_of(flags: Flags) -> Flags:
    """Any of the planes (planes, L, M)."""
    found: Flags = flags[0] if len(flags) == 1 else np.logical_or.reduce(flags, axis=0)
    return found


def over_minerals(flags: Flags) -> Whole:
    """Count flags (L, M) over the minerals, (L,), in numbers as short as will hold the count."""
    kind = np.min_scalar_type(flags.shape[1])
    counts: Whole = np.einsum("lm->l", flags.view(np.uint8), dtype=kind).astype(np.int64)
    return counts


def sum_where(flags: Flags, amounts: Floats) -> Whole:
    """Sum whole amounts (L, N) over the draws flagged (L, M) for each mineral, (M, N).

    Sums stay below 2⁵³, where floating-point numbers add whole ones without error; pieces are too small for BLAS to
    split.
    """
    columns = np.ascontiguousarray(flags.T).astype(np.float64)
    if len(flags) % _PIECE:
        spare = -len(flags) % _PIECE
        columns, amounts = np.pad(columns, ((0, 0), (0, spare))), np.pad(amounts, ((0, spare), (0, 0)))
    parts = columns.reshape(len(columns), -1, _PIECE).transpose(1, 0, 2)
    found: Whole = (parts @ amounts.reshape(-1, _PIECE, amounts.shape[1])).sum(axis=0).astype(np.int64)
    return found


def over_draws(flags: Flags) -> Whole:
    """Count flags (…, L, M) over the draws, (…, M): halves are added to each other while a byte holds the count."""
    counts = flags.view(np.uint8)
    steps, rows = 0, flags.shape[-2]
    while rows % 2 == 0 and steps < 7 and rows:
        rows, steps = rows // 2, steps + 1
        counts = counts[..., :rows, :] + counts[..., rows:, :]
    found: Whole = counts.sum(axis=-2, dtype=np.int64)
    return found


# ── on several processors ────────────────────────────────────────────────────


def count_draws(
    ensemble: Ensemble,
    draws: int,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    blocks_a_task: int | None = None,
) -> Counts:
    """Count `draws` re-decided lists.

    Parameters
    ----------
    ensemble
        The case and what varies.
    draws
        At least 1.
    workers
        Processes; they change nothing but the time.
    progress
        Called with (draws done, draws asked).
    blocks_a_task
        Blocks handed to a process at a time; by default as many as leave every process some tasks.
    """
    size = blocks_a_task or task_size(draws, workers)
    with crew(ensemble, workers if draws > size * BLOCK else 1) as do:
        return do(draws, progress, size)


def task_size(draws: int, workers: int) -> int:
    """Blocks worth handing to one of so many processes at a time: enough that asking for them takes little of it."""
    return min(_MOST_BLOCKS_A_TASK, _share_of(draws // BLOCK, _TASKS_EACH * max(1, workers)))


def _share_of(blocks: int, shares: int) -> int:
    """One of so many shares of the blocks, rounded down to as many as are decided together, of which it has some."""
    share = blocks // shares
    return max(_BLOCKS_TOGETHER, share - share % _BLOCKS_TOGETHER)


Do = Callable[[int, Progress | None, int], Counts]


@contextmanager
def crew(ensemble: Ensemble, workers: int) -> Iterator[Do]:
    """Open as many processes as asked for, and hand out the function that counts draws on them."""
    if workers <= 1:
        worker = Worker(ensemble)
        yield lambda draws, progress, size: _reduced(map(_done_by(worker), tasks(draws, size, 1)), draws, progress)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (ensemble,))
    try:
        with uninterrupted():
            for _ in range(workers):
                pool.submit(_ready)
        yield lambda draws, progress, size: _reduced(
            _in_order(pool, tasks(draws, size, workers), 2 * workers), draws, progress
        )
    finally:
        with uninterrupted():
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off while processes start or end, which must be done as a whole.

    Blocked besides, for what starts meanwhile inherits that: an interrupt is for this process to answer. Only the main
    thread is interrupted, and only it can say so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    block = getattr(signal, "pthread_sigmask", None)  # not on Windows
    mask = block(signal.SIG_BLOCK, {signal.SIGINT}) if block else None
    try:
        yield
    finally:
        if block:
            block(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if pressed:
        raise KeyboardInterrupt


Task = tuple[int, int, int]


def tasks(draws: int, size: int, workers: int) -> Iterator[Task]:
    """Ranges of blocks, each with the draws it has to do: (first block, end, draws).

    Of at most `size` blocks, and towards the end of fewer, so that nobody waits long for the last of the others.
    """
    blocks, first = -(-draws // BLOCK), 0
    while first < blocks:
        end = min(first + min(size, _share_of(blocks - first, 2 * workers)), blocks)
        yield first, end, min(end * BLOCK, draws) - first * BLOCK
        first = end


def _count_task(worker: Worker, task: Task) -> Counts:
    first, end, draws = task
    total: Counts | None = None
    for start in range(first, end, _BLOCKS_TOGETHER):
        blocks = range(start, min(start + _BLOCKS_TOGETHER, end))
        counted = worker.count_blocks(blocks, min(len(blocks) * BLOCK, draws - (start - first) * BLOCK))
        total = counted if total is None else total + counted
    if total is None:
        raise ValueError("a task without blocks")
    return total


def _done_by(worker: Worker) -> Callable[[Task], Counts]:
    return lambda task: _count_task(worker, task)


def _in_order(pool: ProcessPoolExecutor, tasks: Iterator[Task], ahead: int) -> Iterator[Counts]:
    """Results in the order of the blocks, with no more tasks under way than needed to keep everybody busy."""
    waiting: deque[Future[Counts]] = deque()
    for task in tasks:
        waiting.append(pool.submit(_do, task))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


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


def _start(ensemble: Ensemble) -> None:
    """Make ready a process; an interrupt is for the parent to answer."""
    global _worker  # noqa: PLW0603 - a process of the pool has one ensemble for its whole life
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Worker(ensemble)


def _ready() -> None:
    """Do nothing: a task that finds nobody idle starts a process."""


def _do(task: Task) -> Counts:
    if _worker is None:
        raise RuntimeError("the process was not made ready")
    return _count_task(_worker, task)
