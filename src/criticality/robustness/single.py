"""Whole blocks decided in single precision first: half the memory and twice the numbers a step.

How far single precision can be off is bounded beforehand. Wherever a comparison comes out closer than that it is made
again in double precision, so that what is counted is what double precision would have counted, to the last draw.

References
----------
Higham, N. J. (2002). Accuracy and Stability of Numerical Algorithms, 2nd ed. SIAM. Section 3.1: with unit roundoff u a
sum of n products is off by at most γ_n·Σ|a_i·b_i|, γ_n = n·u/(1 − n·u), in whatever order it is added; each rounding
of a factor beforehand counts as one more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from criticality.listing import cut_of, tiers_reached
from criticality.robustness.batch import Floats, Members, Rows, WeightBlock, pieces, product
from criticality.robustness.ensemble import VECTOR, Ensemble, Values
from criticality.robustness.methods import HALF, SharedValues, SquaredDistances
from criticality.robustness.redecide import Decided, quantity, score
from criticality.robustness.scores import Scores, closeness, key_scale
from criticality.robustness.scratch import Scratch

Singles = NDArray[np.float32]
Flags = NDArray[np.bool_]
Exactly = Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]
SINGLE = np.float32
_UNIT_ROUNDOFF = 2.0**-24
_ROOM_TO_BE_OFF = 1.0 - 2.0**-9
_LEAST_WHOLE = 2.0**-60


def gamma(roundings: int) -> float:
    """γ_n of Higham (2002) for n roundings in single precision."""
    return roundings * _UNIT_ROUNDOFF / (1.0 - roundings * _UNIT_ROUNDOFF)


@dataclass(frozen=True)
class Axis:
    """Scores of L draws on the axis of `Scores` in single precision, (L, M), what they can be off by, exact ones."""

    values: Singles
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

        scale = _scale(found.values.shape[1])
        return Scores(found.values, scale, exact, found.at, self._method.closeness, found.error * scale)

    def decide(self, weights: WeightBlock, thresholds: Floats | None, scratch: Scratch) -> Decided | None:
        """Decide the lists of one block; None where double precision has to.

        Parameters
        ----------
        weights
            Of L draws.
        thresholds
            (L, knobs); the rule's own by default.
        scratch
            What is returned may live in it and is valid until the next block.
        """
        scores = self.score(weights, scratch)
        if scores is None:
            return None
        rule = self._ensemble.rule
        knobs = self._ensemble.knob_thresholds if thresholds is None else thresholds
        cuts = np.broadcast_to(cut_of(knobs), (len(weights.local), knobs.shape[-1]))
        block = _Block(self._ensemble, self._values, weights, scores, scratch)
        reached = [block.reached(rule.of[position], place, cuts[:, place]) for place, position in enumerate(rule.knobs)]
        return Decided(scores, tiers_reached(rule, reached, block.known, scores.axis.shape))


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


# ── conditions ───────────────────────────────────────────────────────────────


class _Block:
    """The conditions of one block of draws."""

    def __init__(
        self, ensemble: Ensemble, values: Values, weights: WeightBlock, scores: Scores, scratch: Scratch
    ) -> None:
        self._ensemble, self._values, self._weights, self._scores = ensemble, values, weights, scores
        self._scratch = scratch
        self.known: dict[str, Flags] = {}

    def reached(self, name: str, place: int, cuts: Floats) -> Flags:
        """Where the quantity `name` reaches the cuts (L,) of the knob at `place`, (L, M)."""
        found: Flags = self._scratch.array(f"reached {place}", self._scores.axis.shape, np.bool_)
        if name == "score":
            over = self._score_over(cuts)
        elif name in self._ensemble.dimensions and self._scaled is not None:
            over = self._rating_over(self._ensemble.dimensions.index(name), cuts, self._scaled)
        else:
            shared = quantity(self._ensemble, name, self._weights, self._values, self._scratch)
            self.known[name] = ~np.isnan(shared)
            return np.greater_equal(shared, cuts[:, None], out=found)
        self._compare(found, over, cuts)
        return found

    @property
    def _scaled(self) -> Floats | None:
        return self._values.scaled.scaled if isinstance(self._values.scaled, SharedValues) else None

    def _score_over(self, cuts: Floats) -> "_Over":
        """By how much the score passes the cuts, on its axis, where a cut stands within ±2."""
        axis, carried = self._scores.axis, self._scores.carried(cuts).astype(SINGLE)[:, None]

        def fill(piece: slice, out: Singles) -> None:
            np.subtract(axis[piece], carried[piece], out=out)

        return _Over(fill, self._scores.error + 2.0 * self._scores.scale * _UNIT_ROUNDOFF, self._scores.at)

    def _rating_over(self, dimension: int, cuts: Floats, scaled: Floats) -> "_Over":
        """Σ_j w_j·(v_j − ½) + (½ − cut), one product; a weight, a value and the cut are rounded once."""
        members = self._ensemble.members[dimension]
        count, (draws, minerals) = members.stop - members.start, self._scores.axis.shape
        left = self._scratch.array("rating weights", (count + 1, draws), SINGLE)
        left[:count], left[count] = self._weights.local.T[members], HALF - cuts
        right = self._scratch.array("rating values", (count + 1, minerals), SINGLE)
        right[:count], right[count] = scaled[members] - HALF, 1.0

        def fill(piece: slice, out: Singles) -> None:
            product(left[:, piece].T, right, out)

        def exactly(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
            return _sums_at(self._weights.local.T[members], rows, scaled[members], minerals)

        farthest = float(np.abs(HALF - cuts).max(initial=0.0))
        return _Over(fill, gamma(count + 3) * (HALF + farthest), exactly)

    def _compare(self, found: Flags, over: "_Over", cuts: Floats) -> None:
        """Say where the cuts are passed; what is too close to tell is compared again."""
        enough = np.nextafter(SINGLE(over.error), SINGLE(np.inf))
        near = self._scratch.array("near", found.shape, np.bool_)
        for piece in pieces(len(found)):
            part = self._scratch.array("part", found[piece].shape, SINGLE)
            over.fill(piece, part)
            np.greater_equal(part, enough, out=found[piece])
            np.greater_equal(part, -enough, out=near[piece])
        if np.count_nonzero(near) == np.count_nonzero(found):
            return
        np.not_equal(near, found, out=near)
        rows, minerals = np.divmod(np.flatnonzero(near), found.shape[1])
        found[rows, minerals] = over.exactly(rows, minerals) >= cuts[rows]


@dataclass(frozen=True)
class _Over:
    """By how much a quantity passes its cuts: piece by piece in single precision, what that can be off by, exactly."""

    fill: Callable[[slice, Singles], None]
    error: float
    exactly: Exactly


def _sums_at(weights: Floats, rows: NDArray[np.intp], values: Floats, minerals: NDArray[np.intp]) -> Floats:
    """Σ_j w_j·v_j of some draws (P,) at some minerals (…, P), from weights (n, L) and values (n, M)."""
    found: Floats = np.einsum("jp,j...p->...p", weights.take(rows, axis=1), values.take(minerals, axis=1))
    return found


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
        count, draws, minerals = len(self._scaled), len(weights.local), self._scaled.shape[1]
        leaned, overall = (scratch.array(name, (count, draws), SINGLE) for name in ("leaned", "weighted"))
        axis = scratch.array("axis", (draws, minerals), SINGLE)
        halves = (HALF * np.sqrt(2.0 * weights.across.T)).astype(SINGLE)
        overall[:] = weights.local.T
        for members, half, whole in zip(self._members, halves, weights.across.T.astype(SINGLE), strict=True):
            np.multiply(overall[members], half, out=leaned[members])
            overall[members] *= whole
        for piece in pieces(draws):
            whole = self._squared(leaned[:, piece], scratch)
            product(overall[:, piece].T, self._carried, axis[piece])
            np.divide(axis[piece], whole, out=axis[piece])
        most = max((members.stop - members.start for members in self._members), default=0)
        error = 2.0 * gamma(count + 4) + gamma(2 * (most + 4) + len(self._members) + 3)

        def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
            return self._closeness_at(weights, rows, minerals)

        return Axis(axis, error, at)

    def _squared(self, leaned: Singles, scratch: Scratch) -> Singles:
        """Σ_k e_k² + ½ of a piece of the draws."""
        shape = (leaned.shape[1], self._scaled.shape[1])
        whole, part = (scratch.array(name, shape, SINGLE) for name in ("whole", "part"))
        whole.fill(HALF)
        for members in self._members:
            product(leaned[members].T, self._leaning[members], part)
            np.square(part, out=part)
            whole += part
        return whole

    def _closeness_at(self, weights: WeightBlock, rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        local = weights.local.T.take(rows, axis=1)
        parts = self._scaled.take(minerals, axis=1) * local.reshape(len(local), *([1] * (minerals.ndim - 1)), -1)
        ratings = np.add.reduceat(parts, self._starts, axis=0)
        across = weights.across.T.take(rows, axis=1)
        near = np.einsum("kp,k...p->...p", across, np.square(ratings))
        far = np.einsum("kp,k...p->...p", across, np.square(1.0 - ratings))
        return closeness(far, near)


class LinearInSquares:
    """``topsis_vector`` and ``topsis_flat``: both squared distances are linear in the squares of the weights."""

    closeness = True

    def __init__(self, distances: SquaredDistances, members: Members) -> None:
        self._distances, self._members = distances, members
        whole = distances.near + distances.far
        self._leaning = _single((distances.near - distances.far) * _scale(whole.shape[1]))
        self._whole = _single(whole)
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
        axis = scratch.array("axis", (len(squares), self._whole.shape[1]), SINGLE)
        for piece in pieces(len(squares)):
            whole = scratch.array("whole", axis[piece].shape, SINGLE)
            product(single[:, piece].T, self._whole, whole)
            if not (self._enough or whole.min(initial=np.inf) > _LEAST_WHOLE):
                return None
            product(single[:, piece].T, self._leaning, axis[piece])
            np.divide(axis[piece], whole, out=axis[piece])

        def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
            far, near = (_sums_at(squares.T, rows, entry, minerals) for entry in self._distances)
            return closeness(far, near)

        return Axis(axis, 2.0 * gamma(len(single) + 2) + gamma(2), at)


class Additive:
    """``ahp_ratings``: weighted sums of scaled values."""

    closeness = False

    def __init__(self, scaled: Floats, members: Members) -> None:
        self._scaled, self._members = scaled, members
        self._carried = _single(scaled * _scale(scaled.shape[1]))

    def axis(self, weights: WeightBlock, scratch: Scratch) -> Axis:
        """Σ_j w_j·v_j; a weight and a value are rounded once."""
        overall = weights.overall(self._members)
        axis = scratch.array("axis", (len(overall), self._scaled.shape[1]), SINGLE)
        product(_single(overall.T).T, self._carried, axis)

        def at(rows: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
            return _sums_at(overall.T, rows, self._scaled, minerals)

        return Axis(axis, gamma(len(self._scaled) + 2), at)
