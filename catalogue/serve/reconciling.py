"""The Reconciliation Service API 0.2 over HTTP: OpenRefine and others ask which entries the names in a table mean."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from catalogue import pages
from catalogue.documents.headers import FOR_NOW, INERT, content_type
from catalogue.edition import Edition
from catalogue.errors import QueryError
from catalogue.messages import Message
from catalogue.reconciliation import (
    MOST_CANDIDATES,
    SUGGESTED,
    BatchTooLargeError,
    Service,
    draft,
    manifest,
    read_batch,
    read_extension,
    text_in,
    whole_number,
)
from catalogue.serve import problems
from catalogue.serve.asking import Asker
from catalogue.serve.conditional import strong_tag
from catalogue.serve.exchange import Exchange
from catalogue.serve.headers import common_headers
from catalogue.serve.http import BadRequest, read_body
from catalogue.serve.memory import Kept
from catalogue.serve.negotiate import HTML, best_language
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import read_fields, read_form, read_json_body
from catalogue.serve.routes import DRAFT, RECONCILE
from catalogue.serve.turns import Turns

_BODY = 320 * 1024
"""How many bytes a body may have: as many as one with a query in SPARQL."""

_DRAFT = DRAFT.removeprefix(RECONCILE)
_MOST_PROPOSED = 100
_MOST_SKIPPED = 10_000
_SAFE = "/%:@!$&'()*+,;=~#?"
"""What stands in an address as it is."""


class Asked(NamedTuple):
    """A request.

    Attributes:
        exchange: the request as it came.
        fields: its fields, of the address and of the form.
        language: the language of the answer.
        body: its body, where that is JSON.
    """

    exchange: Exchange
    fields: Mapping[str, str]
    language: str
    body: str = ""

    def field(self, name: str) -> str:
        """Give a field; empty where there is none.

        Raises:
            QueryError: it is too long, or has control characters.
        """
        return text_in(self.fields.get(name, ""), name)


class Reconciling:
    """Answers what clients of reconciliation ask.

    Args:
        edition: the edition that is served.
        asker: what knows the budgets of clients.
    """

    def __init__(self, edition: Edition, asker: Asker) -> None:
        self._edition = edition
        self._turns = Turns(asker.clients)
        self._service = Service(edition)
        self._answers: Mapping[str, Callable[[Asked], Awaitable[None]]] = {
            "": self._reconcile,
            "/extend/propose": self._propose,
            "/preview": self._preview,
            "/view": self._view,
            _DRAFT: self._describe_draft,
            f"{_DRAFT}/match": self._match,
            f"{_DRAFT}/extend": self._extend,
            f"{_DRAFT}/extend/propose": self._propose,
            f"{_DRAFT}/preview": self._preview,
        }

    async def answer(self, exchange: Exchange) -> None:
        """Answer a request to the endpoint, or to an address below it."""
        below = exchange.route.pattern.removeprefix(RECONCILE)
        try:
            asked = await self._read(exchange)
            await self._answers.get(below, self._suggest)(asked)
        except BadRequest as request:
            await exchange.tell(problems.of_request(request))
        except BatchTooLargeError as error:
            await exchange.tell(Problem(413, error.message, name=_TOO_LARGE))
        except QueryError as error:
            await exchange.tell(Problem(400, error.message))

    async def _read(self, exchange: Exchange) -> Asked:
        text, type_ = "", exchange.header(b"content-type")
        if exchange.method == "POST":
            body = await read_body(exchange.receive, _BODY, self._edition.settings.serving.body)
            if exchange.route.pattern == RECONCILE:
                fields = read_form(exchange.fields, type_, body)
            else:
                fields, text = read_json_body(exchange.fields, type_, body)
        else:
            fields = read_fields(exchange.fields)
        given = dict(reversed(fields))
        languages = self._edition.settings.languages
        named = given.get("lang", "")
        language = named if named in languages else best_language(languages, exchange.header(b"accept-language"))
        return Asked(exchange, given, language, text)

    async def _reconcile(self, asked: Asked) -> None:
        """Answer a batch of queries, or a request for values; where there is neither, tell what the service is."""
        queries, extend = asked.fields.get("queries"), asked.fields.get("extend")
        if queries is not None and extend is not None:
            raise BadRequest(400, _ONE)
        if queries is not None:
            batch = read_batch(queries)
            await self._send(asked, lambda: self._service.answer(batch, asked.language))
        elif extend is not None:
            ids, wanted = read_extension(extend)
            await self._send(asked, lambda: self._service.extend(ids, wanted, asked.language))
        elif asked.exchange.method == "POST":
            raise BadRequest(400, _NEITHER)
        else:
            await self._send(asked, partial(self._manifest, asked, asked.exchange.whole_root))

    def _manifest(self, asked: Asked, root: str) -> Mapping[str, Any]:
        types, is_named = self._service.types(asked.language), asked.fields.get("lang") == asked.language
        return manifest(self._edition.settings, root, types, asked.language, is_named=is_named)

    async def _suggest(self, asked: Asked) -> None:
        kind, prefix = asked.exchange.route.pattern.rpartition("/")[2], asked.field("prefix")
        skipped = "offset" if asked.exchange.route.pattern.startswith(DRAFT) else "cursor"
        start = min(_MOST_SKIPPED, whole_number(asked.field(skipped) or 0, skipped, 0))
        limit = min(MOST_CANDIDATES, whole_number(asked.field("limit") or SUGGESTED, "limit", 1))
        await self._send(asked, lambda: self._service.suggest(kind, prefix, start, asked.language, limit))

    async def _describe_draft(self, asked: Asked) -> None:
        """Tell what the service is, in the form of the draft."""
        root, is_named = asked.exchange.whole_root, asked.fields.get("lang") == asked.language

        def described() -> Mapping[str, Any]:
            types = self._service.types(asked.language)
            return draft.manifest(self._edition.settings, root, types, asked.language, is_named=is_named)

        await self._send(asked, described)

    async def _match(self, asked: Asked) -> None:
        matches = draft.read_matches(asked.body)
        await self._send(asked, lambda: draft.answered(self._service, matches, asked.language))

    async def _extend(self, asked: Asked) -> None:
        ids, wanted = read_extension(asked.body)
        await self._send(asked, lambda: draft.extended(self._service.extend(ids, wanted, asked.language)))

    async def _propose(self, asked: Asked) -> None:
        type_ = asked.field("type")
        limit = min(_MOST_PROPOSED, whole_number(asked.field("limit") or _MOST_PROPOSED, "limit", 1))
        await self._send(asked, lambda: self._service.propose(type_, limit, asked.language))

    async def _preview(self, asked: Asked) -> None:
        """Show an entry in a few words, as a page that others have in a frame."""
        exchange, id_ = asked.exchange, self._id(asked)

        def page() -> bytes | Problem:
            thing = self._service.thing(id_)
            if thing is None:
                return Problem(404, Message("reconciliation.unknown-id", id=id_))
            with pages.worded(self._edition):
                return pages.summary_page(self._edition, thing, asked.language, exchange.site)

        body = await self._turns.take(exchange, page)
        if isinstance(body, Problem):
            await exchange.tell(body)
        else:
            await exchange.answer(_kept(exchange, asked.language, body, (*INERT, content_type(HTML))))

    async def _view(self, asked: Asked) -> None:
        """Send a client on to the page of an entry, which is at its own address on this host."""
        exchange, id_ = asked.exchange, self._id(asked)
        thing = self._service.thing(id_)
        if thing is None:
            await exchange.tell(Problem(404, Message("reconciliation.unknown-id", id=id_)))
            return
        address = pages.page_address(self._edition, thing, asked.language, exchange.site)
        location = (b"location", quote(address, safe=_SAFE).encode())
        await exchange.respond(303, (*common_headers(exchange.release), location))

    @staticmethod
    def _id(asked: Asked) -> str:
        id_ = asked.field("id")
        if not id_:
            raise BadRequest(400, Message("reconciliation.no-id"))
        return id_

    async def _send(self, asked: Asked, made: Callable[[], Mapping[str, Any]]) -> None:
        """Send what is computed, as JSON."""

        def body() -> bytes:
            return json.dumps(made(), ensure_ascii=False, separators=(",", ":")).encode()

        written = await self._turns.take(asked.exchange, body)
        if isinstance(written, Problem):
            await asked.exchange.tell(written)
        else:
            await asked.exchange.answer(_kept(asked.exchange, asked.language, written, (content_type("application/json"),)))


def _kept(exchange: Exchange, language: str, body: bytes, own: tuple[tuple[bytes, bytes], ...]) -> Kept:
    etag = strong_tag(body)
    headers = (
        *common_headers(exchange.release),
        *own,
        (b"content-language", language.encode()),
        (b"cache-control", FOR_NOW),
        (b"etag", etag),
    )
    return Kept("", headers, body, etag)


_TOO_LARGE = Message("reconciliation.batch-too-large")
_ONE = Message("reconciliation.one-of-both")
_NEITHER = Message("reconciliation.neither")
