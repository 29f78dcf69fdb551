"""Records of runs, and how two of them differ."""
