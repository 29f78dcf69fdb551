"""Pages of a comparison: one self-contained HTML file, and a page in print to be signed; they compute nothing."""

from criticality.report.comparison.page import comparison_page, series_page

__all__ = ["comparison_page", "series_page"]
