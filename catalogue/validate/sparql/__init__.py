"""The SPARQL of shapes as text: its tokens, its triple patterns, and the values that SHACL binds in it."""
