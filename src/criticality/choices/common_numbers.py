"""Random numbers that all combinations of answers share, so that a difference between two of them is no chance.

They are tied to the codes of mineral and criterion and to the quantity of a threshold, never to a position: where an
option takes a mineral or a criterion out, everybody else keeps the same numbers.
"""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from criticality.listing.rule import CompiledRule
from criticality.listing.spans import all_moved
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, WeightBlock
from criticality.robustness.sampling.draws import BLOCK, WeightDraw, stream
from criticality.robustness.sampling.normal_table import Bits, random_bits

COMMON, FRESH = 3, 4
"""Purposes of a stream, beside those of `criticality.robustness.sampling.draws`."""


class SharedNumbers:
    """The random numbers of so many draws for one purpose."""

    def __init__(self, seed: int, purpose: int, draws: int) -> None:
        self.seed, self.purpose, self.draws = seed, purpose, draws
        self._bits: dict[tuple[str, str], Bits] = {}
        self._moved: dict[tuple[str, int], Floats] = {}

    def bits(self, criteria: Sequence[str], minerals: Sequence[str], buffers: WorkBuffers) -> Bits:
        """The random bits of every cell, (N·M, L), criterion by criterion; valid until the next call."""
        found: Bits = buffers.array("common bits", (len(criteria) * len(minerals), self.draws), np.uint16)
        pairs = ((criterion, mineral) for criterion in criteria for mineral in minerals)
        for place, pair in enumerate(pairs):
            found[place] = self._of(pair)
        return found

    def _of(self, pair: tuple[str, str]) -> Bits:
        if pair not in self._bits:
            self._bits[pair] = random_bits(self._generator("cell", *pair), (self.draws,))
        return self._bits[pair]

    def weights(self, draw: WeightDraw) -> WeightBlock:
        """Drawn weights of the draws, (L, N) and (L, K)."""
        blocks = -(-self.draws // BLOCK)
        drawn = [draw.draw(stream(self.seed, block, "weights", self.purpose), block) for block in range(blocks)]
        parts = (
            np.concatenate([getattr(block, name) for block in drawn])[: self.draws] for name in ("local", "across")
        )
        return WeightBlock(*(np.asfortranarray(part) for part in parts))

    def thresholds(self, rule: CompiledRule, centres: Floats, spread: float) -> Floats:
        """Thresholds of the draws, (L, parameters), each uniform by at most `spread` of its span around its own."""
        found = np.empty((self.draws, len(centres)))
        times: dict[str, int] = {}
        for place, position in enumerate(rule.parameters):
            of = rule.quantity[position]
            times[of] = times.get(of, 0) + 1
            found[:, place] = spread * (2.0 * self._uniform(of, times[of]) - 1.0)
        return all_moved(centres, found, rule.parameter_spans)

    def _uniform(self, of: str, time: int) -> Floats:
        """Numbers within 0…1 for the threshold parameter of a quantity that is its first, second, …, (L,)."""
        if (of, time) not in self._moved:
            self._moved[of, time] = self._generator("threshold", of, str(time)).random(self.draws)
        return self._moved[of, time]

    def methods(self, count: int) -> NDArray[np.int64]:
        """Positions among so many methods, (L,)."""
        return self._generator("method").integers(count, size=self.draws)

    def _generator(self, *words: str) -> np.random.Generator:
        spawned = (self.purpose, *(_number(word) for word in words))
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=spawned)))


def _number(word: str) -> int:
    """A number of 32 bits that belongs to a word."""
    return int.from_bytes(sha256(word.encode("utf-8")).digest()[:4], "big")
