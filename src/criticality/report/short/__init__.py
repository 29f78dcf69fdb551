"""The short edition: ten pages for those who decide; the full edition holds what defends them."""
