"""The SPARQL of shapes as text: its triple patterns, and the values that SHACL binds in it."""
