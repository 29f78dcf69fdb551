"""The printed list: a page shows a record and computes nothing."""

from criticality.report.fonts import font_digests
from criticality.report.pages import render_html
from criticality.report.pdf import write_factsheets, write_lists

__all__ = ["font_digests", "render_html", "write_factsheets", "write_lists"]
