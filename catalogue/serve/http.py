"""Requests and responses as ASGI has them, for what must be quick or must not wait for slow clients."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias

from catalogue.messages import Message, Text
from catalogue.serve.bodies import Body

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers: TypeAlias = Iterable[tuple[bytes, bytes]]

_LARGEST, _SMALLEST = 64 * 1024, 4 * 1024
"""How many bytes a piece of a body has at most and at least."""

_ROOM = 2 * 1024 * 1024
"""How many bytes the next pieces of all bodies may have that are being sent; the server holds some sixteen of each."""


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


async def read_body(receive: Receive, most: int, seconds: float) -> bytes:
    """Read a request's body.

    Args:
        receive: the request's.
        most: how many bytes it may have.
        seconds: within how many seconds it must have come.

    Raises:
        BadRequest: it is too long (413), or did not come in time (408).
    """
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
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


async def respond(scope: Scope, send: Send, status: int, headers: Headers, body: Body = b"") -> None:
    """Send a response that is whole, or only its head to a client that asks for that.

    A large body goes in pieces, each when the client has taken those before, so that a slow client holds no more than it takes.

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
    if len(body) > _SMALLEST:
        body = await _send_pieces(send, body)
    await send({"type": "http.response.body", "body": body if isinstance(body, bytes) else await _in_memory(body)})


async def _in_memory(body: Body) -> bytes:
    return body if isinstance(body, bytes) else await asyncio.to_thread(bytes, body)


async def _send_pieces(send: Send, body: Body) -> Body:
    """Send a body but for its last piece, and give that; the more are being sent, the smaller the pieces."""
    start, sending = 0, object()
    _SENDING.add(sending)
    try:
        while len(body) - start > (size := max(_SMALLEST, min(_LARGEST, _ROOM // len(_SENDING)))):
            piece = await _in_memory(body[start : start + size])
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            start += size
    finally:
        _SENDING.discard(sending)
    return body[start:] if start else body


_SENDING: set[object] = set()
"""The bodies that are being sent in pieces."""

_WITHOUT_LENGTH = frozenset({204, 304})
