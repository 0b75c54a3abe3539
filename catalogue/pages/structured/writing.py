"""Structured data written into a page: a data block of JSON, which no browser runs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from catalogue.pages.structured.things import JsonObject

_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_SIGNS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What could end the element, begin a comment or be read as a reference; such signs stand in strings of JSON alone."""


def data_block(items: Sequence[JsonObject]) -> Markup:
    r"""Write things of schema.org as an element of HTML (HTML, section 4.12.1: a data block).

    >>> print(data_block([{"name": "</script>"}]))
    <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"name":"\u003c/script\u003e"}]}</script>
    """
    text = _ENCODED({"@context": "https://schema.org", "@graph": items})
    for sign, written in _SIGNS.items():
        text = text.replace(sign, written)
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - it has no sign that HTML knows
