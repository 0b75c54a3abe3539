"""The store: statements asked with SPARQL."""
