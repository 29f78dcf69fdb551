"""P(listed) of every mineral in many combinations, on one processor or several, with random numbers in common."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from criticality.choices.common_numbers import SharedNumbers
from criticality.robustness.engine.blocks import uninterrupted
from criticality.robustness.engine.decide import decide
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, WeightBlock
from criticality.robustness.sampling.copula import join

DRAWS, FRESH_DRAWS = 512, 4_096
_PIECE = 1_024
_AHEAD = 4
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Purpose:
    """Which random numbers, and how many draws."""

    seed: int
    number: int
    draws: int


class Counter:
    """Counts in how many draws each mineral is listed by the rule."""

    def __init__(self, purpose: Purpose) -> None:
        self._numbers = SharedNumbers(purpose.seed, purpose.number, purpose.draws)
        self._buffers = WorkBuffers()

    def shares(self, ensemble: Ensemble) -> Floats:
        """P(listed) of the minerals of an ensemble, (M,)."""
        numbers = self._numbers
        weights = (
            ensemble.stated.repeated(numbers.draws) if ensemble.weights is None else numbers.weights(ensemble.weights)
        )
        bits = None
        if ensemble.data is not None:
            codes = [entry.code for entry in (*ensemble.criteria, *ensemble.screened)]
            bits = numbers.bits(codes, ensemble.minerals)
            join(bits, ensemble.data.links, self._buffers)
        thresholds = None
        if ensemble.thresholds is not None:
            spread = ensemble.thresholds.spread
            thresholds = numbers.thresholds(ensemble.rule, ensemble.thresholds.thresholds, spread)
        methods = None if ensemble.methods is None else numbers.methods(len(ensemble.methods.methods))
        counts = np.zeros(len(ensemble.minerals), dtype=np.int64)
        for start in range(0, numbers.draws, _PIECE):
            some = slice(start, min(start + _PIECE, numbers.draws))
            values = ensemble.shared() if bits is None else ensemble.values_of(bits[:, some].copy(), self._buffers)
            decided = decide(
                ensemble,
                WeightBlock(*(np.asfortranarray(part[some]) for part in (weights.local, weights.across))),
                values,
                self._buffers,
                thresholds=None if thresholds is None else thresholds[some],
                methods=None if methods is None else methods[some],
            )
            tiers = np.broadcast_to(decided.tiers, decided.scores.shape)
            counts += ensemble.rule.listed[tiers].sum(axis=0)
        return np.asarray(counts / numbers.draws, dtype=np.float64)


@contextmanager
def crew(purposes: Sequence[Purpose], workers: int) -> Iterator[Callable[[int, Iterator[Ensemble]], Iterator[Floats]]]:
    """Open processes, and hand out a function that gives the shares of ensembles for the purpose of a position."""
    if workers <= 1:
        counters = [Counter(purpose) for purpose in purposes]
        yield lambda place, ensembles: map(counters[place].shares, ensembles)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start, (tuple(purposes),))
    try:
        with uninterrupted():
            for _ in range(workers):
                pool.submit(_ready)
        yield lambda place, ensembles: _in_order(pool, place, ensembles, _AHEAD * workers)
    finally:
        with uninterrupted():
            pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, place: int, ensembles: Iterator[Ensemble], ahead: int) -> Iterator[Floats]:
    waiting = []
    for ensemble in ensembles:
        waiting.append(pool.submit(_do, place, ensemble))
        if len(waiting) > ahead:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


_counters: list[Counter] = []


def _start(purposes: tuple[Purpose, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _counters[:] = [Counter(purpose) for purpose in purposes]


def _ready() -> None:
    """Do nothing: a task that finds nobody idle starts a process."""


def _do(place: int, ensemble: Ensemble) -> Floats:
    return _counters[place].shares(ensemble)
