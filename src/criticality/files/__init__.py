"""The only room that knows YAML and CSV: every problem with its file, line and place."""
