"""What pages show of the review of a run."""
