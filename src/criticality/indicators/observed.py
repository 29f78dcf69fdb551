"""Stated figures: one row of ``mineral_properties`` read as it is."""

from collections.abc import Mapping
from math import isnan

from criticality.indicators.cell import Cell, found_cell, is_missing, missing_cell, row_basis, split
from criticality.indicators.evidence import Evidence, PropertyRow
from criticality.model.criteria import Parameter


def observed(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return the stated value of a property (and stage) in its latest year no later than the reference year."""
    stage = parameters.get("stage")
    return stated(evidence, mineral, str(parameters["property"]), None if stage is None else str(stage))


def stated(evidence: Evidence, mineral: str, name: str, stage: str | None = None) -> Cell:
    """Return a property's cell; missing where its latest usable row is withheld, absent, empty or ambiguous."""
    usable = latest_first(evidence, mineral, name, stage)
    rows = _newest(usable)
    if len(rows) == 1:
        return _cell(rows[0], usable)
    if rows:
        return missing_cell(f"{name} is stated for several stages: {', '.join(row.stage or 'none' for row in rows)}")
    later = latest_first(evidence, mineral, name, stage, any_year=True)
    note = f"only stated after {evidence.reference_year}" if later else "no row"
    return missing_cell(f"{name}: {note}", sources=(source for row in later for source in split(row.source)))


def candidates(evidence: Evidence, mineral: str, name: str, stage: str | None) -> list[PropertyRow]:
    """Return the rows of the latest usable year: one, unless several stages are stated and none is asked for."""
    return _newest(latest_first(evidence, mineral, name, stage))


def _newest(rows: list[PropertyRow]) -> list[PropertyRow]:
    return [row for row in rows if _age(row) == _age(rows[0])]


def latest_first(
    evidence: Evidence, mineral: str, name: str, stage: str | None, *, any_year: bool = False
) -> list[PropertyRow]:
    """Return the rows of a property that may be used, the latest first, those without a year last."""
    rows = [
        row
        for row in evidence.properties.get((mineral, name), [])
        if (stage is None or row.stage == stage) and (any_year or evidence.usable(row.year))
    ]
    return sorted(rows, key=_age, reverse=True)


def _age(row: PropertyRow) -> float:
    return -1.0 if isnan(row.year) else row.year


def _cell(row: PropertyRow, rows: list[PropertyRow]) -> Cell:
    if is_missing(row.value, row.flag):
        flag = "withheld" if "withheld" in split(row.flag) else "absent"
        older = next((other for other in rows if not is_missing(other.value, other.flag)), None)
        hint = f"; {_when(older)} a value of {older.value:g} was stated" if older is not None else ""
        return missing_cell(f"{flag} in {_when(row)}{hint}", flag, split(row.source))
    value = 0.0 if isnan(row.value) else row.value
    low = value if isnan(row.low) else row.low
    high = value if isnan(row.high) else row.high
    cell = found_cell(value, low, high, row_basis(row.grade, row.flag, row.source), (_when(row), row.stage))
    flags = frozenset(split(row.flag)) or frozenset({"reported"})
    return Cell(cell.value, cell.low, cell.high, cell.grade, flags, cell.sources, cell.note)


def _when(row: PropertyRow) -> str:
    return "year not stated" if isnan(row.year) else f"{row.year:.0f}"
