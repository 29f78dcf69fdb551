"""The tables of data/ as a Frictionless Data Package 2.0: columns, kinds, keys and sources, for other tools.

What a column may hold is that of `criticality.model.dataset`; which columns and sources a table has is told by the
workspace. A package says less than `criticality check`, which also holds figures of several tables together.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from criticality.model.dataset import OTHERS, TABLES, WORLD, Column, Table
from criticality.model.document import Source

Descriptor = dict[str, JsonValue]
PACKAGE = "data/datapackage.json"
"""Where the descriptor of a workspace stands."""

_PROFILES = "https://datapackage.org/profiles/2.0"
_CODE, _COUNTRY = "[a-z][a-z0-9_]*", "[A-Z]{3}"
_KINDS: Mapping[str, Descriptor] = {
    "code": {"type": "string", "constraints": {"pattern": _CODE}},
    "text": {"type": "string"},
    "country": {"type": "string", "constraints": {"pattern": _COUNTRY}, "description": "ISO 3166 alpha-3"},
    "partner": {
        "type": "string",
        "constraints": {"pattern": _COUNTRY},
        "description": f"ISO 3166 alpha-3; {WORLD}: the total of the world; {OTHERS}: other countries together",
    },
    "number": {"type": "number"},
    "share": {"type": "number", "constraints": {"minimum": 0, "maximum": 1}},
    "year": {"type": "year"},
    "date": {"type": "date"},
    "choice": {"type": "string"},
    "sources": {"type": "string", "description": "ids of sources.yaml, joined by a semicolon"},
    "truth": {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
}
_WORDED: Descriptor = {"type": "string", "description": "a number, or a word of a criterion's scale"}
_REFERENCES = {"mineral": "minerals", "sector": "sectors"}
"""Column → table whose column of the same name holds every value of it."""


class Described(NamedTuple):
    """A table of a workspace: its columns in their order, and the ids of the sources that its rows name.

    `worded` tells that a value may be a word of a scale.
    """

    columns: Sequence[str]
    sources: Sequence[str]
    worded: bool = False


def data_package(
    title: str, version: str | None, tables: Mapping[str, Described], sources: Mapping[str, Source]
) -> Descriptor:
    """The descriptor of the tables of a workspace.

    Parameters
    ----------
    title
        What the figures are for.
    version
        That of the figures; None where nobody has given them one.
    tables
        The tables that the workspace has, by name.
    sources
        The sources of data/sources.yaml.
    """
    resources: list[JsonValue] = [_resource(table, tables, sources) for name, table in TABLES.items() if name in tables]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "criticality-data",
        "title": title,
        **({"version": version} if version else {}),
        "licenses": [{"title": "Facts under the terms of their publishers, source by source", "path": "LICENCES.md"}],
        "resources": resources,
    }


def package_text(package: Descriptor) -> str:
    """A descriptor as the text of its file."""
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, tables: Mapping[str, Described], sources: Mapping[str, Source]) -> Descriptor:
    described = tables[table.name]
    columns = {column.name: column for column in table.columns}
    schema: Descriptor = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(columns[name], worded=described.worded) for name in described.columns],
        "missingValues": [""],
        **_keys(table, described, columns),
    }
    references: list[JsonValue] = [
        {"fields": [name], "reference": {"resource": _REFERENCES[name], "fields": [name]}}
        for name in described.columns
        if _REFERENCES.get(name) in tables and _REFERENCES[name] != table.name
    ]
    if references:
        schema["foreignKeys"] = references
    cited: list[JsonValue] = [_source(sources[name]) for name in described.sources]
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": table.path.rpartition("/")[2],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
        **({"sources": cited} if cited else {}),
    }


def _keys(table: Table, described: Described, columns: Mapping[str, Column]) -> Descriptor:
    """A primary key where each of its cells is filled; else the columns of which no two rows may share all."""
    key: list[JsonValue] = [name for name in table.key if name in described.columns]
    whole = all(columns[name].filled for name in table.key if name in described.columns)
    return {"primaryKey": key} if whole else {"uniqueKeys": [key]}


def _field(column: Column, *, worded: bool) -> Descriptor:
    kind = _WORDED if worded and column.name == "value" else _KINDS[column.kind]
    stated = kind.get("constraints")
    constraints: Descriptor = dict(stated) if isinstance(stated, dict) else {}
    if column.filled:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.at_least is not None:
        constraints["minimum"] = column.at_least
    if column.at_most is not None:
        constraints["maximum"] = column.at_most
    return {"name": column.name, **kind, **({"constraints": constraints} if constraints else {})}


def _source(source: Source) -> Descriptor:
    address = source.url or (f"https://doi.org/{source.doi}" if source.doi else None)
    title = ". ".join(str(part) for part in (source.publisher, source.title, source.published) if part)
    return {"title": title, **({"path": address} if address else {})}
