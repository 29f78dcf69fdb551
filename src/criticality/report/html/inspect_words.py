"""Check a workspace's own wording: texts that no page shows, places that a text lacks or that nothing fills."""

import re
from collections.abc import Iterator, Mapping

from criticality.errors import Problem
from criticality.report.catalogue import CATALOGUE, read_catalogue
from criticality.report.html.entries import form_problems, read_entries, texts_of, with_lines
from criticality.text.language import known_languages
from criticality.text.message import Message
from criticality.text.spelling import nearest

_FILE = f"templates/{CATALOGUE}"
_PLACE, _BRACE = re.compile(r"\{(\w+)(?::[^{}]*)?\}"), re.compile(r"[{}]")
Catalogue = Mapping[str, Mapping[str, str]]


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
    content = read_entries(CATALOGUE, text)
    if isinstance(content, Problem):
        yield content
        return
    known, shown = read_catalogue(packaged), "\n".join(pages.values())
    for found in with_lines(CATALOGUE, text, content):
        if isinstance(found, Problem):
            yield found
            continue
        key, entry, line = found
        wrong = list(form_problems(CATALOGUE, line, key, entry, known_languages()))
        yield from wrong
        if key in known:
            yield from page_place_problems(_FILE, line, key, texts_of(entry), known)
        elif not (wrong or key.removesuffix(".one") in known or f'"{key}"' in shown or _of_a_family(key, known)):
            meant = nearest(key, known)
            hint = Message("files.did_you_mean", meant=meant) if meant else Message("report.packaged_keys")
            yield Problem(_FILE, line, None, key, Message("report.no_text_of_name"), hint, severity="warning")


def _of_a_family(key: str, known: Catalogue) -> bool:
    """Whether it may name a code of the workspace, as ``stage.…`` or ``unit.…`` do, and is no slip of a known key."""
    families = ("country", "flag", "method", "note", "property", "stage", "tier", "unit")
    return key.partition(".")[0] in families and nearest(key, known, least_similarity=0.9) is None


def page_place_problems(
    file: str, line: int, key: str, texts: Mapping[str, str], known: Catalogue
) -> Iterator[Problem]:
    """Return what is wrong with the places of the texts that stand for those of a packaged key."""
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
        expected = set(_PLACE.findall(packaged.get(language, packaged["en"])))
        lost = [f"{{{place}}}" for place in sorted(expected - places)]
        if lost:
            message = Message("report.places_lacking", places=", ".join(lost))
            hint = Message("report.write_place")
            yield Problem(file, line, None, where, message, hint, severity="warning")
