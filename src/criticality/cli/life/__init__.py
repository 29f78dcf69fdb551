"""Commands on the life of a list: its review, and where it stands."""
