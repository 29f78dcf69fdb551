"""What a save changes: in one English sentence of codes, the subject of its commit, and in words for its page."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from criticality.desk.editing.form_fields import Content
from criticality.files.positions import Path, spell

_LONGEST = 40
MISSING = object()


@dataclass(frozen=True)
class Difference:
    """One value, judgement or item of a list that differs; what is not there is `MISSING`.

    Attributes
    ----------
    path
        Of the value or the judgement; of an item, that of its list.
    is_item
        Whether it is an item that was added or taken out.
    """

    path: Path
    before: Content
    after: Content
    is_item: bool = False

    @property
    def is_judgement(self) -> bool:
        """Whether it is a judgement that was given otherwise, or for another reason."""
        return not self.is_item and _is_judgement(self.before) and _is_judgement(self.after)

    @property
    def is_reason(self) -> bool:
        """Whether it is a judgement of which the reason alone differs."""
        keys = ("more", "than", "by")
        return self.is_judgement and all(self.before.get(key) == self.after.get(key) for key in keys)


def differences(before: Content, after: Content, path: Path = ()) -> Iterator[Difference]:
    """What differs between two contents of a document."""
    if before == after and type(before) is type(after):
        return
    if _is_judgement(before) and _is_judgement(after):
        yield Difference(path, before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key, MISSING), after.get(key, MISSING), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) != len(after):
        yield from (Difference(path, each, MISSING, is_item=True) for each in before if each not in after)
        yield from (Difference(path, MISSING, each, is_item=True) for each in after if each not in before)
    elif isinstance(before, list) and isinstance(after, list):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, (*path, place))
    else:
        yield Difference(path, before, after)


def told(file: str, before: object, after: object) -> str:
    """Return what differs between two contents of a document."""
    found = list(dict.fromkeys(_told(each, before) for each in differences(before, after)))
    if not found:
        return f"{file}: comments or layout"
    found.sort(key=lambda said: said.startswith("reason"))
    first = found[0] if " over " in found[0] and not found[0].startswith("reason") else f"{file}: {found[0]}"
    return first if len(found) == 1 else f"{first}, and {len(found) - 1} more"


def told_cells(file: str, name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return what differs between two rows of a table."""
    found = [
        f"{column} {short(before.get(column, ''))} → {short(after.get(column, ''))}"
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


def judge_of(path: Path, whole: object) -> str:
    """Whose judgement stands at a path; "" where it is nobody's."""
    return str(whole["judges"][path[1]].get("name", "")) if isinstance(whole, dict) and path[:1] == ("judges",) else ""


def item_of(value: object) -> object:
    """What names an item of a list."""
    if isinstance(value, dict):
        return next((value[key] for key in ("mineral", "name", "code", "title", "of") if key in value), value)
    return value


def short(value: object) -> str:
    """A value on a line, cut where it is long."""
    if value is MISSING:
        return "–"
    text = " ".join(str(value).split()) or "–"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _told(each: Difference, whole: object) -> str:
    if each.is_judgement:
        return _judgement(each.before, each.after, judge_of(each.path, whole))
    if each.is_item:
        gone = each.after is MISSING
        return f"{spell(each.path)} {'−' if gone else '+'} {short(item_of(each.before if gone else each.after))}"
    return f"{spell(each.path)} {short(each.before)} → {short(each.after)}"


def _is_judgement(value: object) -> bool:
    return isinstance(value, dict) and {"more", "than", "by"} <= value.keys()


def _judgement(before: Mapping[str, Content], after: Mapping[str, Content], judge: str) -> str:
    who = f"{judge}: " if judge else ""
    sides = [(said.get("more"), said.get("than")) for said in (before, after)]
    pair = f"{sides[1][0]} over {sides[1][1]}"
    if before.get("by") == after.get("by") and sides[0] == sides[1]:
        return f"reason of {who}{pair}"
    if sides[0] == sides[1]:
        return f"{who}{pair} {short(before['by'])} → {short(after['by'])}"
    return f"{who}{pair} {short(after['by'])}, was {sides[0][0]} {short(before['by'])}"
