"""What files of a workspace mean, in sentences."""
