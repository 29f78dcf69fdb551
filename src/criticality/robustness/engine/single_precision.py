"""Two-level TOPSIS on drawn values in single precision, with double precision where a comparison is too close.

It serves the default settings, where the values vary and every draw has a matrix of its own: single precision halves
the memory traffic. An upper bound of its error is known beforehand (`criticality.robustness.kernels.error_bounds`).
Where a comparison, with a threshold or with the next mineral in rank, is closer than this bound, the values concerned
are computed again in double precision from the same random bits. Therefore the counts are those of double precision.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.listing.rule import Flags, tier_flags
from criticality.ranking.kernels.arithmetic import closeness
from criticality.robustness.ensemble import Ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.error_bounds import SINGLE, UNIT_ROUNDOFF, Singles, two_level_bounds
from criticality.robustness.kernels.methods import HALF, enough_weight, two_levels
from criticality.robustness.kernels.products import Floats, Rows, WeightBlock, chunks, folded, positions_below
from criticality.robustness.kernels.rank_classes import count_in
from criticality.robustness.kernels.ranks import MOST_BY_KEYS, RankCounts
from criticality.robustness.kernels.scores import Scores, key_scale
from criticality.robustness.sampling.cell_draws import DataDraw
from criticality.robustness.sampling.normal_table import Bits

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
_MARGIN_FOR_ERRORS = 1.0 - 2.0**-9  # of the scale: rounding errors must not carry a score beyond the key's bits
_MARGIN_FOR_ROUNDING = 1.0 + 2.0**-9  # of an error bound, which is itself rounded to single precision


class Excess(NamedTuple):
    """A quantity and its threshold, whose difference decides a condition of the rule.

    Attributes
    ----------
    quantity
        (M, L) in single precision.
    thresholds
        (L,), in the form of `quantity`.
    error_bound
        Upper bound of the rounding error of their difference.
    """

    quantity: Singles
    thresholds: Floats
    error_bound: float


class SinglePrecision:
    """Decides the lists of an ensemble with drawn values and two-level TOPSIS; made by `single_precision`."""

    def __init__(self, ensemble: Ensemble, data: DataDraw, value_error: float) -> None:
        self._ensemble, self._data = ensemble, data
        most = max(members.stop - members.start for members in ensemble.members)
        self._rating_error, self._axis_error = two_level_bounds(most, len(ensemble.members), value_error)

    def decide(
        self, weights: WeightBlock, bits: Bits, thresholds: Floats | None, rows: int, buffers: WorkBuffers
    ) -> tuple[Flags, RankCounts] | None:
        """Decide the lists of a block and count their ranks; None if double precision must decide this block.

        Parameters
        ----------
        weights
            Those of L draws.
        bits
            The random bits of the values, (N·M, L).
        thresholds
            (L, threshold parameters); the rule's own by default.
        rows
            Number of draws to count.
        buffers
            Work arrays. The returned arrays may be among them and are valid until the next block.

        Returns
        -------
        Flags, RankCounts
            Which minerals are in each tier of the rule, (tiers, rows, M), ``not_listed`` not among them; counted ranks.
        """
        if not enough_weight(weights.across):
            return None
        block = _Block(self._ensemble, self._data, weights, bits)
        factors = np.sqrt(2.0 * weights.across.T)
        rated = self._ratings(weights, bits, factors, buffers)
        scores = self._scores(block, rated, factors, buffers)
        rule, in_force = self._ensemble.rule, self._ensemble.rule_thresholds if thresholds is None else thresholds
        cuts = np.broadcast_to(rule.cuts(in_force), (len(weights.local), in_force.shape[-1]))[:rows]
        flags = buffers.array("reached", (len(rule.parameters), scores.shape[1], rows), np.bool_)
        close = [
            _compare(self._excess(name, cuts[:, place], scores, rated, factors), flags[place], buffers)
            for place, name in enumerate(rule.quantity[position] for position in rule.parameters)
        ]
        for place, (position, exact) in enumerate(zip(rule.parameters, self._exactly(block, close), strict=True)):
            minerals, draws = close[place]
            flags[place, minerals, draws] = exact[rule.quantity[position]] >= cuts[draws, place]
        inside = buffers.array("tiers", (len(rule.conditions), scores.shape[1], rows), np.bool_).transpose(0, 2, 1)
        reached = [entry.T for entry in flags]
        return tier_flags(rule, reached, {}, inside), count_in(self._ensemble.classes, scores, rows, buffers)

    def _exactly(self, block: "_Block", close: Sequence[Pairs]) -> list[dict[str, Floats]]:
        """For each comparison, the score and the ratings in double precision at the places where it was too close."""
        nothing = np.zeros(0, dtype=np.intp)
        minerals = np.concatenate([nothing, *(entry[0] for entry in close)])
        draws = np.concatenate([nothing, *(entry[1] for entry in close)])
        parts = [block.ratings_at(draws[some], minerals[some]) for some in chunks(len(draws))]
        ratings = np.concatenate([np.zeros((len(self._ensemble.members), 0)), *parts], axis=1)
        exact = {"score": block.closeness_of(ratings, draws)}
        exact.update(zip(self._ensemble.dimensions, ratings, strict=True))
        ends = np.cumsum([len(entry[1]) for entry in close])
        by_comparison = {name: np.split(values, ends) for name, values in exact.items()}
        return [{name: values[place] for name, values in by_comparison.items()} for place in range(len(close))]

    def _ratings(self, weights: WeightBlock, bits: Bits, factors: Floats, buffers: WorkBuffers) -> list[Singles]:
        """e_k = √(2·W_k)·(D_k − ½) of every dimension, (M, L)."""
        values = self._data.single_values(bits, buffers)
        _, minerals, draws = values.shape
        rated = []
        for place, members in enumerate(self._ensemble.members):
            weighted = (weights.local.T[members] * factors[place]).astype(SINGLE)
            out = buffers.array(f"rated {place}", (minerals, draws), SINGLE)
            rated.append(np.einsum("jl,jml->ml", weighted, values[members], out=out))
        return rated

    def _scores(self, block: "_Block", rated: list[Singles], factors: Floats, buffers: WorkBuffers) -> Scores:
        """(d⁻² − d⁺²)/(d⁻² + d⁺²) = Σ_k √(2·W_k)·e_k / (Σ_k e_k² + ½), times the scale of the keys."""
        minerals, draws = rated[0].shape
        axis, whole, part = (buffers.array(name, (minerals, draws), SINGLE) for name in ("axis", "whole", "part"))
        scale = key_scale(minerals) * _MARGIN_FOR_ERRORS
        for place, (entry, factor) in enumerate(zip(rated, (factors * scale).astype(SINGLE), strict=True)):
            np.square(entry, out=part if place else whole)
            if place:
                whole += part
            np.multiply(entry, factor, out=part if place else axis)
            if place:
                axis += part
        whole += SINGLE(HALF)
        np.divide(axis, whole, out=axis)
        by_draw, error = axis.T, self._axis_error * scale
        return Scores((draws, minerals), by_draw.__getitem__, scale, block.scores, block.scores_at, True, error)

    def _excess(self, name: str, cuts: Floats, scores: Scores, rated: list[Singles], factors: Floats) -> Excess:
        """Return a quantity with its thresholds in the same form.

        A threshold is rounded once to single precision; on the axis of the scores it is at most twice the scale.
        """
        if name == "score":
            error = scores.error + 2.0 * scores.scale * UNIT_ROUNDOFF
            return Excess(scores.axis(slice(0, len(cuts))).T, scores.on_axis(cuts), error)
        place = self._ensemble.dimensions.index(name)
        moved, largest = factors[place, : len(cuts)] * (cuts - HALF), float(factors[place].max())
        error = largest * self._rating_error + float(np.abs(moved).max(initial=0.0)) * UNIT_ROUNDOFF
        return Excess(rated[place][:, : len(cuts)], moved, error)


class _Block(NamedTuple):
    """The draws of a block, from which scores and ratings are computed again in double precision."""

    ensemble: Ensemble
    data: DataDraw
    weights: WeightBlock
    bits: Bits

    def scores(self, rows: Rows) -> Floats:
        """Scores of some draws, (…, M)."""
        some = WeightBlock(self.weights.local[rows], self.weights.across[rows])
        values = self.data.values(np.ascontiguousarray(self.bits[:, rows]), WorkBuffers())
        return two_levels(values, self.ensemble.lowers, self.ensemble.members, some, WorkBuffers())[0].exact()

    def scores_at(self, rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        """Scores of some draws (P,) at some minerals (…, P)."""
        return self.closeness_of(self.ratings_at(rows, minerals), rows)

    def closeness_of(self, ratings: Floats, rows: NDArray[np.intp]) -> Floats:
        """Closeness of ratings (K, …, P) in some draws (P,)."""
        across = self.weights.across.T[:, rows]
        near = np.einsum("kp,k...p->...p", across, np.square(ratings))
        far = np.einsum("kp,k...p->...p", across, np.square(1.0 - ratings))
        return closeness(far, near)

    def ratings_at(self, rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        """Ratings of all dimensions, (K, …, P)."""
        values = self.data.values_at(self.bits, rows, minerals)
        local = self.weights.local.T[:, rows]
        parts = values * local.reshape(len(local), *([1] * (minerals.ndim - 1)), -1)
        result: Floats = np.add.reduceat(parts, [members.start for members in self.ensemble.members], axis=0)
        return result


def _compare(excess: Excess, reached: Flags, buffers: WorkBuffers) -> Pairs:
    """Write into `reached` (M, rows) where a quantity reaches its threshold; return the places that are too close.

    The error bound is added to the difference. A result up to 0 then means that the threshold is certainly not reached,
    a result from twice the bound upwards that it certainly is; between the two the comparison is too close. These
    places are searched by reading the floating-point numbers as unsigned integers: non-negative numbers keep their
    order, and negative numbers become larger than all of them, because their sign bit is set.
    """
    minerals, rows = reached.shape
    error = _MARGIN_FOR_ROUNDING * excess.error_bound
    part = buffers.array("part", (minerals, rows), SINGLE)
    np.subtract(excess.quantity, (excess.thresholds - error).astype(SINGLE), out=part)
    np.greater(part, SINGLE(0.0), out=reached)
    close = positions_below(folded(part.reshape(-1).view(np.uint32)), SINGLE(2.0 * error).view(np.uint32))
    return np.divmod(close, rows)


def single_precision(ensemble: Ensemble) -> SinglePrecision | None:
    """Return the decider in single precision for an ensemble, or None if double precision must decide.

    Single precision needs two-level TOPSIS, values that vary, a rule that names only the score and dimensions and no
    average of a group; and so few minerals that keys order them, since otherwise every score is needed in double
    precision all the same.
    """
    data = ensemble.data
    if len(ensemble.minerals) > MOST_BY_KEYS:
        return None
    if data is None or ensemble.methods is not None or ensemble.method != "topsis" or ensemble.scaled is None:
        return None
    named = set(ensemble.rule.quantity) <= {"score", *ensemble.dimensions}
    if not named or ensemble.rule.averages or any(members.start == members.stop for members in ensemble.members):
        return None
    return None if data.single_error is None else SinglePrecision(ensemble, data, data.single_error)
