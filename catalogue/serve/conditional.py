"""Conditional requests (RFC 9110, section 13): entity tags, and what a client has already is not sent again."""

from __future__ import annotations

import hashlib

from catalogue.serve.http import Scope, Send, header, respond
from catalogue.serve.memory import Kept
from catalogue.serve.notes import notes_header

NOT_KEPT = b"no-store"
"""What may differ each time is not kept."""

_OF_THE_BODY = frozenset({b"content-type", b"content-language", b"content-disposition"})
_TAG = 32


def strong_tag(body: bytes) -> bytes:
    """Tag the bytes of a body."""
    return b'"%s"' % hashlib.sha256(body).hexdigest()[:_TAG].encode()


def weak_tag(asked: bytes) -> bytes:
    """Tag what was asked for: the bytes may differ each time, such as in the labels of blank nodes, and say the same."""
    return b'W/"%s"' % hashlib.blake2b(asked, digest_size=_TAG // 2).hexdigest().encode()


def is_known(tag: str, if_none_match: str) -> bool:
    """Say whether a client has what a tag stands for, by weak comparison (RFC 9110, section 8.8.3.2).

    Args:
        tag: the tag of what would be sent.
        if_none_match: the client's header `If-None-Match`.

    >>> is_known('W/"a"', '"b", "a"'), is_known('"a"', "*"), is_known('"a"', '"b"'), is_known('"a"', "")
    (True, True, False, False)
    """
    tags = [known.removeprefix("W/") for known in _listed(if_none_match)]
    return tags == ["*"] or tag.removeprefix("W/") in tags


def is_meant(tag: str, if_match: str) -> bool:
    """Say whether what would be sent is what a client means, by strong comparison: a weak tag is never alike.

    Args:
        tag: the tag of what would be sent, or empty.
        if_match: the client's header `If-Match`.

    >>> is_meant('"a"', '"b", "a"'), is_meant("", "*"), is_meant('W/"a"', 'W/"a"'), is_meant('"a"', 'W/"a"')
    (True, True, False, False)
    """
    tags = _listed(if_match)
    return tags == ["*"] or (tag in tags and not tag.startswith("W/"))


def _listed(tags: str) -> list[str]:
    return [tag.strip() for tag in tags.split(",")]


def status_of(method: str, etag: str, if_match: str, if_none_match: str) -> int:
    """Give the status by the conditions of a request, in the order that they are looked at (RFC 9110, section 13.2.2).

    Args:
        method: the request's method.
        etag: the tag of what would be sent, or empty.
        if_match: the header `If-Match`, or empty.
        if_none_match: the header `If-None-Match`, or empty.

    Returns:
        200, 304, or 412 where a condition does not hold.

    >>> status_of("GET", '"a"', "", '"a"'), status_of("POST", '"a"', "", '"a"'), status_of("GET", '"a"', '"b"', '"a"')
    (304, 412, 412)
    """
    if if_match and not is_meant(etag, if_match):
        return 412
    if if_none_match and etag and is_known(etag, if_none_match):
        return 304 if method in {"GET", "HEAD"} else 412
    return 200


async def send_kept(scope: Scope, send: Send, kept: Kept) -> bool:
    """Send an answer, or only say that the client's own copy is still right; nothing where a condition does not hold.

    Returns:
        Whether something was sent.
    """
    headers = (*kept.headers, notes_header(kept.notes, scope)) if kept.notes else kept.headers
    status = status_of(scope["method"], kept.etag.decode(), header(scope, b"if-match"), header(scope, b"if-none-match"))
    if status == 304:  # noqa: PLR2004 - a status of HTTP
        await respond(scope, send, status, [(name, value) for name, value in headers if name not in _OF_THE_BODY])
    elif status == 200:  # noqa: PLR2004 - likewise
        await respond(scope, send, status, headers, kept.body)
    return status != 412  # noqa: PLR2004 - likewise
