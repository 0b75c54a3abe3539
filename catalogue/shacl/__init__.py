"""SHACL validation: the compiled engine, its reference, and their results."""
