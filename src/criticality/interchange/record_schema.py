"""The JSON Schema of record.json, made from the shapes in `criticality.model` that a record is read by.

A schema has the number of the format. It names every key of today's records; a key that older records of the format
lack is not required, and a key that it does not name is allowed, because a later version may add some. A key is never
renamed, and never given another meaning, inside a format.
"""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import JsonValue

from criticality.model.record import Record
from criticality.schemas import DIALECT, Schema

FORMAT = 2
NAME = f"record.v{FORMAT}"
"""The name of the schema: ``docs/schema/record.v2.json``."""

_PLAIN: Mapping[object, JsonValue] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


def record_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a record of today's format, and of those of format 1, which lack a digest."""
    named: dict[str, Schema] = {}
    root = _object(Record, named)
    properties = root["properties"]
    assert isinstance(properties, dict)
    properties["format"] = {"enum": [1, FORMAT]}
    return {
        "$schema": DIALECT,
        "$id": f"urn:criticality:schema:{NAME}",
        "$comment": "output/runs/<run_id>/record.json of a workspace of criticality; keys may be added, never renamed",
        "title": NAME,
        **root,
        "$defs": {name: named[name] for name in sorted(named)},
    }


def _shape(kind: object, named: dict[str, Schema]) -> Schema:
    """What a type of the model allows; objects with keys of their own go to `named` and are referred to."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Required, NotRequired):
        return _shape(parts[0], named)
    if origin in (Union, UnionType):
        return _one_of(parts, named)
    if origin is list:
        return {"type": "array", "items": _shape(parts[0], named)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _shape(parts[1], named)}
    return _named(kind, named) if isinstance(kind, type) and is_typeddict(kind) else _plain(kind)


def _plain(kind: object) -> Schema:
    return {} if kind is object else {"type": _PLAIN[kind]}


def _named(kind: type, named: dict[str, Schema]) -> Schema:
    if kind.__name__ not in named:
        named[kind.__name__] = {}  # a shape may contain itself
        named[kind.__name__] = _object(kind, named)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _one_of(kinds: tuple[object, ...], named: dict[str, Schema]) -> Schema:
    shapes = [_shape(kind, named) for kind in kinds]
    plain = [shape["type"] for shape in shapes if shape.keys() == {"type"}]
    return {"type": plain} if len(plain) == len(shapes) else {"anyOf": list[JsonValue](shapes)}


def _object(kind: type, named: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    required: frozenset[str] = vars(kind)["__required_keys__"]
    return {
        "description": " ".join((kind.__doc__ or "").replace("``", "`").split()),
        "type": "object",
        "properties": {name: _shape(hint, named) for name, hint in hints.items()},
        "required": list[JsonValue](_in_order(hints, required)),
    }


def _in_order(names: Mapping[str, object], chosen: frozenset[str]) -> Iterator[str]:
    return (name for name in names if name in chosen)
