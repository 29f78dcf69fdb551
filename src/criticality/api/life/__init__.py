"""Adoption and review of runs, for the command line and for Python."""
