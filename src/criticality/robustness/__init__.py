"""How sure the list is: every draw re-decides it."""

from criticality.robustness.acceptability import measure_robustness

__all__ = ["measure_robustness"]
