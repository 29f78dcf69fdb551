"""The tag tree as PDF/UA means it, where WeasyPrint's own falls short.

WeasyPrint tags a document page by page. Here what goes on over several pages is one element: a table is one table with
one head, a chapter one section. Running heads and repeated table heads are artifacts, every element says its language
where it is not the page's, a link is called what it reads, and the contents are a table of contents.
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
    """Let WeasyPrint build the tag tree so; called once in a process."""
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
                real.children = ()  # painted and tagged: its boxes make room for the tags of the next
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
    """Tell the heads that a table repeats on its further pages from the one that is read."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    read: set[Any] = set()

    def walk(box: Any, *, repeated: bool) -> None:
        real = getattr(box, "_box", box)
        if isinstance(real, boxes.TableRowGroupBox) and real.is_header:
            repeated = real.element in read
            read.add(real.element)
        if repeated:
            real.repeated, real.mark = True, {"A": {}}  # a cell of a table is asked for its mark
        elif isinstance(real, boxes.LineBox):
            return
        for child in getattr(real, "children", ()):
            walk(child, repeated=repeated)

    for page in document.pages:
        walk(page._page_box, repeated=False)


def finish_tags(pdf: Any) -> None:
    """Give header cells their scope, in place of WeasyPrint's identifiers, which repeat on every page."""
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
    """Call a link what it reads, and not where it leads."""
    if box.link_annotation:
        said = box.element.get("aria-label") or "".join(box.element.itertext()).strip()
        if said:
            box.link_annotation["Contents"] = _string(said)


def _describe(element: Any, source: Any) -> None:
    """Say an element's language, and its part in a table of contents."""
    language, role = source.get("lang"), _ROLES.get(source.get("role"))
    if language:
        element["Lang"] = _string(language)
    if role:
        element["S"] = role


def _string(text: str) -> Any:
    import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415

    return pydyf.String(text)


def _continues(pdf: Any, source: Any, element: Any, page: int) -> bool:
    """Join an element to its beginning on an earlier page; return whether there was one."""
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
