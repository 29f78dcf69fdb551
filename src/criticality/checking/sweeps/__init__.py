"""What can be wrong with a sweep, and everything that its cases are decided from."""
