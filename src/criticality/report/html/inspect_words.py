"""Check a workspace's own wording: texts that no page shows, places that a text lacks or that nothing fills."""

import re
from collections.abc import Iterator, Mapping

from criticality.errors import Problem, TemplateError
from criticality.report.catalogue import CATALOGUE, read_catalogue
from criticality.text.spelling import nearest

_PLACE = re.compile(r"\{(\w+)\}")
_AT = re.compile(r"templates/[^:]+:(\d+)(?::(\d+))?: (.*)", re.DOTALL)
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
    file, known = f"templates/{CATALOGUE}", read_catalogue(packaged)
    try:
        own = read_catalogue("{}", text)
    except TemplateError as error:
        place = _AT.match(str(error))
        line, said = (int(place[1]), place[3]) if place else (1, str(error))
        yield Problem(file, line, None, "", said, 'Every entry is "key": {"en": "…", "zh-Hant": "…"}.')
        return
    shown = "\n".join(pages.values())
    for key, texts in own.items():
        line = text[: max(0, text.find(f'"{key}"'))].count("\n") + 1
        if key in known:
            yield from _place_problems(file, line, key, texts, known)
        elif key.removesuffix(".one") not in known and f'"{key}"' not in shown and not _of_a_family(key, known):
            meant = nearest(key, known)
            hint = f"Did you mean {meant!r}?" if meant else "The keys are those of the packaged words.json."
            yield Problem(file, line, None, key, "no page shows a text of this name", hint, severity="warning")


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
            hint = f"Places of this text: {', '.join(f'{{{name}}}' for name in sorted(filled)) or 'none'}."
            yield Problem(file, line, None, where, f"nothing fills the place {{{place}}}", hint)
        if places - filled:  # most likely a slip of the one that is then missing
            continue
        for place in sorted(set(_PLACE.findall(packaged.get(language, ""))) - places):
            message = f"the packaged text says {{{place}}} here, this one does not"
            hint = "Write the place where its value is to stand, unless it is left out on purpose."
            yield Problem(file, line, None, where, message, hint, severity="warning")
