"""A key with lines of its own added to a YAML document as text; every other character of the file stays."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from criticality.files.editing.lists import NotEditable, quoted
from criticality.files.positions import Path

_LINE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_END = re.compile("[\n\r\x85\u2028\u2029]+$")
Mark = tuple[int, int]


@dataclass(frozen=True)
class _Node:
    """Where a value stands: its first character, the one behind its last, and whether it stands between brackets."""

    first: Mark
    behind: Mark
    flow: bool


def with_key(text: str, path: Path, block: Sequence[str]) -> str:
    """Return the text of a document with lines added behind the last key of one of its mappings.

    Raises
    ------
    NotEditable
        If the mapping is written between braces.
    KeyError
        If there is no such mapping.
    """
    lines = _LINE.findall(text)
    found = list(_nodes(text, lines))
    node = next(node for at, node, kind in found if at == path and kind == "mapping")
    if node.flow:
        raise NotEditable
    end = "\r\n" if "\r\n" in text else "\n"
    behind = max(other.behind[0] for at, other, _ in found if at[: len(path)] == path and at != path)
    if not _END.search(lines[behind]):
        lines[behind] += end
    lines[behind + 1 : behind + 1] = [f"{' ' * node.first[1]}{line}{end}" for line in block]
    return "".join(lines)


def _nodes(text: str, lines: Sequence[str]) -> Iterator[tuple[Path, _Node, str]]:
    events = yaml.parse(text, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            yield from _inside(next(events), events, (), lines)
            return


def _inside(
    event: yaml.Event, events: Iterator[yaml.Event], path: Path, lines: Sequence[str]
) -> Iterator[tuple[Path, _Node, str]]:
    if isinstance(event, yaml.MappingStartEvent):
        yield path, _Node(*_span(event), bool(event.flow_style)), "mapping"
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            word = key.value if isinstance(key, yaml.ScalarEvent) else "?"
            yield from _inside(next(events), events, (*path, word), lines)
        yield from _bracket(event, key, path)
    elif isinstance(event, yaml.SequenceStartEvent):
        place = 0
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            yield from _inside(inner, events, (*path, place), lines)
            place += 1
        yield from _bracket(event, inner, path)
    elif isinstance(event, yaml.ScalarEvent):
        yield path, _scalar(event, lines), "scalar"


def _bracket(
    begin: yaml.MappingStartEvent | yaml.SequenceStartEvent, end: yaml.Event, path: Path
) -> Iterator[tuple[Path, _Node, str]]:
    """The closing bracket, which a block of lines does not have."""
    if begin.flow_style:
        yield (*path, "?"), _Node(*_span(end), flow=True), "bracket"


def _scalar(event: yaml.ScalarEvent, lines: Sequence[str]) -> _Node:
    """A value; one of several lines ends with the last that holds something, before its line end."""
    first, behind = _span(event)
    if event.style in ("|", ">"):
        last = behind[0] if behind[1] else behind[0] - 1
        while last > first[0] and not lines[last].strip():
            last -= 1
        behind = (last, len(_END.sub("", lines[last])))
    return _Node(first, behind, flow=False)


def _span(event: yaml.Event) -> tuple[Mark, Mark]:
    begin, end = event.start_mark, event.end_mark
    assert begin is not None
    assert end is not None
    return (begin.line, begin.column), (end.line, end.column)


def both(english: str, chinese: str) -> str:
    """Return a text in both languages as a value on one line; once where they are the same."""
    return quoted(english) if english == chinese else f"{{en: {quoted(english)}, zh-Hant: {quoted(chinese)}}}"
