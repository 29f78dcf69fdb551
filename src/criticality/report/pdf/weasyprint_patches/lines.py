"""Lines of one text without inline boxes, which most table cells and paragraphs are made of."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from criticality.report.pdf.weasyprint_patches.patching import replace

_SLACK = 1 + 1e-9  # WeasyPrint's allowance for rounding where a line is as wide as its text
_BEFORE_LAYOUT = {
    *("element_tag", "style", "element", "children", "remove_decoration_sides"),
    *("first_letter_style", "first_line_style", "position_x", "position_y"),
}
_TEXT_BEFORE_LAYOUT = {*_BEFORE_LAYOUT, "text", "leading_collapsible_space", "trailing_collapsible_space"}
_NOTHING = frozenset[str]()


def set_plain_lines() -> None:
    """Set a line of one text with the sums of WeasyPrint that matter for it.

    WeasyPrint sets every line as if it could hold floats, inline boxes, tabs and right-to-left text: it copies boxes,
    keeps lists of what must move, and gives the line and its text 35 attributes. The patch sets a line that is known to
    hold one left-to-right text and nothing else with the same sums in the same order, and leaves every other line to
    WeasyPrint. Such a line has twelve attributes; the rest, which are zero, are those of its class.

    Saves 3.6 % of the printing time and an eighth of the memory.
    """
    from weasyprint.layout import inline  # noqa: PLC0415

    lines: Callable[..., Iterator[tuple[Any, Any]]] = inline.iter_line_boxes

    def iter_line_boxes(
        context: Any,
        linebox: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Iterator[tuple[Any, Any]]:
        made: Any = None
        if _is_plain(linebox, containing_block) and not (
            first_letter_style or first_line_style or context.excluded_shapes
        ):
            while made := _plain_line(inline, context, linebox, position_y, skip_stack, containing_block):
                line, skip_stack = made
                if line is None:
                    return
                yield made
                if skip_stack is None:
                    return
                position_y = line.position_y + line.height
        yield from lines(
            context,
            linebox,
            position_y,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            first_letter_style,
            first_line_style,
        )

    replace(lines, iter_line_boxes)


@cache
def _kinds() -> tuple[Any, Any]:
    """Return the classes of a plain line and its text; attributes that an instance lacks are zero or empty."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox  # noqa: PLC0415

    sides = ("top", "right", "bottom", "left")
    without = {
        **{f"{what}_{side}": 0 for what in ("margin", "padding") for side in sides},
        **{f"border_{side}_width": 0 for side in sides},
        "children": (),
        "first_letter_style": None,
        "first_line_style": None,
        "remove_decoration_sides": _NOTHING,
    }

    def copy_with_children(line: Any, children: list[Any]) -> Any:
        copied = line.copy()
        copied.children = children
        return copied

    return (
        type("PlainLine", (LineBox,), {**without, "copy_with_children": copy_with_children}),
        type("PlainText", (TextBox,), without),
    )


def _is_plain(linebox: Any, containing_block: Any) -> bool:
    """Return whether a line, before layout, holds one text and nothing that a plain line has no attribute for."""
    from weasyprint.css import AnonymousStyle  # noqa: PLC0415
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415

    if len(linebox.children) != 1:
        return False
    (text,) = linebox.children
    return (
        type(text) is TextBox
        and type(text.style) is type(linebox.style) is AnonymousStyle
        and containing_block.style["direction"] == linebox.style["direction"] == "ltr"
        and linebox.style["text_indent"] == (0, "px")
        and linebox.__dict__.keys() <= _BEFORE_LAYOUT
        and text.__dict__.keys() <= _TEXT_BEFORE_LAYOUT
        and bool(text.style["font_size"])
    )


def _plain_line(
    inline: Any, context: Any, linebox: Any, position_y: float, skip_stack: Any, containing_block: Any
) -> tuple[Any, Any] | None:
    """Return the next line and where the one after it begins; None if WeasyPrint must set the line."""
    (text,) = linebox.children
    if skip_stack or not text.text or text.text[0] == " ":
        skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
        if skip_stack == "continue":
            return None, None
    skip = next(iter((skip_stack[0] if skip_stack else None) or {0: None}))
    position_x = containing_block.content_box_x()
    available_width = position_x + containing_block.width - position_x
    limit = (position_x + available_width) * _SLACK
    fitting = _plain_text(inline, context, text, skip, limit - position_x)
    if fitting is None:
        return None
    words, after = fitting
    if position_x + words.width > limit:
        return None
    kind, _ = _kinds()
    line = kind.__new__(kind)
    line.element_tag, line.element, line.style = linebox.element_tag, linebox.element, linebox.style
    line.children = [words]
    words.position_x = line.position_x = position_x
    line.width = position_x + words.width - position_x
    inline._adjust_line_height(line)
    if words.text.endswith(" "):
        inline.remove_last_whitespace(context, line)
    offset_x = inline.text_align(context, line, available_width, last=after is None)
    line.position_x += offset_x
    words.position_x += offset_x
    _place(line, words, position_y)
    return line, None if after is None else {0: {after: None}}


def _plain_text(inline: Any, context: Any, text: Any, skip: int, width: float) -> tuple[Any, int | None] | None:
    """Return as much of a text as fits, and where the rest of it begins; None at a line break of its own."""
    rest = text.text.encode()[skip:]
    if not rest:
        return None
    layout, length, resume, text_width, height, baseline = inline.split_first_line(
        rest.decode(), text.style, context, width, 0, is_line_start=True
    )
    if length <= 0 or (resume is not None and length != resume and rest[length:resume].strip(b" ")):
        return None
    _, kind = _kinds()
    words = kind.__new__(kind)
    words.element_tag, words.element, words.style = text.element_tag, text.element, text.style
    words.text, words.pango_layout, words.width, words.height = layout.text, layout, text_width, height
    line_height, _ = inline.strut(text.style)
    words.margin_top = words.margin_bottom = (line_height - height) / 2
    words.baseline = baseline + words.margin_top
    return words, None if resume is None else resume + skip


def _place(line: Any, words: Any, position_y: float) -> None:
    """Put the text on the baseline of its line, and the line at its place on the page."""
    words.position_y = -words.baseline
    top = min(words.position_y, -line.baseline)
    bottom = max(words.position_y + words.margin_height(), -line.baseline + line.margin_height())
    line.baseline, line.height = -top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.position_y = position_y
    words.position_y += position_y - top
