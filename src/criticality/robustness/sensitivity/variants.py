"""Variants of the decided case: the lists under other weights or thresholds, many at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from criticality.ranking.kernels import METHODS
from criticality.robustness.engine.decide import decide
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, WeightBlock, chunks, rows_at_once
from criticality.robustness.kernels.ranks import ranks_of
from criticality.robustness.kernels.scores import Scores
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

    def of_some(self, minerals: NDArray[np.intp]) -> "Variants":
        """The variants of a list of some minerals alone, at these positions."""
        case = self.ensemble
        return Variants(
            replace(
                case,
                minerals=tuple(case.minerals[place] for place in minerals),
                scaled=None if case.scaled is None else case.scaled[:, minerals],
                raw=case.raw[:, minerals],
                screening={name: values[minerals] for name, values in case.screening.items()},
                figures={name: values[minerals] for name, values in case.figures.items()},
                data=None,
                classes=None,
            )
        )

    @property
    def are_independent(self) -> bool:
        """Whether each mineral is decided without a look at the others."""
        return not (METHODS[self.ensemble.method].depends_on_others or self.ensemble.rule.looks_at_others)

    def lists(self, weights: WeightBlock) -> Lists:
        """Lists under other weights, (variants, …)."""
        parts = [(listed, ranks_of(scores.exact())) for listed, scores in self._parts(weights, None)]
        return Lists(*(np.concatenate(part) for part in zip(*parts, strict=True)))

    def _parts(self, weights: WeightBlock, thresholds: Floats | None) -> Iterator[tuple[Flags, Scores]]:
        """Who is listed in some variants, and the scores there, valid until the next ones."""
        for some in chunks(len(weights.local), rows_at_once(self.ensemble.cells, BLOCK)):
            part = WeightBlock(weights.local[some], weights.across[some])
            cut = None if thresholds is None else thresholds[some]
            decided = decide(self.ensemble, part, self.values, self._buffers, thresholds=cut)
            yield np.broadcast_to(self.ensemble.rule.listed[decided.tiers], decided.scores.shape), decided.scores

    def listed_under(self, overall: Floats) -> Flags:
        """Who is listed under other weights of the criteria over all dimensions, (variants, M)."""
        weights = on_two_levels(overall, self.ensemble.dimension_of, self.ensemble.stated)
        return np.concatenate([np.array(listed) for listed, _ in self._parts(weights, None)])

    def listed_at(self, thresholds: Floats) -> Flags:
        """Who is listed under other thresholds, (variants, parameters), and the weights as decided, (variants, M)."""
        weights = self.ensemble.stated.repeated(len(thresholds))
        return np.concatenate([np.array(listed) for listed, _ in self._parts(weights, thresholds)])

    def under_weights(self, overall: Floats) -> Lists:
        """Lists under other weights of the criteria over all dimensions, (variants, N)."""
        return self.lists(on_two_levels(overall, self.ensemble.dimension_of, self.ensemble.stated))

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
