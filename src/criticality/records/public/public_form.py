"""The public form of a record: one pure function, by which a run makes it and `verify` makes it again."""

from collections.abc import Mapping

from criticality.errors import RecordError, with_hint
from criticality.model.dataset import TABLES
from criticality.model.input_record import ChoicesEntry, ConfidentialEntry, DataTable, RecordInputs, Scalar, Unanswered
from criticality.model.record import Record
from criticality.records.digest import canonical_json, digest_of, result_digest_of
from criticality.records.public.form_of import is_confidential
from criticality.records.public.public_result import public_result
from criticality.text.message import Message

FROM_FIGURES = ("entropy", "critic")
"""Methods of weights that follow from the figures of all minerals, which could be worked out from the weights."""
Keys = Mapping[str, frozenset[tuple[Scalar, ...]]]
"""Table → the keys of its confidential rows."""


def public_form(record: Record) -> Record:
    """Return the public form of the record of a run with confidential figures.

    Its inputs have the digests of the confidential rows in place of these, its result is that of `public_result`. It
    has an id of its own, made of what it holds, and names the run that it is the public form of.

    Raises
    ------
    RecordError
        If the record has no digests, because its workspace had no salt, if its weights follow from the figures, or if
        an answer to a choice changes a confidential row.
    """
    entry = record["inputs"].get("confidential")
    if entry is None or not is_confidential(record):
        raise RecordError(Message("confidential.nothing_withheld", run=record["run_id"]))
    if "blind" not in entry:
        raise RecordError(with_hint(Message("confidential.no_salt"), Message("confidential.make_salt")))
    if record["inputs"]["weights"]["method"] in FROM_FIGURES:
        method = record["inputs"]["weights"]["method"]
        message = Message("confidential.weights_of_figures", method=method)
        raise RecordError(with_hint(message, Message("confidential.weights_of_figures_hint")))
    _refuse_changed(record["inputs"], entry)
    inputs, result = _inputs(record, entry), public_result(record)
    digest = digest_of(inputs, record["software"]["criticality"])
    return {
        "format": record["format"],
        "run_id": f"{record['as_of']}-{digest[:8]}",
        "as_of": record["as_of"],
        "digest": digest,
        "software": record["software"],
        "environment": record["environment"],
        "inputs": inputs,
        "result": result,
        "result_digest": result_digest_of(result),
    }


def _refuse_changed(inputs: RecordInputs, entry: ConfidentialEntry) -> None:
    """Refuse a run whose confidential rows are not those of the folder, which `verify` could not join again."""
    for name, table in entry.get("tables", {}).items():
        whole = inputs["data"][name]
        places = [whole["columns"].index(column) for column in table["columns"]]
        known = {canonical_json([row[place] for place in places]) for row in whole["rows"]}
        if any(canonical_json(row) not in known for row in table["rows"]):
            message = Message("confidential.changed_by_answer", table=name)
            raise RecordError(with_hint(message, Message("confidential.changed_by_answer_hint")))


def _inputs(record: Record, entry: ConfidentialEntry) -> RecordInputs:
    inputs, secret = record["inputs"], _keys(entry)
    kept: RecordInputs = {
        "paths": inputs["paths"],
        "assessment": inputs["assessment"],
        "dimensions": inputs["dimensions"],
        "criteria": inputs["criteria"],
        "weights": inputs["weights"],
        "scenario": inputs["scenario"],
        "sources": {key: source for key, source in inputs["sources"].items() if key not in entry.get("sources", [])},
        "data": {name: without_keys(name, table, secret) for name, table in inputs["data"].items()},
        "templates": inputs["templates"],
        "confidential": {
            "digests": {name: sorted(digests) for name, digests in sorted(entry["digests"].items())},
            "public_form_of": {"run_id": record["run_id"], "digest": record["digest"]},
        },
    }
    if "choices" in inputs:
        kept["choices"] = _choices(inputs["choices"], secret)
    if "adopted_run" in inputs:
        kept["adopted_run"] = inputs["adopted_run"]
    return kept


def _keys(entry: ConfidentialEntry) -> Keys:
    return {name: frozenset(_keys_of(name, table)) for name, table in entry.get("tables", {}).items()}


def _keys_of(name: str, table: DataTable) -> list[tuple[Scalar, ...]]:
    places = [table["columns"].index(column) for column in TABLES[name].key]
    return [tuple(row[place] for place in places) for row in table["rows"]]


def without_keys(name: str, table: DataTable, secret: Keys) -> DataTable:
    """Return a table of data/ without its confidential rows; rows are known by their keys."""
    if name not in secret:
        return table
    keys = _keys_of(name, table)
    rows = [row for row, key in zip(table["rows"], keys, strict=True) if key not in secret[name]]
    return {"columns": table["columns"], "rows": rows}


def _choices(choices: ChoicesEntry, secret: Keys) -> ChoicesEntry:
    """What is recorded of the choices; its copies of tables of data/ lose the same rows."""
    kept: ChoicesEntry = {
        "considered": choices["considered"],
        "answers": choices["answers"],
        "combinations": choices["combinations"],
        "documents": choices["documents"],
        "tables": choices["tables"],
        "weights": choices["weights"],
        "unanswered": _unanswered(choices["unanswered"], secret),
    }
    if "given" in choices:
        kept["given"] = {name: without_keys(name, table, secret) for name, table in choices["given"].items()}
    return kept


def _unanswered(before: Unanswered, secret: Keys) -> Unanswered:
    kept: Unanswered = {}
    if "assessment" in before:
        kept["assessment"] = before["assessment"]
    if "criteria" in before:
        kept["criteria"] = before["criteria"]
    if "weights" in before:
        kept["weights"] = before["weights"]
    if "data" in before:
        kept["data"] = {name: without_keys(name, table, secret) for name, table in before["data"].items()}
    return kept
