"""Which rows a check has to read one by one: those of groups whose columns, taken as wholes, show something odd.

A million rows are screened in a second, and read in a minute. A screen may name too many rows and never too few: the
check itself decides, on rows in their order, and says what is wrong. Every function returns True for the rows of a
frame that are to be read. Figures within `_SLACK` of a limit are read, for sums in another order differ in their last
bits.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from criticality.indicators.cell import is_missing
from criticality.model.dataset import OTHERS, WORLD
from criticality.model.rows.places import joined

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]

_SLACK = 1e-9
_SUPPLY = ("mineral", "stage")
_BLOCK = (*_SUPPLY, "year")


def numbered(frame: pd.DataFrame, names: Sequence[str]) -> Ints:
    """Return the number of every row's group: rows of one group have the same cells in these columns.

    A cell that is not stated is an empty text, or a year of its own.
    """
    return np.asarray(pd.factorize(joined(_places(frame[name]) for name in names))[0], dtype=np.int64)


def _places(column: "pd.Series[str] | pd.Series[float]") -> Ints:
    places, cells = pd.factorize(column)  # what is not stated has the place -1
    blank = np.flatnonzero(cells == "") if column.dtype.kind == "O" else np.empty(0, dtype=np.int64)
    found: Ints = np.where(places < 0, blank[0] if len(blank) else len(cells), places)
    return found


def of_marked_groups(groups: Ints, marked: Bools) -> Bools:
    """Return the rows of groups of which one row is marked."""
    found: Bools = np.bincount(groups, weights=marked)[groups] > 0
    return found


def with_later_year(frame: pd.DataFrame, names: Sequence[str], reference_year: int) -> Bools:
    """Return the rows of groups with a year after the reference year."""
    return of_marked_groups(numbered(frame, names), frame["year"].to_numpy(dtype=np.float64) > reference_year)


def undated(frame: pd.DataFrame, names: Sequence[str]) -> Bools:
    """Return the rows of groups with a row without a year."""
    return of_marked_groups(numbered(frame, names), np.isnan(frame["year"].to_numpy(dtype=np.float64)))


def differing(frame: pd.DataFrame, names: Sequence[str], column: str) -> Bools:
    """Return the rows of groups in which a column is not the same throughout."""
    groups, cells = numbered(frame, names), numbered(frame, [column])
    return of_marked_groups(groups, cells != _first(groups, cells)[groups])


def odd_blocks(
    frame: pd.DataFrame, publishers: "pd.Series[str] | None", whole_of: Callable[[str], float | None], tolerance: float
) -> Bools:
    """Return the rows of production of blocks in several units, or whose countries exceed the stated total.

    A block is a mineral, stage and year, and with `publishers` the publisher too; rows without a year are all returned.
    `whole_of` gives the whole of a unit of share, and `tolerance` the factor from which a total is exceeded.
    """
    named = frame if publishers is None else frame.assign(publisher=publishers)
    groups = numbered(named, _BLOCK if publishers is None else (*_BLOCK, "publisher"))
    value, world = _figures(frame), (frame["country"] == WORLD).to_numpy()
    units, names = pd.factorize(frame["unit"].fillna(""))
    counts = ~np.isnan(value)
    wholes = np.array([np.nan if (whole := whole_of(unit)) is None else whole for unit in names], dtype=np.float64)
    total = wholes[units[_first(groups, np.arange(len(frame)))]]
    stated = np.flatnonzero(counts & world)[::-1]
    total[groups[stated]] = value[stated]
    summed = np.bincount(groups, weights=np.where(counts & ~world, value, 0.0))
    beyond = summed >= tolerance * total - _SLACK * np.abs(total)
    mixed = units != _first(groups, units)[groups]
    found: Bools = beyond[groups] | of_marked_groups(groups, mixed) | np.isnan(frame["year"].to_numpy(dtype=np.float64))
    return found


def jumping(frame: pd.DataFrame, factor: float, weighty: float) -> Bools:
    """Return the rows of production of a mineral and stage in which a weighty producer's amount jumps by a factor."""
    value, year, world = _figures(frame), frame["year"].to_numpy(dtype=np.float64), frame["country"] == WORLD
    counts = np.flatnonzero(value > 0)
    blocks, supplies = numbered(frame, _BLOCK), numbered(frame, _SUPPLY)
    amount, stated = np.where(value > 0, value, 0.0), np.where(world & (value > 0), value, 0.0)
    total = np.zeros(len(frame))
    np.maximum.at(total, blocks, stated)
    total = np.where(total > 0, total, np.bincount(blocks, weights=amount, minlength=len(frame)))
    series = numbered(frame, (*_SUPPLY, "country", "unit"))
    dated = counts[~np.isnan(year[counts])]
    dated = dated[np.lexsort((year[dated], series[dated]))]
    before, after = dated[:-1], dated[1:]
    share = np.maximum(value[before] / total[blocks[before]], value[after] / total[blocks[after]])
    far = np.abs(np.log10(value[after] / value[before])) > np.log10(factor) - _SLACK
    odd = (series[before] == series[after]) & far & (share >= weighty * (1 - _SLACK))
    marked = np.zeros(len(frame), dtype=np.bool_)
    marked[after[odd]] = True
    return of_marked_groups(supplies, marked)


def losing_producers(frame: pd.DataFrame, reference_year: int) -> Bools:
    """Return the rows of production of a mineral and stage whose latest year lacks a producer of the year before."""
    value, year = _figures(frame), frame["year"].to_numpy(dtype=np.float64)
    producer = (value > 0) & ~frame["country"].isin([WORLD, OTHERS]).to_numpy()
    usable = year <= reference_year
    supplies, countries = numbered(frame, _SUPPLY), numbered(frame, (*_SUPPLY, "country"))
    last = _latest(supplies, year, producer & usable)
    before = _latest(supplies, year, producer & usable & (year < last[supplies]))
    told = np.bincount(countries, weights=year == last[supplies]) > 0
    gone = producer & (year == before[supplies]) & ~told[countries]
    return of_marked_groups(supplies, gone | np.isnan(year))


def _figures(frame: pd.DataFrame) -> Floats:
    """The values of rows that hold a figure, NaN for those that withhold one."""
    value, flags = frame["value"].to_numpy(dtype=np.float64), frame["flag"].fillna("")
    withheld = [flag for flag in flags.unique() if is_missing(1.0, flag)]
    return np.where(flags.isin(withheld).to_numpy(), np.nan, value)


def _first(groups: Ints, cells: Ints) -> Ints:
    """The cell of every group's first row."""
    first = np.zeros(len(groups), dtype=np.int64)
    first[groups[::-1]] = cells[::-1]
    return first[: int(groups.max(initial=-1)) + 1]


def _latest(groups: Ints, year: Floats, counting: Bools) -> Floats:
    """The latest year of every group's rows that count, -∞ where none does."""
    latest = np.full(len(groups), -np.inf)
    np.maximum.at(latest, groups[counting], year[counting])
    return latest
