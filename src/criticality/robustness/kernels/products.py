"""Weights of a block of draws, and matrix products whose result does not depend on the number of threads.

Shapes: L draws × M minerals, N criteria, K dimensions. Values are *shared* by all draws, (N, M), or *drawn*, (N, L, M).
Weights have two levels, as in the assessment: local weights inside each dimension, and weights across the dimensions.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.robustness.kernels.buffers import WorkBuffers

Floats = NDArray[np.float64]
Members = Sequence[slice]
Rows = NDArray[np.intp] | slice

_SINGLE_THREAD_PRODUCT = 1 << 19
_CACHED_ROWS = 4096
_FOLDS = 16


class WeightBlock(NamedTuple):
    """Weights of L draws: inside the dimensions (L, N), adding up to 1 in each, and across them (L, K).

    Fortran order (criterion by criterion in memory) is fastest: the operations then run along the draws, and the matrix
    products need no copy.
    """

    local: Floats
    across: Floats

    def overall(self, members: Members, out: Floats | None = None) -> Floats:
        """Weights of the criteria over all dimensions, (L, N)."""
        result = np.empty(self.local.shape, order="F") if out is None else out
        for position, rows in enumerate(members):
            np.multiply(self.local[:, rows], self.across[:, position, None], out=result[:, rows])
        return result


def joined(blocks: Sequence[WeightBlock], buffers: WorkBuffers) -> WeightBlock:
    """Join the weights of several blocks, one after the other."""
    if len(blocks) == 1:
        return blocks[0]
    return WeightBlock(
        _side_by_side([block.local.T for block in blocks], buffers, "local weights"),
        _side_by_side([block.across.T for block in blocks], buffers, "weights across"),
    )


def _side_by_side(levels: Sequence[Floats], buffers: WorkBuffers, name: str) -> Floats:
    shape = (len(levels[0]), sum(level.shape[1] for level in levels))
    result: Floats = np.concatenate(levels, axis=1, out=buffers.array(name, shape)).T
    return result


def chunks(draws: int, rows: int = _CACHED_ROWS) -> Iterator[slice]:
    """Yield slices of the draws, small enough that the arrays of a chunk stay in the processor's cache."""
    for start in range(0, draws, rows):
        yield slice(start, min(start + rows, draws))


def product(left: NDArray[Any], right: NDArray[Any], out: NDArray[Any]) -> NDArray[Any]:
    """Matrix product (L, n)·(…, n, M), computed in tiles that are too small for a BLAS library to split over threads.

    Therefore the result does not depend on the number of threads, and the library's threads do not compete with the
    processes of the worker pool.
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

    Drawn values are cell by cell in memory, (n, M, L), so that the sum runs along the draws.
    """
    if values.ndim == 2:
        return product(weights, values, out)
    np.copyto(out, np.einsum("jl,jml->ml", np.ascontiguousarray(weights.T), values.transpose(0, 2, 1)).T)
    return out


def folded(flat: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Fold a long array into 16 rows, as `positions_below` needs it; into one row if 16 does not divide its length."""
    return flat.reshape(_FOLDS if flat.size % _FOLDS == 0 else 1, -1)


def positions_below(folds: NDArray[np.uint32], limit: np.uint32) -> NDArray[np.intp]:
    """Return the ascending positions of the entries of a long array, given folded, that are below a limit.

    It is fast where such entries are rare: the minimum of each column is compared first, and only columns whose
    minimum is below the limit are searched.
    """
    columns: NDArray[np.intp] = (np.minimum.reduce(folds, axis=0) < limit).nonzero()[0]
    if not columns.size:
        return columns
    rows, result = np.divmod((folds.take(columns, axis=1) < limit).reshape(-1).nonzero()[0], columns.size)
    places: NDArray[np.intp] = rows * folds.shape[1] + columns[result]
    return places
