"""The documents that are made from the figures; ``python docs/figures`` writes them again."""
