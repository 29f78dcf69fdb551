"""Words, numbers and spellings in both languages; imports the standard library only."""
