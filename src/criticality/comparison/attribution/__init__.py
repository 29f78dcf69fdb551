"""Exact shares of a difference for each group of inputs (Shapley values)."""
