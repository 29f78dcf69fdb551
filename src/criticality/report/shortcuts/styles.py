"""The cascade: which rules fit an element, and what no element needs."""

from collections.abc import Iterable
from copy import copy
from typing import Any

_ON_EVERY_ELEMENT = frozenset(
    {"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
)
_ASKS_FOR_PSEUDO_ELEMENTS = ("list-item", "footnote", "note(", "::note")


def spare_pseudo_elements(texts: Iterable[str]) -> list[Any] | None:
    """Return WeasyPrint's own style sheet with markers for list items only, and without notes; None where it is needed.

    As it stands it gives six pseudo-elements to every element: for thirty thousand elements a sixth of the memory.

    Parameters
    ----------
    texts
        The style sheets and the page; if any asks for other list items or for notes, nothing is spared.
    """
    from weasyprint.html import UA_STYLESHEET  # noqa: PLC0415

    if any(word in text for text in texts for word in _ASKS_FOR_PSEUDO_ELEMENTS):
        return None
    sheet, rules = copy(UA_STYLESHEET), copy(UA_STYLESHEET.matcher)
    markers = [rule for rule in rules.other_selectors if rule[3] == "marker"]
    by_name = rules.lower_local_name_selectors
    rules.lower_local_name_selectors = {**by_name, "li": [*by_name.get("li", ()), *markers]}
    rules.other_selectors = [rule for rule in rules.other_selectors if rule[3] not in _ON_EVERY_ELEMENT]
    sheet.matcher = rules
    return [sheet]
