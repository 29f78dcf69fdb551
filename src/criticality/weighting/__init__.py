"""Judgements go in, weights come out."""
