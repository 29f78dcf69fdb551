"""Workbooks to be filled in: one plan of sheets, written as .xlsx and as .ods, and both kinds read within limits."""
