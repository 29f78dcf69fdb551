"""Files of templates/ that nothing reads: told with the name most likely meant."""

from collections.abc import Iterator, Mapping

from criticality.errors import Problem
from criticality.report.catalogue import CATALOGUE
from criticality.report.html.rendering import CUSTOM_STYLE, STYLE
from criticality.text.message import Message
from criticality.text.own_words import OWN_MESSAGES
from criticality.text.spelling import nearest

_READ = (STYLE, CUSTOM_STYLE, CATALOGUE, OWN_MESSAGES)


def unread(name: str, why: Message, known: Mapping[str, str]) -> Problem:
    """Return the warning of a file of templates/ that nothing reads, with the name most likely meant."""
    meant = nearest(name.lower(), known, least_similarity=0.75)
    hint = Message("report.rename_to_meant", meant=meant) if meant else Message("report.include_or_remove")
    return Problem(f"templates/{name}", 1, None, "", Message("report.not_read", why=why), hint, severity="warning")


def unread_files(templates: Mapping[str, str]) -> Iterator[Problem]:
    """Return the style sheets and words under names that nobody reads."""
    for name in templates:
        if name.endswith((".css", ".json")) and name not in _READ:
            ends = name.rpartition(".")[2]
            names = {known: "" for known in _READ if known.endswith(ends)}
            yield unread(name, Message("report.only_these", n=len(names), names=tuple(names)), names)
