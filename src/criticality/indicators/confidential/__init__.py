"""What confidential rows do to the cells."""
