"""P(listed) of every mineral in many combinations, on one processor or several, with random numbers in common."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.choices.common_numbers import SharedNumbers
from criticality.engines.engine import Engine, Parcel, held_by, in_order, submitting
from criticality.engines.pools import open_pool
from criticality.robustness.engine.decide import decide, score
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, WeightBlock
from criticality.robustness.sampling.copula import join
from criticality.robustness.sampling.normal_table import Bits

DRAWS, FRESH_DRAWS = 512, 4_096
_PIECE = 1_024
_AHEAD = 4
_KEPT = 8
"""Draws of weights that a counter keeps."""


@dataclass(frozen=True)
class Purpose:
    """Which random numbers, and how many draws."""

    seed: int
    number: int
    draws: int


@dataclass(frozen=True)
class Batch:
    """Cases around the same figures, which differ in their weights and their rule alone.

    Attributes
    ----------
    ensembles
        One for each case, at least one.
    weights
        For each case a number that only cases with the same draws of weights have, whatever their batch.
    """

    ensembles: tuple[Ensemble, ...]
    weights: tuple[int, ...]


class Counter:
    """Counts in how many draws each mineral is listed by the rule."""

    def __init__(self, purpose: Purpose) -> None:
        self._numbers = SharedNumbers(purpose.seed, purpose.number, purpose.draws)
        self._buffers = WorkBuffers()
        self._weights: dict[int, WeightBlock] = {}

    def shares(self, batch: Batch) -> list[Floats]:
        """P(listed) of the minerals, (M,), in every case of a batch.

        The figures are drawn once for all cases, and scores once for neighbours with the same weights.
        """
        first, draws = batch.ensembles[0], self._numbers.draws
        bits = self._bits(first)
        weights = [self._drawn(*pair) for pair in zip(batch.weights, batch.ensembles, strict=True)]
        thresholds, methods = [self._thresholds(ensemble) for ensemble in batch.ensembles], self._methods(first)
        counts = np.zeros((len(batch.ensembles), len(first.minerals)), dtype=np.int64)
        for start in range(0, draws, _PIECE):
            some = slice(start, min(start + _PIECE, draws))
            values = first.shared() if bits is None else first.values_of(bits[:, some].copy(), self._buffers)
            number, scored = None, None
            for place, ensemble in enumerate(batch.ensembles):
                block = WeightBlock(*(np.asfortranarray(part[some]) for part in weights[place]))
                if methods is None and (scored is None or batch.weights[place] != number):
                    number = batch.weights[place]
                    scored = score(ensemble, ensemble.method, block, values, self._buffers)
                cuts = thresholds[place]
                decided = decide(
                    ensemble,
                    block,
                    values,
                    self._buffers,
                    thresholds=None if cuts is None else cuts[some],
                    methods=None if methods is None else methods[some],
                    scored=scored,
                )
                tiers = np.broadcast_to(decided.tiers, decided.scores.shape)
                counts[place] += ensemble.rule.listed[tiers].sum(axis=0)
        return list(np.asarray(counts / draws, dtype=np.float64))

    def _bits(self, ensemble: Ensemble) -> Bits | None:
        """The random bits of every cell, linked cells joined; None where figures do not vary."""
        if ensemble.data is None:
            return None
        bits = self._numbers.bits(
            [entry.code for entry in (*ensemble.criteria, *ensemble.screened)], ensemble.minerals, self._buffers
        )
        join(bits, ensemble.data.links, self._buffers)
        return bits

    def _drawn(self, number: int, ensemble: Ensemble) -> WeightBlock:
        """The weights of all draws; those drawn last are kept, because the next batches have them too."""
        if number not in self._weights:
            while len(self._weights) >= _KEPT:
                del self._weights[next(iter(self._weights))]
            draw = ensemble.weights
            stated = ensemble.stated.repeated(self._numbers.draws)
            self._weights[number] = stated if draw is None else self._numbers.weights(draw)
        return self._weights[number]

    def _thresholds(self, ensemble: Ensemble) -> Floats | None:
        varied = ensemble.thresholds
        return None if varied is None else self._numbers.thresholds(ensemble.rule, varied.thresholds, varied.spread)

    def _methods(self, ensemble: Ensemble) -> NDArray[np.int64] | None:
        return None if ensemble.methods is None else self._numbers.methods(len(ensemble.methods.methods))


SharesOf = Callable[[int, Iterator[Batch]], Iterator[list[Floats]]]


@contextmanager
def crew(purposes: Sequence[Purpose], workers: int, executor: Executor | None = None) -> Iterator[SharesOf]:
    """Open processes, and hand out a function that gives the shares of batches for the purpose of a position."""
    if executor is not None:
        held, ahead = held_by(executor, tuple(purposes)), _AHEAD * Engine(executor=executor).width
        yield lambda place, batches: in_order(submitting(executor, _do_in_parcel, held, place), batches, ahead)
        return
    if workers <= 1:
        counters = [Counter(purpose) for purpose in purposes]
        yield lambda place, batches: map(counters[place].shares, batches)
        return
    with open_pool(workers, _start, tuple(purposes)) as pool:
        yield lambda place, batches: in_order(submitting(pool, _do, place), batches, _AHEAD * workers)


_counters: list[Counter] = []


def _start(purposes: tuple[Purpose, ...]) -> None:
    _counters[:] = [Counter(purpose) for purpose in purposes]


def _do(place: int, batch: Batch) -> list[Floats]:
    return _counters[place].shares(batch)


_of_thread = threading.local()


def _do_in_parcel(parcel: Parcel[tuple[Purpose, ...]], place: int, batch: Batch) -> list[Floats]:
    """Draw where an executor runs: a thread keeps its counters, and so the random numbers that batches share."""
    if getattr(_of_thread, "digest", "") != parcel.digest:
        _of_thread.digest, _of_thread.counters = parcel.digest, [Counter(purpose) for purpose in parcel.open()]
    counters: list[Counter] = _of_thread.counters
    return counters[place].shares(batch)
