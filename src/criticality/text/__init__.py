"""Phrases, numbers and spelling in both languages; imports the standard library only."""
