"""What is large is sent compressed to who can read that: compressed once, always to the same bytes, and kept."""

from __future__ import annotations

from catalogue.documents.formats import COMPRESSED
from catalogue.documents.headers import VARY
from catalogue.remembering import remembered
from catalogue.serve.bodies import Body
from catalogue.serve.conditional import strong_tag
from catalogue.serve.encodings import ENCODINGS, GZIP
from catalogue.serve.memory import Kept
from catalogue.serve.negotiate import preferences

LARGE = 32 * 1024
"""From how many bytes on a document is compressed."""

_LARGEST = 64 * 1024 * 1024
_TEXTS = ("text/", "application/", "image/svg+xml")
"""How the media types begin of what becomes smaller."""

_VARY = (VARY[0], b"Accept-Encoding")


def may_be_compressed(media_type: str, body: Body) -> bool:
    """Tell whether a document is large enough to be compressed, not too large for that, and becomes smaller by its format."""
    return LARGE <= len(body) <= _LARGEST and media_type.startswith(_TEXTS) and media_type not in COMPRESSED


@remembered(1024)
def wanted_encoding(accept_encoding: str) -> str | None:
    """Give the encoding that a client would rather have (RFC 9110, section 12.5.3), or None where it would rather have none.

    Args:
        accept_encoding: the client's header; `x-gzip` is `gzip`.

    >>> wanted_encoding("br, gzip"), wanted_encoding("zstd;q=0, gzip;q=0.5"), wanted_encoding("x-gzip")
    ('gzip', 'gzip', 'gzip')
    >>> wanted_encoding(""), wanted_encoding("gzip;q=0"), wanted_encoding("identity, gzip;q=0.5"), wanted_encoding("*;q=0")
    (None, None, None, None)
    """
    weights = dict(reversed(preferences(accept_encoding)))
    others = weights.get("*", 0.0)
    weights.setdefault(GZIP, weights.get("x-gzip", others))
    weighed = {name: weights.get(name, others) for name in ENCODINGS}
    best = max(weighed, key=lambda name: weighed[name])
    return best if weighed[best] > 0 and weighed[best] >= weights.get("identity", 0.0) else None


def with_variants(kept: Kept) -> Kept:
    """Give a document that says that it may be had compressed."""
    return kept._replace(headers=(*kept.headers, _VARY), is_compressible=True)


def compressed(kept: Kept, encoding: str) -> Kept:
    """Give a document in one of `ENCODINGS`, with an entity tag of its own."""
    body = ENCODINGS[encoding](bytes(kept.body))
    etag = strong_tag(body)
    headers = tuple((name, etag if name == b"etag" else value) for name, value in kept.headers)
    return kept._replace(headers=(*headers, (b"content-encoding", encoding.encode())), body=body, etag=etag)
