"""The command line: the planner's and the reviewer's door."""

from criticality.cli.main import main

__all__ = ["main"]
