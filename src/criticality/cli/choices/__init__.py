"""`criticality choices`, and the lines on choices that other commands print."""
