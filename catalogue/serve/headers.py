"""Headers that many responses share. CORS: programs of other sites may ask and read all, since nothing is secret or changed."""

from __future__ import annotations

import re
from typing import TypeAlias

Fixed: TypeAlias = tuple[tuple[bytes, bytes], ...]

OPEN: Fixed = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After, Catalogue-Release, Catalogue-Notes"),
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


def common_headers(release: str) -> Fixed:
    """Give the headers that all responses of a release have."""
    return (*OPEN, (b"catalogue-release", release.encode()), VARY)


def content_type(media_type: str) -> tuple[bytes, bytes]:
    """Give the header for a media type; all texts here are UTF-8.

    >>> content_type("text/turtle"), content_type("application/json")
    ((b'content-type', b'text/turtle; charset=utf-8'), (b'content-type', b'application/json'))
    """
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return b"content-type", (media_type + charset).encode()


_HEADERS = "Accept, Accept-Language, Content-Type, If-None-Match"
_TOKENS = re.compile(r"[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*", re.ASCII)
_LONGEST = 1024


def preflight(allowed: str, requested: str = "") -> Fixed:
    """Give the headers of the answer to `OPTIONS`, which browsers send before they send what is not plain.

    Args:
        allowed: the methods that the address has, separated by commas.
        requested: the headers that a program will send (`Access-Control-Request-Headers`): it may send any, since those that
            nothing here reads do nothing. What is no list of names is passed over.

    >>> dict(preflight("GET", "X-Requested-With"))[b"access-control-allow-headers"]
    b'X-Requested-With'
    >>> dict(preflight("GET", "no list"))[b"access-control-allow-headers"] == _HEADERS.encode()
    True
    """
    is_list = len(requested) <= _LONGEST and _TOKENS.fullmatch(requested) is not None
    return (
        *OPEN,
        (b"access-control-allow-methods", allowed.encode()),
        (b"access-control-allow-headers", (requested if is_list else _HEADERS).encode()),
        (b"access-control-max-age", b"86400"),
        (b"allow", allowed.encode()),
    )
