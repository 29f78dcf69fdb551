"""The yearly refresh: publishers' own release files become rows of data/, shown before anything is written."""
