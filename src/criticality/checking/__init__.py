"""Checks across files and steps: every problem of every file at once, before anything is computed."""

from criticality.checking.check import check_workspace, load_inputs

__all__ = ["check_workspace", "load_inputs"]
