"""Headers of documents over HTTP, the same from our server and from the rules that hosts of files are given.

CORS: programs of other sites may ask and read all, since nothing is secret or changed.
"""

from __future__ import annotations

from typing import TypeAlias

Fixed: TypeAlias = tuple[tuple[bytes, bytes], ...]

OPEN: Fixed = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Accept-Ranges, Content-Range, ETag, Link, Retry-After, Catalogue-Release, Catalogue-Notes",
    ),
    (b"x-content-type-options", b"nosniff"),
)
"""What every response says: any site may read it, these headers included, and nobody is to guess its media type."""


INERT: Fixed = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
            b"form-action 'self'"
        ),
    ),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
"""What documents and pages of problems say: a browser runs the scripts of this host alone, none that stands in them."""

VARY = (b"vary", b"Accept, Accept-Language")

FOR_EVER = b"public, max-age=31536000, immutable"
"""How long what never changes at its address may be kept."""

FOR_NOW = b"public, max-age=300"
"""How long what changes with the release may be kept without asking again."""

ASKED = "Accept, Accept-Language, Content-Type, If-None-Match, If-Range, Range"
"""The headers that programs of other sites may send at least."""

HEADER_NAMES = r"[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*"
"""A list of names of headers, as a regular expression of ASCII."""

A_DAY = b"86400"
"""For how many seconds a browser may remember what programs of other sites may do."""


def content_type(media_type: str) -> tuple[bytes, bytes]:
    """Give the header for a media type; all texts here are UTF-8.

    >>> content_type("text/turtle"), content_type("application/json")
    ((b'content-type', b'text/turtle; charset=utf-8'), (b'content-type', b'application/json'))
    """
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return b"content-type", (media_type + charset).encode()
