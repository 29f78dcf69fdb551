"""The desk: the workspace in a browser, for planners. Every page works without scripts, in both languages.

A route stands in a table with the role that may use it (`criticality.desk.routes`). The list is decided by the same
code as on the command line, and a run is the command itself as a child process.
"""
