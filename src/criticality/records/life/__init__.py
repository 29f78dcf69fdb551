"""The life of a list after its record was written: adopted runs, reviews and signatures."""
