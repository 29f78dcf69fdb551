"""What a mineral hangs on: the mean over all answers, the share of every choice in the variance, and the standing.

Pure functions of the probabilities of all combinations, so that other odds need no new draw.

References
----------
Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M., & Tarantola, S. (2010). Variance based sensitivity
analysis of model output. Comput. Phys. Commun. 181, 259–270: first-order and total shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.choices.design import Design, Factors, Flags, Floats

FIRM, OUT, EVEN = 0.9, 0.1, 0.5
LEAST_RANGE, LEAST_TOTAL, HALF = 0.10, 0.1, 0.5
NOTHING = 1e-12
_ROUNDING = 1e-9
_GROUPS = 16
"""Groups of combinations that the jackknife leaves out in turn."""


@dataclass(frozen=True)
class VarianceShares:
    """Shares of the choices in the variance of P(listed) over the combinations.

    Attributes
    ----------
    variance
        (M,) Var(P).
    first, total
        (K, M) Var(E[P | option]) / Var(P), and E[Var(P | the others)] / Var(P); 0 for a choice that is not crossed.
    error
        (K, M) standard error of `first` where it is estimated from a sample; None in a full design.
    """

    variance: Floats
    first: Floats
    total: Floats
    error: Floats | None


def mean_over(p: Floats, weights: Floats) -> Floats:
    """Σ weight·P for every mineral: `p` is (C, M). Weights that add up to 1 but for rounding keep it inside 0…1."""
    return np.asarray(np.clip(weights @ p, 0.0, 1.0), dtype=np.float64)


def option_means(p: Floats, weights: Floats, options: NDArray[np.int64], count: int) -> tuple[Floats, Floats]:
    """Mean of P over the combinations that hold each option of one choice, (count, M), and their weights, (count,)."""
    holds = (options[None, :] == np.arange(count)[:, None]) * weights
    total = holds.sum(axis=1)
    means = np.full((count, p.shape[1]), np.nan)
    known = total > 0
    means[known] = (holds[known] @ p) / total[known, None]
    return means, np.asarray(total, dtype=np.float64)


def variance_shares(factors: Factors, p: Floats, weights: Floats) -> VarianceShares:
    """Shares of every factor; exact functions of P over all combinations, estimates in a sample.

    `p` is (C, M): a probability in each case, or 1 where it lists the mineral and 0 where it does not.
    """
    first, total = _first(factors, p, weights), _total(factors, p, weights)
    mean = mean_over(p, weights)
    variance = np.asarray(weights @ (p - mean) ** 2, dtype=np.float64)
    error = None if not factors.is_sample else _jackknife(factors, p, weights)
    return VarianceShares(variance, _over(first, variance), _over(total, variance), error)


def _over(parts: Floats, variance: Floats) -> Floats:
    known = variance > NOTHING
    return np.asarray(np.where(known, parts / np.where(known, variance, 1.0), 0.0), dtype=np.float64)


def _first(factors: Factors, p: Floats, weights: Floats) -> Floats:
    """Var(E[P | option]) of every factor, (K, M)."""
    mean = mean_over(p, weights)
    found = np.zeros((len(factors.levels), p.shape[1]))
    for number in factors.crossed:
        means, held = option_means(p, weights, factors.rows[:, number], factors.levels[number])
        found[number] = (held[:, None] * np.nan_to_num(means - mean) ** 2).sum(axis=0)
    return found


def _total(factors: Factors, p: Floats, weights: Floats) -> Floats:
    """E[Var(P | all other factors)] of every factor, (K, M).

    In a sample, where few combinations differ in one choice only, the effects of single choices and of pairs are added
    up instead: effects of three and more choices at once are left out.
    """
    if factors.is_sample:
        return _from_pairs(factors, p, weights)
    found = np.zeros((len(factors.levels), p.shape[1]))
    rows = np.flatnonzero(weights > 0)
    for number in factors.crossed:
        others = np.delete(factors.rows[rows], number, axis=1)
        _, group = np.unique(others, axis=0, return_inverse=True)
        found[number] = _within(p[rows], weights[rows], group.reshape(-1))
    return found


def _within(p: Floats, weights: Floats, group: NDArray[np.intp]) -> Floats:
    """Σ over groups of weight × variance inside."""
    count = int(group.max()) + 1 if len(group) else 0
    total = np.bincount(group, weights, count)
    sums = np.zeros((count, p.shape[1]))
    np.add.at(sums, group, weights[:, None] * p)
    means = sums / np.where(total > 0, total, 1.0)[:, None]
    return np.asarray(weights @ (p - means[group]) ** 2, dtype=np.float64)


def _from_pairs(factors: Factors, p: Floats, weights: Floats) -> Floats:
    first, crossed = _first(factors, p, weights), factors.crossed
    mean = mean_over(p, weights)
    found = first.copy()
    for place, one in enumerate(crossed):
        for other in crossed[place + 1 :]:
            count = factors.levels[other]
            joint = factors.rows[:, one] * count + factors.rows[:, other]
            means, held = option_means(p, weights, joint, count * factors.levels[one])
            both = (held[:, None] * np.nan_to_num(means - mean) ** 2).sum(axis=0)
            extra = np.maximum(both - first[one] - first[other], 0.0)
            found[one] += extra
            found[other] += extra
    return found


def _jackknife(factors: Factors, p: Floats, weights: Floats) -> Floats:
    """Standard error of the first-order shares: groups of combinations are left out in turn (Tukey 1958)."""
    group = np.arange(len(weights)) % _GROUPS
    parts = []
    for left in range(_GROUPS):
        kept = np.where(group == left, 0.0, weights)
        if kept.sum() <= 0:
            continue
        kept = kept / kept.sum()
        variance = np.asarray(kept @ (p - mean_over(p, kept)) ** 2, dtype=np.float64)
        parts.append(_over(_first(factors, p, kept), variance))
    stack = np.array(parts)
    spread = ((stack - stack.mean(axis=0)) ** 2).sum(axis=0)
    return np.asarray(np.sqrt(spread * (len(parts) - 1) / len(parts)), dtype=np.float64)


# ── lowest, highest ──────────────────────────────────────────────────────────


def extreme_rows(p: Floats, counted: Flags) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows with the lowest and the highest P of every mineral, (M,): of equal ones the first in the design."""
    low = np.where(counted[:, None], p, np.inf).argmin(axis=0)
    high = np.where(counted[:, None], p, -np.inf).argmax(axis=0)
    return low, high


# ── standing, and what it hangs on ───────────────────────────────────────────


def standing(low: float, high: float) -> str:
    """Firm, out, sound, leaning out or contested: the first that holds; a mean off by rounding is on the boundary."""
    if low >= FIRM - _ROUNDING:
        return "firm"
    if high <= OUT + _ROUNDING:
        return "out"
    if low >= EVEN - _ROUNDING:
        return "sound"
    return "leaning_out" if high < EVEN - _ROUNDING else "contested"


def hangs_on(
    design: Design, shares: VarianceShares | None, ranges: Sequence[float], column: int, low: float, high: float
) -> list[str]:
    """The choices that one mineral hangs on; none where its range is below .10.

    Parameters
    ----------
    design
        The combinations.
    shares
        Of the crossed choices; None where the choices are varied one at a time.
    ranges
        For every choice, how far P moves over its options, the other answers as stated.
    column
        Of the mineral.
    low, high
        Lowest and highest probability.
    """
    if high - low < LEAST_RANGE - _ROUNDING:
        return []
    codes = [choice.code for choice in design.choices]
    if shares is None:
        largest = max(ranges, default=0.0)
        return [code for code, moved in zip(codes, ranges, strict=True) if moved >= largest - _ROUNDING and moved > 0]
    named = _by_variance(design, shares, column)
    named += [
        number
        for number, choice in enumerate(design.choices)
        if not choice.crossed and ranges[number] >= (high - low) / 2 - _ROUNDING
    ]
    return [codes[number] for number in named]


def _by_variance(design: Design, shares: VarianceShares, column: int) -> list[int]:
    """Crossed choices by first-order share until half is passed; if it is not, those of a total share from .1 on."""
    crossed, named, passed = design.factors.crossed, [], 0.0
    for number in sorted(crossed, key=lambda place: (-round(shares.first[place, column], 9), place)):
        if passed > HALF + _ROUNDING or shares.first[number, column] <= _ROUNDING:
            break
        named.append(number)
        passed += float(shares.first[number, column])
    if passed <= HALF + _ROUNDING:
        for number in sorted(crossed, key=lambda place: (-round(shares.total[place, column], 9), place)):
            if number not in named and shares.total[number, column] >= LEAST_TOTAL - _ROUNDING:
                named.append(number)
    return named


def ranges_alone(design: Design, p: Floats) -> Floats:
    """How far P moves over the options of every choice that have odds, the other answers as stated, (K, M)."""
    found = np.zeros((len(design.choices), p.shape[1]))
    for number, choice in enumerate(design.choices):
        rows = [
            design.alone[number, place]
            for place, option in enumerate(choice.options)
            if option.odds > 0 or design.alone[number, place] == design.stated
        ]
        found[number] = p[rows].max(axis=0) - p[rows].min(axis=0)
    return found
