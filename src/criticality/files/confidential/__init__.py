"""Rows of data/confidential/ that count like others, and the salt of their digests."""
