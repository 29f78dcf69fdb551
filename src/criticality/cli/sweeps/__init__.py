"""The command that runs a sweep."""
