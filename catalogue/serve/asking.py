"""Asking: queries answered by the workers of a release, or from memory, within what a client may use."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from string import ascii_letters, digits
from urllib.parse import quote

from catalogue.documents.addresses import RELEASES
from catalogue.documents.headers import FOR_EVER, FOR_NOW
from catalogue.publish.dumps import dumps_of_parts
from catalogue.serve import problems
from catalogue.serve.clients import Clients
from catalogue.serve.conditional import NOT_KEPT, weak_tag
from catalogue.serve.description import describe
from catalogue.serve.exchange import Exchange
from catalogue.serve.http import Scope, header, until_gone
from catalogue.serve.memory import Kept, Memory, key_of
from catalogue.serve.problems import Problem
from catalogue.serve.releases import Queried, Releases
from catalogue.sparql.guard import Refusal
from catalogue.workers import Asked, Busy, EndedError, GoneError, Reply, UnreachableError

_LONG = 2048
_IN_ADDRESSES = "%&=+;,:@/?!$'()*"
"""What may stand in the query of an address as it is (RFC 3986, section 3.4), encoded characters too."""

_AS_THEY_ARE = _IN_ADDRESSES.encode() + b"-._~" + ascii_letters.encode() + digits.encode()
"""These, and what is never encoded (RFC 3986, section 2.3)."""

_SMALL = 64 * 1024
_PART = 8
"""What part of the memory for answers the requests may take that are answered without being read."""


class Asker:
    """Has queries answered.

    Args:
        releases: the releases that can be asked.

    Attributes:
        limits: what queries and clients may cost.
        memory: the answers that are kept.
        clients: the budgets of clients.
    """

    def __init__(self, releases: Releases) -> None:
        self.limits = releases.limits
        self.memory = Memory(self.limits.cache)
        self._edition = releases.edition
        self.clients = Clients(self.limits.client, self.limits.proxies)
        self._repeated = Memory(self.limits.cache // _PART, 2 * _SMALL)

    @property
    def size(self) -> int:
        """How many bytes of answers are kept."""
        return self.memory.size + self._repeated.size

    def repeated(self, scope: Scope) -> Kept | None:
        """Give the answer to a `GET` that came before letter by letter, or None; nothing else of the request is looked at."""
        return self._repeated.get(_put(scope))

    async def run(self, exchange: Exchange, queried: Queried, asked: Asked) -> None:
        """Answer a query, from memory if it was answered before.

        Args:
            exchange: the request.
            queried: the release that is asked.
            asked: the query.
        """
        packed = asked.packed()
        whole = _whole(exchange, queried, packed)
        answer: Kept | Problem | None = self.memory.get(whole)
        is_repeated = answer is not None
        if answer is None:
            answer = await self._answered(exchange, queried, asked, packed, whole)
        if isinstance(answer, Problem):
            await exchange.tell(answer)
        elif answer is not None:
            linked = _with_bookmark(answer, exchange, queried)
            if is_repeated and exchange.method == "GET" and len(answer.body) <= _SMALL:
                self._repeated.keep(_put(exchange.scope), linked)  # it may come again, letter by letter
            await exchange.answer(linked)

    async def find(self, exchange: Exchange, queried: Queried, asked: Asked) -> Kept | Problem | None:
        """Give the answer to a query, from memory if it was answered before; None when nobody waits for it any more."""
        packed = asked.packed()
        whole = _whole(exchange, queried, packed)
        return self.memory.get(whole) or await self._answered(exchange, queried, asked, packed, whole)

    async def _answered(
        self, exchange: Exchange, queried: Queried, asked: Asked, packed: bytes, whole: Hashable
    ) -> Kept | Problem | None:
        """Have a query answered, and keep the answer under what stands for the question, unless it is another each time."""
        reply = await self._ask(exchange, queried, asked)
        if not isinstance(reply, Reply):
            return reply
        kept = _kept(exchange, queried, packed, reply)
        if not reply.is_volatile:
            self.memory.keep(whole, kept)
        return kept

    async def _ask(self, exchange: Exchange, queried: Queried, asked: Asked) -> Reply | Problem | None:
        """Have a worker answer; None when nobody waits for the answer any more."""
        client = self.clients.name(exchange.scope)
        wait, pool = self.clients.wait(client), queried.pool
        if wait:
            return problems.spent(wait)
        try:
            if not pool.is_ready and pool.wait > 1:
                return problems.loading(pool.wait)  # sooner it would be ready while the query waits
            return await pool.ask(asked, partial(until_gone, exchange.receive), partial(self.clients.charge, client))
        except GoneError:
            return None
        except (Refusal, Busy, EndedError) as error:
            return _problem_of(error)

    async def describe(self, exchange: Exchange, queried: Queried, endpoint: str, format_name: str) -> Kept | Problem:
        """Describe the service itself.

        Args:
            exchange: the request.
            queried: the release that is asked.
            endpoint: the service's address.
            format_name: the name of one of the formats for triples.
        """
        key = (queried.name, exchange.is_of_release, endpoint, format_name)
        kept = self.memory.get(key)
        if kept is None:
            try:
                parts = dumps_of_parts(self._edition) if queried.name == self._edition.release else ()
                body = await describe(queried.pool, self._edition.settings, endpoint, format_name, parts)
            except (Refusal, Busy, EndedError) as error:
                return _problem_of(error)
            kept = _kept(exchange, queried, endpoint.encode(), Reply(format_name, body))
            self.memory.keep(key, kept)
        return _with_bookmark(kept, exchange, queried)


def _whole(exchange: Exchange, queried: Queried, packed: bytes) -> Hashable:
    """Give what stands for a query as a worker takes it, asked of a release under an address: equal ones have equal answers."""
    return key_of((queried.name, exchange.is_of_release, packed), len(packed))


def _put(scope: Scope) -> Hashable:
    """Give what stands for a question as it is put, letter by letter."""
    path, asked, accept = scope["path"], scope["query_string"], header(scope, b"accept")
    return key_of((path, asked, accept), len(path) + len(asked) + len(accept))


def _problem_of(error: Refusal | Busy | EndedError) -> Problem:
    """Give the problem of a query that got no answer."""
    if isinstance(error, Refusal):
        return problems.of_refusal(error)
    if isinstance(error, UnreachableError):
        return problems.unreachable(error.message)
    return problems.ended() if isinstance(error, EndedError) else problems.busy(1)


def _kept(exchange: Exchange, queried: Queried, asked: bytes, reply: Reply) -> Kept:
    """Make the reply to what was asked ready to be sent and kept."""
    etag = b"" if reply.is_volatile else weak_tag(b"%s %s %s" % (queried.name.encode(), reply.format.encode(), asked))
    lasting = NOT_KEPT if reply.is_volatile else FOR_EVER if exchange.is_of_release else FOR_NOW
    tagged = ((b"etag", etag),) if etag else ()
    fixed = queried.headers(reply.format)
    headers = (*fixed, (b"cache-control", lasting), *tagged)
    return Kept(reply.format, headers, reply.body, etag, (*queried.notes, *reply.notes))


def _with_bookmark(kept: Kept, exchange: Exchange, queried: Queried) -> Kept:
    """Link an answer to the same question to this very release, as this client has put it; not where that is too long."""
    fields = exchange.fields
    if len(fields) > _LONG:
        return kept
    address = f"{exchange.root}{RELEASES}/{queried.name}{exchange.below}".encode("ascii", "replace")
    is_quoted = not fields.translate(None, _AS_THEY_ARE)
    asked = b"?" + (fields if is_quoted else quote(fields, safe=_IN_ADDRESSES).encode()) if fields else b""
    link = b'<%s%s>; rel="bookmark"' % (address, asked)
    return kept._replace(headers=(*kept.headers, (b"link", link)))
