"""The interactive edition: one HTML file in both languages whose weights and thresholds a reader may move."""
