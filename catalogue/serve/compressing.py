"""What is large is sent compressed to who can read that: compressed once, always to the same bytes, and kept."""

from __future__ import annotations

import gzip

from catalogue.documents.headers import VARY
from catalogue.serve.conditional import strong_tag
from catalogue.serve.memory import Kept
from catalogue.serve.negotiate import preferences

LARGE = 32 * 1024
"""From how many bytes on a document is compressed."""

GZIP = "gzip"
_LEVEL = 6
_TEXTS = ("text/", "application/", "image/svg+xml")
"""How the media types begin of what becomes smaller."""

_VARY = (VARY[0], b"Accept-Encoding")


def may_be_compressed(media_type: str, body: bytes) -> bool:
    """Tell whether a document is large enough to be compressed, and of a format that becomes smaller."""
    return len(body) >= LARGE and media_type.startswith(_TEXTS)


def wants_gzip(accept_encoding: str) -> bool:
    """Tell whether a client would rather have gzip (RFC 9110, section 12.5.3); `x-gzip` is the same.

    >>> wants_gzip("br, gzip"), wants_gzip("gzip;q=0, *"), wants_gzip("*"), wants_gzip(""), wants_gzip("identity, gzip;q=0.5")
    (True, False, True, False, False)
    """
    weights = dict(reversed(preferences(accept_encoding)))
    weight = weights.get(GZIP, weights.get("x-gzip", weights.get("*", 0.0)))
    return weight > 0 and weight >= weights.get("identity", 0.0)


def with_variants(kept: Kept) -> Kept:
    """Give a document that says that it may be had compressed."""
    return kept._replace(headers=(*kept.headers, _VARY), is_compressible=True)


def compressed(kept: Kept) -> Kept:
    """Give the compressed form of a document, with an entity tag of its own."""
    body = gzip.compress(kept.body, _LEVEL, mtime=0)
    etag = strong_tag(body)
    headers = tuple((name, etag if name == b"etag" else value) for name, value in kept.headers)
    return kept._replace(headers=(*headers, (b"content-encoding", GZIP.encode())), body=body, etag=etag)
