"""The one door to the terminal: whatever a file, a record or a release says, it is shown and acts on nothing."""
