"""The public form of a record: what is said of it where some of its figures are confidential."""
