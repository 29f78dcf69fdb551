"""Lines of text: broken, measured and shaped once for each text, style and width."""

from collections.abc import Callable, Hashable
from typing import Any

from criticality.report.pdf.weasyprint_patches.patching import replace

_GLYPH_OPERATORS = ("set_font_size", "show_text", "set_text_rise")
_SVG_FONT = ("font_family", "font_style", "font_weight", "font_size", "direction")
_caches: list[dict[str, dict[Hashable, Any]]] = []


def _cache(style: Any, name: str) -> dict[Hashable, Any]:
    """Return a cache of a style, by its name.

    Elements that look alike share one style object in WeasyPrint. Texts of a drawing do not, so their cache is kept for
    each font.
    """
    caches = style.__dict__.get("_caches")
    if caches is None:
        caches = {}
        if type(style).__module__ == "weasyprint.svg.text":
            font = tuple(str(style[name]) for name in _SVG_FONT)
            caches = style.font_config.__dict__.setdefault("_caches", {}).setdefault(font, {})
        style.__dict__["_caches"] = caches
        _caches.append(caches)
    kept: dict[Hashable, Any] = caches.setdefault(name, {})
    return kept


def forget_lines() -> None:
    """Free the lines of a document that is laid out."""
    for caches in _caches:
        caches.pop("lines", None)


def reuse_lines() -> None:
    """Break and measure each text once.

    WeasyPrint asks Pango for a line break and for the height of a line every time a text is laid out: table cells to
    find the widths of the columns and again on the page, drawings letter by letter. The patch keeps the answer. It
    depends on nothing but the text, its style, the width, the justification and two flags, which are the key.

    Saves 11.4 % of the printing time.
    """
    from weasyprint.layout import inline  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    split: Callable[..., tuple[Any, ...]] = line_break.split_first_line
    measure: Callable[[Any], tuple[float, float]] = line_break.strut

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> tuple[Any, ...]:
        key = (text, max_width, justification_spacing, is_line_start, minimum)
        lines = _cache(style, "lines")
        line: tuple[Any, ...] | None = lines.get(key)
        if line is None:
            line = lines[key] = split(
                text, style, context, max_width, justification_spacing, is_line_start=is_line_start, minimum=minimum
            )
        return line

    def strut(style: Any) -> tuple[float, float]:
        size: tuple[float, float] | None = style.__dict__.get("_strut")
        if size is None:
            size = style.__dict__["_strut"] = measure(style)
        return size

    replace(split, split_first_line)
    inline.strut = strut  # not in the cascade, where a style is not complete yet


class _Recorder:
    """A page's stream that also records what draws a line (fonts, sizes and glyphs), without its place."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        operator = getattr(self._stream, name)
        if name not in _GLYPH_OPERATORS:
            return operator

        def record(*arguments: Any) -> None:
            self.calls.append((name, arguments))
            operator(*arguments)

        return record


def reuse_glyphs() -> None:
    """Shape each line once.

    WeasyPrint lets Pango shape a line again every time it is painted, and turns glyphs into PDF operators one by one.
    The patch records the operators of a line and repeats them where the same text stands in the same style; only the
    text matrix, the place, is new. Lines with an ellipsis or with emojis are left to WeasyPrint.

    Saves 10.2 % of the printing time.
    """
    from weasyprint.draw import text as drawing  # noqa: PLC0415

    draw: Callable[..., list[Any]] = drawing.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
        if (text_overflow, block_ellipsis) != ("clip", "none"):
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        key = textbox.text, textbox.pango_layout.text, textbox.pango_layout.justification_spacing
        glyphs = _cache(textbox.style, "glyphs")
        calls = glyphs.get(key)
        if calls is None:
            recorder = _Recorder(stream)
            emojis = draw(recorder, textbox, text_overflow, block_ellipsis, matrix)
            if recorder.calls and not emojis:
                glyphs[key] = recorder.calls
            return emojis
        stream.set_text_matrix(*matrix.values)
        for name, arguments in calls:
            getattr(stream, name)(*arguments)
        return []

    replace(draw, draw_first_line)


def set_up_layouts_when_asked() -> None:
    """Set up a Pango layout for painting only if something asks for it.

    WeasyPrint sets the layout of every line up again before it paints it. A line whose glyphs are reused (see
    `reuse_glyphs`) asks nothing of its layout. The patch keeps the style and sets the layout up when its attribute
    ``layout`` or ``language`` is first read: with the same arguments, so what is painted is the same.

    Saves 4.7 % of the printing time.
    """
    from weasyprint.text.line_break import Layout  # noqa: PLC0415

    reactivate: Callable[[Any, Any], None] = Layout.reactivate
    deactivate: Callable[[Any], None] = Layout.deactivate

    def reactivate_later(layout: Any, style: Any) -> None:
        layout.style = style
        layout.__dict__["waiting"] = True

    def set_up(layout: Any, name: str) -> Any:
        if name not in {"layout", "language"} or not layout.__dict__.pop("waiting", False):
            raise AttributeError(name)
        reactivate(layout, layout.style)
        return getattr(layout, name)

    def deactivate_if_set_up(layout: Any) -> None:
        if layout.__dict__.pop("waiting", False):
            del layout.style
        else:
            deactivate(layout)

    Layout.reactivate, Layout.deactivate, Layout.__getattr__ = reactivate_later, deactivate_if_set_up, set_up
