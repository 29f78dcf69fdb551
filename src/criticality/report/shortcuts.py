"""Work WeasyPrint and pydyf would do again and again with the same outcome, done once.

Each shortcut stands in for one function of theirs, answers what that function answered before, and steps aside where
the library no longer looks as it did. None of them changes a page: the tests print the same document with and without
and compare the bytes. Measured on the Taiwan list, where three of four pieces of text are set more than once.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from typing import Any

_RECORDED = ("set_font_size", "show_text", "set_text_rise")
_ON_EVERY_ELEMENT = frozenset(
    {"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
)
_FONT_OF_A_DRAWING = ("font_family", "font_style", "font_weight", "font_size", "direction")
_ASKS_FOR_PSEUDO_ELEMENTS = ("list-item", "footnote", "note(", "::note")


@cache
def take_shortcuts() -> None:
    """Put every shortcut in place; in a process that prints, before its first page."""
    remember_page_references()
    remember_written_objects()
    remember_lines()
    remember_glyphs()
    wake_layouts_late()
    pack_painted_pages()


def remember_page_references() -> None:
    """Let pydyf list a document's pages once and not for every tagged element (one seventh of the writing time)."""
    import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415

    listed: Any = pydyf.PDF.page_references
    if not isinstance(listed, property) or listed.fget is None:
        return
    ask = listed.fget
    kept: dict[int, tuple[int, Any]] = {}

    def page_references(pdf: Any) -> Any:
        count = len(pdf.pages["Kids"])
        if kept.get(id(pdf), (None, None))[0] != count:
            kept[id(pdf)] = count, tuple(ask(pdf))
        return kept[id(pdf)][1]

    pydyf.PDF.page_references = property(page_references)


def remember_written_objects() -> None:
    """Serialise each object once, not once for the file and once more for the digest that identifies it.

    While a file is written nothing changes any more. Streams are compressed at zlib's own default: pydyf's level 9
    takes four times as long for one per cent.
    """
    import pydyf  # noqa: PLC0415

    write: Callable[..., None] = pydyf.PDF.write

    def write_once(pdf: Any, *arguments: Any, **options: Any) -> None:
        with _remembering(pydyf.Stream, _stream_data), _remembering(pydyf.Dictionary, pydyf.Dictionary.data.fget):
            write(pdf, *arguments, **options)

    pydyf.PDF.write = write_once


@contextmanager
def _remembering(kind: Any, serialise: Callable[[Any], bytes]) -> Iterator[None]:
    before = kind.data

    def data(item: Any) -> bytes:
        if item.number is None:
            return serialise(item)
        kept: bytes | None = item.__dict__.get("_written")
        if kept is None:
            kept = item.__dict__["_written"] = serialise(item)
        return kept

    kind.data = property(data)
    try:
        yield
    finally:
        kind.data = before


def _stream_data(stream: Any) -> bytes:
    import pydyf  # noqa: PLC0415

    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = _compressed(stream.stream)
    else:
        content = b"\n".join(map(pydyf._to_bytes, stream.stream))
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


def pack_painted_pages() -> None:
    """Compress a page's drawing as soon as it is painted: its pieces take more memory than the page's text."""
    from weasyprint.document import Page  # noqa: PLC0415

    paint: Callable[..., None] = Page.paint

    def paint_and_pack(page: Any, stream: Any, *arguments: Any, **options: Any) -> None:
        paint(page, stream, *arguments, **options)
        if stream.compress and not stream.extra:
            stream.stream, stream.extra = [_compressed(stream.stream)], {"Filter": "/FlateDecode"}
            stream.compress = False

    Page.paint = paint_and_pack


def _compressed(pieces: Iterable[Any]) -> bytes:
    import pydyf  # noqa: PLC0415

    return zlib.compress(b"\n".join(map(pydyf._to_bytes, pieces)))


def _kept(style: Any, what: str) -> dict[Any, Any]:
    """Return what is remembered for a style; elements that look alike share one, texts of drawings are told by font."""
    kept: dict[str, dict[Any, Any]] | None = style.__dict__.get("_kept")
    if kept is None:
        if type(style).__module__ == "weasyprint.svg.text":
            of_all = style.font_config.__dict__.setdefault("_kept", {})
            font = tuple(str(style[name]) for name in _FONT_OF_A_DRAWING)
            kept = of_all.setdefault(font, {})
        else:
            kept = {}
        style.__dict__["_kept"] = kept
    return kept.setdefault(what, {})


def remember_lines() -> None:
    """Let Pango break and measure a text once for each style and width (drawings ask letter by letter)."""
    from weasyprint.layout import inline, preferred  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    split: Callable[..., Any] = line_break.split_first_line
    measure: Callable[[Any], tuple[float, float]] = line_break.strut

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        asked = (text, max_width, justification_spacing, is_line_start, minimum)
        lines = _kept(style, "lines")
        found = lines.get(asked)
        if found is None:
            found = lines[asked] = split(
                text, style, context, max_width, justification_spacing, is_line_start=is_line_start, minimum=minimum
            )
        return found

    def strut(style: Any) -> tuple[float, float]:
        found: tuple[float, float] | None = style.__dict__.get("_strut")
        if found is None:
            found = style.__dict__["_strut"] = measure(style)
        return found

    inline.strut = strut
    for module in (inline, preferred, line_break):
        module.split_first_line = split_first_line


def wake_layouts_late() -> None:
    """Set a Pango layout up again only when something asks it; to draw remembered glyphs nothing does."""
    from weasyprint.text.line_break import Layout  # noqa: PLC0415

    reactivate: Callable[..., None] = Layout.reactivate
    deactivate: Callable[..., None] = Layout.deactivate

    def fall_asleep(layout: Any, style: Any) -> None:
        layout.style, layout.asleep = style, True

    def wake(layout: Any, name: str) -> Any:
        if name not in {"layout", "language"} or not layout.__dict__.pop("asleep", False):
            raise AttributeError(name)
        reactivate(layout, layout.style)
        return getattr(layout, name)

    def put_away(layout: Any) -> None:
        if layout.__dict__.pop("asleep", False):
            del layout.style
        else:
            deactivate(layout)

    Layout.reactivate, Layout.deactivate, Layout.__getattr__ = fall_asleep, put_away, wake


class _Recorder:
    """A page's stream that also keeps what draws a line: fonts, sizes and glyphs, without the place."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        told = getattr(self._stream, name)
        if name not in _RECORDED:
            return told

        def record(*arguments: Any) -> None:
            self.calls.append((name, arguments))
            told(*arguments)

        return record


def remember_glyphs() -> None:
    """Let Pango shape a line once for each style; where it stands again, only its place is new."""
    from weasyprint.draw import text as drawing  # noqa: PLC0415

    draw: Callable[..., Any] = drawing.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
        if (text_overflow, block_ellipsis) != ("clip", "none"):
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        asked = textbox.text, textbox.pango_layout.text, textbox.pango_layout.justification_spacing
        glyphs = _kept(textbox.style, "glyphs")
        calls = glyphs.get(asked)
        if calls is None:
            recorder = _Recorder(stream)
            emojis = draw(recorder, textbox, text_overflow, block_ellipsis, matrix)
            if recorder.calls and not emojis:
                glyphs[asked] = recorder.calls
            return emojis
        stream.set_text_matrix(*matrix.values)
        for name, arguments in calls:
            getattr(stream, name)(*arguments)
        return []

    drawing.draw_first_line = draw_first_line


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
