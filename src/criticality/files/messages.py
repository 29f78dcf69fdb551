"""Turn what pydantic found into sentences a planner can act on."""

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from criticality.errors import Problem
from criticality.files.positions import Marked, Path
from criticality.model.document import Document
from criticality.text import spelling

_MOST_KEYS = 200
_BOUNDS = {
    "greater_than": ("must be above {gt:g}", "Choose a number above {gt:g}."),
    "greater_than_equal": ("must be at least {ge:g}", "Choose a number of {ge:g} or more."),
    "less_than": ("must be below {lt:g}", "Choose a number below {lt:g}."),
    "less_than_equal": ("must be at most {le:.10g}", "Choose a number of {le:.10g} or less."),
}
_PER_CENT = "Choose a number of 1 or less; write 45 % as 0.45."
_SAATY = "The scale runs from 1 (equal) to 9 (extremely more); for the opposite exchange `more` and `than`."
_LIST, _MAPPING = "Write a list: [a, b], or one «- …» a line.", "Write lines of «key: value»."
_WHOLE = "Write digits alone, without quotes, units or a fraction."
_HINTS = {
    "number": "Write digits with a point, without quotes, units or fractions.",
    "size": "Check the digits and the unit: sizes from 1e-99 to 1e99 can be computed with, and 0.",
    "finite": "Write an ordinary number; what is unknown has its own flag and is never written as one.",
    "whole": _WHOLE,
    "date": "Write the date as 2026-11-23.",
    "pair": "Write each application as a pair of its own: [[mineral, application], [mineral, application]].",
    "fixed": "It may change reference_year, method, rule, weights and sources: take the key out.",
    "condition": "Keep one of the two, e.g. {of: score, at_least: 0.5}.",
    "text": "Write the text, or {en: …, zh-Hant: …}.",
    "anchors": "Order them zero_at < one_at; if more of it is less critical, say direction: lowers_criticality.",
    "log_anchors": "Choose a zero_at above 0, or kind: linear.",
    "string_type": "Write a text; in quotes if it looks like a number.",
    "string_too_short": "Write at least a word.",
    "string_too_long": "Shorten it.",
    "bool_type": "Write true or false, without quotes.",
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "too_short": "Write at least one entry.",
}
_ONE_OVER = re.compile(r"\s*1\s*/\s*\d+\s*")
_COMPARE = "Compare it with the same file of a fresh workspace: `criticality init DIR` makes one."


def nearest(word: object, known: Iterable[str]) -> str:
    """A hint naming the spelling meant, or the first known ones."""
    names = sorted({str(name) for name in known})
    meant = spelling.nearest(str(word), names)
    if meant is not None:
        return f"Did you mean {meant!r}?"
    if not names:
        return "There is none yet: add it first, or take it out here."
    return "Known: " + ", ".join(names[:12]) + (f" and {len(names) - 12} more." if len(names) > 12 else ".")


def problems_of(error: ValidationError, marked: Marked, kind: Any = None) -> list[Problem]:
    """Every finding of pydantic as a problem with its line; several about one value become one.

    Parameters
    ----------
    error
        What pydantic found.
    marked
        The document with the place of everything.
    kind
        What the document was read as.
    """
    found: dict[tuple[int, int | None, str, str], Problem] = {}
    findings = error.errors(include_url=False)
    unknown = [finding for finding in findings if finding["type"] == "extra_forbidden"]
    if len(unknown) > _MOST_KEYS:  # a document of another kind: to compare each of its keys would take minutes
        findings = [*(finding for finding in findings if finding["type"] != "extra_forbidden"), *unknown[:_MOST_KEYS]]
    short = [finding["loc"] for finding in findings if finding["type"] == "too_short"]
    inside = [finding["loc"] for finding in findings] if short else []
    misspelt: set[tuple[str | int, ...]] = set()
    for finding in sorted(findings, key=lambda one: one["type"] == "missing"):
        if finding["type"] == "too_short" and any(_inside(other, finding["loc"]) for other in inside):
            continue
        if finding["type"] == "missing" and finding["loc"] in misspelt:
            continue  # the key stands there under another spelling, which is told
        problem = _problem(dict(finding), marked, kind)
        if finding["type"] == "extra_forbidden" and problem.hint.startswith("Did you mean '"):
            misspelt.add((*finding["loc"][:-1], problem.hint.split("'")[1]))
        absent = str(finding["loc"][-1]) if finding["type"] == "missing" else ""
        found.setdefault((problem.line, problem.column, problem.where, absent), problem)
    problems = list(found.values())
    if len(unknown) > _MOST_KEYS:
        more = f"; {len(unknown) - _MOST_KEYS} more keys are not known either"
        problems[-1] = replace(problems[-1], message=problems[-1].message + more)
    return problems


def _inside(location: tuple[str | int, ...], enclosing: tuple[str | int, ...]) -> bool:
    return len(location) > len(enclosing) and location[: len(enclosing)] == enclosing


def _problem(finding: dict[str, Any], marked: Marked, read_as: Any) -> Problem:
    kind, context = finding["type"], finding.get("ctx") or {}
    path = _path_in(marked.content, finding["loc"])
    if kind == "missing":
        key = finding["loc"][-1]
        return marked.problem(path, f"{key!r} is missing", f"Add «{key}: …» here.", at="inside")
    if kind == "extra_forbidden":
        enclosing = functools.reduce(lambda content, step: content[step], path[:-1], marked.content)
        known = set(_keys_of(enclosing, _kind_at(read_as, path[:-1])))
        hint = _key_hint(str(path[-1]), known, known & enclosing.keys(), read_as)
        if finding["input"] is None and "Did you mean" not in hint and _follows_text(enclosing, path[-1]):
            hint = "Put the whole text before it in quotes: between { and } a comma ends a text."
        return marked.problem(path, f"{path[-1]!r} is not a key known here", hint, at="key")
    if "at" in context:
        path = (*path, context["at"])
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        path = (*path, str(context["discriminator"]).strip("'"))
    message, hint = _too_short(context) if kind == "too_short" else _sentence(kind, context, finding)
    if kind in _BOUNDS and path[-1:] == ("by",):
        hint = _SAATY
    if kind == "less_than_equal" and context["le"] == 1:
        hint = _PER_CENT
    fraction = kind == "number" and isinstance(finding["input"], str) and _ONE_OVER.fullmatch(finding["input"])
    if fraction and path[-1:] == ("by",):
        hint = "Turn the sentence round: exchange `more` and `than`, and write the whole number."
    elif kind == "number" and isinstance(finding["input"], str):
        hint = _number_hint(finding["input"].strip()) or hint
    return marked.problem(path, message, hint)


def _kind_at(kind: Any, path: Path) -> Any:
    """The kind of document that stands at a path inside a document of a kind; None where that leaves a choice."""
    for step in path:
        if isinstance(step, str):
            if not (isinstance(kind, type) and issubclass(kind, Document)):
                return None
            fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
            found = _documents_in(fields.get(step))
            kind = found[0] if len(found) == 1 else None
    return kind


def _documents_in(annotation: Any) -> list[Any]:
    """The kinds of document that an annotation names, inside lists and beside None."""
    if isinstance(annotation, type) and issubclass(annotation, Document):
        return [annotation]
    return [kind for part in getattr(annotation, "__args__", ()) for kind in _documents_in(part)]


def _follows_text(enclosing: dict[str, Any], key: str | int) -> bool:
    """Whether a text stands before a key, as where the text's own comma made the rest of it a key."""
    before = dict(zip(list(enclosing)[1:], enclosing.values(), strict=False))
    return isinstance(before.get(str(key)), str)


def _key_hint(key: str, known: set[str], written: set[str], read_as: Any) -> str:
    """What to do about a key that does not belong here: its spelling, the key it belongs under, or all keys."""
    hint = nearest(key, known - written)
    if "Did you mean" in hint:
        return hint
    above = next((name for name, kind in _parts_of(read_as) if key in _keys_of({}, kind)), None)
    if above is not None:
        return f"It belongs under {above!r}: move it there."
    return hint if known - written else f"All keys of this place are written already: {', '.join(sorted(known))}."


def _parts_of(kind: Any) -> list[tuple[str, type[Document]]]:
    """The keys of a kind of document whose values are documents of their own, and their kinds."""
    if not (isinstance(kind, type) and issubclass(kind, Document)):
        return []
    fields = kind.model_fields.items()
    return [
        (field.alias or name, part)
        for name, field in fields
        for part in (field.annotation, *getattr(field.annotation, "__args__", ()))
        if isinstance(part, type) and issubclass(part, Document)
    ]


def _sentence(kind: str, context: dict[str, Any], finding: dict[str, Any]) -> tuple[str, str]:
    got = finding["input"]
    if kind in _BOUNDS:
        sentence, hint = (text.format(**context) for text in _BOUNDS[kind])
        return f"{_short(got)} {sentence}", hint
    if kind in ("literal_error", "union_tag_invalid"):
        expected = re.findall(r"'([^']*)'", str(context.get("expected", context.get("expected_tags", ""))))
        wrong = context.get("tag", got)
        return f"{_short(wrong)} is none of {', '.join(expected)}", nearest(wrong, expected)
    if kind == "union_tag_not_found":
        key = str(context.get("discriminator", "method")).strip("'")
        meant = spelling.nearest(key, map(str, got))
        return f"{key!r} is missing", f"Write {key!r} for {meant!r}." if meant else f"Add «{key}: …» here."
    if kind == "string_pattern_mismatch":
        return f"{_short(got)} is not a code", f"Expected form: {_form(context.get('pattern', ''))}."
    plain = {
        "string_type": "a text is needed here",
        "string_too_short": "a text is needed here, not an empty one",
        "string_too_long": "the text is too long",
        "bool_type": "true or false is needed here",
        "int_type": "a whole number is needed here",
        "int_from_float": "a whole number is needed here",
        "tuple_type": "a list is needed here",
        "list_type": "a list is needed here",
        "dict_type": "a mapping (key: value) is needed here",
        "model_type": "a mapping (key: value) is needed here",
        "model_attributes_type": "a mapping (key: value) is needed here",
    }
    if kind in plain:
        return f"{plain[kind]}, not {_short(got)}" if "type" in kind else plain[kind], _HINTS[kind]
    return str(finding["msg"]), _HINTS.get(kind, _COMPARE)


def _too_short(context: dict[str, Any]) -> tuple[str, str]:
    count, least = context.get("actual_length", 0), context.get("min_length", 1)
    if least == 1:
        return "the list is empty", _HINTS["too_short"]
    return f"{count} is too few: at least {least} are needed", f"Write {least - count} more."


def _number_hint(text: str) -> str:
    """How a number should have been written."""
    narrow = unicodedata.normalize("NFKC", text)
    if re.fullmatch(r"[-+]?\d+,\d+", narrow):
        return f"The point separates the decimals: write {narrow.replace(',', '.')}"
    if re.fullmatch(r"[-+]?\d+(\.\d+)?\s*%", narrow):
        return f"Write it as a share of 1: {float(narrow.rstrip('% ')) / 100:.10g}"
    over = re.fullmatch(r"(\d+)\s*/\s*(\d+)", narrow)
    if over and float(over[2]) > 0:
        return f"Write the fraction as a decimal: {float(over[1]) / float(over[2]):.10g}"
    if narrow != text and re.fullmatch(r"[-+]?\d+(\.\d+)?", narrow):
        return f"It is written with full-width characters: write {narrow}"
    return ""


def _form(pattern: str) -> str:
    return "three capital letters, e.g. TWN" if "A-Z" in pattern else "small letters, digits and _, e.g. supply_risk"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _path_in(content: Any, location: tuple[str | int, ...]) -> Path:
    """Keep the steps of pydantic's location that exist in the document (it adds names of union members)."""
    path: list[str | int] = []
    for position, step in enumerate(location):
        if isinstance(content, dict) and step in content:
            content = content[str(step)]
        elif isinstance(content, list) and isinstance(step, int) and step < len(content):
            content = content[step]
        else:
            if position == len(location) - 1 and isinstance(content, dict) and step == "[key]":
                break
            continue
        path.append(step)
    return tuple(path)


def _keys_of(mapping: dict[str, Any], read_as: Any) -> list[str]:
    """The keys of the kind of document that a mapping was read as; where unknown, of the one it looks most like."""

    def alike(kind: type[Document]) -> tuple[int, int]:
        fields = {field.alias or name for name, field in kind.model_fields.items()}
        return len(fields & set(mapping)), -len(fields)

    known = isinstance(read_as, type) and issubclass(read_as, Document)
    kind = read_as if known else max(_kinds(Document), key=alike)
    return [field.alias or name for name, field in kind.model_fields.items()]


def _kinds(kind: type[Document]) -> list[type[Document]]:
    below = [grandchild for child in kind.__subclasses__() for grandchild in _kinds(child)]
    return [*kind.__subclasses__(), *below]
