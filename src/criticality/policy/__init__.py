"""What each lever would change."""
