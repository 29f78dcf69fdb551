"""Plain values in canonical form for everything that is digested or stored: same content, same bytes."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar, cast

import pandas as pd
from pydantic import BaseModel

from criticality.model.dataset import TABLES, WORD
from criticality.model.document import Source
from criticality.model.input_record import (
    AssessmentEntry,
    ChoicesEntry,
    ConfidentialEntry,
    CriterionEntry,
    DataTable,
    DimensionEntry,
    JudgeEntry,
    RecordInputs,
    Scalar,
    ScenarioEntry,
    SourceEntry,
    Unanswered,
    WeightsEntry,
)
from criticality.model.judgements import AhpWeights
from criticality.model.results import AnyWeights, Choices, Inputs
from criticality.model.rows.confidential_rows import Confidential
from criticality.records.public.salted import blind_of, digest_of_entry
from criticality.scenarios.options import tables_needed

Row = TypeVar("Row")


def plain(value: object) -> Any:
    """Turn results into plain JSON values; a missing or infinite number becomes None, never 0."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


def rows_of(frame: pd.DataFrame, row: type[Row]) -> list[Row]:
    """A frame as a list of row objects; `row` says which columns a reader may rely on."""
    columns = {str(name): _cells(frame.iloc[:, position]) for position, name in enumerate(frame.columns)}
    return [cast(Row, dict(zip(columns, cells, strict=True))) for cells in zip(*columns.values(), strict=True)]


def _cells(column: "pd.Series[Any]") -> list[object]:
    """Plain values of a column; only columns of mixed kind are looked at cell by cell."""
    cells = column.tolist()
    if column.dtype.kind == "f":
        return [None if math.isnan(cell) else cell for cell in cells]
    if column.dtype.kind in "bi" or all(cell.__class__ is str for cell in cells):
        return cells
    return [plain(cell) for cell in cells]


def inputs_of(inputs: Inputs) -> RecordInputs:
    """Everything a run depends on, as plain values in canonical order; lines of files do not count.

    What the assessment says of choices stands with the choices, and only where the run uses some.
    """
    said: RecordInputs = {
        "paths": {"weights": None, "scenario": None, **inputs.paths},
        "assessment": assessment_entry(inputs),
        "dimensions": [_dumped(entry, DimensionEntry) for entry in inputs.dimensions],
        "criteria": [_dumped(entry, CriterionEntry) for entry in inputs.criteria],
        "weights": weights_entry(inputs.weights),
        "scenario": _dumped(inputs.scenario, ScenarioEntry) if inputs.scenario else None,
        "sources": {key: _dumped(entry, SourceEntry) for key, entry in sorted(inputs.dataset.sources.items())},
        "data": {name: table_entry(frame, name) for name, frame in sorted(inputs.dataset.tables.items())},
        "templates": dict(sorted(inputs.templates.items())),
    }
    if inputs.adopted_run is not None:
        said["adopted_run"] = inputs.adopted_run
    if inputs.confidential is not None:
        said["confidential"] = confidential_entry(inputs.confidential, said["sources"])
    return said if inputs.choices is None else {**said, "choices": choices_entry(inputs, inputs.choices)}


def confidential_entry(found: Confidential, sources: Mapping[str, SourceEntry]) -> ConfidentialEntry:
    """The confidential rows of a run with their digests; those of inputs from a record as that record has them."""
    if found.kept is not None:
        return found.kept
    tables = {name: table_entry(frame, name) for name, frame in sorted(found.tables.items())}
    entry: ConfidentialEntry = {"digests": {}, "tables": tables, "sources": list(found.sources)}
    if found.salt:
        digests = row_digests(found, {key: sources[key] for key in found.sources})
        entry["digests"] = {name: [digest for _, digest in placed] for name, placed in digests.items()}
        entry["blind"] = blind_of(found.salt)
    return entry


def row_digests(found: Confidential, sources: Mapping[str, SourceEntry]) -> dict[str, list[tuple[str, str]]]:
    """Table, or ``sources`` → the line of each row, or the id of each source, with its salted digest."""
    digests: dict[str, list[tuple[str, str]]] = {}
    for name, frame in sorted(found.tables.items()):
        rows = zip(frame["line"], _data_rows(frame, name), strict=True)
        digests[name] = [(str(line), digest_of_entry(found.salt, name, row)) for line, row in rows]
    if sources:
        digests["sources"] = [(key, digest_of_entry(found.salt, "sources", [key, sources[key]])) for key in sources]
    return digests


def confidential_digests(found: Confidential, described: Mapping[str, Source]) -> dict[str, list[tuple[str, str]]]:
    """The same of a folder, with the sources that it describes."""
    return row_digests(found, {key: _dumped(entry, SourceEntry) for key, entry in sorted(described.items())})


def assessment_entry(inputs: Inputs) -> AssessmentEntry:
    """The assessment without what it says of choices, and without keys that it leaves out and older versions lack."""
    entry = cast(dict[str, Any], _dumped(inputs.assessment, AssessmentEntry))
    for key in ("choices", "answers"):
        entry.pop(key, None)
    for key in ("issuer", "committee", "status", "adopted", "review_by"):
        if entry.get(key) in (None, "draft"):
            entry.pop(key, None)
    entry["robustness"].pop("combinations", None)
    if not any(entry.get("sources", {}).values()):
        entry.pop("sources", None)
    return cast(AssessmentEntry, {**entry, "as_of": inputs.assessment.date.isoformat()})


def weights_entry(weights: AnyWeights) -> WeightsEntry:
    """The weights, without keys that stand at their default and that older versions lack."""
    fields, added = type(weights).model_fields, ("aggregate", "prioritisation", "random_index", "words", "normalise")
    usual = [
        key
        for key in added
        if key in fields and getattr(weights, key) == fields[key].get_default(call_default_factory=True)
    ]
    entry: dict[str, object] = dict(_dumped(weights, WeightsEntry))
    kept = {key: value for key, value in entry.items() if key not in usual}
    if isinstance(weights, AhpWeights):
        judges = [_dumped(judge, JudgeEntry) for judge in weights.judges]
        kept["judges"] = [
            {key: value for key, value in judge.items() if key != "subgroup" or value} for judge in judges
        ]
    return cast(WeightsEntry, kept)


def table_entry(frame: pd.DataFrame, name: str) -> DataTable:
    """One table of data/."""
    words = [WORD] if WORD in frame else []  # a table has this column only where words stand among its figures
    return {
        "columns": [*(column.name for column in TABLES[name].columns), *words],
        "rows": [list(row.values()) for row in _data_rows(frame, name)],
    }


def _dumped(document: BaseModel, entry: type[Row]) -> Row:
    return cast(Row, document.model_dump(mode="json", by_alias=True))


def _data_rows(frame: pd.DataFrame, table: str) -> list[dict[str, Scalar]]:
    """The rows of a table of data/: missing years as None, years as whole numbers in a column without a gap.

    pandas turns a column of whole numbers with a gap into floats (``2020.0``); the digests of all records since the
    first rest on that spelling.
    """
    changed = frame.drop(columns="line")
    for column in TABLES[table].columns:
        if column.kind == "year":
            changed[column.name] = [None if math.isnan(year) else int(year) for year in frame[column.name]]
            changed[column.name] = changed[column.name].astype(object)
    return rows_of(changed, dict[str, Scalar])


# ── choices ──────────────────────────────────────────────────────────────────


def choices_entry(inputs: Inputs, chosen: Choices) -> ChoicesEntry:
    """The choices that a run uses, the files that their options name, and what the answers changed."""
    options = (option for choice in chosen.documents for option in choice.options)
    given = tables_needed(options, (chosen.original or inputs).dataset)
    entry: ChoicesEntry = {
        "considered": list(chosen.considered),
        "answers": dict(sorted(chosen.answers.items())),
        "combinations": inputs.assessment.robustness.combinations,
        "documents": [choice.model_dump(mode="json", by_alias=True, exclude_none=True) for choice in chosen.documents],
        "tables": {
            path: {
                "table": rows.table,
                "columns": [str(name) for name in rows.frame.columns if name != "line"],
                "rows": [list(row.values()) for row in rows_of(_plain_years(rows.frame), dict[str, Scalar])],
            }
            for path, rows in sorted(chosen.tables.items())
        },
        "weights": {path: weights_entry(weights) for path, weights in sorted(chosen.weights.items())},
        "unanswered": {} if chosen.original is None else _unanswered(inputs, chosen.original),
    }
    if given:
        entry["given"] = {name: table_entry(frame, name) for name, frame in sorted(given.items())}
    return entry


def _plain_years(frame: pd.DataFrame) -> pd.DataFrame:
    plain_frame = frame.drop(columns="line")
    if "year" in plain_frame:
        years = [None if math.isnan(year) else int(year) for year in plain_frame["year"]]
        plain_frame["year"] = pd.Series(years, plain_frame.index, dtype=object)
    return plain_frame


def _unanswered(inputs: Inputs, original: Inputs) -> Unanswered:
    """The parts of the inputs that the answers changed, as they were."""
    found: Unanswered = {}
    if original.assessment != inputs.assessment:
        found["assessment"] = assessment_entry(original)
    if original.criteria != inputs.criteria:
        found["criteria"] = [_dumped(entry, CriterionEntry) for entry in original.criteria]
    if original.weights != inputs.weights:
        found["weights"] = weights_entry(original.weights)
    changed = {
        name: frame for name, frame in original.dataset.tables.items() if frame is not inputs.dataset.tables.get(name)
    }
    entries = {name: table_entry(frame, name) for name, frame in sorted(changed.items())}
    found["data"] = {
        name: entry for name, entry in entries.items() if entry != table_entry(inputs.dataset.tables[name], name)
    }
    return found
