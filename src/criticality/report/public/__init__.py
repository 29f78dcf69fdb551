"""The public edition: two pages in everyday words for a citizen or a journalist."""
