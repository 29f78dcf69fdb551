"""Work WeasyPrint and pydyf would do again and again with the same outcome, done once.

Each shortcut stands in for one function of theirs, answers what that function answered before, and steps aside where
the library no longer looks as it did. None of them changes a page: the tests print the same document with and without
and compare the bytes. Measured on the Taiwan list, where three of four pieces of text are set more than once.
"""

from functools import cache

from criticality.report.pdf.weasyprint_patches import boxes, lines, reading, text, writing
from criticality.report.pdf.weasyprint_patches.styles import share_page_styles, spare_pseudo_elements
from criticality.report.pdf.weasyprint_patches.text import forget_lines

__all__ = ["forget_lines", "spare_pseudo_elements", "take_shortcuts"]


@cache
def take_shortcuts() -> None:
    """Put every shortcut in place; in a process that prints, before its first page."""
    reading.remember_character_sets()
    writing.write_numbers_quickly()
    writing.share_what_objects_begin_with()
    writing.remember_page_references()
    writing.remember_written_objects()
    writing.pack_painted_pages()
    text.remember_lines()
    text.remember_glyphs()
    text.forget_glyphs()
    text.wake_layouts_late()
    share_page_styles()
    lines.set_plain_lines()
    boxes.remember_used_values()
    boxes.remember_flow()
    boxes.pass_by_bare_backgrounds()
    boxes.pass_by_missing_outlines()
