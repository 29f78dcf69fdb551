"""Values of a YAML document replaced as text: every other character of the file stays, comments and layout among them.

Where a value stands is known from the events of the reader. The caller reads the new text again and compares it with
what it should hold.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from criticality.files.positions import Path

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class _Place:
    """Where a value stands, as positions in the text; of a block that begins below its key, the end of the key."""

    start: int
    end: int
    key: tuple[int, int] | None
    is_block: bool
    is_flow_map: bool = False


def with_values(text: str, values: Mapping[Path, str]) -> str:
    """Return the text of a document with values replaced, each by a fragment that YAML reads as the new value.

    A key that is not there yet is added to its mapping, which must be. Fragments stand on one line.

    Raises
    ------
    KeyError
        If a path leads to no place in the document.
    """
    places = dict(_places(text))
    edits: list[tuple[int, int, str]] = []
    for path, fragment in values.items():
        if path in places:
            edits.append(_replaced(places[path], fragment))
        else:
            edits.append(_added(text, places, path, fragment))
    for start, end, fragment in sorted(edits, reverse=True):
        text = text[:start] + fragment + text[end:]
    return text


def without_key(text: str, key: str) -> str:
    """Return the text without a key of the outermost mapping, and without its lines; unchanged where it has none."""
    place = dict(_places(text)).get((key,))
    if place is None or place.key is None:
        return text
    start, end = text.rfind("\n", 0, place.key[0]) + 1, text.find("\n", max(place.end - 1, place.start))
    return text[:start] + (text[end + 1 :] if end >= 0 else "")


def _replaced(place: _Place, fragment: str) -> tuple[int, int, str]:
    if place.is_block and place.key is not None:
        return place.key[1], place.end, f": {fragment}"
    return place.start, place.end, f" {fragment}" if place.start == place.end and place.key is not None else fragment


def _added(text: str, places: Mapping[Path, _Place], path: Path, fragment: str) -> tuple[int, int, str]:
    """Put a new key behind the last one of its mapping."""
    inside, key = places[path[:-1]], path[-1]
    if inside.is_flow_map:
        end = inside.end - 1
        comma = "" if text[inside.start + 1 : end].strip() in ("",) else ", "
        return end, end, f"{comma}{key}: {fragment}"
    end = inside.end
    line = text.rfind("\n", 0, inside.start) + 1
    indent = " " * (inside.start - line)
    newline = "\r\n" if "\r\n" in text else "\n"
    return end, end, f"{newline}{indent}{key}: {fragment}"


def _places(text: str) -> Iterator[tuple[Path, _Place]]:
    """Yield the place of every value with its path."""
    events = yaml.parse(text, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            yield from _Reader(text, events).value(next(events), (), None)
            return


class _Reader:
    """Reads places off the events of one document."""

    def __init__(self, text: str, events: Iterator[yaml.Event]) -> None:
        self._text, self._events = text, events
        self._last = 0

    def value(self, event: yaml.Event, path: Path, key: tuple[int, int] | None) -> Iterator[tuple[Path, _Place]]:
        """The place of a node and of everything in it."""
        start, end = _span(event)
        if isinstance(event, yaml.ScalarEvent):
            end = self._end_of_scalar(event, start, end)
            self._last = end
            yield path, _Place(start, end, key, is_block=event.style in ("|", ">"))
            return
        flow = bool(getattr(event, "flow_style", False))
        self._last = max(self._last, start)
        if isinstance(event, yaml.MappingStartEvent):
            while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
                name = inner.value if isinstance(inner, yaml.ScalarEvent) else "?"
                yield from self.value(next(self._events), (*path, name), _span(inner))
        else:
            number = 0
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                yield from self.value(inner, (*path, number), None)
                number += 1
        if flow:
            self._last = _span(inner)[1]
        yield (
            path,
            _Place(
                start,
                self._last,
                key,
                is_block=not flow,
                is_flow_map=flow and isinstance(event, yaml.MappingStartEvent),
            ),
        )

    def _end_of_scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> int:
        """The end of a scalar without the line ends behind it, which a block scalar counts as its own."""
        if event.style in ("|", ">"):
            return start + len(self._text[start:end].rstrip())
        return end


def _span(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


class NoLineOfItsOwn(Exception):
    """A key that begins an item of a list, or stands alone in its mapping: it cannot be taken out as text."""


def without_path(text: str, path: Path) -> str:
    """Return the text without a key of any mapping and its value, and without their lines where they have their own.

    Raises
    ------
    NoLineOfItsOwn
        If nothing else would be left of the mapping, or the key stands behind the dash of an item.
    KeyError
        If a path leads to no key.
    """
    places = dict(_places(text))
    place, inside = places[path], places[path[:-1]]
    if place.key is None or sum(other[:-1] == path[:-1] for other in places if other) < 2:
        raise NoLineOfItsOwn
    if inside.is_flow_map:
        after = re.match(r"\s*,\s*", text[place.end :])
        if after is not None:
            return text[: place.key[0]] + text[place.end + after.end() :]
        return text[: place.key[0]].rstrip().removesuffix(",") + text[place.end :]
    start, end = text.rfind("\n", 0, place.key[0]) + 1, text.find("\n", max(place.end - 1, place.start))
    if text[start : place.key[0]].strip():
        raise NoLineOfItsOwn
    return text[:start] + (text[end + 1 :] if end >= 0 else "")


def has_comment(text: str, path: Path) -> bool:
    """Whether a comment stands among the lines of a value, which would be lost with it."""
    place = dict(_places(text))[path]
    inside = text[place.start : place.end]
    return place.is_block and re.search(r"(?m)(^|\s)#", inside) is not None
