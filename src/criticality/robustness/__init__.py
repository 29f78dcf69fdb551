"""How sure the list is: every draw re-decides it."""
