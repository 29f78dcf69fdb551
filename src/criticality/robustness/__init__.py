"""Robustness of the list: the list is decided again in every draw."""

from criticality.robustness.acceptability import measure_robustness

__all__ = ["measure_robustness"]
