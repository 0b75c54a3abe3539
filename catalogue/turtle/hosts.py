"""Hosts: relative IRIs that look like addresses of the web without their scheme."""

from __future__ import annotations

import re

_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+(?P<last>[A-Za-z]{2,})(?:[/?#].*)?")
FILE_SUFFIXES = frozenset(
    ("ttl", "trig", "nt", "nq", "rdf", "owl", "xml", "json", "jsonld", "csv", "tsv", "html", "htm", "php", "txt", "md", "pdf")
) | frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp", "zip", "gz", "odt", "ods", "doc", "docx", "xls", "xlsx"))
"""What ends the names of files, and no host."""


def is_host(written: str) -> bool:
    """Tell whether a relative IRI begins as a host does.

    >>> is_host("www.wikidata.org/entity/Q1"), is_host("crop/pea.ttl"), is_host("pea.ttl")
    (True, False, False)
    """
    match = _HOST.fullmatch(written)
    return match is not None and match["last"].lower() not in FILE_SUFFIXES
