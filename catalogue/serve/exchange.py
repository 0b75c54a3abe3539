"""A request to the SPARQL service, and how it is answered: the headers that all responses have, and answers that are kept."""

from __future__ import annotations

from typing import NamedTuple

from catalogue.serve.http import Receive, Scope, Send, header, send_nothing, send_whole
from catalogue.serve.memory import Kept
from catalogue.serve.releases import Queried

VARY = (b"vary", b"Accept, Accept-Language")
CORS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After, Catalogue-Release"),
    (b"x-content-type-options", b"nosniff"),
)


class Exchange(NamedTuple):
    """A request and the means to answer it.

    Attributes:
        scope: the request's ASGI scope.
        receive: gives the request's body, and tells when the client has gone.
        send: sends the response.
        path: the address below the release: `/sparql`, or that of a named query.
        queried: the release that is asked.
        is_named: whether the request names the release, so that its answer never changes.
    """

    scope: Scope
    receive: Receive
    send: Send
    path: str
    queried: Queried
    is_named: bool

    def headers(self, *more: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        """Give the headers that every response has, and more."""
        return [*common_headers(self.queried.name), *more]


def common_headers(release: str) -> tuple[tuple[bytes, bytes], ...]:
    """Give the headers that all responses of a release have."""
    return (*CORS, (b"catalogue-release", release.encode()), VARY)


async def send_kept(scope: Scope, send: Send, kept: Kept) -> None:
    """Send an answer, or only say that the client's own copy is still right."""
    known = header(scope, b"if-none-match")
    if known and kept.etag and _is_known(kept.etag.decode(), known):
        await send_nothing(send, 304, kept.headers)
    elif scope["method"] == "HEAD":
        await send_nothing(send, 200, [*kept.headers, (b"content-length", b"%d" % len(kept.body))])
    else:
        await send_whole(send, 200, kept.headers, kept.body)


def _is_known(etag: str, known: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return tags == ["*"] or etag.removeprefix("W/") in tags


def address_of(scope: Scope) -> str:
    """Give the address that a request was sent to, without its query."""
    host = header(scope, b"host") or "localhost"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}{scope['path']}"
