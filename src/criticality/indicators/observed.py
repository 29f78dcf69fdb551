"""Stated figures: one row of ``mineral_properties`` read as it is."""

from collections.abc import Mapping
from math import isnan

from criticality.indicators.cell import Cell, found_cell, is_missing, missing_cell, row_basis, split, year_text
from criticality.indicators.evidence import Evidence, PropertyRow
from criticality.model.criteria import Parameter
from criticality.text.kept import pending


def observed(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return the stated value of a property (and stage) in its latest year no later than the reference year."""
    stage = parameters.get("stage")
    return stated(evidence, mineral, str(parameters["property"]), None if stage is None else str(stage))


def stated(evidence: Evidence, mineral: str, name: str, stage: str | None = None) -> Cell:
    """Return a property's cell; missing where its latest usable row is withheld, absent, empty or ambiguous."""
    usable = latest_first(evidence, mineral, name, stage)
    rows = _newest(usable)
    if len(rows) == 1:
        return _of_word(rows[0], evidence.words) if rows[0].word else _cell(rows[0], usable)
    if rows:
        stages = [row.stage or "none" for row in rows]
        return missing_cell(pending("note.several_stages", property=name, stages=stages))
    later = latest_first(evidence, mineral, name, stage, any_year=True)
    after = pending("note.stated_later", property=name, years=evidence.reference_year)
    said = after if later else pending("note.no_row", property=name)
    return missing_cell(said, sources=(source for row in later for source in split(row.source)))


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


def _of_word(row: PropertyRow, words: Mapping[str, float]) -> Cell:
    """The cell of a word; missing where the scale of the criterion does not know it."""
    if row.word not in words:
        return missing_cell(pending("note.unknown_word", word=row.word), sources=split(row.source))
    value = words[row.word]
    when = pending("note.no_year") if isnan(row.year) else pending("note.year", years=year_text(row.year))
    notes = (pending("note.word", word=row.word), when)
    cell = found_cell(value, value, value, row_basis(row.grade, row.flag, row.source), notes)
    flags = frozenset(split(row.flag)) or frozenset({"reported"})
    return Cell(cell.value, cell.low, cell.high, cell.grade, flags, cell.sources, cell.notes)


def _cell(row: PropertyRow, rows: list[PropertyRow]) -> Cell:
    if is_missing(row.value, row.flag):
        flag = "withheld" if "withheld" in split(row.flag) else "absent"
        older = next((other for other in rows if not is_missing(other.value, other.flag)), None)
        said = [pending("note.withheld_in" if flag == "withheld" else "note.absent_in", years=year_text(row.year))]
        if older is not None:
            said.append(pending("note.older", years=year_text(older.year), figure=older.value))
        return missing_cell(*said, flag=flag, sources=split(row.source))
    value = 0.0 if isnan(row.value) else row.value
    low = value if isnan(row.low) else row.low
    high = value if isnan(row.high) else row.high
    when = pending("note.no_year") if isnan(row.year) else pending("note.year", years=year_text(row.year))
    notes = (when, pending("note.only_stage", stages=row.stage) if row.stage else None)
    cell = found_cell(value, low, high, row_basis(row.grade, row.flag, row.source), notes)
    flags = frozenset(split(row.flag)) or frozenset({"reported"})
    return Cell(cell.value, cell.low, cell.high, cell.grade, flags, cell.sources, cell.notes)
