"""The list rule, compiled once and evaluated for one list or for many draws, and the classification of one list."""
