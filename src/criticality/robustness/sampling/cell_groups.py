"""Groups of cells of the decision matrix that vary by the same formula, evaluated for many draws at once.

Every cell is one row of draws. The same formulas are evaluated in double and in single precision; in single precision a
value less ½ is computed, which halves the rounding errors of the sums it enters.

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
from criticality.robustness.kernels.buffers import Scratch
from criticality.robustness.kernels.error_bounds import SINGLE, UNIT_ROUNDOFF
from criticality.robustness.kernels.products import Floats
from criticality.robustness.sampling.normal_table import SPARE_BITS, UNIFORM, Bits

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

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: Scratch) -> None:
        """Write the values of some cells of the group into `out` (n, L), given their random bits (n, L)."""
        ...

    def in_single(self) -> "CellGroup":
        """Return the same group in single precision, its values less ½."""
        ...

    @property
    def error(self) -> float:
        """How much a value in single precision can be off by."""
        ...


@dataclass(frozen=True)
class SpreadCells:
    """Cells that vary by their grade: offset + slope·x, x a deviate or, for a share s, x·s/(x·s + 1 − s).

    Attributes
    ----------
    cells
        (n,)
    deviates
        (tables·4096,): σz or exp(σz), a table for every grade in use.
    table
        (n, 1): where each cell's table starts.
    slope, offset
        (n, 1)
    shares
        s and 1 − s, each (n, 1); None where the values are no shares. Both are kept, for 1 − s of a rounded s near 1
        would be far off.
    ends
        What values are held inside; None for no limits.
    """

    cells: NDArray[np.intp]
    deviates: Values
    table: NDArray[np.uint16]
    slope: Values
    offset: Values
    shares: tuple[Values, Values] | None
    ends: tuple[float, float] | None

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: Scratch) -> None:
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
        """Return the same group in single precision, its values less ½."""
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
        """Rounding error of a value less ½ in single precision, to first order (Higham 2002, section 3.1).

        Every parameter is rounded once and every step once. A value y = offset' + slope·x that is held inside ±½ is
        off by the most where it reaches ±½, so |slope·x| ≤ ½ + |offset'|. A share is off by three units: its
        numerator and the same term of its divisor err together, v·(1 − v) times four units.
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

    The value whose probability of not being reached is u is low + √(u·w·a) below the mode and high − √((1 − u)·w·b)
    beyond it, with w = high − low, a = mode − low, b = high − mode. Both roots are taken and held at a and b, where
    they have done their part: low + √min(u·w·a, a²) + b − √min((1 − u)·w·b, b²). Choosing one of two for each draw
    would take longer.

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
        """Make the group ready from its lows, modes and highs, (n,)."""
        rise, fall, step = (values[:, None] for values in (mode - low, high - mode, (high - low) / UNIFORM))
        return cls(cells, step * rise, step * fall, np.square(rise), np.square(fall), low[:, None] + fall)

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: Scratch) -> None:
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
        """Return the same group in single precision, its values less ½."""
        parts = {name: getattr(self, name).astype(SINGLE) for name in ("rising", "falling", "rise", "fall")}
        return replace(self, **parts, top=(self.top - CENTRE).astype(SINGLE))

    @property
    def error(self) -> float:
        """Rounding error of a value less ½: two units of each root, and one of the difference, the top, the sum."""
        return 6.0 * UNIT_ROUNDOFF


@dataclass(frozen=True)
class UniformCells:
    """Missing cells, uniform over the whole scale: 0…1, or the raw values that stand for it."""

    cells: NDArray[np.intp]
    criterion: Criterion | None
    shift: float = 0.0

    def fill(self, out: Values, bits: Bits, rows: RowsOfGroup, buffers: Scratch) -> None:
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
        """Return the same group with values less ½; single precision holds them exactly, they have 17 bits."""
        return replace(self, shift=CENTRE)

    @property
    def error(self) -> float:
        """None."""
        return 0.0
