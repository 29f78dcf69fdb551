"""Sobol indices: how much of the variance of membership and of rank each factor explains, alone and with the others.

References
----------
Sobol', I. M. (1993). Sensitivity estimates for nonlinear mathematical models. Math. Model. Comput. Exp. 1, 407–414.
Jansen, M. J. W. (1999). Analysis of variance designs for model output. Comput. Phys. Commun. 117, 35–43.
Saltelli, A., et al. (2010). Variance based sensitivity analysis of model output. Comput. Phys. Commun. 181, 259–270.
Gamboa, F., Janon, A., Klein, T., & Lagnoux, A. (2014). Sensitivity analysis for multidimensional and functional
outputs. Electron. J. Stat. 8, 575–603.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.engine.decide import decide, score
from criticality.robustness.ensemble import Ensemble, Values
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.products import Floats, WeightBlock, rows_at_once
from criticality.robustness.kernels.ranks import ranks_of
from criticality.robustness.sampling.draws import BLOCK, FIRST_SAMPLE, SECOND_SAMPLE, stream
from criticality.robustness.sampling.normal_table import Bits

BLOCKS = 8


@dataclass(frozen=True)
class Moments:
    """Sums over a sample from which the indices are computed; the sums of several samples can be added.

    Attributes
    ----------
    draws
        Size of the sample.
    total, squares
        Sums of both samples' outputs and of their squares, (…).
    own, others
        For each factor the sums of ½(f_B − f_AB)² and ½(f_A − f_AB)², (factors, …).
    """

    draws: int
    total: Floats
    squares: Floats
    own: Floats
    others: Floats

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(
            self.draws + other.draws,
            self.total + other.total,
            self.squares + other.squares,
            self.own + other.own,
            self.others + other.others,
        )

    @property
    def variance(self) -> Floats:
        """Variance of the output, (…)."""
        mean = self.total / (2 * self.draws)
        result: Floats = np.maximum(self.squares / (2 * self.draws) - np.square(mean), 0.0)
        return result

    @property
    def first_parts(self) -> Floats:
        """Part of the variance each factor explains alone: V − E ½(f_B − f_AB)² (Saltelli et al. 2010, table 2c)."""
        result: Floats = self.variance - self.own / self.draws
        return result

    @property
    def total_parts(self) -> Floats:
        """Part that remains if all other factors are known: E ½(f_A − f_AB)² (Saltelli et al. 2010, table 2f)."""
        result: Floats = self.others / self.draws
        return result


def moments(first: Floats, second: Floats, mixed: Floats) -> Moments:
    """Compute the sums of one sample.

    Parameters
    ----------
    first, second
        Outputs f_A and f_B of two independent samples, (L, …).
    mixed
        Outputs f_AB, (factors, L, …): the first sample with one factor taken from the second.
    """
    return Moments(
        len(first),
        (first + second).sum(axis=0),
        (np.square(first) + np.square(second)).sum(axis=0),
        np.square(second - mixed).sum(axis=1) / 2.0,
        np.square(first - mixed).sum(axis=1) / 2.0,
    )


def sobol_indices(result: Moments) -> tuple[Floats, Floats]:
    """First-order and total indices, (factors, …); NaN where the output does not vary."""
    with np.errstate(divide="ignore", invalid="ignore"):
        known = np.where(result.variance > 0, result.variance, np.nan)
        return result.first_parts / known, result.total_parts / known


# ── of the list ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Sample:
    """Some draws of one block, for every factor."""

    weights: WeightBlock
    data: Values
    thresholds: Floats | None
    method: NDArray[np.int64] | None


def sobol_of_list(case: Ensemble, draws: int) -> dict[str, object]:
    """Indices of membership and of rank over the factors that vary, for every mineral and for the list as a whole.

    For the list as a whole the minerals' parts are added before they are divided (Gamboa et al. 2014).

    Parameters
    ----------
    case
        An ensemble with at least one factor that varies.
    draws
        Size of each of the two samples; rounded up to whole blocks, at most eight.
    """
    blocks = max(1, min(BLOCKS, -(-draws // BLOCK)))
    buffers = WorkBuffers(), WorkBuffers(), WorkBuffers()
    parts = [part for block in range(blocks) for part in _sampled(case, block, buffers)]
    membership, rank = (reduce(add, (part[place] for part in parts)) for place in (0, 1))
    return {
        "factors": list(case.varied),
        "draws": membership.draws,
        "evaluations": membership.draws * (len(case.varied) + 2),
        "membership": _reported(case, membership),
        "rank": _reported(case, rank),
    }


Buffers = tuple[WorkBuffers, WorkBuffers, WorkBuffers]


def _sampled(case: Ensemble, block: int, buffers: Buffers) -> Iterator[tuple[Moments, Moments]]:
    """Moments of membership and of rank in one block, in as many pieces as the memory asks for."""
    size = rows_at_once(case.cells, BLOCK)
    bits = [
        None if case.data is None else case.data.bits([stream(case.seed, block, "data", purpose)], own)
        for purpose, own in zip((FIRST_SAMPLE, SECOND_SAMPLE), buffers, strict=False)
    ]
    rest = [_drawn(case, block, purpose) for purpose in (FIRST_SAMPLE, SECOND_SAMPLE)]
    for start in range(0, BLOCK, size):
        rows = slice(start, start + size)
        first, second = (
            _sample(case, drawn, rows, own_bits, own) for drawn, own_bits, own in zip(rest, bits, buffers, strict=False)
        )
        yield _moments_of(case, first, second, buffers)


def _moments_of(case: Ensemble, first: _Sample, second: _Sample, buffers: Buffers) -> tuple[Moments, Moments]:
    # other thresholds leave scores and ranks as they are, so these lists are decided from the same scores
    stated, cut = _outputs(case, first, (first.thresholds, second.thresholds), buffers[2])
    other = _outputs(case, second, (second.thresholds,), buffers[2])[0]
    mixed = []
    for factor in case.varied:
        if factor == "thresholds":
            mixed.append(cut)
        else:
            sample = _Sample(**{**vars(first), factor: getattr(second, factor)})
            mixed += _outputs(case, sample, (first.thresholds,), buffers[2])
    membership, rank = (
        moments(stated[place], other[place], np.array([output[place] for output in mixed])) for place in (0, 1)
    )
    return membership, rank


def _drawn(case: Ensemble, block: int, purpose: int) -> tuple[WeightBlock, Floats | None, NDArray[np.int64] | None]:
    """Weights, thresholds and methods of all draws of a block."""

    def numbers(factor: str) -> np.random.Generator:
        return stream(case.seed, block, factor, purpose)

    return (
        case.stated.repeated(BLOCK) if case.weights is None else case.weights.draw(numbers("weights"), block),
        None if case.thresholds is None else case.thresholds.draw(numbers("thresholds"), block),
        None if case.methods is None else case.methods.draw(numbers("method"), block),
    )


def _sample(
    case: Ensemble,
    drawn: tuple[WeightBlock, Floats | None, NDArray[np.int64] | None],
    rows: slice,
    bits: Bits | None,
    buffers: WorkBuffers,
) -> _Sample:
    weights, thresholds, methods = drawn
    return _Sample(
        WeightBlock(weights.local[rows], weights.across[rows]),
        case.shared() if bits is None else case.values_of(np.ascontiguousarray(bits[:, rows]), buffers),
        None if thresholds is None else thresholds[rows],
        None if methods is None else methods[rows],
    )


def _outputs(
    case: Ensemble, sample: _Sample, thresholds: Sequence[Floats | None], buffers: WorkBuffers
) -> list[tuple[Floats, Floats]]:
    """Membership, 0 or 1, and rank, (L, M), under each of some thresholds; the ranks are the same under all."""
    weights, values = sample.weights, sample.data
    scored = None if sample.method is not None else score(case, case.method, weights, values, buffers)
    membership: list[Floats] = []
    for cuts in thresholds:
        decided = decide(case, weights, values, buffers, thresholds=cuts, methods=sample.method, scored=scored)
        listed = case.rule.listed[decided.tiers]
        membership.append(np.broadcast_to(listed, decided.scores.shape).astype(np.float64))
    ranks = ranks_of(decided.scores.exact()).astype(np.float64)
    return [(listed, ranks) for listed in membership]


def _reported(case: Ensemble, result: Moments) -> dict[str, object]:
    first, total = sobol_indices(result)
    spreads, factors = result.variance, tuple(enumerate(case.varied))
    variance, alone, left = float(spreads.sum()), result.first_parts.sum(axis=1), result.total_parts.sum(axis=1)
    return {
        "list": [
            {
                "factor": factor,
                "first": _plain(float(alone[place]), variance),
                "total": _plain(float(left[place]), variance),
            }
            for place, factor in factors
        ],
        "minerals": {
            mineral: {
                factor: {"first": float(first[place, column]), "total": float(total[place, column])}
                for place, factor in factors
            }
            for column, mineral in enumerate(case.minerals)
            if spreads[column] > 0
        },
        "undefined": [mineral for mineral, spread in zip(case.minerals, spreads, strict=True) if spread == 0],
    }


def _plain(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
