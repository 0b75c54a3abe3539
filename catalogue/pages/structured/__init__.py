"""schema.org in pages, as JSON-LD: what a page is and where it stands, and the things, lists and datasets that it is about.

`mapping` says which types and properties of schema.org the shapes and the ontology lead to, `crosswalk` which the vocabularies
in common use do, `values` what a value is reduced to, `things` describes an entry, `page` the page, `writing` makes HTML of it.
"""
