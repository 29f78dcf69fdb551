"""Weights of criteria and dimensions from pairwise judgements, stated numbers, or the values themselves."""
