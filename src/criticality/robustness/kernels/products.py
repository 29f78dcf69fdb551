"""Blocks of draws: their weights, and products that no linear algebra library splits over threads.

Shapes: L draws × M minerals, N criteria, K dimensions. Values are either *shared*, (N, M), by all draws or *drawn*,
(N, L, M). Weights stand on two levels, as in the assessment.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.kernels.buffers import Scratch

Floats = NDArray[np.float64]
Members = Sequence[slice]
Rows = NDArray[np.intp] | slice

_SINGLE_THREAD_PRODUCT = 1 << 19
_CACHED_ROWS = 4096
_FEWEST_ROWS, _MOST_FIGURES = 64, 1 << 23
_FOLDS = 16


class WeightBlock(NamedTuple):
    """Weights of L draws: inside the dimensions (L, N), adding up to 1 in each, and across them (L, K).

    They are best kept criterion by criterion in memory (Fortran order): then all that is done to them runs along the
    draws, and the matrix products take them as they are.
    """

    local: Floats
    across: Floats

    def overall(self, members: Members, out: Floats | None = None) -> Floats:
        """Weights of the criteria over all dimensions, (L, N)."""
        found = np.empty(self.local.shape, order="F") if out is None else out
        for position, rows in enumerate(members):
            np.multiply(self.local[:, rows], self.across[:, position, None], out=found[:, rows])
        return found


def joined(blocks: Sequence[WeightBlock], scratch: Scratch) -> WeightBlock:
    """Weights of several blocks, one after the other."""
    if len(blocks) == 1:
        return blocks[0]
    return WeightBlock(
        _side_by_side([block.local.T for block in blocks], scratch, "local weights"),
        _side_by_side([block.across.T for block in blocks], scratch, "weights across"),
    )


def _side_by_side(levels: Sequence[Floats], scratch: Scratch, name: str) -> Floats:
    shape = (len(levels[0]), sum(level.shape[1] for level in levels))
    found: Floats = np.concatenate(levels, axis=1, out=scratch.array(name, shape)).T
    return found


def pieces(draws: int, rows: int = _CACHED_ROWS) -> Iterator[slice]:
    """Pieces of the draws small enough that what is done to them, step by step, stays in the processor's cache."""
    for start in range(0, draws, rows):
        yield slice(start, min(start + rows, draws))


def rows_at_once(cells: int, draws: int) -> int:
    """How many of so many draws of a matrix of `cells` figures are held in memory at once: all where there is room."""
    size = draws
    while size > _FEWEST_ROWS and size * cells > _MOST_FIGURES:
        size //= 2
    return size


def product(left: NDArray[Any], right: NDArray[Any], out: NDArray[Any]) -> NDArray[Any]:
    """Matrix product (L, n)·(…, n, M), in pieces so small that no BLAS splits them over threads.

    So the result cannot depend on how many threads the machine offers, and those of a library do not get in the way of
    the engine's own processes.
    """
    rows, count = left.shape
    tile = 1 << (max(1, (_SINGLE_THREAD_PRODUCT - 1) // max(1, count * right.shape[-1])).bit_length() - 1)
    tiled = rows - rows % tile
    if tiled:
        tiles = out[..., :tiled, :].reshape(*out.shape[:-2], -1, tile, out.shape[-1])
        np.matmul(left[:tiled].reshape(-1, tile, count), right[..., None, :, :], out=tiles)
    if tiled < rows:
        np.matmul(left[tiled:], right, out=out[..., tiled:, :])
    return out


def weighted_sum(weights: Floats, values: Floats, out: Floats) -> Floats:
    """Σ_j w_j·v_j for weights (L, n) and values shared (n, M) or drawn (n, L, M).

    Drawn values stand cell by cell in memory, (n, M, L): the sum runs along the draws.
    """
    if values.ndim == 2:
        return product(weights, values, out)
    np.copyto(out, np.einsum("jl,jml->ml", np.ascontiguousarray(weights.T), values.transpose(0, 2, 1)).T)
    return out


def folded(flat: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Lay the steps of a long array below one another, in sixteen rows where it has so many: see `places_below`."""
    return flat.reshape(_FOLDS if flat.size % _FOLDS == 0 else 1, -1)


def places_below(folds: NDArray[np.uint32], limit: np.uint32) -> NDArray[np.intp]:
    """Where in a long array, folded, something is below a limit, in order: made for what hardly ever is.

    The least of every column says which of them to look at.
    """
    columns: NDArray[np.intp] = (np.minimum.reduce(folds, axis=0) < limit).nonzero()[0]
    if not columns.size:
        return columns
    rows, found = np.divmod((folds.take(columns, axis=1) < limit).reshape(-1).nonzero()[0], columns.size)
    places: NDArray[np.intp] = rows * folds.shape[1] + columns[found]
    return places
