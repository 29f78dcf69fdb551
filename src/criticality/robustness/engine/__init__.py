"""Decide and count blocks of draws, on one process or several."""
