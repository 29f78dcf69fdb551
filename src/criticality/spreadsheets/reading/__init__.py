"""Workbooks that come back from others: read as text and numbers, within limits, and never evaluated."""
