"""Edits of a YAML document as text: every other character of the file stays, comments and layout among them.

A document is never written anew from its content. Where a value ends is known from the events of the reader; the caller
reads the new text again and compares it with what it should hold.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from criticality.files.positions import Path

_LINE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
"""A line with what YAML counts as its end."""
_UNSEEN = re.compile("[\x7f-\xa0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[^\W\d_]+(?: \w+)*")
_OTHER_KINDS = re.compile(r"(?i)true|false|null|yes|no|on|off")
_NOTHING = ("", "~", "null", "Null", "NULL")
"""How YAML writes that there is no value: a list that is still empty."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotEditable(Exception):
    """A list that is written between brackets, where an item cannot be a block of lines of its own."""


@dataclass(frozen=True)
class _Item:
    """The first and the last line of an item of a list, from 0."""

    first: int
    last: int


@dataclass(frozen=True)
class _List:
    """A list as it is written: its items, or, where it is written between brackets, where these stand."""

    items: tuple[_Item, ...]
    brackets: tuple[tuple[int, int], tuple[int, int]] | None


def with_items(text: str, path: Path, replaced: Mapping[int, Sequence[str]], added: Sequence[Sequence[str]]) -> str:
    """Return the text of a document with items of one of its lists replaced, and others added behind the last one.

    Parameters
    ----------
    text
        A document without anchors and tags that can be read.
    path
        Of the list; it stands in lines of its own, or is ``[]``, or nothing stands there yet.
    replaced
        Position in the list → lines of the new item, the first of which begins with ``- ``.
    added
        Lines of each new item.

    Raises
    ------
    NotEditable
        If the list is written between brackets and is not empty.
    """
    found, lines = _list_at(text, path), _LINE.findall(text)
    end = "\r\n" if "\r\n" in text else "\n"
    if found.brackets is not None:
        if found.items:
            raise NotEditable
        return _unfolded(lines, found.brackets, [line for item in added for line in item], end)
    dashes = [_dash(lines, item.first) for item in found.items]
    new = dict(replaced)
    for place in sorted(new, reverse=True):
        item, (row, column) = found.items[place], dashes[place]
        lines[row : item.last + 1] = _indented(new[place], column, end)
    behind = (
        found.items[-1].last
        + 1
        + sum(len(block) - (found.items[place].last + 1 - dashes[place][0]) for place, block in new.items())
    )
    block = [line for item in added for line in _indented(item, dashes[-1][1], end)]
    if block and lines[behind - 1] and not lines[behind - 1].endswith(("\n", "\r")):
        lines[behind - 1] += end
    lines[behind:behind] = block
    return "".join(lines)


def without_item(text: str, path: Path, place: int) -> str:
    """Return the text of a document without one item of a list, and without its lines.

    Raises
    ------
    NotEditable
        If the list is written between brackets, or if this is its only item: then nothing would be a list.
    """
    found, lines = _list_at(text, path), _LINE.findall(text)
    if found.brackets is not None or len(found.items) < 2:
        raise NotEditable
    item = found.items[place]
    row, column = _dash(lines, item.first)
    if lines[row][:column].strip():
        raise NotEditable
    del lines[row : item.last + 1]
    return "".join(lines)


def _indented(block: Sequence[str], column: int, end: str) -> list[str]:
    return [f"{' ' * column}{line}{end}" for line in block]


def _unfolded(
    lines: list[str], brackets: tuple[tuple[int, int], tuple[int, int]], block: Sequence[str], end: str
) -> str:
    """Write items in place of ``[]`` or of no value; what stands behind it on its line stays there."""
    (row, column), (last, behind) = brackets
    before, after = lines[row][:column], lines[last][behind:]
    head = before.rstrip(" ") + (after if after.strip() else end)
    indent = len(before) - len(before.lstrip(" ")) + 2
    lines[row : last + 1] = [head if head.endswith(("\n", "\r")) else head + end, *_indented(block, indent, end)]
    return "".join(lines)


def _dash(lines: Sequence[str], first: int) -> tuple[int, int]:
    """Row and column of the dash before an item whose content begins in a line."""
    for row in range(first, -1, -1):
        bare = lines[row].lstrip(" ")
        if bare.startswith("-"):
            return row, len(lines[row]) - len(bare)
    raise NotEditable


# ── where a list and its items stand ─────────────────────────────────────────


def _list_at(text: str, path: Path) -> _List:
    events = yaml.parse(text, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            found = dict(_lists(next(events), events, (), _LINE.findall(text)))
            return found[path]
    raise KeyError(path)


def _lists(
    event: yaml.Event, events: Iterator[yaml.Event], path: Path, lines: list[str]
) -> Iterator[tuple[Path, _List]]:
    """Yield every list of a node with its path."""
    if isinstance(event, yaml.MappingStartEvent):
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            word = key.value if isinstance(key, yaml.ScalarEvent) else "?"
            yield from _lists(next(events), events, (*path, word), lines)
    elif isinstance(event, yaml.SequenceStartEvent):
        items = list[_Item]()
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            seen = _Seen(events, lines, inner)
            yield from _lists(inner, seen, (*path, len(items)), lines)
            items.append(_Item(_span(inner)[0][0], seen.last))
        brackets = (_span(event)[0], _span(inner)[1])
        yield path, _List(tuple(items), brackets if event.flow_style else None)
    elif isinstance(event, yaml.ScalarEvent) and event.implicit[0] and event.value in _NOTHING:
        yield path, _List((), _span(event))


class _Seen:
    """Hands events on and notes the last line that they fill."""

    def __init__(self, events: Iterator[yaml.Event], lines: list[str], first: yaml.Event) -> None:
        self._events, self._lines, self.last = events, lines, 0
        self._note(first)

    def __iter__(self) -> "_Seen":
        return self

    def __next__(self) -> yaml.Event:
        event = next(self._events)
        self._note(event)
        return event

    def _note(self, event: yaml.Event) -> None:
        begin, end = _span(event)
        if isinstance(event, yaml.ScalarEvent):
            last = end[0] if end[1] or begin[0] == end[0] else end[0] - 1
            while event.style in ("|", ">") and last > begin[0] and not self._lines[last].strip():
                last -= 1
            self.last = max(self.last, last)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent) and begin != end:
            self.last = max(self.last, end[0])  # a bracket; a block ends where the next thing begins


def _span(event: yaml.Event) -> tuple[tuple[int, int], tuple[int, int]]:
    """Line and column, from 0, of the first character of an event and of the one behind it."""
    begin, end = event.start_mark, event.end_mark
    assert begin is not None
    assert end is not None
    return (begin.line, begin.column), (end.line, end.column)


# ── texts ────────────────────────────────────────────────────────────────────


def quoted(text: str) -> str:
    """Return a text between double quotes, on one line, with what nobody would see written as its code point."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04X}", json.dumps(text, ensure_ascii=False))


def plain_or_quoted(text: str) -> str:
    """Return a text as it is where YAML reads it so, and else between quotes."""
    return text if _PLAIN.fullmatch(text) and not _OTHER_KINDS.fullmatch(text) else quoted(text)
