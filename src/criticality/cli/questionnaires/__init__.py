"""The commands that ask experts and enter their answers."""
