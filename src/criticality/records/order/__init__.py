"""The order in which runs were made."""
