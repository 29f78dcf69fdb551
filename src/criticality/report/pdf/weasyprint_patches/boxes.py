"""Boxes: what depends on a box's style alone is found out once for the style that a thousand boxes share."""

from collections.abc import Callable
from typing import Any

from criticality.report.pdf.weasyprint_patches.patching import replace

_SIDES = ("top", "right", "bottom", "left")
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_USED = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
    *_BORDERS,
)
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))


def remember_used_values() -> None:
    """Resolve margins, paddings and sizes once for each style and containing block (a tenth of the layout)."""
    from weasyprint.formatting_structure.boxes import Box, PageBox  # noqa: PLC0415
    from weasyprint.layout import percent  # noqa: PLC0415

    resolve: Callable[..., None] = percent.resolve_percentages

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        if isinstance(containing_block, Box):
            width, height = containing_block.width, containing_block.height
        else:
            width, height = containing_block
        used, style = box.__dict__, box.style
        borders = None
        if style["border_collapse"] == "collapse":  # widths of collapsed borders belong to the box
            borders = tuple(used.get(border) for border in _BORDERS)
        kept = style.__dict__.get("_used_values")
        if kept is None:
            kept = style.__dict__["_used_values"] = {}
        asked = (width, height, borders)
        found = kept.get(asked)
        if found is None or isinstance(box, PageBox):
            resolve(box, (width, height))
            kept[asked] = {name: used[name] for name in _USED}
        else:
            used.update(found)

    replace(resolve, resolve_percentages)


def remember_flow() -> None:
    """Ask a style once whether its boxes are in normal flow."""
    from weasyprint.formatting_structure.boxes import Box  # noqa: PLC0415

    ask: Callable[..., bool] = Box.is_in_normal_flow

    def is_in_normal_flow(box: Any) -> bool:
        known = box.style.__dict__
        told: bool | None = known.get("_in_normal_flow")
        if told is None:
            told = known["_in_normal_flow"] = ask(box)
        return told

    Box.is_in_normal_flow = is_in_normal_flow


def pass_by_bare_backgrounds() -> None:
    """Lay out the backgrounds of boxes that have one; the others are most of them."""
    from weasyprint.draw.color import get_color  # noqa: PLC0415
    from weasyprint.formatting_structure.boxes import Box  # noqa: PLC0415
    from weasyprint.layout import background  # noqa: PLC0415

    lay_out: Callable[..., None] = background.layout_box_backgrounds
    Box.background = None
    for radius in _RADII:
        setattr(Box, radius, (0, 0))

    def is_bare(style: Any) -> bool:
        return (
            all((0, "px") in style[radius] for radius in _RADII)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and not style["box_shadow"]
            and all(kind == "none" for kind, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
        )

    def layout_box_backgrounds(page: Any, box: Any, *arguments: Any, **options: Any) -> None:
        known = box.style.__dict__
        bare = known.get("_bare")
        if bare is None:
            bare = known["_bare"] = is_bare(box.style)
        if not bare or box is page:
            lay_out(page, box, *arguments, **options)
            return
        for child in box.all_children():
            layout_box_backgrounds(page, child, *arguments, **options)

    replace(lay_out, layout_box_backgrounds)


def pass_by_missing_outlines() -> None:
    """Draw the outlines of boxes that have one."""
    from weasyprint.draw import border  # noqa: PLC0415
    from weasyprint.formatting_structure.boxes import Box  # noqa: PLC0415

    draw: Callable[..., None] = border.draw_outline

    def draw_outline(stream: Any, box: Any) -> None:
        if box.style["outline_width"]:
            draw(stream, box)
            return
        for child in box.children:
            if isinstance(child, Box):
                draw_outline(stream, child)

    replace(draw, draw_outline)
