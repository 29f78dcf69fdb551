"""The conditions of the rule, in single precision first: where each quantity reaches its cut, draw by draw."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.listing.rule import CompiledRule, Flags, tier_flags
from criticality.robustness.engine.decide import quantity
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.error_bounds import SINGLE, UNIT_ROUNDOFF, Singles, gamma
from criticality.robustness.kernels.methods import HALF, SharedValues
from criticality.robustness.kernels.products import Floats, WeightBlock, folded, pieces, places_below, product, sums_at
from criticality.robustness.kernels.scores import Scores

_ROOM_FOR_ITS_ROUNDING = 1.0 + 2.0**-9


class Block(NamedTuple):
    """What a block of draws is decided from, and where its arrays are kept."""

    ensemble: Ensemble
    values: Values
    weights: WeightBlock
    scores: Scores
    scratch: Scratch


class Over(NamedTuple):
    """By how much a quantity passes its cuts.

    Attributes
    ----------
    fill
        Writes it and `error` more in single precision, given a piece of the draws, their scores on the axis and where
        to.
    error
        More than that can be off by.
    exactly
        The quantity itself of some draws at some minerals.
    """

    fill: Callable[[slice, Singles, Singles], None]
    error: float
    exactly: Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]


class Conditions:
    """Where all quantities reach their cuts (L, knobs), filled piece by piece."""

    def __init__(self, block: Block, cuts: Floats) -> None:
        self._rule: CompiledRule = block.ensemble.rule
        self._shape = (len(cuts), block.scores.shape[1])
        self._compared: list[_Compared] = []
        self._known: dict[str, Flags] = {}
        self._reached = [
            self._condition(block, self._rule.of[position], place, cuts[:, place])
            for place, position in enumerate(self._rule.parameters)
        ]

    def _condition(self, block: Block, name: str, place: int, cuts: Floats) -> Flags:
        found: Flags = block.scratch.array(f"reached {place}", self._shape, np.bool_)
        over = _over(block, name, place, cuts)
        if over is not None:
            self._compared.append(_Compared(found, over, cuts, block.scratch))
            return found
        shared = quantity(block.ensemble, name, block.weights, block.values, block.scratch)
        self._known[name] = ~np.isnan(shared)
        return np.greater_equal(shared, cuts[:, None], out=found)

    def add(self, piece: slice, axis: Singles) -> None:
        """Compare a piece of the draws, given their scores on the axis."""
        for compared in self._compared:
            compared.add(piece, axis)

    def tiers(self, out: Flags) -> Flags:
        """Say in which tier every mineral is in every draw (tiers, L, M), after comparing again what was too close."""
        for compared in self._compared:
            compared.settle()
        return tier_flags(self._rule, self._reached, self._known, out)


class _Compared:
    """Where one quantity reaches its cuts (L,), and where that is too close to tell in single precision."""

    def __init__(self, found: Flags, over: Over, cuts: Floats, scratch: Scratch) -> None:
        self._found, self._over, self._cuts, self._scratch = found, over, cuts, scratch
        self._twice_the_error = SINGLE(2.0 * over.error).view(np.uint32)
        self._close = [np.zeros(0, dtype=np.intp)]

    def add(self, piece: slice, axis: Singles) -> None:
        """Compare a piece: with the error on top, nothing up to 0 can reach its cut, and all from twice that does.

        What lies between is looked for among whole numbers: there, numbers from 0 upwards keep their order, and those
        below 0 come after them all.
        """
        part = self._scratch.array("part", axis.shape, SINGLE)
        self._over.fill(piece, axis, part)
        np.greater(part, SINGLE(0.0), out=self._found[piece])
        between = places_below(folded(part.reshape(-1).view(np.uint32)), self._twice_the_error)
        self._close.append(between + piece.start * axis.shape[1])

    def settle(self) -> None:
        rows, minerals = np.divmod(np.concatenate(self._close), self._found.shape[1])
        for some in pieces(len(rows)):
            draws, at = rows[some], minerals[some]
            self._found[draws, at] = self._over.exactly(draws, at) >= self._cuts[draws]


def _over(block: Block, name: str, place: int, cuts: Floats) -> Over | None:
    """By how much the quantity passes its cuts; None if that is no matter of rounding."""
    if name == "score":
        return _score_over(block.scores, cuts)
    table = block.values.scaled
    scaled = table.scaled if isinstance(table, SharedValues) else None
    if name not in block.ensemble.dimensions or scaled is None:
        return None
    return _rating_over(block, block.ensemble.dimensions.index(name), place, cuts, scaled)


def _score_over(scores: Scores, cuts: Floats) -> Over:
    """By how much the score passes the cuts, on its axis, where a cut stands within ±2 and is rounded once."""
    error = _ROOM_FOR_ITS_ROUNDING * (scores.error + 2.0 * scores.scale * UNIT_ROUNDOFF)
    carried = (scores.carried(cuts) - error).astype(SINGLE)[:, None]

    def fill(piece: slice, axis: Singles, out: Singles) -> None:
        np.subtract(axis, carried[piece], out=out)

    return Over(fill, error, scores.at)


def _rating_over(block: Block, dimension: int, place: int, cuts: Floats, scaled: Floats) -> Over:
    """Σ_j w_j·(v_j − ½) + (½ − cut), one product; a weight, a value and the cut are rounded once."""
    members = block.ensemble.members[dimension]
    count = members.stop - members.start
    local, rest = block.weights.local.T[members, : len(cuts)], HALF - cuts
    error = _ROOM_FOR_ITS_ROUNDING * gamma(count + 3) * (HALF + float(np.abs(rest).max(initial=0.0)))
    left = block.scratch.array(f"rating weights {place}", (count + 1, len(cuts)), SINGLE)
    left[:count], left[count] = local, rest + error
    right = np.ones((count + 1, block.scores.shape[1]), dtype=SINGLE)
    right[:count] = scaled[members] - HALF

    def fill(piece: slice, axis: Singles, out: Singles) -> None:
        product(left[:, piece].T, right, out)

    def exactly(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        return sums_at(local, rows, scaled[members], minerals)

    return Over(fill, error, exactly)
