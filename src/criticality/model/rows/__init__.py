"""Rows of tables: whose count for a country, and where equal ones stand."""
