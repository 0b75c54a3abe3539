"""Conditional requests (RFC 9110, section 13): entity tags, and what a client has already is not sent again."""

from __future__ import annotations

import hashlib

from catalogue.serve.http import Scope, Send, header, respond
from catalogue.serve.memory import Kept
from catalogue.serve.notes import notes_header

FOR_EVER = b"public, max-age=31536000, immutable"
"""How long what never changes at its address may be kept."""

FOR_NOW = b"public, max-age=300"
"""How long what changes with the release may be kept without asking again."""

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
    tags = [known.strip().removeprefix("W/") for known in if_none_match.split(",")]
    return tags == ["*"] or tag.removeprefix("W/") in tags


async def send_kept(scope: Scope, send: Send, kept: Kept) -> None:
    """Send an answer, or only say that the client's own copy is still right."""
    headers = (*kept.headers, notes_header(kept.notes, scope)) if kept.notes else kept.headers
    known = header(scope, b"if-none-match")
    if known and kept.etag and scope["method"] != "POST" and is_known(kept.etag.decode(), known):
        await respond(scope, send, 304, [(name, value) for name, value in headers if name not in _OF_THE_BODY])
    else:
        await respond(scope, send, 200, headers, kept.body)
