"""Drawn values of the decision matrix, where each varying cell is one row of draws.

Cells that vary by the same formula form a group. A group is evaluated a few rows at a time, so that the arrays in use
stay in the processor's cache. The formulas are the same in double precision, in single precision (for
`criticality.robustness.engine.single_precision`), and for single draws of single minerals.

Shapes: N criteria, M minerals, L draws; cell j·M + m is mineral m under criterion j.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criticality.model.criteria import Criterion
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.error_bounds import SINGLE, UNIT_ROUNDOFF
from criticality.robustness.kernels.products import Floats
from criticality.robustness.sampling.cell_groups import (
    CENTRE,
    CellGroup,
    RedrawnCells,
    SpreadCells,
    TriangularCells,
    UniformCells,
    Values,
)
from criticality.robustness.sampling.copula import Links, join
from criticality.robustness.sampling.draws import BLOCK
from criticality.robustness.sampling.normal_table import SLICES, Bits, random_bits

_ENTRIES_PER_CHUNK = 1 << 16
_DRAWS_PER_COPY = 512
_ROW_PADDING = 64


@dataclass(frozen=True)
class Triangles:
    """Cells with a stated low, mode and high, each (n,): positions of the minerals, and the three values."""

    cells: NDArray[np.intp]
    low: Floats
    mode: Floats
    high: Floats


@dataclass(frozen=True)
class Redrawn:
    """Cells that take their values from one table of redraws, all of them the same redraw: (n,) and (n, 4096)."""

    cells: NDArray[np.intp]
    values: Floats


@dataclass(frozen=True)
class ColumnDraw:
    """How the cells of one criterion vary.

    Attributes
    ----------
    kind
        ``shift``: offset + slope·σz; ``ratio``: offset + slope·exp(σz); ``share``: offset + slope·s, where σz is added
        to the logit of s; ``fixed``: offset.
    grade
        (M,) position of each cell's spread; 0: no spread.
    offset, slope, share
        (M,)
    triangles, missing
        Cells that vary in other ways: between stated bounds, and, where evidence is missing, over the whole scale.
    criterion
        For raw values: the criterion on whose scale missing cells are drawn. None for scaled values, which are limited
        to 0…1.
    redrawn
        Cells that move together over redraws of their own: minerals judged in pairs.
    """

    kind: str
    grade: NDArray[np.intp]
    offset: Floats
    slope: Floats
    share: Floats
    triangles: Triangles
    missing: NDArray[np.intp]
    criterion: Criterion | None
    redrawn: Redrawn | None = None

    @property
    def varies(self) -> bool:
        """Whether any cell of the criterion varies."""
        return self.kind != "fixed" or bool(self.triangles.cells.size or self.missing.size or self.redrawn)


@dataclass(frozen=True)
class DataDraw:
    """How the whole matrix varies.

    Attributes
    ----------
    columns
        One for each criterion, in order.
    shifts, ratios
        (grades, 4096): σz and exp(σz).
    links
        Cells of one mineral that vary together; the others vary on their own.
    """

    columns: tuple[ColumnDraw, ...]
    shifts: Floats
    ratios: Floats
    links: tuple[Links, ...] = ()

    def bits(self, numbers: Sequence[np.random.Generator], buffers: WorkBuffers) -> Bits:
        """Draw the random bits of every cell, (N·M, L), one block of draws from each generator."""
        minerals = self.shape[1]
        result: Bits = buffers.array("bits", (len(self.columns) * minerals, len(numbers) * BLOCK), np.uint16)
        for position, column in enumerate(self.columns):
            cells = result[position * minerals : (position + 1) * minerals]
            if not column.varies:
                continue
            for place, rng in enumerate(numbers):
                drawn = random_bits(rng, (BLOCK, minerals))
                # a few draws at a time: reading one long column of `drawn` would miss the cache at every step
                for start in range(0, BLOCK, _DRAWS_PER_COPY):
                    first = place * BLOCK + start
                    cells[:, first : first + _DRAWS_PER_COPY] = drawn[start : start + _DRAWS_PER_COPY].T
            if column.redrawn is not None:
                cells[column.redrawn.cells] = cells[column.redrawn.cells[0]]
        join(result, self.links, buffers)
        return result

    def draw(self, rng: np.random.Generator, buffers: WorkBuffers) -> Floats:
        """Draw one block of matrices, (N, L, M), in double precision."""
        return self.values(self.bits([rng], buffers), buffers)

    def values(self, bits: Bits, buffers: WorkBuffers) -> Floats:
        """Compute the values of all cells from their random bits (N·M, L); (N, L, M), in double precision."""
        return self._filled(bits, self._groups, 0.0, np.float64, buffers).transpose(0, 2, 1)

    def single_values(self, bits: Bits, buffers: WorkBuffers) -> Values:
        """Compute the values minus ½ in single precision, (N, M, L), cell by cell in memory."""
        return self._filled(bits, self._single_groups, CENTRE, SINGLE, buffers)

    @cached_property
    def single_error(self) -> float | None:
        """Upper bound of the rounding error of `single_values`; None where single precision cannot be used."""
        fits = all(not isinstance(group, SpreadCells) or group.fits_single for group in self._groups)
        scaled = all(column.criterion is None for column in self.columns)
        constants = self._constants[self._constant_cells]
        if not (fits and scaled and ((constants >= 0.0) & (constants <= 1.0)).all()):
            return None
        return max((group.error for group in self._groups), default=0.0) + UNIT_ROUNDOFF

    def values_at(self, bits: Bits, draws: NDArray[np.intp], minerals: NDArray[np.intp]) -> Floats:
        """Values of all criteria in some draws (P,) at some minerals (…, P), (N, …, P), in double precision."""
        starts = np.arange(len(self.columns)) * self.shape[1]
        cells = starts.reshape(-1, *([1] * minerals.ndim)) + minerals
        drawn = bits[cells, draws]
        result: Floats = self._constants[cells]
        group_of, row_of = self._group_of[cells], self._row_of[cells]
        for number, group in enumerate(self._groups):
            some = np.nonzero(group_of == number)
            out = np.empty((len(some[0]), 1))
            group.fill(out, drawn[some][:, None], row_of[some], WorkBuffers())
            result[some] = out[:, 0]
        return result

    @property
    def shape(self) -> tuple[int, int]:
        """Criteria and minerals."""
        return len(self.columns), len(self.columns[0].offset)

    def _filled(
        self, bits: Bits, groups: Sequence[CellGroup], centre: float, dtype: type[np.floating], buffers: WorkBuffers
    ) -> NDArray[Any]:
        (criteria, minerals), draws = self.shape, bits.shape[1]
        # rows whose addresses differ by a power of two would compete for the same few lines of the cache
        padded = draws + _ROW_PADDING // np.dtype(dtype).itemsize
        planes = buffers.array("planes", (criteria, minerals, padded), dtype)
        values = planes.reshape(-1, padded)[:, :draws]
        values[self._constant_cells] = (self._constants[self._constant_cells] - centre)[:, None]
        size = max(1, _ENTRIES_PER_CHUNK // max(1, draws))
        for group in groups:
            for start in range(0, len(group.cells), size):
                some = group.cells[start : start + size]
                chunk = buffers.array("chunk bits", (len(some), draws), np.uint16)
                out = buffers.array("chunk", (len(some), draws), dtype)
                bits.take(some, axis=0, out=chunk, mode="clip")
                group.fill(out, chunk, slice(start, start + len(some)), buffers)
                values[some] = out
        return planes[..., :draws]

    @cached_property
    def _constants(self) -> Floats:
        return np.concatenate([column.offset for column in self.columns])

    @cached_property
    def _constant_cells(self) -> NDArray[np.intp]:
        return np.flatnonzero(self._group_of < 0)

    @cached_property
    def _group_of(self) -> NDArray[np.intp]:
        return self._positions[0]

    @cached_property
    def _row_of(self) -> NDArray[np.intp]:
        return self._positions[1]

    @cached_property
    def _positions(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For every cell its group, −1 if it is constant, and its row in that group."""
        group_of, row_of = np.full(self._constants.size, -1), np.zeros(self._constants.size, dtype=np.intp)
        for number, group in enumerate(self._groups):
            group_of[group.cells], row_of[group.cells] = number, np.arange(len(group.cells))
        return group_of, row_of

    @cached_property
    def _single_groups(self) -> tuple[CellGroup, ...]:
        return tuple(group.in_single() for group in self._groups)

    @cached_property
    def _groups(self) -> tuple[CellGroup, ...]:
        return (*self._spread_cells(), *self._triangular_cells(), *self._uniform_cells(), *self._redrawn_cells())

    def _spread_cells(self) -> list[SpreadCells]:
        """Make the groups of cells that vary by grade: linear values and shares, scaled and raw.

        Cells that use the same table of deviates are neighbours, so that the table stays in the cache.
        """
        of_cell = [np.repeat(values, self.shape[1]) for values in (self._kinds, self._scaled)]
        grade, slope, offset, share = (
            np.concatenate([getattr(column, name) for column in self.columns])
            for name in ("grade", "slope", "offset", "share")
        )
        tables = np.concatenate([self.shifts, self.ratios])
        table_of = np.where(of_cell[0] == "shift", grade, grade + len(self.shifts))
        result = []
        for shares in (False, True):
            for scaled in (True, False):
                cells = np.flatnonzero((grade > 0) & ((of_cell[0] == "share") == shares) & (of_cell[1] == scaled))
                if cells.size:
                    cells = cells[np.argsort(table_of[cells], kind="stable")]
                    used, table = np.unique(table_of[cells], return_inverse=True)
                    result.append(
                        SpreadCells(
                            cells=cells,
                            deviates=tables[used].ravel(),
                            table=(table * SLICES).astype(np.uint16)[:, None],
                            slope=slope[cells, None],
                            offset=offset[cells, None],
                            shares=(share[cells, None], 1.0 - share[cells, None]) if shares else None,
                            ends=(0.0, 1.0) if scaled else None,
                        )
                    )
        return result

    @property
    def _kinds(self) -> NDArray[np.str_]:
        return np.array([column.kind for column in self.columns])

    @property
    def _scaled(self) -> NDArray[np.bool_]:
        return np.array([column.criterion is None for column in self.columns])

    def _triangular_cells(self) -> list[TriangularCells]:
        minerals = self.shape[1]
        cells = np.concatenate([column.triangles.cells + j * minerals for j, column in enumerate(self.columns)])
        low, mode, high = (
            np.concatenate([getattr(column.triangles, name) for column in self.columns])
            for name in ("low", "mode", "high")
        )
        return [TriangularCells.between(cells, low, mode, high)] if cells.size else []

    def _redrawn_cells(self) -> list[RedrawnCells]:
        minerals = self.shape[1]
        return [
            RedrawnCells(column.redrawn.cells + j * minerals, column.redrawn.values)
            for j, column in enumerate(self.columns)
            if column.redrawn is not None
        ]

    def _uniform_cells(self) -> list[UniformCells]:
        minerals = self.shape[1]
        missing = [(column.criterion, column.missing + j * minerals) for j, column in enumerate(self.columns)]
        raw = [UniformCells(cells, criterion) for criterion, cells in missing if criterion is not None and cells.size]
        scaled = np.concatenate(
            [np.zeros(0, dtype=np.intp), *(cells for criterion, cells in missing if criterion is None)]
        )
        return [*([UniformCells(scaled, None)] if scaled.size else []), *raw]
