"""Sheets of the workbook of a run beside its tables of results."""
