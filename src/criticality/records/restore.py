"""From a record back to the inputs of its run: a record can be re-run from its own contents."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from criticality.errors import RecordError
from criticality.model.assessment import Assessment
from criticality.model.criteria import Criterion, Dimension
from criticality.model.dataset import TABLES, Dataset
from criticality.model.document import Source
from criticality.model.judgements import Weights
from criticality.model.results import AnyWeights, Inputs
from criticality.model.scenario import Scenario

_WEIGHTS: TypeAdapter[AnyWeights] = TypeAdapter(Weights)
_DTYPES: Mapping[str, Any] = {"truth": "bool", "number": "float64", "share": "float64", "year": "float64"}
_EMPTY: Mapping[str, Any] = {"number": math.nan, "share": math.nan, "year": math.nan, "date": None}


def inputs_from(record: Mapping[str, Any]) -> Inputs:
    """Rebuild the inputs of a run from its record.

    Raises
    ------
    RecordError
        If this version of the software cannot read them.
    """
    said, run_id = record["inputs"], record["run_id"]
    try:
        scenario = said["scenario"]
        return Inputs(
            assessment=Assessment.model_validate(said["assessment"]),
            dimensions=tuple(Dimension.model_validate(entry) for entry in said["dimensions"]),
            criteria=tuple(Criterion.model_validate(entry) for entry in said["criteria"]),
            weights=_WEIGHTS.validate_python(said["weights"]),
            scenario=None if scenario is None else Scenario.model_validate(scenario),
            dataset=_dataset(said),
            candidates=tuple(record["result"]["candidates"]),
            templates=said["templates"],
            paths={key: path for key, path in said["paths"].items() if path},
        )
    except ValidationError as error:
        version = record["software"]["criticality"]
        raise RecordError(f"{run_id}: this version cannot read the inputs that version {version} recorded") from error


def _dataset(said: Mapping[str, Any]) -> Dataset:
    tables = {name: _frame(name, content) for name, content in said["data"].items() if name in TABLES}
    return Dataset(tables, {key: Source.model_validate(entry) for key, entry in said["sources"].items()})


def _frame(name: str, content: Mapping[str, Any]) -> pd.DataFrame:
    """One table, typed as the reader of CSV files types it; lines are those of the record."""
    frame = pd.DataFrame(content["rows"], columns=content["columns"])
    for column in TABLES[name].columns:
        cells = frame[column.name] if column.name in frame else [None] * len(frame)
        empty = _EMPTY.get(column.kind, "")
        typed = [empty if cell is None else _typed(cell, column.kind) for cell in cells]
        dtype = _DTYPES.get(column.kind, "object")
        frame[column.name] = pd.Series(typed, index=frame.index, dtype=dtype)
    frame["line"] = range(2, len(frame) + 2)
    return frame[[*(column.name for column in TABLES[name].columns), "line"]]


def _typed(cell: Any, kind: str) -> Any:
    return date.fromisoformat(cell) if kind == "date" else cell
