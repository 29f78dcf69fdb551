"""Cells of one mineral that rest on one table are drawn together: a Gaussian copula over their random bits.

Every cell has 16 random bits in every draw, from which its value follows by a formula of its own that never decreases.
The bits of linked cells are carried to standard normal deviates, joined by the lower triangle of their correlation
matrix, and carried back. So the cells vary together and each of them varies as it did: its bits are as likely as
before, to three parts in 100,000 of the distribution.

Nothing here depends on how many blocks of draws are taken together: all steps are multiplications, additions and
tables, entry by entry.

References
----------
Nelsen, R. B. (2006). An Introduction to Copulas, 2nd ed. Springer. Section 2.3 (Sklar's theorem).
Song, P. X.-K. (2000). Multivariate dispersion models generated from Gaussian copula. Scand. J. Stat. 27, 305–320.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.error_bounds import SINGLE
from criticality.robustness.sampling.normal_table import (
    OFFSET_OF_DEVIATES,
    STEPS_OF_DEVIATES,
    Bits,
    Floats,
    bits_of_deviates,
    deviates_of_bits,
)

NEARLY_ONE = 0.999
"""What measured correlations are multiplied by: cells that move exactly together would leave no lower triangle."""

_ENTRIES_A_CHUNK = 1 << 15


@dataclass(frozen=True)
class Links:
    """Linked cells of many minerals, the same number n of each.

    Attributes
    ----------
    cells
        (n, G): positions of the cells among the rows of bits.
    factors
        (n, n, G, 1): lower triangles, in steps of the table that carries deviates back.
    """

    cells: NDArray[np.intp]
    factors: NDArray[np.float32]

    def apply(self, bits: Bits, buffers: WorkBuffers) -> None:
        """Join the bits (cells, L) in place; those of each mineral's first cell stay as they are."""
        count, minerals = self.cells.shape
        size = max(1, _ENTRIES_A_CHUNK // max(1, bits.shape[1]))
        for start in range(0, minerals, size):
            some = slice(start, min(start + size, minerals))
            shape = (some.stop - some.start, bits.shape[1])
            deviates = [
                _deviates(bits, self.cells[place, some], buffers, f"deviates {place}") for place in range(count)
            ]
            for place in range(count - 1, 0, -1):
                factors = self.factors[place, :, some]
                if not factors[:place].any():
                    continue
                joined, part = deviates[place], buffers.array("linked part", shape, SINGLE)
                np.multiply(joined, factors[place], out=joined)
                for other in range(place):
                    if factors[other].any():
                        np.multiply(deviates[other], factors[other], out=part)
                        np.add(joined, part, out=joined)
                bits[self.cells[place, some]] = _bits(joined, buffers)


def _deviates(bits: Bits, cells: NDArray[np.intp], buffers: WorkBuffers, name: str) -> NDArray[np.float32]:
    found: NDArray[np.float32] = buffers.array(name, (len(cells), bits.shape[1]), SINGLE)
    places = buffers.array("linked places", found.shape, np.intp)
    np.copyto(places, bits[cells])
    deviates_of_bits().take(places, out=found, mode="clip")
    return found


def _bits(steps: NDArray[np.float32], buffers: WorkBuffers) -> Bits:
    places = buffers.array("linked places", steps.shape, np.intp)
    np.add(steps, SINGLE(OFFSET_OF_DEVIATES), out=steps)
    np.copyto(places, steps, casting="unsafe")
    found: Bits = buffers.array("linked bits", steps.shape, np.uint16)
    bits_of_deviates().take(places, out=found, mode="clip")
    return found


def linked(cells: NDArray[np.intp], correlations: Floats, signs: Floats, varies: NDArray[np.bool_]) -> Links | None:
    """Make the links of one table ready; None where no two cells of a mineral are linked.

    Parameters
    ----------
    cells
        (n, M): positions among the rows of bits.
    correlations
        (M, n, n), of the figures.
    signs
        (n, M): −1 where a cell's bits rise as its figure falls.
    varies
        (n, M): whether a cell is drawn by its bits; one that is not is linked to nothing.
    """
    turned = signs.T[:, :, None] * signs.T[:, None, :]
    both = varies.T[:, :, None] & varies.T[:, None, :]
    held = NEARLY_ONE * correlations * turned * both
    own = np.arange(len(cells))
    held[:, own, own] = 1.0
    some = np.flatnonzero((np.abs(held - np.eye(len(cells))) > 0.0).any(axis=(1, 2)))
    if not some.size:
        return None
    factors = np.linalg.cholesky(held[some]) * STEPS_OF_DEVIATES
    return Links(cells[:, some], np.ascontiguousarray(factors.transpose(1, 2, 0)[..., None].astype(SINGLE)))


def join(bits: Bits, links: Sequence[Links], buffers: WorkBuffers) -> None:
    """Join the bits of every table's cells in place."""
    for entry in links:
        entry.apply(bits, buffers)
