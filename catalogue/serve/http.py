"""Requests and responses as ASGI has them, for what must be quick or must not wait for slow clients."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias

from catalogue.messages import Message, Text

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers: TypeAlias = Iterable[tuple[bytes, bytes]]

SLOW = 10.0
"""Within how many seconds a body must have come."""

_CHUNK = 64 * 1024


class BadRequest(Exception):  # noqa: N818 - it is the client's
    """A request that cannot be read.

    Args:
        status: the HTTP status.
        message: what is wrong.
    """

    def __init__(self, status: int, message: Text) -> None:
        super().__init__(message["en"])
        self.status = status
        self.message = message


def header(scope: Scope, name: bytes) -> str:
    """Give a request's header; several of one name are joined by commas, none is empty."""
    values = [value for key, value in scope["headers"] if key == name]
    return (values[0] if len(values) == 1 else b",".join(values)).decode("latin-1") if values else ""


async def read_body(receive: Receive, most: int) -> bytes:
    """Read a request's body.

    Args:
        receive: the request's.
        most: how many bytes it may have.

    Raises:
        BadRequest: it is too long (413), or did not come within ten seconds (408).
    """
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(SLOW):
            while True:
                message = await receive()
                piece = message.get("body", b"")
                size += len(piece)
                if size > most:
                    raise BadRequest(413, Message("serve.body-more-than-bytes", most=most))
                pieces.append(piece)
                if not message.get("more_body"):
                    return b"".join(pieces)
    except TimeoutError:
        raise BadRequest(408, Message("serve.body-did-not-come-time")) from None


async def until_gone(receive: Receive) -> None:
    """Wait until the client has gone; its body must have been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


def root_of(scope: Scope) -> str:
    """Give the path that the service has on its host, without a slash at its end."""
    return str(scope.get("root_path", "")).rstrip("/")


def address_of(scope: Scope) -> str:
    """Give the address that a request was sent to, without its query."""
    host = header(scope, b"host") or "localhost"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}{scope['path']}"


async def respond(scope: Scope, send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send a response that is whole, or only its head to a client that asks for that.

    A large body goes in pieces, so that a slow client holds no more than it takes.

    Args:
        scope: the request's.
        send: the request's.
        status: the HTTP status; 204 and 304 have no length.
        headers: the headers, but for the length.
        body: the body, as a client gets it that asks for the whole.
    """
    listed = [*headers] if status in _WITHOUT_LENGTH else [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": listed})
    if scope["method"] == "HEAD":
        body = b""
    for start in range(0, len(body) - _CHUNK, _CHUNK):
        await send({"type": "http.response.body", "body": body[start : start + _CHUNK], "more_body": True})
    last = max(0, (len(body) - 1) // _CHUNK * _CHUNK)
    await send({"type": "http.response.body", "body": body[last:]})


_WITHOUT_LENGTH = frozenset({204, 304})
