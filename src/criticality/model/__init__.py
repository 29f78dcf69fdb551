"""Immutable values of an assessment; nothing here reads a file or computes a result."""
