"""The chapters of the printed list: each module turns its part of a record into texts and written numbers."""
