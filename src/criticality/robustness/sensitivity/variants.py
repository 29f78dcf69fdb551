"""Variants of the decided case: the lists under other weights or thresholds, many at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.engine.decide import decide
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, WeightBlock, chunks
from criticality.robustness.kernels.ranks import ranks_of
from criticality.robustness.sampling.draws import BLOCK, StatedWeights, on_two_levels

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Lists:
    """The lists of some variants: which minerals are listed, and the rank of every mineral, both (variants, M)."""

    listed: Flags
    ranks: NDArray[np.int64]


class Variants:
    """Evaluates variants of the decided case of one ensemble; the values stay as decided."""

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        self.values = ensemble.shared()
        self._buffers = WorkBuffers()
        self.base = self.lists(ensemble.stated.repeated(1))

    def lists(self, weights: WeightBlock, thresholds: Floats | None = None) -> Lists:
        """Lists under other weights, (variants, …), and optionally other thresholds, (variants, parameters)."""
        parts = [
            self._part(
                WeightBlock(weights.local[some], weights.across[some]), None if thresholds is None else thresholds[some]
            )
            for some in chunks(len(weights.local), BLOCK)
        ]
        return Lists(np.concatenate([part.listed for part in parts]), np.concatenate([part.ranks for part in parts]))

    def _part(self, weights: WeightBlock, thresholds: Floats | None) -> Lists:
        decided = decide(self.ensemble, weights, self.values, self._buffers, thresholds=thresholds)
        scores = decided.scores.exact()
        return Lists(np.broadcast_to(self.ensemble.rule.listed[decided.tiers], scores.shape), ranks_of(scores))

    def under_weights(self, overall: Floats) -> Lists:
        """Lists under other weights of the criteria over all dimensions, (variants, N)."""
        return self.lists(on_two_levels(overall, self.ensemble.dimension_of, self.ensemble.stated))

    def under_thresholds(self, thresholds: Floats) -> Lists:
        """Lists under other thresholds, (variants, parameters), and the weights as decided."""
        return self.lists(self.ensemble.stated.repeated(len(thresholds)), thresholds)

    @property
    def overall(self) -> Floats:
        """Weights of the criteria over all dimensions as decided, (N,)."""
        stated: StatedWeights = self.ensemble.stated
        result: Floats = stated.local * stated.across[self.ensemble.dimension_of]
        return result

    def changes(self, lists: Lists, variant: int = 0) -> dict[str, object]:
        """The minerals that enter and leave in one variant, the size of its list, and the largest change of a rank."""
        listed, before = lists.listed[variant], self.base.listed[0]
        moves = np.abs(lists.ranks[variant] - self.base.ranks[0])
        return {
            "entered": self.named(listed & ~before),
            "left": self.named(before & ~listed),
            "size": int(listed.sum()),
            "largest_rank_move": int(moves.max(initial=0)),
            "moved_most": self.ensemble.minerals[int(moves.argmax())] if moves.any() else None,
        }

    def named(self, flags: Flags) -> list[str]:
        """Codes of the flagged minerals."""
        return [mineral for mineral, flag in zip(self.ensemble.minerals, flags, strict=True) if flag]
