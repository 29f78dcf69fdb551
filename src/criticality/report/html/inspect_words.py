"""Check a workspace's own wording: texts that no page shows, places that a text lacks or that nothing fills."""

import json
import re
from collections.abc import Iterator, Mapping

from criticality.errors import Problem
from criticality.model.document import LANGUAGES
from criticality.report.catalogue import CATALOGUE, read_catalogue
from criticality.report.html.nesting import longest_line, too_deep
from criticality.text.message import Message
from criticality.text.spelling import nearest

_FILE = f"templates/{CATALOGUE}"
_PLACE, _BRACE = re.compile(r"\{(\w+)\}"), re.compile(r"[{}]")
Catalogue = Mapping[str, Mapping[str, str]]


class _Object(list[tuple[str, object]]):
    """An object of JSON as its keys and values, keys that stand twice among them."""


def words_problems(text: str, packaged: str, pages: Mapping[str, str]) -> Iterator[Problem]:
    """Return what is wrong with ``words.json``.

    Parameters
    ----------
    text
        The workspace's own file.
    packaged
        The packaged catalogue.
    pages
        The workspace's own page templates, which may show texts of their own.
    """
    content = _read(text)
    if isinstance(content, Problem):
        yield content
        return
    known, shown = read_catalogue(packaged), "\n".join(pages.values())
    told: dict[str, int] = {}
    for key, entry in content:
        told[key] = told.get(key, 0) + 1
        line = _line_of(text, key, told[key])
        if told[key] > 1:
            message = Message("report.key_twice", key=key, line=_line_of(text, key, 1))
            yield Problem(_FILE, line, None, key, message, Message("files.keep_one"))
            continue
        wrong = list(_entry_problems(line, key, entry))
        yield from wrong
        texts = {}
        if isinstance(entry, _Object):
            texts = {language: said for language, said in entry if isinstance(said, str)}
        if key in known:
            yield from _place_problems(_FILE, line, key, texts, known)
        elif not (wrong or key.removesuffix(".one") in known or f'"{key}"' in shown or _of_a_family(key, known)):
            meant = nearest(key, known)
            hint = Message("files.did_you_mean", meant=meant) if meant else Message("report.packaged_keys")
            yield Problem(_FILE, line, None, key, Message("report.no_text_of_name"), hint, severity="warning")


def _read(text: str) -> _Object | Problem:
    """The entries of the file in their order, or the one problem because of which it has none."""
    try:
        content = json.loads(text, object_pairs_hook=_Object, parse_int=len, parse_float=len)
    except json.JSONDecodeError as error:
        return Problem(
            _FILE,
            error.lineno,
            error.colno,
            "",
            Message("report.no_json", reason=error.msg),
            Message("report.entry_form"),
        )
    except RecursionError:
        return too_deep(CATALOGUE, longest_line(text))
    if not isinstance(content, _Object):
        return Problem(_FILE, 1, None, "", Message("report.object_needed"), Message("report.entry_form"))
    return content


def _line_of(text: str, key: str, nth: int) -> int:
    """The line on which a key stands for the nth time; of a key written with escapes, the first line."""
    places = [found.start() for found in re.finditer(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", text)]
    return text.count("\n", 0, places[min(nth, len(places)) - 1]) + 1 if places else 1


def _entry_problems(line: int, key: str, entry: object) -> Iterator[Problem]:
    """What is wrong with the form of one entry."""
    if not isinstance(entry, _Object):
        yield Problem(_FILE, line, None, key, Message("report.write_both"), Message("report.entry_form"))
        return
    seen: set[str] = set()
    for language, said in entry:
        where = f"{key}.{language}"
        if language in seen:
            yield Problem(_FILE, line, None, where, Message("files.key_twice", key=language), Message("files.keep_one"))
        elif language not in LANGUAGES:
            meant = {"zh": "zh-Hant", "en": "en"}.get(language[:2].lower())
            hint = Message("files.did_you_mean", meant=meant) if meant else Message("report.two_languages")
            yield Problem(_FILE, line, None, where, Message("report.no_language", language=language), hint)
        elif not isinstance(said, str):
            yield Problem(_FILE, line, None, where, Message("report.text_needed"), Message("report.in_quotes"))
        seen.add(language)


def _of_a_family(key: str, known: Catalogue) -> bool:
    """Whether it may name a code of the workspace, as ``stage.…`` or ``unit.…`` do, and is no slip of a known key."""
    families = ("country", "flag", "method", "note", "property", "stage", "tier", "unit")
    return key.partition(".")[0] in families and nearest(key, known, least_similarity=0.9) is None


def _place_problems(file: str, line: int, key: str, texts: Mapping[str, str], known: Catalogue) -> Iterator[Problem]:
    packaged = known[key]
    filled = {place for each in packaged.values() for place in _PLACE.findall(each)}
    for language, text in texts.items():
        places = set(_PLACE.findall(text))
        where = f"{key}.{language}"
        for place in sorted(places - filled):
            places_here = [f"{{{name}}}" for name in sorted(filled)]
            hint = Message("report.places", places=places_here) if filled else Message("report.no_places")
            yield Problem(file, line, None, where, Message("report.place_unfilled", place=place), hint)
        if places - filled:  # most likely a slip of the one that is then missing
            continue
        brace = _BRACE.search(_PLACE.sub("", text))
        if brace is not None:
            message = Message("report.brace_of_no_place", brace=brace.group())
            yield Problem(file, line, None, where, message, Message("report.place_in_braces"), severity="warning")
            continue
        lost = [f"{{{place}}}" for place in sorted(set(_PLACE.findall(packaged.get(language, ""))) - places)]
        if lost:
            message = Message("report.places_lacking", places=", ".join(lost))
            hint = Message("report.write_place")
            yield Problem(file, line, None, where, message, hint, severity="warning")
