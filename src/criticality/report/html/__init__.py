"""HTML pages: the Jinja sandbox, languages, spacing, and a check of the result."""
