"""What the steps say of minerals, weights, methods and tests, in the edition's language.

The record keeps such a sentence as a code with slots; the catalogue has the words (``said.…``), and codes of criteria,
dimensions and methods become titles here. Those that `check` tells a planner, too, have another code there: `_PAGES`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from criticality.report.catalogue import method_title
from criticality.report.reader import Reader
from criticality.text.kept import Said, typed
from criticality.text.message import Message, is_known
from criticality.text.numbers import percent

Slots = Mapping[str, object]
_STATED = "said.stated"
"""The code of a sentence that stands by itself: a note of the weights."""
_JOINED = "joined.semicolon"
_PAGES: Mapping[str, str] = {
    "ranking.no_finite_score": "said.infinite",
    "ranking.nothing_tells_apart": "said.alike",
    "ranking.pymcdm_refuses": "said.refused",
    "ranking.works_on_scaled": "said.no_scale",
    "weighting.dimension_empty": "said.counts_anyway",
    "weighting.has_no_criterion": "said.no_members",
    "weighting.hurts_most": "said.contradiction_worst",
    "weighting.is_omitted": "said.omitted",
    "weighting.is_screening": "said.screening",
    "weighting.joined_contradict": "said.contradiction",
    "weighting.judge_contradicts": "said.contradiction",
    "weighting.judgements_ignored": "said.ignored_judgements",
    "weighting.judge_not_used": "said.judge_not_used",
    "weighting.partly_judged": "said.partly_judged",
    "weighting.rescaled": "said.rescaled",
    "weighting.rescaled_without": "said.rescaled",
    "weighting.weight_ignored": "said.ignored_weight",
    "weighting.weight_unused": "said.weight_unused",
}
"""Code of a sentence of `check` → key of its words on the pages."""
_PLACES: Mapping[str, str] = {
    **dict.fromkeys(("criterion", "dimension", "group", "item"), "of"),
    **{"lacking": "list", "why": "reason"},
}
"""Slot of a sentence of `check` → its place in the words of the pages."""


def reason(reader: Reader, said: Sequence[Said] | None, text: str) -> str:
    """Return sentences in the edition's language; the text of the record where it has no codes."""
    if not said or not all(is_known(entry["code"]) for entry in said):
        return text
    return reader.words("and").join(_sentence(reader, entry) for entry in said)


def concerned(said: Sequence[Said] | None, code: str) -> list[str]:
    """Return what the sentences of one code are about: codes of criteria or dimensions."""
    found: list[str] = []
    for entry in said or ():
        of = entry.get("slots", {}).get("of") if entry["code"] == code else None
        found += [str(each) for each in of] if isinstance(of, list) else [of] if isinstance(of, str) else []
    return found


def _sentence(reader: Reader, entry: Said) -> str:
    code, slots = entry["code"], entry.get("slots", {})
    if code == _JOINED:
        return reason(reader, cast(list[Said], slots["items"]), "")
    inner = slots.get("sentence")
    if code == _STATED and isinstance(inner, dict) and inner["code"] in _PAGES:
        return _sentence(reader, cast(Said, inner))
    key = _PAGES.get(code, code)
    if key in reader.words:
        return reader.words(key, **_values(reader, code, slots))
    values = {name: _value(reader, name, value) for name, value in slots.items()}
    return Message(code, **values).said(reader.language)


def _values(reader: Reader, code: str, slots: Slots) -> dict[str, object]:
    """What fills the places of the words on a page."""
    if code == "said.coverage":
        shares = {name: percent(round(cast(float, slots[name]), 3), 1) for name in ("share", "least")}
        return {**shares, "of": _value(reader, "of", slots["of"])}
    contradiction = slots.get("contradiction")
    whole = {**contradiction["slots"], **slots} if isinstance(contradiction, dict) else slots
    values = {_PLACES.get(name, name): _value(reader, name, value) for name, value in whole.items()}
    if "ratio" in values:
        judge = whole.get("judge")
        values["who"] = reader.words("said.judge", judge=judge) if judge else reader.words("said.joined")
    return values


def _value(reader: Reader, name: str, value: object) -> object:
    if isinstance(value, dict):
        return _sentence(reader, cast(Said, value))
    if isinstance(value, list):
        return reader.words.listing([str(_value(reader, name, item)) for item in value])
    return _NAMED[name](reader, str(value)) if name in _NAMED else typed(name, value)


def _of(reader: Reader, code: str) -> str:
    return reader.words("judge.dimensions") if code == "dimensions" else reader.of(code)


def _method(reader: Reader, code: str) -> str:
    return method_title(reader.words, code)


_NAMED: Mapping[str, Callable[[Reader, str], str]] = {
    **dict.fromkeys(
        ("of", "more", "than", "first", "second", "lacking", "criterion", "dimension", "group", "item"), _of
    ),
    "judges": Reader.judge,
    "method": _method,
}
"""What stands for a code in a slot of this name."""
