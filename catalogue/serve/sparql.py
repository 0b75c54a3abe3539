"""The SPARQL service: the protocol over HTTP, answered by workers or from memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache, partial

from catalogue.query import RESULT_FORMATS, NamedQuery, Refusal
from catalogue.serve import problems
from catalogue.serve.clients import Clients
from catalogue.serve.description import describe
from catalogue.serve.exchange import CORS, Exchange, address_of, common_headers, send_kept
from catalogue.serve.http import Scope, header, read_body, send_nothing, send_whole, until_gone
from catalogue.serve.memory import Kept, Memory
from catalogue.serve.page import SparqlPage
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import METHODS, BadRequest, Operation, read_get, read_post
from catalogue.serve.releases import Releases
from catalogue.workers import Asked, Busy, GoneError, Reply

_ENCODED = 4
_ROOM = 64 * 1024
_LONG = 2048
_MOST_REPEATED = 512
_SMALL = 64 * 1024
_PREFLIGHT = (
    *CORS,
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
    (b"allow", METHODS.encode()),
)
_FOR_NOW = b"public, max-age=300"
_FOR_EVER = b"public, max-age=31536000, immutable"
_NOT_KEPT = b"no-store"


class Sparql:
    """The SPARQL service of a catalogue.

    Args:
        releases: the releases that can be asked.
        named: the named queries, which its page offers.
    """

    def __init__(self, releases: Releases, named: Mapping[str, NamedQuery]) -> None:
        self.releases = releases
        self.limits = releases.limits
        self.clients = Clients(self.limits.client, self.limits.proxies)
        self.memory = Memory(self.limits.cache)
        self.page = SparqlPage(self, named)
        self._repeated: dict[tuple[str, bytes, str], Kept] = {}

    def repeated(self, scope: Scope) -> Kept | None:
        """Give the answer to a `GET` that came before letter by letter, or None; nothing else of the request is looked at."""
        return self._repeated.get((scope["path"], scope["query_string"], header(scope, b"accept")))

    async def answer(self, exchange: Exchange) -> None:
        """Answer a request to the service's address."""
        scope = exchange.scope
        method = scope["method"]
        if method in {"GET", "HEAD"}:
            read: Callable[[], Operation] = partial(read_get, scope["query_string"], header(scope, b"accept"))
        elif method == "POST":
            try:
                body = await read_body(exchange.receive, _ENCODED * self.limits.query + _ROOM)
            except BadRequest as request:
                await self.tell(exchange, problems.of_request(request))
                return
            types = (header(scope, b"content-type"), body, header(scope, b"accept"))
            read = partial(read_post, scope["query_string"], *types)
        elif method == "OPTIONS":
            await send_nothing(exchange.send, 204, _PREFLIGHT)
            return
        else:
            await self.tell(exchange, problems.wrong_method())
            return
        try:
            operation = read()
        except BadRequest as request:
            await self.tell(exchange, problems.of_request(request))
        except Refusal as refusal:
            await self.tell(exchange, problems.of_refusal(refusal))
        else:
            if operation.formats.html:
                await self.page.answer(exchange, operation)
            elif operation.sparql is None:
                await self._describe(exchange, operation)
            else:
                await self.run(exchange, operation, operation.asked)

    async def run(self, exchange: Exchange, key: Hashable, ask: Callable[[], Asked]) -> None:
        """Answer a query, from memory if it was answered before.

        Args:
            exchange: the request.
            key: what is asked, the release apart: equal keys have equal answers.
            ask: gives the query.
        """
        found = await self.find(exchange, key, ask)
        if isinstance(found, Problem):
            await self.tell(exchange, found)
        elif found is not None:
            if exchange.scope["method"] == "GET" and found.etag and len(found.body) <= _SMALL:
                self._note(exchange.scope, found)
            await send_kept(exchange.scope, exchange.send, found)

    async def find(self, exchange: Exchange, key: Hashable, ask: Callable[[], Asked]) -> Kept | Problem | None:
        """Give the answer to a query, from memory if it was answered before; None when nobody waits for it any more."""
        whole = (exchange.queried.name, exchange.is_named, key)
        kept = self.memory.get(whole)
        if kept is not None:
            return kept
        asked = ask()
        found = await self._ask(exchange, asked)
        if not isinstance(found, Reply):
            return found
        kept = _kept(exchange, asked.packed(), found)
        if not found.is_volatile:
            self.memory.keep(whole, kept)
        return kept

    def _note(self, scope: Scope, kept: Kept) -> None:
        """Note how a question was put that may come again, letter by letter."""
        if len(self._repeated) >= _MOST_REPEATED:
            self._repeated.clear()
        self._repeated[scope["path"], scope["query_string"], header(scope, b"accept")] = kept

    async def _ask(self, exchange: Exchange, asked: Asked) -> Reply | Problem | None:
        """Have a worker answer; None when nobody waits for the answer any more."""
        client = self.clients.name(exchange.scope)
        wait = self.clients.wait(client)
        if wait:
            return problems.spent(wait)
        try:
            return await exchange.queried.pool.ask(
                asked, partial(until_gone, exchange.receive), partial(self.clients.charge, client)
            )
        except Refusal as refusal:
            return problems.of_refusal(refusal)
        except Busy:
            return problems.busy(1)
        except GoneError:
            return None

    async def _describe(self, exchange: Exchange, operation: Operation) -> None:
        """Describe the service itself, as a `GET` of its address asks for."""
        if exchange.scope["method"] == "POST":
            await self.tell(exchange, problems.of_request(BadRequest(400, problems.NO_QUERY)))
            return
        name = operation.formats.triples
        if name is None:
            await self.tell(exchange, problems.of_refusal(Refusal("format", problems.NO_FORMAT)))
            return
        endpoint = address_of(exchange.scope)
        key = (exchange.queried.name, exchange.is_named, endpoint, name)
        kept = self.memory.get(key)
        if kept is None:
            try:
                body = await describe(exchange.queried.pool, self.releases.edition.settings, endpoint, name)
            except Refusal as refusal:
                await self.tell(exchange, problems.of_refusal(refusal))
                return
            except Busy:
                await self.tell(exchange, problems.busy(1))
                return
            kept = _kept(exchange, endpoint.encode(), Reply(name, body))
            self.memory.keep(key, kept)
        await send_kept(exchange.scope, exchange.send, kept)

    async def tell(self, exchange: Exchange, problem: Problem) -> None:
        """Tell what went wrong."""
        language = problems.language_of(header(exchange.scope, b"accept-language"))
        headers = exchange.headers(
            (b"content-type", problems.MEDIA_TYPE.encode()),
            (b"content-language", language.encode()),
            (b"cache-control", _NOT_KEPT),
            *((name.lower().encode(), value.encode()) for name, value in problem.headers.items()),
        )
        await send_whole(exchange.send, problem.status, headers, problem.written(language))


def _kept(exchange: Exchange, asked: bytes, answer: Reply) -> Kept:
    """Make an answer to what was asked ready to be sent and kept."""
    release = exchange.queried.name
    etag = b"" if answer.is_volatile else _etag(b"%s %s %s" % (release.encode(), answer.format.encode(), asked))
    lasting = _NOT_KEPT if answer.is_volatile else _FOR_EVER if exchange.is_named else _FOR_NOW
    tagged = ((b"etag", etag),) if etag else ()
    fixed = _fixed(release, answer.format)
    return Kept(answer.format, (*fixed, (b"cache-control", lasting), *tagged, *_bookmark(exchange)), answer.body, etag)


def _etag(said: bytes) -> bytes:
    """Tag what is said of an answer: weakly, since another worker may give its blank nodes other labels."""
    return b'W/"%s"' % hashlib.blake2b(said, digest_size=16).hexdigest().encode()


@lru_cache(maxsize=64)
def _fixed(release: str, format_name: str) -> tuple[tuple[bytes, bytes], ...]:
    """Give the headers that all answers of a release in a format have."""
    format_ = RESULT_FORMATS[format_name]
    charset = "; charset=utf-8" if format_.media_type.startswith("text/") else ""
    return (
        *common_headers(release),
        (b"content-type", (format_.media_type + charset).encode()),
        (b"content-disposition", f'inline; filename="answer{format_.suffix}"'.encode()),
    )


def _bookmark(exchange: Exchange) -> list[tuple[bytes, bytes]]:
    """Link to the same question to this very release, if it is short enough to stand in an address."""
    asked: bytes = exchange.scope["query_string"]
    if exchange.scope["method"] == "POST" or len(asked) > _LONG:
        return []
    root = str(exchange.scope.get("root_path", "")).rstrip("/")
    address = f"{root}/release/{exchange.queried.name}{exchange.path}".encode("ascii", "replace")
    return [(b"link", b'<%s%s>; rel="bookmark"' % (address, b"?" + asked if asked else b""))]
