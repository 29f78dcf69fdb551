"""Groups of cells of the decision matrix that vary by the same formula, evaluated for many draws at once.

Each cell is one row of draws. The formulas are the same in double and in single precision. In single precision the
value minus ½ is computed, because this halves the rounding errors of the sums in which it is used.

References
----------
Higham, N. J. (2002). Accuracy and Stability of Numerical Algorithms, 2nd ed. SIAM. Section 3.1.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from criticality.model.criteria import Criterion
from criticality.ranking.scales import unscaled_values
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.error_bounds import SINGLE, UNIT_ROUNDOFF
from criticality.robustness.kernels.products import Floats
from criticality.robustness.sampling.normal_table import SLICES, SPARE_BITS, UNIFORM, Bits

Values = NDArray[np.floating]
RowsOfGroup = slice | NDArray[np.intp]

CENTRE = 0.5
_HALF_STEP = 0.5
_LARGEST_FACTOR, _LARGEST_SLOPE = 2.0**100, 2.0**20


class CellGroup(Protocol):
    """Cells that vary by one formula; their parameters are columns (n, 1)."""

    @property
    def cells(self) -> NDArray[np.intp]:
        """Positions of the cells, (n,)."""
        ...

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: WorkBuffers) -> None:
        """Write the values of some cells of the group into `out` (n, L), given their random bits (n, L)."""
        ...

    def in_single(self) -> "CellGroup":
        """Return the same group in single precision, its values minus ½."""
        ...

    @property
    def error(self) -> float:
        """Upper bound of the rounding error of a value in single precision."""
        ...


@dataclass(frozen=True)
class SpreadCells:
    """Cells that vary by their grade: offset + slope·x, where x is a deviate or, for a share s, x·s/(x·s + 1 − s).

    Attributes
    ----------
    cells
        (n,)
    deviates
        (tables·4096,): σz or exp(σz), one table for each grade in use.
    table
        (n, 1): where each cell's table starts.
    slope, offset
        (n, 1)
    shares
        s and 1 − s, each (n, 1); None if the values are not shares. Both are stored, because computing 1 − s from a
        rounded s near 1 would have a large relative error.
    ends
        Limits of the values; None for no limits.
    """

    cells: NDArray[np.intp]
    deviates: Values
    table: NDArray[np.uint16]
    slope: Values
    offset: Values
    shares: tuple[Values, Values] | None
    ends: tuple[float, float] | None

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: WorkBuffers) -> None:
        """Write the values of some cells of the group."""
        places = buffers.array("places", out.shape, np.intp)
        np.right_shift(bits, np.uint16(SPARE_BITS), out=bits)
        np.copyto(places, np.bitwise_or(bits, self.table[rows], out=bits))
        self.deviates.take(places, out=out, mode="clip")
        if self.shares is not None:
            whole = buffers.array("part", out.shape, out.dtype)
            np.multiply(out, self.shares[0][rows], out=out)
            np.add(out, self.shares[1][rows], out=whole)
            np.divide(out, whole, out=out)
        np.multiply(out, self.slope[rows], out=out)
        np.add(out, self.offset[rows], out=out)
        if self.ends is not None:
            np.clip(out, out.dtype.type(self.ends[0]), out.dtype.type(self.ends[1]), out=out)

    def in_single(self) -> "SpreadCells":
        """Return the same group in single precision, its values minus ½."""
        return replace(
            self,
            deviates=self.deviates.astype(SINGLE),
            slope=self.slope.astype(SINGLE),
            offset=(self.offset - CENTRE).astype(SINGLE),
            shares=None if self.shares is None else (self.shares[0].astype(SINGLE), self.shares[1].astype(SINGLE)),
            ends=(-CENTRE, CENTRE),
        )

    @property
    def error(self) -> float:
        """Rounding error of a value minus ½ in single precision, to first order (Higham 2002, section 3.1).

        Every parameter is rounded once and every step once. The error of y = offset' + slope·x, which is limited to
        ±½, is largest where y is ±½, so |slope·x| ≤ ½ + |offset'|. A share has an error of at most three units in the
        last place: the numerator and the same term in the divisor have the same error, so that four units are
        multiplied by v·(1 − v).
        """
        offset = float(np.abs(self.offset - CENTRE).max(initial=0.0))
        if self.shares is None:
            return UNIT_ROUNDOFF * (3.0 * (CENTRE + offset) + offset + CENTRE)
        return UNIT_ROUNDOFF * (5.0 * float(np.abs(self.slope).max(initial=0.0)) + offset + CENTRE)

    @property
    def fits_single(self) -> bool:
        """Whether no step can overflow in single precision."""
        slope = float(np.abs(self.slope).max(initial=0.0))
        return bool(self.deviates.max() < _LARGEST_FACTOR and slope < _LARGEST_SLOPE and self.ends is not None)


@dataclass(frozen=True)
class TriangularCells:
    """Cells with a stated low, mode and high.

    The quantile of the triangular distribution at u is low + √(u·w·a) below the mode and high − √((1 − u)·w·b) above
    it, with w = high − low, a = mode − low, b = high − mode. Both are computed in one formula without a branch, because
    choosing between the two for each draw would take longer: low + √min(u·w·a, a²) + b − √min((1 − u)·w·b, b²).

    Attributes
    ----------
    cells
        (n,)
    rising, falling
        w·a and w·b divided by the number of steps of u, (n, 1).
    rise, fall
        a² and b², (n, 1).
    top
        low + b, (n, 1).
    """

    cells: NDArray[np.intp]
    rising: Values
    falling: Values
    rise: Values
    fall: Values
    top: Values

    @classmethod
    def between(cls, cells: NDArray[np.intp], low: Floats, mode: Floats, high: Floats) -> "TriangularCells":
        """Make the group from its lows, modes and highs, (n,)."""
        rise, fall, step = (values[:, None] for values in (mode - low, high - mode, (high - low) / UNIFORM))
        return cls(cells, step * rise, step * fall, np.square(rise), np.square(fall), low[:, None] + fall)

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: WorkBuffers) -> None:
        """Write the values of some cells of the group."""
        kind, beyond = out.dtype.type, buffers.array("part", out.shape, out.dtype)
        np.copyto(out, bits)
        np.add(out, kind(_HALF_STEP), out=out)
        np.subtract(kind(UNIFORM), out, out=beyond)
        for root, factor, end in ((out, self.rising, self.rise), (beyond, self.falling, self.fall)):
            np.multiply(root, factor[rows], out=root)
            np.minimum(root, end[rows], out=root)
            np.sqrt(root, out=root)
        np.subtract(out, beyond, out=out)
        np.add(out, self.top[rows], out=out)

    def in_single(self) -> "TriangularCells":
        """Return the same group in single precision, its values minus ½."""
        parts = {name: getattr(self, name).astype(SINGLE) for name in ("rising", "falling", "rise", "fall")}
        return replace(self, **parts, top=(self.top - CENTRE).astype(SINGLE))

    @property
    def error(self) -> float:
        """Rounding error of a value minus ½: two units for each root, and one each for difference, top and sum."""
        return 6.0 * UNIT_ROUNDOFF


@dataclass(frozen=True)
class UniformCells:
    """Missing cells, uniform over the whole scale: 0…1, or the raw values that correspond to it."""

    cells: NDArray[np.intp]
    criterion: Criterion | None
    shift: float = 0.0

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: WorkBuffers) -> None:
        """Write the values of some cells of the group."""
        kind = out.dtype.type
        np.copyto(out, bits)
        np.add(out, kind(_HALF_STEP), out=out)
        np.divide(out, kind(UNIFORM), out=out)
        if self.shift:
            np.subtract(out, kind(self.shift), out=out)
        if self.criterion is not None:
            out[...] = unscaled_values(np.array(out), self.criterion)

    def in_single(self) -> "UniformCells":
        """Return the same group with values minus ½; these have 17 bits, so that single precision is exact."""
        return replace(self, shift=CENTRE)

    @property
    def error(self) -> float:
        """0: the values are exact."""
        return 0.0


@dataclass(frozen=True)
class RedrawnCells:
    """Cells whose values stand in a table of 4,096 redraws (n, 4096); the bits say which redraw it is."""

    cells: NDArray[np.intp]
    table: Values

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: WorkBuffers) -> None:
        """Write the values of some cells of the group."""
        places = buffers.array("places", out.shape, np.intp)
        np.copyto(places, np.right_shift(bits, np.uint16(SPARE_BITS), out=bits))
        np.add(places, (np.arange(len(self.cells)) * SLICES)[rows][:, None], out=places)
        self.table.ravel().take(places, out=out, mode="clip")

    def in_single(self) -> "RedrawnCells":
        """Return the same group in single precision, its values minus ½."""
        return replace(self, table=(self.table - CENTRE).astype(SINGLE))

    @property
    def error(self) -> float:
        """Rounding error of a value minus ½, which is at most ½: rounded once."""
        return UNIT_ROUNDOFF
