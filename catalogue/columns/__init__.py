"""Statements as numbers: a column a place of the triple, for looking up and for checking."""
