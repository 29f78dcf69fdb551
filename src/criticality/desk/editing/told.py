"""What a save changes, in one English sentence of codes: the subject of its commit."""

import difflib
from collections.abc import Iterator, Mapping

from criticality.desk.editing.form_fields import Content
from criticality.files.positions import Path, spell

_LONGEST = 40
_MISSING = object()


def told(file: str, before: object, after: object) -> str:
    """Return what differs between two contents of a document."""
    found = list(dict.fromkeys(_told(before, after, (), before)))
    if not found:
        return f"{file}: comments or layout"
    found.sort(key=lambda said: said.startswith("reason"))
    first = found[0] if " over " in found[0] and not found[0].startswith("reason") else f"{file}: {found[0]}"
    return first if len(found) == 1 else f"{first}, and {len(found) - 1} more"


def told_cells(file: str, name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return what differs between two rows of a table."""
    found = [
        f"{column} {_short(before.get(column, ''))} → {_short(after.get(column, ''))}"
        for column in after
        if before.get(column, "") != after[column]
    ]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{file}: {name} {found[0]}{more}" if found else f"{file}: {name}"


def told_lines(file: str, before: str, after: str) -> str:
    """Return how many lines of a text differ."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    added, gone = (sum(line.startswith(mark) for line in lines) for mark in ("+ ", "- "))
    return f"{file}: +{added} −{gone} lines"


def _told(before: Content, after: Content, path: Path, whole: object) -> Iterator[str]:
    if before == after and type(before) is type(after):
        return
    if _is_judgement(before) and _is_judgement(after):
        yield _judgement(before, after, path, whole)
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from _told(before.get(key, _MISSING), after.get(key, _MISSING), (*path, key), whole)
    elif isinstance(before, list) and isinstance(after, list) and len(before) != len(after):
        yield from (f"{spell(path)} − {_item(each)}" for each in before if each not in after)
        yield from (f"{spell(path)} + {_item(each)}" for each in after if each not in before)
    elif isinstance(before, list) and isinstance(after, list):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _told(old, new, (*path, place), whole)
    else:
        yield f"{spell(path)} {_short(before)} → {_short(after)}"


def _is_judgement(value: object) -> bool:
    return isinstance(value, dict) and {"more", "than", "by"} <= value.keys()


def _judgement(before: Mapping[str, Content], after: Mapping[str, Content], path: Path, whole: object) -> str:
    who = ""
    if isinstance(whole, dict) and path[:1] == ("judges",):
        who = f"{whole['judges'][path[1]].get('name', '')}: "
    sides = [(said.get("more"), said.get("than")) for said in (before, after)]
    pair = f"{sides[1][0]} over {sides[1][1]}"
    if before.get("by") == after.get("by") and sides[0] == sides[1]:
        return f"reason of {who}{pair}"
    if sides[0] == sides[1]:
        return f"{who}{pair} {_short(before['by'])} → {_short(after['by'])}"
    return f"{who}{pair} {_short(after['by'])}, was {sides[0][0]} {_short(before['by'])}"


def _item(value: object) -> str:
    if isinstance(value, dict):
        return _short(next((value[key] for key in ("mineral", "name", "code", "title", "of") if key in value), value))
    return _short(value)


def _short(value: object) -> str:
    if value is _MISSING:
        return "–"
    text = " ".join(str(value).split()) or "–"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
