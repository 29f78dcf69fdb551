"""Hold a JSON value against the shape that `criticality.model` states for it."""

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from criticality.model.record import Record
from criticality.text.message import Message

Found = tuple[str, Message]
"""The place inside a value and what is wrong there."""
Check = Callable[[object], Found | None]
"""Given a value: None where it fits."""

_NAMES: Mapping[object, Message] = {
    str: Message("records.a_text"),
    int: Message("records.a_whole_number"),
    float: Message("records.a_number"),
    bool: Message("records.true_or_false"),
    type(None): Message("records.null"),
}


def misfit(value: object, shape: Any) -> Message | None:
    """Return the first place where a value is not of a shape, and what belongs there; None where it fits.

    Parameters
    ----------
    value
        What `json.loads` returned. Keys that the shape does not name are passed over: a later version may add some.
    shape
        A TypedDict, a list, a mapping, a union of these, or a plain type.

    Examples
    --------
    >>> misfit({"a": [1, "x"]}, dict[str, list[float]])
    'a[1]: a number belongs here'
    """
    found = _check(shape)(value)
    return None if found is None else Message("records.misfit", place=found[0].removeprefix("."), what=found[1])


def short_row(record: Record) -> Message | None:
    """Return the first row of a table of data/ that has not as many cells as the table has columns."""
    for name, table in record["inputs"]["data"].items():
        width = len(table["columns"])
        if len(set(table["columns"])) != width:
            return Message("records.column_twice", table=name)
        for place, row in enumerate(table["rows"]):
            if len(row) != width:
                return Message("records.short_row", table=name, place=place, cells=len(row), width=width)
    return None


@cache
def _check(shape: Any) -> Check:
    origin, parts = get_origin(shape), get_args(shape)
    if shape in (object, Any):
        return lambda _value: None
    if is_typeddict(shape):
        return _object(shape)
    if origin in (Union, UnionType):
        return _one_of(parts)
    if origin is list:
        return _list(_check(parts[0]))
    if origin in (dict, Mapping):
        return _mapping(_check(parts[1]))
    return _plain(shape)


def _plain(kind: type) -> Check:
    accepted = {int, float} if kind is float else {kind}
    wrong = ("", Message("records.belongs", what=_NAMES.get(kind, kind.__name__)))
    return lambda value: None if type(value) in accepted else wrong


def _object(shape: Any) -> Check:
    required: frozenset[str] = shape.__required_keys__
    checks: dict[str, Check] | None = None

    def check(value: object) -> Found | None:
        nonlocal checks
        if not isinstance(value, dict):
            return "", Message("records.belongs_object")
        if checks is None:  # only now: a shape may contain itself
            checks = {key: _check(inner) for key, inner in get_type_hints(shape).items()}
        for key, entry in value.items():
            found = checks[key](entry) if key in checks else None
            if found:
                return f".{key}{found[0]}", found[1]
        missing = required - value.keys()
        return ("", Message("records.key_missing", key=min(missing))) if missing else None

    return check


def _one_of(parts: tuple[Any, ...]) -> Check:
    checks = [_check(part) for part in parts]

    def check(value: object) -> Found | None:
        found: Found | None = None
        for part, inner in zip(parts, checks, strict=True):
            found_here = inner(value)
            if found_here is None:
                return None
            if found is None or is_typeddict(part):
                found = found_here
        return found

    return check


def _list(inner: Check) -> Check:
    def check(value: object) -> Found | None:
        if not isinstance(value, list):
            return "", Message("records.belongs_list")
        for place, entry in enumerate(value):
            found = inner(entry)
            if found:
                return f"[{place}]{found[0]}", found[1]
        return None

    return check


def _mapping(inner: Check) -> Check:
    def check(value: object) -> Found | None:
        if not isinstance(value, dict):
            return "", Message("records.belongs_object")
        for key, entry in value.items():
            found = inner(entry)
            if found:
                return f".{key}{found[0]}", found[1]
        return None

    return check
