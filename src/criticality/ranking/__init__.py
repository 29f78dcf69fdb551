"""From indicator values to scores and ranks."""
