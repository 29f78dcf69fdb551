"""Corrections of WeasyPrint's tag tree, so that it meets PDF/UA.

WeasyPrint tags a document page by page. With the corrections, an element that continues on further pages has one tag: a
table is one table with one head, a chapter is one section. Running heads and repeated table heads are artifacts, which
a screen reader skips. An element in another language than the page states its language. The description of a link is
its text. The contents are tagged as a table of contents.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

_CONTAINERS = frozenset(
    f"/{kind}"
    for kind in (
        *("Part", "Sect", "Art", "Div", "NonStruct", "P", "TOC", "TOCI"),
        *("Table", "TBody", "TR", "TH", "TD", "L", "LI", "LBody"),
    )
)
_ROLES = {"doc-toc": "/TOC", "doc-tocentry": "/TOCI"}


def improve_tags() -> None:
    """Replace WeasyPrint's functions that build the tag tree; called once in a process."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415
    from weasyprint.pdf import tags  # noqa: PLC0415
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415

    build: Callable[..., Iterator[Any]] = tags._build_box_tree
    mark: Callable[..., AbstractContextManager[None]] = Stream.marked
    if getattr(build, "improved", False):
        return

    def improved(box: Any, parent: Any, pdf: Any, page: int, *rest: Any) -> Iterator[Any]:
        real = getattr(box, "_box", box)
        if isinstance(real, boxes.MarginBox) or getattr(real, "repeated", False):
            return
        made = build(box, parent, pdf, page, *rest)
        if isinstance(real, boxes.PageBox) or real.element is None or real.element.tag in {"html", "body"}:
            yield from made
            if isinstance(real, boxes.PageBox):
                real.children = ()  # the page is painted and tagged; free its boxes before the next page is tagged
            return
        _name_link(real)
        for element in made:
            _describe(element, real.element)
            if not _continues(pdf, real.element, element, page):
                yield element

    def marked(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        if box.element is None or getattr(box, "repeated", False):
            return stream.artifact()  # type: ignore[no-any-return]
        return mark(stream, box, tag)

    improved.improved = True  # type: ignore[attr-defined]
    tags._build_box_tree, Stream.marked = improved, marked


def set_apart_repeated_heads(document: Any) -> None:
    """Mark the table heads that are repeated on further pages, so that only the first of each table gets a tag."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    read: set[Any] = set()

    def walk(box: Any, *, repeated: bool) -> None:
        real = getattr(box, "_box", box)
        if isinstance(real, boxes.TableRowGroupBox) and real.is_header:
            repeated = real.element in read
            read.add(real.element)
        if repeated:
            real.repeated, real.mark = True, {"A": {}}  # WeasyPrint reads `mark` of every table cell
        elif isinstance(real, boxes.LineBox):
            return
        for child in getattr(real, "children", ()):
            walk(child, repeated=repeated)

    for page in document.pages:
        walk(page._page_box, repeated=False)


def finish_tags(pdf: Any) -> None:
    """Give header cells a scope instead of WeasyPrint's identifiers, which are repeated on every page."""
    by_reference = {entry.reference: entry for entry in pdf.objects}
    for entry in pdf.objects:
        if not isinstance(entry, dict) or entry.get("S") not in {"/TH", "/TD"} or "A" not in entry:
            continue
        entry.pop("ID", None)
        entry["A"].pop("Headers", None)
        if entry["S"] == "/TH":
            part = by_reference.get(by_reference.get(entry["P"], {}).get("P"), {})
            entry["A"]["Scope"] = "/Column" if part.get("S") == "/THead" else "/Row"


def _name_link(box: Any) -> None:
    """Describe a link by its text instead of its target."""
    if box.link_annotation:
        label = box.element.get("aria-label") or "".join(box.element.itertext()).strip()
        if label:
            box.link_annotation["Contents"] = _string(label)


def _describe(element: Any, source: Any) -> None:
    """Add an element's language, and its role in the table of contents."""
    language, role = source.get("lang"), _ROLES.get(source.get("role"))
    if language:
        element["Lang"] = _string(language)
    if role:
        element["S"] = role


def _string(text: str) -> Any:
    import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415

    return pydyf.String(text)


def _continues(pdf: Any, source: Any, element: Any, page: int) -> bool:
    """Append an element to the tag of its beginning on an earlier page; return whether there is one."""
    if element["S"] not in _CONTAINERS:
        return False
    begun = pdf.__dict__.setdefault("begun", {})
    first, last_page = begun.get((source, element["S"]), (None, page))
    if last_page == page:
        begun[source, element["S"]] = element, page
        return False
    for kid in element["K"]:
        pdf.objects[int(kid.split()[0])]["P"] = first.reference
    first["K"].extend(element["K"])
    begun[source, element["S"]] = first, page
    return True
