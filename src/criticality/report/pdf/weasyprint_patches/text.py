"""Lines of text: broken, measured and shaped once for each text, style and width."""

from collections.abc import Callable
from typing import Any

from criticality.report.pdf.weasyprint_patches.patching import replace

_RECORDED = ("set_font_size", "show_text", "set_text_rise")
_REMEMBERED: list[dict[str, Any]] = []
_FONT_OF_A_DRAWING = ("font_family", "font_style", "font_weight", "font_size", "direction")


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
        _REMEMBERED.append(kept)
    return kept.setdefault(what, {})


def forget_lines() -> None:
    """Let go of the lines of a document that is laid out."""
    for kept in _REMEMBERED:
        kept.pop("lines", None)


def forget_glyphs() -> None:
    """Let go of the glyphs of a document once all pages are painted, before its fonts are cut."""
    from weasyprint.pdf.fonts import build_fonts_dictionary as build  # noqa: PLC0415

    def build_fonts_dictionary(*arguments: Any, **options: Any) -> Any:
        for kept in _REMEMBERED:
            kept.pop("glyphs", None)
        return build(*arguments, **options)

    replace(build, build_fonts_dictionary)


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
