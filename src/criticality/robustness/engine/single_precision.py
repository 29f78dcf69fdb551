"""Whole blocks decided in single precision first: half the memory and twice the numbers a step.

How far single precision can be off is bounded beforehand. Wherever a comparison comes out closer than that it is made
again in double precision, so that what is counted is what double precision would have counted, to the last draw.
A block is gone through piece by piece, each from the scores to the counts while it is in the processor's cache.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from criticality.listing.rule import Flags, cut_of
from criticality.robustness.engine.conditions import Block, Conditions
from criticality.robustness.engine.decide import score
from criticality.robustness.ensemble import VECTOR, Ensemble, Values
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.error_bounds import SINGLE, Singles, gamma
from criticality.robustness.kernels.methods import HALF, SharedValues, SquaredDistances
from criticality.robustness.kernels.products import Floats, Members, Rows, WeightBlock, pieces, product, sums_at
from criticality.robustness.kernels.ranks import RankCounter, RankCounts
from criticality.robustness.kernels.scores import Scores, closeness, key_scale

Exactly = Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]
_ROOM_TO_BE_OFF = 1.0 - 2.0**-9
_LEAST_WHOLE = 2.0**-60


class Axis(NamedTuple):
    """Scores in single precision on the axis of `Scores`, what they can be off by, and exact ones."""

    of: Callable[[slice], Singles]
    error: float
    at: Exactly


class Method(Protocol):
    """A ranking method in single precision."""

    closeness: bool

    def axis(self, weights: WeightBlock, scratch: Scratch) -> Axis | None:
        """Score; None where single precision will not do."""
        ...


class SinglePrecision:
    """An ensemble whose draws share their values, made ready to be decided in single precision."""

    def __init__(self, ensemble: Ensemble, values: Values, method: Method) -> None:
        self._ensemble, self._values, self._method = ensemble, values, method

    def score(self, weights: WeightBlock, scratch: Scratch) -> Scores | None:
        """Score the draws; None where double precision has to."""
        found = self._method.axis(weights, scratch)
        if found is None:
            return None

        def exact(rows: Rows) -> Floats:
            some = WeightBlock(weights.local[rows], weights.across[rows])
            return score(self._ensemble, self._ensemble.method, some, self._values, Scratch())[0].exact()

        shape = (len(weights.local), len(self._ensemble.minerals))
        scale = _scale(shape[1])
        return Scores(shape, found.of, scale, exact, found.at, self._method.closeness, found.error * scale)

    def decide(
        self, weights: WeightBlock, thresholds: Floats | None, rows: int, scratch: Scratch
    ) -> tuple[Flags, RankCounts] | None:
        """Decide the lists of a block and count their ranks; None where double precision has to.

        Parameters
        ----------
        weights
            Of L draws.
        thresholds
            (L, knobs); the rule's own by default.
        rows
            How many of the draws to do.
        scratch
            What is returned may live in it and is valid until the next block.

        Returns
        -------
        Who is in which tier of the rule, (tiers, rows, M), those in none left out; and the ranks counted.
        """
        scores = self.score(weights, scratch)
        if scores is None:
            return None
        knobs = self._ensemble.knob_thresholds if thresholds is None else thresholds[:rows]
        cuts = np.broadcast_to(cut_of(knobs), (rows, knobs.shape[-1]))
        conditions = Conditions(Block(self._ensemble, self._values, weights, scores, scratch), cuts)
        ranks = RankCounter(scores, rows, scratch)
        for piece in pieces(rows):
            axis = scores.axis(piece)
            conditions.add(piece, axis)
            ranks.add(piece, axis)
        inside = scratch.array("tiers", (len(self._ensemble.rule.conditions), *scores.shape), np.bool_)[:, :rows]
        return conditions.tiers(inside), ranks.counted()


def single_precision(ensemble: Ensemble, values: Values) -> SinglePrecision | None:
    """Make ready what draws share; None where their data or methods vary, or the figures are no numbers of 0…1."""
    table, raw = values.scaled, values.raw
    if ensemble.data is not None or ensemble.methods is not None or not isinstance(raw, SharedValues):
        return None
    if any(rows.start == rows.stop for rows in ensemble.members):
        return None
    scaled = table.scaled if isinstance(table, SharedValues) else None
    if scaled is not None and not ((scaled >= 0.0) & (scaled <= 1.0)).all():
        return None
    method = _method(ensemble, scaled, raw)
    return None if method is None else SinglePrecision(ensemble, values, method)


def _method(ensemble: Ensemble, scaled: Floats | None, values: SharedValues) -> Method | None:
    if ensemble.method == VECTOR:
        return None if values.vector is None else LinearInSquares(values.vector, ensemble.members)
    if scaled is None:
        return None
    if ensemble.method == "topsis":
        return TwoLevels(scaled, ensemble.members)
    if ensemble.method == "topsis_flat" and values.flat is not None:
        return LinearInSquares(values.flat, ensemble.members)
    return Additive(scaled, ensemble.members) if ensemble.method == "ahp_ratings" else None


def _scale(minerals: int) -> float:
    """As `key_scale`, with room for what single precision is off by."""
    return key_scale(minerals) * _ROOM_TO_BE_OFF


def _single(values: Floats) -> Singles:
    return values.astype(SINGLE, order="C")


# ── methods ──────────────────────────────────────────────────────────────────


class TwoLevels:
    """``topsis``: closeness across the dimensions' ratings, as `batch.two_levels` derives it."""

    closeness = True

    def __init__(self, scaled: Floats, members: Members) -> None:
        self._scaled, self._members = scaled, members
        self._starts = [rows.start for rows in members]
        leaning = 2.0 * scaled - 1.0
        self._leaning, self._carried = _single(leaning), _single(leaning * _scale(scaled.shape[1]))

    def axis(self, weights: WeightBlock, scratch: Scratch) -> Axis:
        """(d⁻² − d⁺²)/(d⁻² + d⁺²), with d⁻² + d⁺² = Σ_k e_k² + ½.

        A weight is rounded three times, a value once. So e_k is off by at most γ_{n+4}·√(2·W_k)/2, their squares' sum
        by γ_{2(n+4)+K+1}·½, the numerator by γ_{N+4}, and what is divided by is at least ½.
        """
        count, draws = len(self._scaled), len(weights.local)
        leaned, overall = (scratch.array(name, (count, draws), SINGLE) for name in ("leaned", "weighted"))
        halves = (HALF * np.sqrt(2.0 * weights.across.T)).astype(SINGLE)
        overall[:] = weights.local.T
        for members, half, whole in zip(self._members, halves, weights.across.T.astype(SINGLE), strict=True):
            np.multiply(overall[members], half, out=leaned[members])
            overall[members] *= whole

        def of(piece: slice) -> Singles:
            whole = self._squared(leaned[:, piece], scratch)
            axis: Singles = product(overall[:, piece].T, self._carried, scratch.array("axis", whole.shape, SINGLE))
            np.divide(axis, whole, out=axis)
            return axis

        def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
            return self._closeness_at(weights, rows, minerals)

        most = max((members.stop - members.start for members in self._members), default=0)
        error = 2.0 * gamma(count + 4) + gamma(2 * (most + 4) + len(self._members) + 3)
        return Axis(of, error, at)

    def _squared(self, leaned: Singles, scratch: Scratch) -> Singles:
        """Σ_k e_k² + ½ of a piece of the draws."""
        shape = (leaned.shape[1], self._scaled.shape[1])
        whole, part = (scratch.array(name, shape, SINGLE) for name in ("whole", "part"))
        for place, members in enumerate(self._members):
            product(leaned[members].T, self._leaning[members], part)
            np.square(part, out=part if place else whole)
            if place:
                whole += part
        whole += SINGLE(HALF)
        return whole

    def _closeness_at(self, weights: WeightBlock, rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        local = weights.local.T[:, rows]
        parts = self._scaled.take(minerals, axis=1) * local.reshape(len(local), *([1] * (minerals.ndim - 1)), -1)
        ratings = np.add.reduceat(parts, self._starts, axis=0)
        across = weights.across.T[:, rows]
        near = np.einsum("kp,k...p->...p", across, np.square(ratings))
        far = np.einsum("kp,k...p->...p", across, np.square(1.0 - ratings))
        return closeness(far, near)


class LinearInSquares:
    """``topsis_vector`` and ``topsis_flat``: both squared distances are linear in the squares of the weights."""

    closeness = True

    def __init__(self, distances: SquaredDistances, members: Members) -> None:
        self._distances, self._members = distances, members
        whole = distances.near + distances.far
        self._both = _single(np.stack([(distances.near - distances.far) * _scale(whole.shape[1]), whole]))
        self._enough = whole.min(initial=np.inf) > whole.shape[0] * _LEAST_WHOLE

    def axis(self, weights: WeightBlock, scratch: Scratch) -> Axis | None:
        """(d⁻² − d⁺²)/(d⁻² + d⁺²); a weight's square and a value are rounded once.

        All terms of the divisor are positive, and those of the numerator are no larger. Where the divisor may be less
        than 2⁻⁶⁰, single precision might lose what little there is, and double precision has to do it: never where all
        criteria tell the minerals apart, as the squares of N weights add up to 1/N at least.
        """
        squares = weights.overall(self._members, scratch.array("overall", weights.local.T.shape).T)
        np.square(squares, out=squares)
        single = scratch.array("weighted", squares.T.shape, SINGLE)
        single[:] = squares.T
        if not (self._enough or self._least(single, scratch) > _LEAST_WHOLE):
            return None
        minerals = self._both.shape[-1]

        def of(piece: slice) -> Singles:
            some = single[:, piece].T
            axis: Singles
            axis, whole = product(some, self._both, scratch.array("both", (2, len(some), minerals), SINGLE))
            np.divide(axis, whole, out=axis)
            return axis

        def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
            far, near = (sums_at(squares.T, rows, entry, minerals) for entry in self._distances)
            return closeness(far, near)

        return Axis(of, 2.0 * gamma(len(single) + 2) + gamma(2), at)

    def _least(self, squares: Singles, scratch: Scratch) -> float:
        """The least d⁻² + d⁺² of all draws and minerals."""
        whole = scratch.array("whole", (squares.shape[1], self._both.shape[-1]), SINGLE)
        return float(product(squares.T, self._both[1], whole).min(initial=np.inf))


class Additive:
    """``ahp_ratings``: weighted sums of scaled values."""

    closeness = False

    def __init__(self, scaled: Floats, members: Members) -> None:
        self._scaled, self._members = scaled, members
        self._carried = _single(scaled * _scale(scaled.shape[1]))

    def axis(self, weights: WeightBlock, scratch: Scratch) -> Axis:
        """Σ_j w_j·v_j; a weight and a value are rounded once."""
        overall = weights.overall(self._members)
        single = _single(overall.T)

        def of(piece: slice) -> Singles:
            some = single[:, piece].T
            return product(some, self._carried, scratch.array("axis", (len(some), self._carried.shape[1]), SINGLE))

        def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
            return sums_at(overall.T, rows, self._scaled, minerals)

        return Axis(of, gamma(len(self._scaled) + 2), at)
