"""Conditional requests (RFC 9110, section 13): entity tags, and what a client has already is not sent again."""

from __future__ import annotations

import hashlib
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple

from catalogue.serve.http import Scope, Send, header, respond
from catalogue.serve.memory import Kept
from catalogue.serve.notes import notes_header
from catalogue.serve.ranges import part_of

NOT_KEPT = b"no-store"
"""What may differ each time is not kept."""

_OF_THE_BODY = frozenset({b"content-type", b"content-language", b"content-disposition", b"content-encoding"})
_TAG = 32


def strong_tag(body: bytes) -> bytes:
    """Tag the bytes of a body."""
    return tag_of(hashlib.sha256(body).hexdigest())


def tag_of(sha256: str) -> bytes:
    """Give the tag of a body by its SHA-256 in hexadecimal."""
    return b'"%s"' % sha256[:_TAG].encode()


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


class Conditions(NamedTuple):
    """The conditions of a request: its headers, each empty where there is none."""

    if_match: str = ""
    if_none_match: str = ""
    if_unmodified_since: str = ""
    if_modified_since: str = ""
    if_range: str = ""

    @classmethod
    def of(cls, scope: Scope) -> Conditions:
        """Read those of a request."""
        named = {name for name, _ in scope["headers"] if name in _CONDITIONS}
        return cls(**{_CONDITIONS[name]: header(scope, name) for name in named}) if named else _UNCONDITIONAL


_CONDITIONS = {field.replace("_", "-").encode(): field for field in Conditions._fields}
_UNCONDITIONAL = Conditions()


def seconds_of(date: str) -> int | None:
    """Read the date of a header (RFC 9110, section 5.6.7); None where it is none.

    >>> seconds_of("Tue, 14 Nov 2023 22:13:20 GMT"), seconds_of("yesterday"), seconds_of("")
    (1700000000, None, None)
    """
    try:
        return int(parsedate_to_datetime(date).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def date_of(seconds: int) -> bytes:
    """Write a date as headers have it.

    >>> date_of(1700000000)
    b'Tue, 14 Nov 2023 22:13:20 GMT'
    """
    return formatdate(seconds, usegmt=True).encode()


def status_of(method: str, etag: str, conditions: Conditions, modified: int | None = None) -> int:
    """Give the status by the conditions of a request, in the order that they are looked at (RFC 9110, section 13.2.2).

    Args:
        method: the request's method.
        etag: the tag of what would be sent, or empty.
        conditions: the conditions.
        modified: when it was changed last, in seconds since 1970, or None: then conditions of time are passed over.

    Returns:
        200, 304, or 412 where a condition does not hold.

    >>> status_of("GET", '"a"', Conditions("", '"a"')), status_of("POST", '"a"', Conditions("", '"a"'))
    (304, 412)
    >>> status_of("GET", '"a"', Conditions('"b"', '"a"'))
    412
    """
    reads = method in {"GET", "HEAD"}
    if conditions.if_match:
        if not is_meant(etag, conditions.if_match):
            return 412
    elif _is_later(modified, conditions.if_unmodified_since):
        return 412
    if conditions.if_none_match:
        if etag and is_known(etag, conditions.if_none_match):
            return 304 if reads else 412
    elif reads and _is_later(modified, conditions.if_modified_since) is False:
        return 304
    return 200


def _is_later(modified: int | None, date: str) -> bool | None:
    """Tell whether something was changed after a date; None where one of them is not known."""
    since = seconds_of(date) if date and modified is not None else None
    return None if since is None or modified is None else modified > since


def _part(scope: Scope, kept: Kept, if_range: str) -> range | None:
    """Give the part of an answer that a request is for; None when it is for the whole, or for a part of what has changed."""
    asked = header(scope, b"range") if kept.is_file and scope["method"] == "GET" else ""
    is_same = not if_range or (
        is_meant(kept.etag.decode(), if_range)
        if '"' in if_range
        else kept.modified is not None and seconds_of(if_range) == kept.modified
    )
    return part_of(asked, len(kept.body)) if asked and is_same else None


async def send_kept(scope: Scope, send: Send, kept: Kept) -> int:
    """Send an answer, a part of it, or only that the client's own copy is still right.

    Returns:
        The status; with 412, where a condition does not hold, and with 416, where the part is not there, nothing was sent.
    """
    headers = (*kept.headers, notes_header(kept.notes, scope)) if kept.notes else kept.headers
    conditions = Conditions.of(scope)
    etag, has_none = kept.etag, conditions is _UNCONDITIONAL
    status: int = HTTPStatus.OK if has_none else status_of(scope["method"], etag.decode(), conditions, kept.modified)
    if status == HTTPStatus.NOT_MODIFIED:
        await respond(scope, send, status, [(name, value) for name, value in headers if name not in _OF_THE_BODY])
    elif status == HTTPStatus.OK:
        part = _part(scope, kept, conditions.if_range)
        if part is None:
            await respond(scope, send, status, headers, kept.body)
        elif not part:
            return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        else:
            status = HTTPStatus.PARTIAL_CONTENT
            where = b"bytes %d-%d/%d" % (part.start, part.stop - 1, len(kept.body))
            await respond(scope, send, status, (*headers, (b"content-range", where)), kept.body[part.start : part.stop])
    return status
