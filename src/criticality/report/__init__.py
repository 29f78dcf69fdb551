"""A page shows a record; it never computes."""
