"""Edits of a document as text, which leave every other character of its file alone."""
