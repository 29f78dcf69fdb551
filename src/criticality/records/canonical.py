"""One spelling for everything that is digested or stored: same content, same bytes."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from criticality.model.dataset import TABLES
from criticality.model.results import Inputs


def plain(value: Any) -> Any:
    """Turn results into plain JSON values: a number that is missing or beyond all numbers becomes None, never 0."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as a list of row objects."""
    columns = {str(name): _cells(frame.iloc[:, position]) for position, name in enumerate(frame.columns)}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _cells(column: "pd.Series[Any]") -> list[Any]:
    """Plain values of a column; only columns of mixed kind are looked at cell by cell."""
    cells = column.tolist()
    if column.dtype.kind == "f":
        return [None if math.isnan(cell) else cell for cell in cells]
    if column.dtype.kind in "bi" or all(cell.__class__ is str for cell in cells):
        return cells
    return [plain(cell) for cell in cells]


def inputs_of(inputs: Inputs) -> dict[str, Any]:
    """Everything a run depends on, as plain values in canonical order; lines of files do not count."""
    data = {
        name: {
            "columns": [column.name for column in TABLES[name].columns],
            "rows": [list(row.values()) for row in rows_of(_whole_years(frame.drop(columns="line"), name))],
        }
        for name, frame in sorted(inputs.dataset.tables.items())
    }
    return {
        "paths": {"weights": None, "scenario": None, **inputs.paths},
        "assessment": _assessment_of(inputs),
        "dimensions": [_dumped(entry) for entry in inputs.dimensions],
        "criteria": [_dumped(entry) for entry in inputs.criteria],
        "weights": _dumped(inputs.weights),
        "scenario": _dumped(inputs.scenario) if inputs.scenario else None,
        "sources": {key: _dumped(entry) for key, entry in sorted(inputs.dataset.sources.items())},
        "data": data,
        "templates": dict(sorted(inputs.templates.items())),
    }


def _assessment_of(inputs: Inputs) -> dict[str, Any]:
    dumped = _dumped(inputs.assessment)
    return {**dumped, "as_of": inputs.assessment.date.isoformat()}


def _dumped(document: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = document.model_dump(mode="json", by_alias=True)
    return dumped


def _whole_years(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Years as whole numbers, missing ones as None."""
    changed = frame.copy()
    for column in TABLES[name].columns:
        if column.kind == "year":
            changed[column.name] = [None if math.isnan(year) else int(year) for year in frame[column.name]]
            changed[column.name] = changed[column.name].astype(object)
    return changed
