"""Pages for a browser: one file each, with our own scripts and styles inside, which ask nothing of any network."""
