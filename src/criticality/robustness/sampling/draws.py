"""Random draws of weights, thresholds and methods; the values of the criteria are drawn in ``figures.py``.

Draws come in blocks of 1,024. Every block and every factor has its own stream of random numbers, derived from the
assessment's seed. Therefore neither the order of the blocks nor switching a factor off changes the draws of the others.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from criticality.listing.spans import Span, all_moved
from criticality.robustness.kernels.products import Floats, WeightBlock

BLOCK = 1024
_DRAWS_PER_ROW = 64
FACTORS = ("weights", "data", "thresholds", "method")
MAIN, FIRST_SAMPLE, SECOND_SAMPLE = range(3)


def stream(seed: int, block: int, factor: str, purpose: int = MAIN) -> np.random.Generator:
    """Return the random number generator of one factor in one block."""
    sequence = np.random.SeedSequence(seed, spawn_key=(purpose, block, FACTORS.index(factor)))
    return np.random.Generator(np.random.PCG64(sequence))


class WeightDraw(Protocol):
    """A way to draw weights."""

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Draw the weights of one block."""
        ...


@dataclass(frozen=True)
class StatedWeights:
    """The weights of the assessment, which do not vary: local (N,) and across (K,)."""

    local: Floats
    across: Floats

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Return the stated weights for every draw of a block."""
        return self.repeated(BLOCK)

    def repeated(self, rows: int) -> WeightBlock:
        """Return the stated weights for `rows` draws."""
        return WeightBlock(*(np.repeat(row[:, None], rows, axis=1).T for row in (self.local, self.across)))


@dataclass(frozen=True)
class DirichletDraw:
    """Weights of the criteria from one Dirichlet distribution over all of them.

    With concentration c around stated weights w it is Dirichlet(c·w): mean w_j, variance w_j·(1 − w_j)/(c + 1). The
    weights of the dimensions are then Dirichlet(c·W) and those inside each dimension Dirichlet(c·W_k·w_j), independent
    of one another. With `parameters` all 1 it is uniform on the simplex, as in SMAA (Lahdelma & Salminen 2001).

    Attributes
    ----------
    parameters
        (N,), 0 for criteria that have no weight in any draw.
    dimension_of
        (N,) position of each criterion's dimension.
    stated
        Used for the local weights where a dimension has weight 0 in a draw: its rating is still printed.
    """

    parameters: Floats
    dimension_of: NDArray[np.intp]
    stated: StatedWeights

    def draw(self, rng: np.random.Generator, block: int) -> WeightBlock:
        """Draw one block."""
        positive = np.flatnonzero(self.parameters > 0)
        overall = np.zeros((BLOCK, len(self.parameters)), order="F")
        overall[:, positive] = rng.dirichlet(self.parameters[positive], BLOCK) if positive.size else 0.0
        return on_two_levels(overall, self.dimension_of, self.stated)


def on_two_levels(overall: Floats, dimension_of: NDArray[np.intp], stated: StatedWeights) -> WeightBlock:
    """Split the weights of the criteria over all dimensions, (L, N), into weights across and inside the dimensions."""
    across = np.zeros((len(overall), len(stated.across)), order="F")
    for criterion, dimension in enumerate(dimension_of):
        across[:, dimension] += overall[:, criterion]
    whole = across.T[dimension_of].T
    local = np.where(whole > 0, overall / np.where(whole > 0, whole, 1.0), stated.local)
    return WeightBlock(np.asfortranarray(local), across / across.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class ThresholdDraw:
    """Every threshold parameter of the rule varies independently, uniformly within ±`spread` of its span.

    Attributes
    ----------
    thresholds
        As stated, (parameters,).
    spread
        A part of the span: of 0…1, or of the scale of a criterion whose threshold is in its own unit.
    spans
        One for each parameter; none: all are 0…1.
    """

    thresholds: Floats
    spread: float
    spans: tuple[Span, ...] = ()

    def draw(self, rng: np.random.Generator, block: int) -> Floats:
        """Thresholds (L, parameters) of one block."""
        rows = rng.random((BLOCK // _DRAWS_PER_ROW, _DRAWS_PER_ROW * len(self.thresholds)))
        rows *= 2.0 * self.spread
        rows -= self.spread
        return all_moved(self.thresholds, rows.reshape(BLOCK, len(self.thresholds)), self.spans)


@dataclass(frozen=True)
class MethodDraw:
    """Methods drawn with equal probability."""

    methods: tuple[str, ...]

    def draw(self, rng: np.random.Generator, block: int) -> NDArray[np.int64]:
        """Positions of the methods, (L,)."""
        return rng.integers(len(self.methods), size=BLOCK)
