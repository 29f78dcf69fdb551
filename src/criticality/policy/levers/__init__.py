"""How much of each policy lever would take a mineral off the list."""
