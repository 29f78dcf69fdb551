"""The rows of a dataset, grouped once by mineral so that a thousand cells need not search them again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import isnan, nan
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from criticality.model.dataset import DIVERSIFICATIONS, PRODUCTION_LOSSES, WORLD, Dataset
from criticality.model.rows.places import Places, joined

Row = TypeVar("Row", bound=NamedTuple)
Item = TypeVar("Item")
Key = TypeVar("Key")
_NUMBERS = frozenset(
    {"value", "low", "high", "year", "value_usd", "quantity_t", "share", "value_added_usd_m", "severity"}
)
_MAY_LACK = frozenset({"flag", "note", "strategic", "programme", "word"})
"""Columns that a table made by a scenario, or one that has no such column, is read without."""
_DTYPES = {**dict.fromkeys(_NUMBERS, np.float64), "line": np.int64}
_RAW = frozenset({"in_force_from", "in_force_until", "strategic", "transit_hub", "candidate"})


class PropertyRow(NamedTuple):
    """One row of ``mineral_properties``; `word` is a text in the column ``value``, which is then NaN."""

    mineral: str
    property: str
    stage: str
    value: float
    low: float
    high: float
    unit: str
    year: float
    source: str
    grade: str
    flag: str
    line: int
    word: str = ""


class ProductionRow(NamedTuple):
    """One row of ``production``."""

    mineral: str
    stage: str
    country: str
    year: float
    value: float
    unit: str
    source: str
    grade: str
    flag: str
    note: str
    line: int


class TradeRow(NamedTuple):
    """One row of ``trade``."""

    reporter: str
    partner: str
    mineral: str
    stage: str
    code_system: str
    code: str
    flow: str
    year: float
    value_usd: float
    quantity_t: float
    source: str
    grade: str
    flag: str
    line: int


class GovernanceRow(NamedTuple):
    """One row of ``governance``."""

    country: str
    indicator: str
    year: float
    value: float
    source: str
    line: int


class EndUseRow(NamedTuple):
    """One row of ``end_uses``; only a scenario flags it.

    ``strategic``: yes, no, or empty: as its sector; ``programme``: the sources of a stated flag.
    """

    mineral: str
    application: str
    share: float
    sector: str
    source: str
    grade: str
    flag: str
    strategic: str
    programme: str
    line: int


class SectorRow(NamedTuple):
    """One row of ``sectors``."""

    sector: str
    value_added_usd_m: float
    year: float
    strategic: bool
    source: str
    programme: str
    line: int


class RestrictionRow(NamedTuple):
    """One row of ``export_restrictions``; only a scenario flags it."""

    country: str
    mineral: str
    stage: str
    measure: str
    severity: float
    in_force_from: date | None
    in_force_until: date | None
    target: str
    source: str
    grade: str
    flag: str
    line: int


class Intermediate(StrEnum):
    """Intermediate results that several criteria share: the first part of a key of `Evidence.memory`.

    Where a result is that of one mineral, the mineral is the second part.
    """

    GOVERNANCE_RISKS = "governance"
    WORLD_SUPPLY = "world"
    POOLED_IMPORTS = "imports"
    TRACED_IMPORTS = "traced"  # before a scenario's diversifications
    IMPORT_ORIGINS = "origins"
    """Origins of the imports, diversifications included."""
    WORLD_CONCENTRATION = "S1"


@dataclass(frozen=True)
class Evidence:
    """A dataset grouped for one country, one reference year and one as-of date.

    Attributes
    ----------
    properties
        (mineral, property) → rows.
    production
        (mineral, stage) → rows, world total and others among them.
    imports
        mineral → the country's own import rows.
    exports
        (reporter, mineral) → export rows, of any reporter.
    shared_codes
        (code system, code) → minerals read from it.
    states_import_totals
        Whether the trade table has rows of the partner ``WLD`` at all, so that one may be missed.
    country_names
        Name of a country, in both languages → its code.
    losses
        (mineral, stage, country) → share of its production that a scenario lets fall out.
    diversifications
        mineral → (origin, partner, share of the country's supply) that a scenario moves.
    memory
        Intermediate results of this run that several criteria share.
    words, judged
        Values of the words that the criterion reads; its code, the judgements on minerals, the priorities of a panel.
    """

    country: str
    reference_year: int
    as_of: date
    properties: Mapping[tuple[str, str], list[PropertyRow]]
    production: Mapping[tuple[str, str], list[ProductionRow]]
    imports: Mapping[str, list[TradeRow]]
    exports: Mapping[tuple[str, str], list[TradeRow]]
    shared_codes: Mapping[tuple[str, str], set[str]]
    states_import_totals: bool
    governance: list[GovernanceRow]
    end_uses: Mapping[str, list[EndUseRow]]
    sectors: Mapping[str, SectorRow]
    restrictions: Mapping[str, list[RestrictionRow]]
    transit_hubs: frozenset[str]
    country_names: Mapping[str, str]
    losses: Mapping[tuple[str, str, str], float]
    diversifications: Mapping[str, list[tuple[str, str, float]]]
    memory: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)
    judged: tuple[str, pd.DataFrame, pd.DataFrame | None] = ("", pd.DataFrame(), None)

    def remembered(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """Return an intermediate result, made once a run."""
        if key not in self.memory:
            self.memory[key] = make()
        return self.memory[key]

    def usable(self, year: float) -> bool:
        """Tell whether a year is no later than the reference year; an empty one is taken as the oldest."""
        return isnan(year) or year <= self.reference_year


class RowMemory:
    """The rows of tables read before, in order: data sets that share a table read it once.

    A table is known by its frame, which is kept and must not be altered. What `known` has read is taken over.
    """

    def __init__(self, known: "RowMemory | None" = None) -> None:
        self._read: dict[tuple[int, str], tuple[pd.DataFrame, list[Any]]] = dict(known._read) if known else {}
        self._supplies: dict[int, tuple[pd.DataFrame, _RowsOfSupplies]] = dict(known._supplies) if known else {}

    def rows(self, dataset: Dataset, table: str, read: Callable[[], list[Row]]) -> list[Row]:
        """Return the rows that `read` gives, in an order of their own."""
        frame = dataset.table(table)
        key = id(frame), table
        if key not in self._read:
            self._read[key] = frame, _in_order(read())
        return self._read[key][1]

    def supplies(self, dataset: Dataset) -> "_RowsOfSupplies":
        """Return the rows of production by mineral and stage."""
        frame = dataset.table("production")
        if id(frame) not in self._supplies:
            self._supplies[id(frame)] = frame, _RowsOfSupplies(frame)
        return self._supplies[id(frame)][1]


def gather_evidence(
    dataset: Dataset, *, country: str, reference_year: int, as_of: date, memory: RowMemory | None = None
) -> Evidence:
    """Group the rows of `dataset` that count for a country; `memory` keeps rows that other data sets share."""
    dataset, known = dataset.of_country(country, reference_year), memory or RowMemory()

    def ordered(table: str, kind: type[Row]) -> list[Row]:
        return known.rows(dataset, table, lambda: rows_of(dataset, table, kind))

    trade = known.rows(dataset, "trade", lambda: trade_rows(dataset))
    own = (row for row in trade if row.reporter == country and row.flow == "import")
    hubs = dataset.table("countries")
    return Evidence(
        country=country,
        reference_year=reference_year,
        as_of=as_of,
        properties=grouped(ordered("mineral_properties", PropertyRow), lambda row: (row.mineral, row.property)),
        production=known.supplies(dataset),
        imports=grouped(own, lambda row: row.mineral),
        exports=grouped((row for row in trade if row.flow == "export"), lambda row: (row.reporter, row.mineral)),
        shared_codes=_shared_codes(trade),
        states_import_totals=any(row.partner == WORLD for row in trade if row.reporter == country),
        governance=ordered("governance", GovernanceRow),
        end_uses=grouped(ordered("end_uses", EndUseRow), lambda row: row.mineral),
        sectors={row.sector: row for row in rows_of(dataset, "sectors", SectorRow)},
        restrictions=grouped(ordered("export_restrictions", RestrictionRow), lambda row: row.mineral),
        transit_hubs=frozenset(hubs["country"][hubs["transit_hub"].astype(bool)]),
        country_names=_country_names(hubs),
        losses=_losses(dataset.tables.get(PRODUCTION_LOSSES)),
        diversifications=_diversifications(dataset.tables.get(DIVERSIFICATIONS)),
    )


class _RowsOfSupplies(Mapping[tuple[str, str], list[ProductionRow]]):
    """(mineral, stage) → rows of production in their order, made when asked for: a table may have a million of them."""

    def __init__(self, frame: pd.DataFrame) -> None:
        columns = [
            np.array(_column(frame, name), dtype=_DTYPES.get(name, np.object_)) for name in ProductionRow._fields
        ]
        minerals, stages = (pd.factorize(column)[0] for column in columns[:2])
        order = np.argsort(joined(map(_places_by_repr, columns[:-1])), kind="stable")
        self._columns = [column[order] for column in columns]
        ends = np.flatnonzero(np.diff(joined([minerals, stages])[order], prepend=-1, append=-1)).tolist()
        mineral, stage = self._columns[:2]
        self._places = {(str(mineral[start]), str(stage[start])): slice(start, end) for start, end in pairwise(ends)}

    def __getitem__(self, key: tuple[str, str]) -> list[ProductionRow]:
        place = self._places[key]
        return list(map(ProductionRow._make, zip(*(column[place].tolist() for column in self._columns), strict=True)))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _country_names(countries: pd.DataFrame) -> dict[str, str]:
    columns = (_column(countries, column) for column in ("country", "name_en", "name_zh"))
    return {name: code for code, *names in zip(*columns, strict=True) for name in names if name}


def rows_of(dataset: Dataset, table: str, kind: type[Row]) -> list[Row]:
    """Return the rows of a table that count as named tuples, numbers as float and texts as str."""
    return rows_in(dataset.table(table), kind)


def rows_in(frame: pd.DataFrame, kind: type[Row]) -> list[Row]:
    """Return the rows of a frame as `rows_of` does."""
    columns = [_column(frame, name) for name in kind._fields]
    return list(map(kind._make, zip(*columns, strict=True)))


def trade_rows(dataset: Dataset) -> list[TradeRow]:
    """Return the rows of ``trade``; a quantity of 0 beside a value is no quantity: customs did not record one."""
    return [row._replace(quantity_t=nan) if without_weight(row) else row for row in rows_of(dataset, "trade", TradeRow)]


def without_weight(row: TradeRow) -> bool:
    """Tell whether a row states a value for a quantity of 0."""
    return row.quantity_t == 0 and row.value_usd > 0


def grouped(rows: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Return rows by key, in their order."""
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def _in_order(rows: list[Row]) -> list[Row]:
    """Return rows in an order of their own, so that the order of a file does not reach the last bit of a sum.

    The order is that of ``repr(row[:-1])``. It is found column by column, for a repr of a million rows takes seconds:
    no repr followed by its comma begins another one, so the first column that differs decides.
    """
    if len(rows) < 2:
        return rows
    columns = ([row[column] for row in rows] for column in range(len(rows[0]) - 1))
    numbers = joined(_places_by_repr(np.array(cells, dtype=_dtype(cells))) for cells in columns)
    return [rows[place] for place in np.argsort(numbers, kind="stable").tolist()]


def _dtype(cells: list[object]) -> type[np.float64] | type[np.object_]:
    return np.float64 if isinstance(cells[0], float) else np.object_


def _places_by_repr(cells: np.ndarray[tuple[int], np.dtype[np.generic]]) -> Places:
    """Return the place of every cell's repr among those of its column."""
    if cells.dtype == np.float64:  # by their bits: 0.0 and -0.0 are equal, and not written alike
        numbers, bits = pd.factorize(cells.view(np.int64))
        said = [f"{number!r}," for number in bits.view(np.float64).tolist()]
    else:
        numbers, known = pd.factorize(cells, use_na_sentinel=False)
        said = [f"{cell!r}," for cell in known.tolist()]
    order = {text: place for place, text in enumerate(sorted(set(said)))}
    return np.array([order[text] for text in said], dtype=np.int64)[numbers]


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    if name == "line":
        return frame["line"].tolist() if "line" in frame else [1] * len(frame)
    if name in _MAY_LACK and name not in frame:
        return [""] * len(frame)
    column = frame[name]
    if name in _NUMBERS:
        return column.to_numpy(dtype=np.float64, na_value=np.nan).tolist()
    if name in _RAW:
        return [None if pd.isna(value) else value for value in column]
    if pd.api.types.infer_dtype(column, skipna=False) == "string":
        return column.tolist()
    return [value if isinstance(value, str) else "" for value in column]


def _shared_codes(rows: Iterable[TradeRow]) -> dict[tuple[str, str], set[str]]:
    minerals: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        minerals[row.code_system, row.code].add(row.mineral)
    return dict(minerals)


def _losses(frame: pd.DataFrame | None) -> dict[tuple[str, str, str], float]:
    if frame is None:
        return {}
    columns = (frame[name].tolist() for name in ("mineral", "stage", "country", "share_lost"))
    return {(mineral, stage, country): float(lost) for mineral, stage, country, lost in zip(*columns, strict=True)}


def _diversifications(frame: pd.DataFrame | None) -> dict[str, list[tuple[str, str, float]]]:
    moves: defaultdict[str, list[tuple[str, str, float]]] = defaultdict(list)
    if frame is not None:
        columns = (frame[name].tolist() for name in ("mineral", "origin", "partner", "share"))
        for mineral, origin, partner, share in zip(*columns, strict=True):
            moves[mineral].append((origin, partner, float(share)))
    return dict(moves)
