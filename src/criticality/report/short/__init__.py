"""The short edition: a dozen pages for those who decide; the full edition holds what defends them."""
