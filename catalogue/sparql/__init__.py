"""SPARQL as text: the tokens, the names and the syntax of queries, and the headers of their files."""
