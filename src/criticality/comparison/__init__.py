"""What differs between two recorded runs, and why."""
