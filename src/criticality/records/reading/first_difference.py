"""The first place where two values, or two texts, differ."""

from collections.abc import Mapping
from itertools import zip_longest

from criticality.records.reading.strict_json import parse
from criticality.text.message import Message

_LONGEST = 60


def first_difference(
    recorded: object, recomputed: object, tolerance: float = 0.0, *, within: str = ""
) -> Message | None:
    """Return the place and both values where two plain values first differ; None where they agree.

    Parameters
    ----------
    recorded, recomputed
        Plain JSON values.
    tolerance
        How far two numbers with a fraction may lie apart, in units of the larger one, or of 1 where both are smaller.
    within
        What stands before the place, such as ``result.``.
    """
    found = _difference(recorded, recomputed, tolerance)
    if found is None:
        return None
    place, before, after = found
    shown = {"before": _shown(before), "after": _shown(after)}
    return Message("records.differs", place=f"{within}{place.removeprefix('.')}", **shown)


def first_difference_in_text(recorded: bytes, recomputed: bytes, *, is_json: bool = False) -> str | None:
    """Return the place where two files first differ: in JSON by key, else by line and column, else by byte."""
    if recorded == recomputed:
        return None
    if is_json:
        try:
            found = first_difference(parse(recorded), parse(recomputed))
        except ValueError as error:
            wrong: str = error.args[0]
            return wrong
        if found:
            return found
    lines = zip_longest(recorded.split(b"\n"), recomputed.split(b"\n"))
    number, (first, second) = next((n, pair) for n, pair in enumerate(lines, 1) if pair[0] != pair[1])
    if first is None or second is None:
        return Message("records.line_missing" if first is None else "records.line_too_many", line=number)
    column = byte_of_difference(first, second)
    before, after = (_shown(line[max(0, column - 20) :].decode("utf-8", "replace")) for line in (first, second))
    return Message("records.text_differs", line=number, column=column, before=before, after=after)


def byte_of_difference(recorded: bytes, recomputed: bytes) -> int:
    """Return the number, from 1, of the first byte in which two contents differ."""
    pairs = enumerate(zip_longest(recorded, recomputed), 1)
    return next((place for place, (first, second) in pairs if first != second), 0)


_MISSING = object()
_Found = tuple[str, object, object] | None


def _difference(first: object, second: object, tolerance: float) -> _Found:
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return _in_objects(first, second, tolerance)
    if isinstance(first, list) and isinstance(second, list):
        return _in_lists(first, second, tolerance)
    return None if _agree(first, second, tolerance) else ("", first, second)


def _in_objects(first: Mapping[str, object], second: Mapping[str, object], tolerance: float) -> _Found:
    for key in sorted({*first, *second}):
        found = _difference(first.get(key, _MISSING), second.get(key, _MISSING), tolerance)
        if found:
            return (f".{key}{found[0]}", *found[1:])
    return None


def _in_lists(first: list[object], second: list[object], tolerance: float) -> _Found:
    for place, (one, other) in enumerate(zip_longest(first, second, fillvalue=_MISSING)):
        found = _difference(one, other, tolerance)
        if found:
            return (f"[{place}]{found[0]}{_whose(one, other)}", *found[1:])
    return None


def _whose(one: object, other: object) -> str:
    """The mineral of a row, so that the planner need not count."""
    names = [row.get("mineral") if isinstance(row, Mapping) else None for row in (one, other)]
    return f" ({names[0]})" if names[0] and names[0] == names[1] else ""


def _agree(first: object, second: object, tolerance: float) -> bool:
    kinds = {type(first), type(second)}
    if kinds in ({float}, {int, float}):
        one, other = float(first), float(second)  # type: ignore[arg-type]
        return abs(one - other) <= tolerance * max(1.0, abs(one), abs(other))
    return len(kinds) == 1 and first == second


def _shown(value: object) -> str:
    if value is _MISSING:
        return Message("records.nothing")
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
