"""schema.org in pages, as JSON-LD: what a page is and where it stands, and the things, lists and datasets that it is about.

`things` describes an entry, in the terms that the room `crosswalk` gives, `page` the page, `writing` makes HTML of it.
"""
