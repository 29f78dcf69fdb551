"""Choices as they stand in files: their documents, the rows that their options name, other odds."""
