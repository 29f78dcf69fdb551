"""Lines of one piece of text, which most cells and paragraphs are made of, set without asking for anything else."""

from collections.abc import Callable
from typing import Any

from criticality.report.shortcuts.patching import is_known, replace

_SLACK = 1 + 1e-9  # WeasyPrint's allowance for rounding where a line is as wide as its text


def set_plain_lines() -> None:
    """Set a line of nothing but text with WeasyPrint's own sums, leaving out floats, inline boxes and right-to-left."""
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415
    from weasyprint.layout import inline  # noqa: PLC0415

    if not is_known():
        return
    next_line: Callable[..., tuple[Any, Any]] = inline.get_next_linebox

    def get_next_linebox(
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
    ) -> tuple[Any, Any]:
        made = None
        if (
            len(linebox.children) == 1
            and type(linebox.children[0]) is TextBox
            and not (first_letter_style or first_line_style or context.excluded_shapes)
            and containing_block.style["direction"] == linebox.style["direction"] == "ltr"
        ):
            made = _plain_line(inline, context, linebox, position_y, skip_stack, containing_block)
        return made or next_line(
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

    replace(next_line, get_next_linebox)


def _plain_line(
    inline: Any, context: Any, linebox: Any, position_y: float, skip_stack: Any, containing_block: Any
) -> tuple[Any, Any] | None:
    """Return the next line and where the one after it begins; None where the text wants more than a plain line."""
    (text,) = linebox.children
    if skip_stack or not text.text or text.text[0] == " ":
        skip_stack = inline.skip_first_whitespace(linebox, skip_stack)
        if skip_stack == "continue":
            return None, None
    skip = next(iter((skip_stack[0] if skip_stack else None) or {0: None}))
    position_x = containing_block.content_box_x()
    available_width = position_x + containing_block.width - position_x
    linebox.position_x, linebox.position_y = position_x, position_y
    limit = (position_x + available_width) * _SLACK
    text.position_x, text.position_y = position_x + linebox.text_indent, position_y
    inline.resolve_percentages(text, containing_block)
    words, skip, is_broken = inline.split_text_box(context, text, limit - text.position_x, skip, is_line_start=True)
    if words is None or words.position_x + words.margin_width() > limit:
        return None
    resume_at = None if skip is None else {0: {skip: None}}
    line = linebox.copy_with_children([words])
    line.remove_decoration(start=skip_stack is not None, end=resume_at is not None)
    line.width = words.position_x + words.margin_width() - position_x
    inline._adjust_line_height(line)
    linebox.width, linebox.height = line.width, line.height
    if words.text.endswith(" "):
        inline.remove_last_whitespace(context, line)
    offset_x = inline.text_align(context, line, available_width, last=resume_at is None or is_broken)
    _place(line, words, offset_x, position_y)
    return line, resume_at


def _place(line: Any, words: Any, offset_x: float, position_y: float) -> None:
    """Put the text on the line's base line, and the line where it belongs."""
    words.position_y = -words.baseline
    top = min(words.position_y, -line.baseline)
    bottom = max(words.position_y + words.margin_height(), -line.baseline + line.margin_height())
    line.baseline, line.height = -top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.position_x += offset_x
    line.position_y = position_y
    words.position_x += offset_x
    words.position_y += position_y - top
