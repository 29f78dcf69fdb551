"""The rows of a dataset, grouped once by mineral so that a thousand cells need not search them again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import isnan, nan
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from criticality.model.dataset import DIVERSIFICATIONS, PRODUCTION_LOSSES, WORLD, Dataset

Row = TypeVar("Row", bound=tuple[Any, ...])
Key = TypeVar("Key")
_NUMBERS = frozenset(
    {"value", "low", "high", "year", "value_usd", "quantity_t", "share", "value_added_usd_m", "severity"}
)
_MAY_LACK = frozenset({"flag", "note", "strategic"})
"""Columns that a table made by a scenario, or one that has no such column, is read without."""
_RAW = frozenset({"in_force_from", "in_force_until", "strategic", "transit_hub", "candidate"})


class PropertyRow(NamedTuple):
    """One row of ``mineral_properties``."""

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
    """One row of ``end_uses``; only a scenario flags it. ``strategic``: yes, no, or empty: as its sector."""

    mineral: str
    application: str
    share: float
    sector: str
    source: str
    grade: str
    flag: str
    strategic: str
    line: int


class SectorRow(NamedTuple):
    """One row of ``sectors``."""

    sector: str
    value_added_usd_m: float
    year: float
    strategic: bool
    source: str
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
    TRACED_IMPORTS = "traced"
    """Origins of the imports before a scenario's diversifications."""
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
    losses
        (mineral, stage, country) → share of its production that a scenario lets fall out.
    diversifications
        mineral → (origin, partner, share of the country's supply) that a scenario moves.
    memory
        Intermediate results of this run that several criteria share.
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
    losses: Mapping[tuple[str, str, str], float]
    diversifications: Mapping[str, list[tuple[str, str, float]]]
    memory: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def remembered(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """Return an intermediate result, made once a run."""
        if key not in self.memory:
            self.memory[key] = make()
        return self.memory[key]

    def usable(self, year: float) -> bool:
        """Tell whether a year is no later than the reference year; an empty one is taken as the oldest."""
        return isnan(year) or year <= self.reference_year


def gather_evidence(dataset: Dataset, *, country: str, reference_year: int, as_of: date) -> Evidence:
    """Group the rows of `dataset` that count for a country; the frames are only read."""
    dataset = dataset.of_country(country, reference_year)
    trade = _in_order(trade_rows(dataset))
    own = (row for row in trade if row.reporter == country and row.flow == "import")
    hubs = dataset.table("countries")
    return Evidence(
        country=country,
        reference_year=reference_year,
        as_of=as_of,
        properties=grouped(
            _in_order(rows_of(dataset, "mineral_properties", PropertyRow)), lambda row: (row.mineral, row.property)
        ),
        production=grouped(
            _in_order(rows_of(dataset, "production", ProductionRow)), lambda row: (row.mineral, row.stage)
        ),
        imports=grouped(own, lambda row: row.mineral),
        exports=grouped((row for row in trade if row.flow == "export"), lambda row: (row.reporter, row.mineral)),
        shared_codes=_shared_codes(trade),
        states_import_totals=any(row.partner == WORLD for row in trade if row.reporter == country),
        governance=_in_order(rows_of(dataset, "governance", GovernanceRow)),
        end_uses=grouped(_in_order(rows_of(dataset, "end_uses", EndUseRow)), lambda row: row.mineral),
        sectors={row.sector: row for row in rows_of(dataset, "sectors", SectorRow)},
        restrictions=grouped(
            _in_order(rows_of(dataset, "export_restrictions", RestrictionRow)), lambda row: row.mineral
        ),
        transit_hubs=frozenset(hubs["country"][hubs["transit_hub"].astype(bool)]),
        losses=_losses(dataset.tables.get(PRODUCTION_LOSSES)),
        diversifications=_diversifications(dataset.tables.get(DIVERSIFICATIONS)),
    )


def rows_of(dataset: Dataset, table: str, kind: type[Row]) -> list[Row]:
    """Return the rows of a table that count as named tuples, numbers as float and texts as str."""
    return _rows_of(dataset.table(table), kind)


def all_rows_of(dataset: Dataset, table: str, kind: type[Row]) -> list[Row]:
    """As `rows_of`, with the rows of publishers whose figures do not count."""
    return _rows_of(dataset.tables.get(table, dataset.table(table)), kind)


def _rows_of(frame: pd.DataFrame, kind: type[Row]) -> list[Row]:
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    return [kind(*cells) for cells in zip(*(_column(frame, name) for name in names), strict=True)]


def trade_rows(dataset: Dataset) -> list[TradeRow]:
    """Return the rows of ``trade``; a quantity of 0 beside a value is no quantity: customs did not record one."""
    return [row._replace(quantity_t=nan) if without_weight(row) else row for row in rows_of(dataset, "trade", TradeRow)]


def without_weight(row: TradeRow) -> bool:
    """Tell whether a row states a value for a quantity of 0."""
    return row.quantity_t == 0 and row.value_usd > 0


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Return rows by key, in their order."""
    groups: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def _in_order(rows: list[Row]) -> list[Row]:
    """Return rows in an order of their own, so that the order of a file does not reach the last bit of a sum."""
    return sorted(rows, key=lambda row: repr(row[:-1]))


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    if name == "line":
        return frame["line"].tolist() if "line" in frame else [1] * len(frame)
    if name in _MAY_LACK and name not in frame:
        return [""] * len(frame)
    column = frame[name]
    if name in _NUMBERS:
        return [float(number) for number in column.to_numpy(dtype=np.float64, na_value=np.nan)]
    if name in _RAW:
        return [None if pd.isna(value) else value for value in column]
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
