"""What the checks of the evidence found, in the edition's language.

The record keeps a finding as a code with slots (``found.…``); the catalogue has the words, and codes of minerals,
countries, stages, criteria and columns become names here. A finding without a code, of a record written before there
were any, is printed as it stands.
"""

from collections.abc import Callable, Mapping
from typing import cast

from criticality.model.record import CheckRow
from criticality.report.reader import Reader
from criticality.text.kept import Said
from criticality.text.numbers import fixed, grouped, percent, significant
from criticality.text.phrases import uncapped

_JOINED = "joined."


def finding(reader: Reader, row: CheckRow) -> str:
    """Return what a check found as one sentence."""
    said = row.get("said")
    return " ".join(_sentence(reader, entry) for entry in said) if said else reader.words.text(row["text"])


def _sentence(reader: Reader, entry: Said) -> str:
    slots = entry.get("slots", {})
    if entry["code"].startswith(_JOINED):
        return str(_value(reader, "items", slots["items"]))
    return reader.words(entry["code"], **{name: _value(reader, name, value) for name, value in slots.items()})


def _value(reader: Reader, name: str, value: object) -> object:
    if isinstance(value, dict):
        return _sentence(reader, cast(Said, value))
    if isinstance(value, list):
        return reader.words.listing([str(_value(reader, name, item)) for item in value])
    if name in _WRITTEN and isinstance(value, int | float):
        return _WRITTEN[name](value)
    return _NAMED[name](reader, str(value)) if name in _NAMED else value


def _within(reader: Reader, mineral: str) -> str:
    """The name of a mineral inside a sentence."""
    name = reader.name(mineral)
    return uncapped(name) if reader.language == "en" else name


def _quoted(reader: Reader, criterion: str) -> str:
    return reader.words("quoted", text=reader.criterion(criterion))


def _property(reader: Reader, name: str) -> str:
    """A property by the title of the criterion that reads it, else by its own name."""
    code = reader.properties.get(name, name)
    return _quoted(reader, code) if code in reader.criteria else reader.coded("property", name)


def _stage(reader: Reader, code: str) -> str:
    return reader.coded("stage", code) if code else reader.words("note.stage_not_stated")


def _column(reader: Reader, code: str) -> str:
    title = reader.words.get(f"column.{code}", code)
    return uncapped(title) if reader.language == "en" else title


def _table(reader: Reader, code: str) -> str:
    return reader.coded("table", code)


_NAMED: Mapping[str, Callable[[Reader, str], str]] = {
    "mineral": Reader.name,
    "minerals": _within,
    "criterion": Reader.criterion,
    "first": Reader.criterion,
    "second": Reader.criterion,
    "criteria": _quoted,
    "property": _property,
    "beside": _property,
    "stage": _stage,
    "country": Reader.country,
    "countries": Reader.country,
    "sector": Reader.sector,
    "column": _column,
    "owned": _column,
    "owner": _column,
    "table": _table,
}
"""What stands for a code in a slot of this name."""

_WRITTEN: Mapping[str, Callable[[float], str]] = {
    **dict.fromkeys(("part", "nominal", "effective"), lambda share: percent(share, 1)),
    **dict.fromkeys(("skewness", "correlation", "then", "now", "ratio"), lambda figure: fixed(figure, 2)),
    **dict.fromkeys(("before", "after", "figure", "median", "price"), lambda figure: grouped(float(f"{figure:.6g}"))),
    "whole": percent,
    "size": lambda share: percent(share, 2),
    "factor": lambda factor: fixed(factor, 1),
    "times": lambda factor: fixed(factor, 0),
    "unit_value": significant,
}
"""How the number in a slot of this name is written."""
