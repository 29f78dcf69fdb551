"""Captions of tables that state what the table shows, made from the record."""
