"""The entries of a workspace's words.json or messages.json, with their lines, and what is wrong with their form."""

import json
import re
from collections.abc import Collection, Iterator

from criticality.errors import Problem
from criticality.report.html.nesting import longest_line, too_deep
from criticality.text.json_slips import json_slip
from criticality.text.message import Message


class Entries(list[tuple[str, object]]):
    """An object of JSON as its keys and values, keys that stand twice among them."""


def read_entries(name: str, text: str) -> Entries | Problem:
    """Return the entries of a file of templates/ in their order, or the one problem because of which it has none."""
    file = f"templates/{name}"
    try:
        content = json.loads(text, object_pairs_hook=Entries, parse_int=len, parse_float=len)
    except json.JSONDecodeError as error:
        return Problem(
            file,
            error.lineno,
            error.colno,
            "",
            Message("report.no_json", reason=json_slip(error)),
            Message("report.entry_form"),
        )
    except RecursionError:
        return too_deep(name, longest_line(text))
    if not isinstance(content, Entries):
        return Problem(file, 1, None, "", Message("report.object_needed"), Message("report.entry_form"))
    return content


def with_lines(name: str, text: str, entries: Entries) -> Iterator[tuple[str, object, int] | Problem]:
    """Return every key with its entry and its line; for a key that stands there again, the problem."""
    told: dict[str, int] = {}
    for key, entry in entries:
        told[key] = told.get(key, 0) + 1
        line = line_of(text, key, told[key])
        if told[key] > 1:
            message = Message("report.key_twice", key=key, line=line_of(text, key, 1))
            yield Problem(f"templates/{name}", line, None, key, message, Message("files.keep_one"))
        else:
            yield key, entry, line


def form_problems(name: str, line: int, key: str, entry: object, languages: Collection[str]) -> Iterator[Problem]:
    """Return what is wrong with the form of one entry: it has a text for each of some languages."""
    file = f"templates/{name}"
    if not isinstance(entry, Entries):
        yield Problem(file, line, None, key, Message("report.write_both"), Message("report.entry_form"))
        return
    seen: set[str] = set()
    for language, said in entry:
        where = f"{key}.{language}"
        if language in seen:
            yield Problem(file, line, None, where, Message("files.key_twice", key=language), Message("files.keep_one"))
        elif language not in languages:
            meant = {"zh": "zh-Hant", "en": "en"}.get(language[:2].lower())
            known = Message("report.languages", names=tuple(languages))
            hint = Message("files.did_you_mean", meant=meant) if meant else known
            yield Problem(file, line, None, where, Message("report.no_language", language=language), hint)
        elif not isinstance(said, str):
            yield Problem(file, line, None, where, Message("report.text_needed"), Message("report.in_quotes"))
        seen.add(language)


def texts_of(entry: object) -> dict[str, str]:
    """Return the texts of an entry by language, whatever else stands in it."""
    return {language: said for language, said in entry if isinstance(said, str)} if isinstance(entry, Entries) else {}


def line_of(text: str, key: str, nth: int = 1) -> int:
    """Return the line on which a key stands for the nth time; of a key written with escapes, the first line."""
    places = [found.start() for found in re.finditer(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", text)]
    return text.count("\n", 0, places[min(nth, len(places)) - 1]) + 1 if places else 1
