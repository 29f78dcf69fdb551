"""The page of a sweep: who is listed in which share of its cases, and what decides."""
