"""The list rule: compiled once, evaluated for one list or for a million."""
