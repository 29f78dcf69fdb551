"""What each mineral measures under each criterion: pure functions, named as in the literature."""
