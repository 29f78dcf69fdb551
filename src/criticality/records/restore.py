"""Rebuild the inputs of a run from its record, so that a run can be repeated from the record alone."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

import pandas as pd
from pydantic import TypeAdapter

from criticality.errors import RecordError, with_hint
from criticality.model.assessment import Assessment
from criticality.model.choice import DROP, Choice
from criticality.model.criteria import Criterion, Dimension
from criticality.model.dataset import DONOR_SECTORS, TABLES, WORD, Dataset
from criticality.model.document import Source
from criticality.model.input_record import ChoiceRows, DataTable, RecordInputs, Scalar
from criticality.model.judgements import Weights
from criticality.model.record import Record
from criticality.model.results import AnyWeights, Choices, ChoiceTable, Inputs
from criticality.model.rows.confidential_rows import Confidential
from criticality.model.rows.joined_rows import joined_rows
from criticality.model.scenario import Scenario
from criticality.text.message import Message

_WEIGHTS: TypeAdapter[AnyWeights] = TypeAdapter(Weights)
_DTYPES: Mapping[str, Literal["bool", "float64"]] = {
    "truth": "bool",
    "number": "float64",
    "share": "float64",
    "year": "float64",
}
_EMPTY: Mapping[str, float | None] = {"number": math.nan, "share": math.nan, "year": math.nan, "date": None}


def inputs_from(record: Record) -> Inputs:
    """Rebuild the inputs of a run from its record.

    Raises
    ------
    RecordError
        If this version of the software cannot read them, or the record is the public form of another: what it withholds
        would count as missing.
    """
    entry = record["inputs"].get("confidential", {})
    if "public_form_of" in entry:
        message = Message("confidential.withholds", run=record["run_id"], of=entry["public_form_of"]["run_id"])
        raise RecordError(with_hint(message, Message("confidential.withholds_hint")))
    return _inputs_from(record)


def public_inputs_from(record: Record) -> Inputs:
    """Rebuild what a public record holds of the inputs of its run: all but the confidential rows."""
    return replace(_inputs_from(record), confidential=None)


def inputs_with(record: Record, hidden: Confidential, described: Mapping[str, Source]) -> Inputs:
    """Rebuild the inputs of the run that a public record is the public form of, from it and the confidential rows.

    Parameters
    ----------
    hidden
        The rows, as they are read from the confidential folder.
    described
        The sources that only this folder describes.
    """
    found = public_inputs_from(record)
    dataset = _with_rows(found.dataset, hidden)
    dataset = replace(dataset, sources={**dataset.sources, **described})
    choices = found.choices
    if choices is not None and choices.original is not None:
        original = choices.original
        before = replace(_with_rows(original.dataset, hidden), sources=dataset.sources)
        choices = replace(choices, original=replace(original, dataset=before))
    return replace(found, dataset=dataset, choices=choices, confidential=hidden)


def _with_rows(dataset: Dataset, hidden: Confidential) -> Dataset:
    joined = {
        name: joined_rows(dataset.tables[name], frame, TABLES[name].key) if name in dataset.tables else frame
        for name, frame in hidden.tables.items()
    }
    return replace(dataset, tables={**dataset.tables, **joined})


def dataset_from(record: Record) -> Dataset:
    """Rebuild the tables that a record holds; those of a public record are without the confidential rows."""
    return _inputs_from(record).dataset


def _inputs_from(record: Record) -> Inputs:
    inputs, run_id = record["inputs"], record["run_id"]
    try:
        scenario = inputs["scenario"]
        found = Inputs(
            assessment=Assessment.model_validate(inputs["assessment"]),
            dimensions=tuple(Dimension.model_validate(entry) for entry in inputs["dimensions"]),
            criteria=tuple(Criterion.model_validate(entry) for entry in inputs["criteria"]),
            weights=_WEIGHTS.validate_python(inputs["weights"]),
            scenario=None if scenario is None else Scenario.model_validate(scenario),
            dataset=_dataset(inputs),
            candidates=tuple(record["result"]["candidates"]),
            templates=inputs["templates"],
            paths={key: path for key, path in inputs["paths"].items() if path},
            adopted_run=inputs.get("adopted_run"),
            confidential=_confidential(inputs),
        )
        return _with_choices(found, inputs)
    except (LookupError, TypeError, ValueError) as error:  # pydantic's own error is a ValueError
        version = record["software"]["criticality"]
        raise RecordError(Message("records.unreadable_inputs", run=run_id, version=version)) from error


def _with_choices(found: Inputs, inputs: RecordInputs) -> Inputs:
    """The inputs with the choices of their record, and what the assessment says of them."""
    entry = inputs.get("choices")
    if entry is None:
        return replace(found, assessment=found.assessment.model_copy(update={"choices": "none"}))
    robustness = found.assessment.robustness.model_copy(update={"combinations": entry["combinations"]})
    said = {"choices": tuple(entry["considered"]), "answers": dict(entry["answers"]), "robustness": robustness}
    tables = {path: ChoiceTable(rows["table"], _choice_rows(rows)) for path, rows in entry["tables"].items()}
    given = {name: _frame(name, table) for name, table in entry.get("given", {}).items()}
    found = replace(found, dataset=replace(found.dataset, given=given))
    chosen = Choices(
        tuple(Choice.model_validate(document) for document in entry["documents"]),
        tuple(entry["considered"]),
        dict(entry["answers"]),
        tables,
        {path: _WEIGHTS.validate_python(weights) for path, weights in entry["weights"].items()},
    )
    before = entry["unanswered"]
    if chosen.answers:
        plan = Assessment.model_validate(before.get("assessment", inputs["assessment"]))
        dataset = found.dataset
        for name, table in before.get("data", {}).items():
            dataset = dataset.with_table(name, _frame(name, table))
        original = replace(
            found,
            assessment=plan.model_copy(update=said),
            criteria=tuple(
                Criterion.model_validate(criterion) for criterion in before.get("criteria", inputs["criteria"])
            ),
            weights=_WEIGHTS.validate_python(before.get("weights", inputs["weights"])),
            dataset=replace(dataset, order=_order(plan)),
        )
        chosen = replace(chosen, original=original)
    return replace(found, assessment=found.assessment.model_copy(update=said), choices=chosen)


def _confidential(inputs: RecordInputs) -> Confidential | None:
    """The confidential rows of a record, with what it says of them; a public record has their digests alone."""
    entry = inputs.get("confidential")
    if entry is None:
        return None
    tables = {name: _frame(name, content) for name, content in entry.get("tables", {}).items()}
    return Confidential(tables, tuple(entry.get("sources", ())), kept=entry)


def _order(plan: Assessment) -> dict[str, tuple[str, ...]]:
    """Table → publishers, as an assessment states them."""
    return {name: ids for name, ids in plan.sources if ids}


def _choice_rows(rows: ChoiceRows) -> pd.DataFrame:
    """The rows of a file that an option names, typed as its table."""
    table = DONOR_SECTORS if rows["table"] == DONOR_SECTORS.name else TABLES[rows["table"]]
    kinds = {column.name: column.kind for column in (*table.columns, DROP)}
    frame = pd.DataFrame(rows["rows"], columns=rows["columns"])
    for name in frame.columns:
        kind = kinds[str(name)]
        empty = _EMPTY.get(kind, "")
        typed = [empty if cell is None else _typed(cell, kind) for cell in frame[name]]
        frame[name] = pd.Series(typed, index=frame.index, dtype=_DTYPES.get(kind, "object"))
    return frame.assign(line=range(2, len(frame) + 2))


def _dataset(inputs: RecordInputs) -> Dataset:
    tables = {name: _frame(name, content) for name, content in inputs["data"].items() if name in TABLES}
    stated = inputs["assessment"].get("sources") or {}
    return Dataset(
        tables,
        {key: Source.model_validate(entry) for key, entry in inputs["sources"].items()},
        {name: tuple(ids) for name, ids in stated.items()},
    )


def _frame(name: str, content: DataTable) -> pd.DataFrame:
    """One table, typed as the reader of CSV files types it; lines are those of the record."""
    frame = pd.DataFrame(content["rows"], columns=content["columns"])
    for column in TABLES[name].columns:
        cells = frame[column.name] if column.name in frame else [None] * len(frame)
        empty = _EMPTY.get(column.kind, "")
        typed = [empty if cell is None else _typed(cell, column.kind) for cell in cells]
        dtype = _DTYPES.get(column.kind, "object")
        frame[column.name] = pd.Series(typed, index=frame.index, dtype=dtype)
    frame["line"] = range(2, len(frame) + 2)
    words = [WORD] if WORD in frame else []
    return frame[[*(column.name for column in TABLES[name].columns), *words, "line"]]


def _typed(cell: Scalar, kind: str) -> Scalar | date:
    return date.fromisoformat(str(cell)) if kind == "date" else cell
