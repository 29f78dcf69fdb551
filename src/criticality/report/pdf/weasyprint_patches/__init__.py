"""Patches that let WeasyPrint, pydyf and tinyhtml5 do once what they do again and again with the same outcome.

Each replaces a function of theirs and gives the same pages: the tests print a document with and without and compare
the bytes. With any other version than the pinned ones nothing is patched and everything prints, slower.
"""

from functools import cache

from criticality.report.pdf.weasyprint_patches.lines import set_plain_lines
from criticality.report.pdf.weasyprint_patches.patching import versions_match
from criticality.report.pdf.weasyprint_patches.reading import reuse_patterns
from criticality.report.pdf.weasyprint_patches.styles import share_page_styles, spare_pseudo_elements
from criticality.report.pdf.weasyprint_patches.text import (
    forget_lines,
    reuse_glyphs,
    reuse_lines,
    set_up_layouts_when_asked,
)
from criticality.report.pdf.weasyprint_patches.writing import compress_faster, list_pages_once

__all__ = ["apply", "forget_lines", "spare_pseudo_elements"]

PATCHES = (
    reuse_patterns,
    share_page_styles,
    reuse_lines,
    set_plain_lines,
    reuse_glyphs,
    set_up_layouts_when_asked,
    list_pages_once,
    compress_faster,
)


@cache
def apply() -> bool:
    """Patch the libraries before a process prints its first page; return False if their versions are not the pinned."""
    if versions_match():
        for patch in PATCHES:
            patch()
    return versions_match()
