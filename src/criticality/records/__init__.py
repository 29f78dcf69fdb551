"""Records of runs: composed once, written once, read back and checked."""
