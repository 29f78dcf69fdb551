"""Checks that look for doubtful figures before and after a run."""
