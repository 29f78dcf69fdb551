"""PDF files: one child process per edition, fonts, archive format and tags."""
