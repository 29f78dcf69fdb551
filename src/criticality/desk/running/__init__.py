"""Runs from the desk: jobs as child processes, the records, comparisons, scenarios and levers."""
