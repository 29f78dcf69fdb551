"""`criticality choices`."""
