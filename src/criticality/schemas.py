"""JSON Schemas of the YAML files of a workspace, made from the models that read them.

An editor that knows JSON Schema completes keys and marks mistakes while a planner types. A schema says less than
`criticality check`: it sees one file, and neither figures that must agree nor names that must exist elsewhere.
"""

import json
from collections.abc import Callable, Iterable, Mapping

from pydantic import JsonValue, TypeAdapter

from criticality.model.assessment import Assessment
from criticality.model.choice import Choice
from criticality.model.criteria import Criterion, Dimension
from criticality.model.document import Source
from criticality.model.judgements import Weights
from criticality.model.scenario import Scenario
from criticality.model.sweeps.sweep_file import Sweep

Schema = dict[str, JsonValue]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: Mapping[str, tuple[str, Callable[..., Schema]]] = {
    "assessment": ("assessments/*.yaml", TypeAdapter(Assessment).json_schema),
    "choice": ("choices/*.yaml", TypeAdapter(Choice).json_schema),
    "criterion": ("criteria/*.yaml", TypeAdapter(Criterion).json_schema),
    "dimensions": ("criteria/dimensions.yaml", TypeAdapter(tuple[Dimension, ...]).json_schema),
    "scenario": ("scenarios/*.yaml", TypeAdapter(Scenario).json_schema),
    "sources": ("data/sources.yaml", TypeAdapter(dict[str, Source]).json_schema),
    "sweep": ("sweeps/*.yaml", TypeAdapter(Sweep).json_schema),
    "weights": ("weights/*.yaml", TypeAdapter(Weights).json_schema),
}
"""Name of a schema → the files that it describes, and what makes it from their model."""

_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
"""Pydantic's words for the limits of a number that it reads by a function of ours, and those of JSON Schema."""
_SIZES = {"array": "Items", "object": "Properties", "string": "Length"}


def json_schemas(indicators: Iterable[str] = ()) -> dict[str, Schema]:
    """Name → JSON Schema (draft 2020-12) of every kind of YAML file.

    Parameters
    ----------
    indicators
        The names that a criterion may have under ``indicator``; without them any text may stand there.
    """
    found = {name: _schema(name, files, made(by_alias=True)) for name, (files, made) in DOCUMENTS.items()}
    names: list[JsonValue] = [*sorted(indicators)]
    keys = found["criterion"]["properties"]
    if names and isinstance(keys, dict):
        keys["indicator"] = {"enum": names, "type": "string"}
    return found


def schema_of(path: str) -> str | None:
    """The name of the schema of a file, by its path in the workspace; none where a file has no schema."""
    folder, _, name = path.rpartition("/")
    exact = (key for key, (files, _) in DOCUMENTS.items() if files == path)
    pattern = (key for key, (files, _) in DOCUMENTS.items() if files == f"{folder}/*.yaml" and name.endswith(".yaml"))
    return next(exact, None) or next(pattern, None)


def schema_text(schema: Mapping[str, JsonValue]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _schema(name: str, files: str, made: Schema) -> Schema:
    texts = made.get("$defs")
    if isinstance(texts, dict) and isinstance(text := texts.get("Text"), dict):
        # A text may be one string for both languages, which the model turns into two.
        texts["Text"] = {"anyOf": [{"type": "string", "minLength": 1}, {**text, "minProperties": 1}]}
    return {"$schema": DIALECT, "$comment": f"{files} of a workspace of criticality", "title": name, **_plain(made)}


def _plain(part: Schema) -> Schema:
    """A part of a schema in JSON Schema's own words, without titles that repeat the key."""
    plain: Schema = {}
    for key, value in part.items():
        if key in {"properties", "$defs"} and isinstance(value, dict):
            plain[key] = {name: _inside(part) for name, part in value.items()}
        elif key in _LIMITS:
            plain[_LIMITS[key]] = value
        elif key in {"min_length", "max_length"}:
            plain[key[:3] + _SIZES[str(part["type"])]] = value
        elif key == "description":
            plain[key] = " ".join(str(value).replace("``", "`").split())
        elif key != "title" and not (key == "default" and value is None):
            plain[key] = _inside(value)
    return plain


def _inside(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_inside(entry) for entry in value]
    return _plain(value) if isinstance(value, dict) else value
