"""Which cells rest on confidential rows: those that read such a row, and those that are other without them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from criticality.indicators.registry import INDICATORS
from criticality.indicators.table import COLUMNS, Row, cells_by_criterion
from criticality.model.criteria import Criterion
from criticality.model.dataset import TABLES, Dataset
from criticality.model.rows.confidential_rows import Confidential, RestingCell, RestingRecord, keys_of_rows

_MADE = slice(0, COLUMNS.index("note"))
"""The columns of a cell but its note."""


def resting_on(
    dataset: Dataset,
    criteria: Sequence[Criterion],
    confidential: Confidential,
    candidates: Sequence[str],
    *,
    country: str,
    reference_year: int,
    as_of: date,
) -> RestingRecord:
    """Return the cells of the candidates that rest on confidential rows, and the candidates concerned, sorted.

    A cell that only might read a row counts: its criterion reads the row's table, and the row is of its mineral.
    """
    whole = cells_by_criterion(dataset, criteria, country=country, reference_year=reference_year, as_of=as_of)
    bare = cells_by_criterion(
        without_rows(dataset, confidential), criteria, country=country, reference_year=reference_year, as_of=as_of
    )
    found = {*_reading(criteria, confidential), *_different(whole, bare)}
    cells: list[RestingCell] = [
        {"mineral": mineral, "criterion": criterion} for mineral, criterion in sorted(found) if mineral in candidates
    ]
    minerals = {cell["mineral"] for cell in cells} | (confidential.minerals & set(candidates))
    rows = {
        name: sorted({str(mineral) for mineral in frame["mineral"]} & set(candidates))
        for name, frame in sorted(confidential.tables.items())
    }
    return {"minerals": sorted(minerals), "cells": cells, "rows": rows}


def without_rows(dataset: Dataset, confidential: Confidential) -> Dataset:
    """Return the data set without the confidential rows."""
    tables = dict(dataset.tables)
    for name, hidden in confidential.tables.items():
        key, frame = TABLES[name].key, tables[name]
        secret = set(keys_of_rows(hidden, key))
        kept = [each not in secret for each in keys_of_rows(frame, key)]
        tables[name] = frame[kept].reset_index(drop=True)
    return replace(dataset, tables=tables)


def _reading(criteria: Sequence[Criterion], confidential: Confidential) -> Iterator[tuple[str, str]]:
    for criterion in criteria:
        indicator = INDICATORS[criterion.indicator]
        properties = {*indicator.properties, str(criterion.parameters.get("property"))}
        for name, rows in confidential.tables.items():
            if name not in indicator.tables:
                continue
            read = rows[rows["property"].isin(sorted(properties))] if "property" in rows else rows
            for mineral in read["mineral"]:
                yield str(mineral), criterion.code


def _different(whole: Mapping[str, list[Row]], bare: Mapping[str, list[Row]]) -> Iterator[tuple[str, str]]:
    for criterion, rows in whole.items():
        for first, second in zip(rows, bare[criterion], strict=True):
            if repr(first[_MADE]) != repr(second[_MADE]):
                yield str(first[0]), criterion
