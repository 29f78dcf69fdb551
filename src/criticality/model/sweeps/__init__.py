"""Sweeps: the document that asks for one, the cases that it lays out, and the shape of what comes of it."""
