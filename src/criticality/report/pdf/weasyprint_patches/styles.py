"""The cascade: what no element needs, and styles of pages that look alike."""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from criticality.report.pdf.weasyprint_patches.patching import replace

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


def share_page_styles() -> None:
    """Give pages for which the same rules hold one style, and so their running heads one line of glyphs."""
    from weasyprint.layout import page as layout  # noqa: PLC0415

    compute: Callable[..., None] = layout.set_page_type_computed_styles

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        computed = style_for.get_computed_styles()
        style_for.add_page_declarations(page_type)
        rules = {
            part: declared for (page, part), declared in style_for.get_cascaded_styles().items() if page == page_type
        }
        alike = tuple(
            (part, tuple((name, id(value), str(weight)) for name, (value, weight) in declared.items()))
            for part, declared in rules.items()
        )
        shared = style_for.__dict__.setdefault("_page_styles", {})
        if alike not in shared:
            compute(page_type, html, style_for)
            shared[alike] = rules, {part: computed[page_type, part] for part in (None, *rules)}
        for part, style in shared[alike][1].items():
            computed[page_type, part] = style

    replace(compute, set_page_type_computed_styles)
