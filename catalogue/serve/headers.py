"""Headers that many responses of the service share."""

from __future__ import annotations

import re

from catalogue.documents.headers import A_DAY, ASKED, HEADER_NAMES, OPEN, VARY, Fixed


def common_headers(release: str) -> Fixed:
    """Give the headers that all responses of a release have."""
    return (*OPEN, (b"catalogue-release", release.encode()), VARY)


_TOKENS = re.compile(HEADER_NAMES, re.ASCII)
_LONGEST = 1024


def preflight(allowed: str, requested: str = "") -> Fixed:
    """Give the headers of the answer to `OPTIONS`, which browsers send before they send what is not plain.

    Args:
        allowed: the methods that the address has, separated by commas.
        requested: the headers that a program will send (`Access-Control-Request-Headers`): it may send any, since those that
            nothing here reads do nothing. What is no list of names is passed over.

    >>> dict(preflight("GET", "X-Requested-With"))[b"access-control-allow-headers"]
    b'X-Requested-With'
    >>> dict(preflight("GET", "no list"))[b"access-control-allow-headers"] == ASKED.encode()
    True
    """
    is_list = len(requested) <= _LONGEST and _TOKENS.fullmatch(requested) is not None
    return (
        *OPEN,
        (b"access-control-allow-methods", allowed.encode()),
        (b"access-control-allow-headers", (requested if is_list else ASKED).encode()),
        (b"access-control-max-age", A_DAY),
        (b"allow", allowed.encode()),
    )
