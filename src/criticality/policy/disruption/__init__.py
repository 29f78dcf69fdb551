"""What an interruption of supply costs, and how long stocks and practice cover it."""
