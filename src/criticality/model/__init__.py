"""Immutable values of an assessment: no reading, no arithmetic."""
