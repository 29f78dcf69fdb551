"""What was typed into a form, carried into the text of the document: each change where the value stands.

The new text is read again and must hold exactly what was typed, so that no slip of the editor of texts is saved.
"""

import copy
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite

from criticality.desk.editing.form_fields import Content, Field, Part
from criticality.errors import InputError, Problem
from criticality.files.editing.lists import NotEditable, quoted, with_items, without_item
from criticality.files.editing.values import NoLineOfItsOwn, has_comment, with_values, without_path
from criticality.files.positions import Marked, Path
from criticality.files.yaml import parse_marked
from criticality.text.message import Message

_PLAIN = re.compile(r"[A-Za-z][\w./-]*|\d{4}-\d{2}-\d{2}|[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9]*")
_OTHER_KINDS = re.compile(r"(?i)true|false|null|yes|no|on|off|y|n")
_BETWEEN = re.compile(r"[,，、;；\s]+")
_MISSING = object()
_JUDGED = ("more", "than", "by")


@dataclass
class Edits:
    """The changes of one form.

    Attributes
    ----------
    values
        Path → the new value.
    removed
        Paths of keys that are taken out.
    dropped
        Path of a list → places of its items that are taken out.
    added
        Path of a list → a further item.
    """

    values: dict[Path, Content] = field(default_factory=dict)
    removed: list[Path] = field(default_factory=list)
    dropped: dict[Path, list[int]] = field(default_factory=dict)
    added: dict[Path, dict[str, Content]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.removed or self.dropped or self.added)


def edits_of(form: Part, typed: Mapping[str, str], dropped: Collection[str]) -> Edits:
    """Return what a form changes.

    Parameters
    ----------
    form
        As it was sent to the browser.
    typed
        Name of a field → its text; a field that was not sent stays as it is.
    dropped
        Names of the parts that are to be taken out.
    """
    edits = Edits()
    gone = [part.path for part in form.all_parts() if part.removable and part.name in dropped]
    for path in gone:
        edits.dropped.setdefault(path[:-1], []).append(int(path[-1]))
    for each in form.every(blank=False):
        if each.name in typed and not any(each.path[: len(path)] == path for path in gone):
            _note(edits, each, _clean(typed[each.name]))
    for part in form.all_parts():
        new = {
            each.path: _value(each, text)
            for each in part.blank
            if (text := _clean(typed.get(each.name, ""))) and text != each.default
        }
        if new:
            edits.added[part.path] = _nested(new, len(part.path) + 1)
    return edits


def judgements_without_reason(marked: Marked, edits: Edits) -> list[Problem]:
    """A problem for every judgement that changes while its reason stays."""
    changed = dict.fromkeys(path[:-1] for path in edits.values if path[-1] in _JUDGED and "comparisons" in path)
    explained = {path[: path.index("because")] for path in edits.values if "because" in path}
    message, hint = Message("editing.reason_needed"), Message("editing.give_reason")
    return [marked.problem((*path, "because"), message, hint) for path in changed if path not in explained]


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _note(edits: Edits, each: Field, text: str) -> None:
    if text == _clean(each.value):
        return
    if each.control == "judgement":
        _note_judgement(edits, each, text)
    elif not text and each.stated and not each.required:
        edits.removed.append(each.path)
    elif text or each.stated:
        edits.values[each.path] = _value(each, text)


def _note_judgement(edits: Edits, each: Field, text: str) -> None:
    assert isinstance(each.content, dict)
    try:
        chosen = json.loads(text)
    except ValueError:
        chosen = None
    sides = sorted(str(each.content[key]) for key in ("more", "than"))
    if not isinstance(chosen, list) or len(chosen) != 3 or sorted(map(str, chosen[:2])) != sides:
        message, hint = Message("editing.no_option"), Message("desk.load_again")
        raise InputError([Problem("–", 1, None, each.spelled, message, hint)])
    for key, value in zip(("more", "than", "by"), chosen, strict=True):
        if value != each.content.get(key):
            edits.values[(*each.path, key)] = value


def _value(each: Field, text: str) -> Content:
    """What a text stands for: as YAML reads it where a figure may stand, and else the text."""
    if each.control == "list":
        return text if text in each.options else [_finite(each, _scalar(word)) for word in _BETWEEN.split(text) if word]
    if each.control == "choice" and set(each.options) <= {"true", "false"}:
        return text == "true" if text in ("true", "false") else text
    is_figure = isinstance(each.content, int | float) and not isinstance(each.content, bool)
    return _finite(each, _scalar(text)) if each.control == "number" or is_figure else text


def _finite(each: Field, value: Content) -> Content:
    if isinstance(value, float) and not isfinite(value):
        message, hint = Message("editing.not_finite"), Message("editing.write_finite")
        raise InputError([Problem("–", 1, None, each.spelled, message, hint)])
    return value


def _scalar(text: str) -> Content:
    marked, problems = parse_marked(f"v: {text}\n", "–") if re.fullmatch(r"[-+]?[\d.][\d.eE+-]*", text) else (None, [])
    if marked is None or problems or not isinstance(marked.content, dict):
        return text
    read = marked.content["v"]
    return read if isinstance(read, int | float) else text


def _nested(values: Mapping[Path, Content], depth: int) -> dict[str, Content]:
    found: dict[str, Content] = {}
    for path, value in values.items():
        inside = found
        for step in path[depth:-1]:
            inside = inside.setdefault(str(step), {})
        inside[str(path[-1])] = value
    return found


# ── the text ─────────────────────────────────────────────────────────────────


def with_edits(file: str, text: str, marked: Marked, edits: Edits) -> str:
    """Return the text of a document with edits.

    Raises
    ------
    InputError
        If a part of it is written in a way that cannot be edited piece by piece, such as a list between brackets.
    """
    expected = _expected(marked.content, edits)
    for path in edits.values:
        if path in marked.values and isinstance(_at(marked.content, path), list) and has_comment(text, path):
            raise InputError([_by_hand(marked, path)])
    at: Path = ()
    try:
        new = with_values(text, {path: fragment(value) for path, value in _joined(marked.content, edits.values)})
        for at in edits.removed:
            new = without_path(new, at)
        for at, places in edits.dropped.items():
            for place in sorted(places, reverse=True):
                new = without_item(new, at, place)
        for at, item in edits.added.items():
            if _at(marked.content, at) is _MISSING:
                new = with_values(new, {at: "[]"})
            new = with_items(new, at, {}, [list(_lines(item))])
    except (NotEditable, NoLineOfItsOwn, KeyError) as error:
        raise InputError([_by_hand(marked, at)]) from error
    again, problems = parse_marked(new, file)
    if problems or again.content != expected:
        raise InputError([_by_hand(marked, at)])
    return new


def _by_hand(marked: Marked, path: Path) -> Problem:
    return marked.problem(path, Message("editing.by_hand"), Message("editing.by_hand_hint"))


def _joined(content: object, values: Mapping[Path, Content]) -> Iterator[tuple[Path, Content]]:
    """The values; those whose mapping is not there yet, together as that mapping."""
    absent: dict[Path, dict[Path, Content]] = {}
    for path, value in values.items():
        place = next((path[:n] for n in range(1, len(path)) if _at(content, path[:n]) is _MISSING), None)
        if place is None:
            yield path, value
        else:
            absent.setdefault(place, {})[path] = value
    for place, inside in absent.items():
        yield place, _nested(inside, len(place))


def _at(content: Content, path: Path) -> Content:
    for step in path:
        known: Content = dict(enumerate(content)) if isinstance(content, list) else content
        if not isinstance(known, dict) or step not in known:
            return _MISSING
        content = known[step]
    return content


def _expected(content: Content, edits: Edits) -> Content:
    """What the new text must hold."""
    new = copy.deepcopy(content)
    for path, value in _joined(content, edits.values):
        _at(new, path[:-1])[path[-1]] = value
    for path in edits.removed:
        del _at(new, path[:-1])[path[-1]]
    for path, places in edits.dropped.items():
        for place in sorted(places, reverse=True):
            del _at(new, path)[place]
    for path, item in edits.added.items():
        if _at(new, path) in (_MISSING, None):
            _at(new, path[:-1])[path[-1]] = []
        _at(new, path).append(item)
    return new


def fragment(value: object) -> str:
    """A value as it is written on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {fragment(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(fragment, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and not _OTHER_KINDS.fullmatch(value) else quoted(value)
    return repr(value)


def _lines(item: Mapping[str, Content]) -> Iterable[str]:
    """An item of a list: a judgement on one line, else a key a line."""
    if {"more", "than"} <= item.keys():
        return ["- " + fragment(item)]
    return [f"{'- ' if not place else '  '}{key}: {fragment(value)}" for place, (key, value) in enumerate(item.items())]
