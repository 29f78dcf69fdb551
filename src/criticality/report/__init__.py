"""The printed list: a page shows a record and computes nothing."""

from criticality.report.pages import render_html
from criticality.report.pdf.editions import write_factsheets, write_lists
from criticality.report.pdf.fonts import font_digests

__all__ = ["font_digests", "render_html", "write_factsheets", "write_lists"]
