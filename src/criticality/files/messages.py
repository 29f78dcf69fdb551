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
from criticality.text.message import Message
from criticality.text.republic import western_date, western_year

_MOST_KEYS = 200
_LONGEST_QUOTE = 60
_WORDS = {"None": "files.value_none", "True": "files.value_true", "False": "files.value_false"}
"""Values that Python writes in other words than a document."""
_BOUNDS = {
    "greater_than": ("gt", "files.must_be_above", "files.choose_above"),
    "greater_than_equal": ("ge", "files.must_be_at_least", "files.choose_at_least"),
    "less_than": ("lt", "files.must_be_below", "files.choose_below"),
    "less_than_equal": ("le", "files.must_be_at_most", "files.choose_at_most"),
}
_LIST, _MAPPING = "files.list_hint", "files.mapping_hint"
_WHOLE = "files.whole_hint"
_HINTS = {
    "number": "files.number_hint",
    "size": "files.size_hint",
    "finite": "files.finite_hint",
    "whole": _WHOLE,
    "date": "files.date_hint",
    "pair": "files.pair_hint",
    "interval": "files.interval_hint",
    "interval_reversed": "files.interval_reversed_hint",
    "fixed": "files.fixed_hint",
    "condition": "files.condition_hint",
    "designations_only": "files.designations_only_hint",
    "adopted_draft": "files.adopted_draft_hint",
    "adopted_missing": "files.adopted_missing_hint",
    "review_early": "files.review_early_hint",
    "text": "files.text_hint",
    "no_text": "files.text_hint",
    "anchors": "files.anchors_hint",
    "target_sides": "files.target_sides_hint",
    "target_order": "files.target_order_hint",
    "band_open": "files.bands_hint",
    "band_order": "files.bands_hint",
    "band_last": "files.bands_hint",
    "log_anchors": "files.log_anchors_hint",
    "string_type": "files.string_hint",
    "string_too_short": "files.word_hint",
    "string_too_long": "files.shorten_hint",
    "bool_type": "files.truth_hint",
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "too_short": "files.entry_hint",
}
_ONE_OVER = re.compile(r"\s*1\s*/\s*\d+\s*")
_SENTENCES = {
    "string_type": "files.text_needed",
    "string_too_short": "files.text_needed_not_empty",
    "string_too_long": "files.text_too_long",
    "bool_type": "files.truth_needed",
    "int_type": "files.whole_needed",
    "int_from_float": "files.whole_needed_alone",
    "tuple_type": "files.list_needed",
    "list_type": "files.list_needed",
    "dict_type": "files.mapping_needed",
    "model_type": "files.mapping_needed",
    "model_attributes_type": "files.mapping_needed",
    "whole": "files.whole_needed",
    "date": "files.date_needed",
    "finite": "files.finite_needed",
    "no_text": "files.text_without_language",
    "condition": "files.condition_of_one",
    "designations_only": "files.designations_only",
    "adopted_draft": "files.adopted_draft",
    "adopted_missing": "files.adopted_missing",
    "review_early": "files.review_early",
    "anchors": "files.anchors_reversed",
    "target_sides": "files.target_sides",
    "target_order": "files.target_order",
    "band_open": "files.band_open",
    "band_order": "files.band_order",
    "band_last": "files.band_last",
    "log_anchors": "files.log_anchors",
    "applications": "files.applications_empty",
    "fixed": "files.fixed_key",
    "interval": "files.interval_needed",
    "interval_reversed": "files.interval_reversed",
    "assessment_change": "files.assessment_change_empty",
    "change": "files.change_empty",
}
"""Kind of finding → its sentence; the slots are the finding's context, and ``got``, the value."""


def nearest(word: object, known: Iterable[str]) -> Message:
    """A hint naming the spelling meant, or the first known ones."""
    names = sorted({str(name) for name in known})
    meant = spelling.nearest(str(word), names)
    if meant is not None:
        return Message("files.did_you_mean", meant=meant)
    if not names:
        return Message("files.none_yet")
    if len(names) > 12:
        return Message("files.known_and_more", names=names[:12], more=len(names) - 12)
    return Message("files.known", names=names)


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
        more = Message("files.more_keys", message=problems[-1].message, more=len(unknown) - _MOST_KEYS)
        problems[-1] = replace(problems[-1], message=more)
    return problems


def _inside(location: tuple[str | int, ...], enclosing: tuple[str | int, ...]) -> bool:
    return len(location) > len(enclosing) and location[: len(enclosing)] == enclosing


def _problem(finding: dict[str, Any], marked: Marked, read_as: Any) -> Problem:
    kind, context = finding["type"], finding.get("ctx") or {}
    path = _path_in(marked.content, finding["loc"])
    if kind == "missing":
        key = finding["loc"][-1]
        message, hint = Message("files.key_missing", key=key), Message("files.add_key", key=key)
        return marked.problem(path, message, hint, at="inside")
    if kind == "extra_forbidden":
        enclosing = functools.reduce(lambda content, step: content[step], path[:-1], marked.content)
        known = set(_keys_of(enclosing, _kind_at(read_as, path[:-1])))
        hint = _key_hint(str(path[-1]), known, known & enclosing.keys(), read_as)
        if finding["input"] is None and not _names_meant(hint) and _follows_text(enclosing, path[-1]):
            hint = Message("files.comma_ends_text")
        return marked.problem(path, Message("files.key_unknown", key=path[-1]), hint, at="key")
    if "at" in context:
        path = (*path, context["at"])
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        path = (*path, str(context["discriminator"]).strip("'"))
    message, hint = _too_short(context) if kind == "too_short" else _sentence(kind, context, finding)
    if kind in _BOUNDS and ("by" in path[-2:] or path[:1] == ("words",)):
        hint = Message("files.saaty_hint")
    if kind == "less_than_equal" and context["le"] == 1:
        hint = Message("files.per_cent_hint")
    western = western_date(finding["input"]) if kind == "date" and isinstance(finding["input"], str) else None
    if western is not None:
        hint = Message("files.republic_date", day=western.isoformat())
    if kind == "greater_than_equal" and path[-1:] == ("reference_year",):
        year = western_year(str(finding["input"]))
        hint = hint if year is None else Message("files.republic_year", year=year)
    fraction = kind == "number" and isinstance(finding["input"], str) and _ONE_OVER.fullmatch(finding["input"])
    if fraction and path[-1:] == ("by",):
        hint = Message("files.turn_round")
    elif kind == "number" and isinstance(finding["input"], str):
        hint = _number_hint(finding["input"].strip()) or hint
    elif kind in ("whole", "int_type") and isinstance(finding["input"], str):
        hint = _full_width_hint(finding["input"].strip()) or hint
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


def _key_hint(key: str, known: set[str], written: set[str], read_as: Any) -> Message:
    """What to do about a key that does not belong here: its spelling, the key it belongs under, or all keys."""
    hint = nearest(key, known - written)
    if _names_meant(hint):
        return hint
    above = next((name for name, kind in _parts_of(read_as) if key in _keys_of({}, kind)), None)
    if above is not None:
        return Message("files.belongs_under", above=above)
    return hint if known - written else Message("files.all_keys_written", keys=sorted(known))


def _names_meant(hint: Message) -> bool:
    """Whether a hint of `nearest` names one spelling that was meant."""
    return hint.code == "files.did_you_mean"


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


def _sentence(kind: str, context: dict[str, Any], finding: dict[str, Any]) -> tuple[Message, Message]:
    got = finding["input"]
    if kind in _BOUNDS:
        key, sentence, hint = _BOUNDS[kind]
        bound = f"{context[key]:.10g}" if key == "le" else f"{context[key]:g}"
        return Message(sentence, got=_short(got), bound=bound), Message(hint, bound=bound)
    if kind in ("literal_error", "union_tag_invalid"):
        expected = re.findall(r"'([^']*)'", str(context.get("expected", context.get("expected_tags", ""))))
        wrong = context.get("tag", got)
        return Message("files.none_of", word=_short(wrong), known=expected), nearest(wrong, expected)
    if kind == "union_tag_not_found":
        key = str(context.get("discriminator", "method")).strip("'")
        meant = spelling.nearest(key, map(str, got))
        hint = Message("files.write_for", key=key, meant=meant) if meant else Message("files.add_key", key=key)
        return Message("files.key_missing", key=key), hint
    if kind == "string_pattern_mismatch":
        form = _form(context.get("pattern", ""))
        return Message("files.no_code", got=_short(got), word=got), Message("files.expected_form", form=form)
    if kind == "word":
        return Message("files.word_unknown", word=_short(got)), nearest(got, context["words"].split("\n"))
    return _own_sentence(kind, context, finding), Message(_HINTS.get(kind, "files.compare_fresh"))


def _too_short(context: dict[str, Any]) -> tuple[Message, Message]:
    count, least = context.get("actual_length", 0), context.get("min_length", 1)
    if least == 1:
        return Message("files.list_empty"), Message(_HINTS["too_short"])
    return Message("files.too_few", count=count, least=least), Message("files.write_more", more=least - count)


def _own_sentence(kind: str, context: dict[str, Any], finding: dict[str, Any]) -> Message:
    """What is said of the kinds of finding that have one sentence and one hint each."""
    got = finding["input"]
    if kind == "number":
        return Message("files.number_needed", kind=_kind_of(got))
    if kind == "text":
        return Message("files.text_needed", got=_kind_of(got))
    if kind == "size":
        code = "files.too_large" if context["side"] == "large" else "files.too_small"
        return Message(code, got=Message("files.value", value=context["got"]))
    if kind in _SENTENCES:
        shown = _short(got) if kind not in ("whole", "date") else _short(got, longest=59)
        return Message(
            _SENTENCES[kind], **{**context, "got": shown, "kinds": str(context.get("kinds", "")).split(", ")}
        )
    return Message("files.other_finding", reason=str(finding["msg"]))


def _number_hint(text: str) -> Message | None:
    """How a number should have been written."""
    narrow = unicodedata.normalize("NFKC", text)
    if re.fullmatch(r"[-+]?\d+,\d+", narrow):
        return Message("files.decimal_point", number=narrow.replace(",", "."))
    if re.fullmatch(r"[-+]?\d+(\.\d+)?\s*%", narrow):
        return Message("files.share_of_one", number=f"{float(narrow.rstrip('% ')) / 100:.10g}")
    over = re.fullmatch(r"(\d+)\s*/\s*(\d+)", narrow)
    if over and float(over[2]) > 0:
        return Message("files.fraction_as_decimal", number=f"{float(over[1]) / float(over[2]):.10g}")
    return _full_width_hint(text)


def _full_width_hint(text: str) -> Message | None:
    """How a number that is written with full-width characters should have been written."""
    narrow = unicodedata.normalize("NFKC", text)
    is_number = narrow != text and re.fullmatch(r"[-+]?\d+(\.\d+)?", narrow)
    return Message("files.full_width_number", number=narrow) if is_number else None


def _form(pattern: str) -> Message:
    return Message("files.form_of_country") if "A-Z" in pattern else Message("files.form_of_code")


def _short(value: object, longest: int = 57) -> Message:
    """A planner's value, cut to about a line."""
    text = repr(value)
    if text in _WORDS:
        return Message(_WORDS[text])
    if len(text) > _LONGEST_QUOTE:
        return Message("files.value", value=text[:longest] + "…")
    return Message("files.quoted", value=value) if isinstance(value, str) else Message("files.value", value=text)


def _kind_of(value: object) -> Message:
    """What a value is that is no number and no text: named by its kind, with the value where it is short."""
    shown = _short(value, longest=59)
    if isinstance(value, str):
        return Message("files.the_text", value=shown)
    if isinstance(value, bool):
        return Message("files.the_truth_value", value=shown)
    codes = {list: "files.a_list", dict: "files.a_mapping", type(None): "files.an_empty_value"}
    return Message(codes[type(value)]) if type(value) in codes else shown


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
