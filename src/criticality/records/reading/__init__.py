"""How the files of a record are read: strict JSON, the shape of the content, and where two files differ."""
