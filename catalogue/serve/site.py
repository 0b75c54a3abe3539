"""The whole server as one ASGI application: documents, the SPARQL service of each release, and the named queries."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from catalogue.documents.addresses import is_kept
from catalogue.edition import Edition
from catalogue.isolation.reading import read_by
from catalogue.messages import Message
from catalogue.query import evaluate_by, read_queries
from catalogue.release import know_standing
from catalogue.serve import problems
from catalogue.serve.asking import Asker
from catalogue.serve.authority import is_host
from catalogue.serve.clients import Crowd
from catalogue.serve.conditional import send_kept
from catalogue.serve.documents import Documents
from catalogue.serve.exchange import SITE, Exchange
from catalogue.serve.files import own_files
from catalogue.serve.headers import common_headers, preflight
from catalogue.serve.http import Receive, Scope, Send, header, root_of
from catalogue.serve.origin import Origins, no_host
from catalogue.serve.own_queries import OwnQueries
from catalogue.serve.problem_pages import ProblemPages
from catalogue.serve.problems import Problem, wrong_method
from catalogue.serve.queries import Queries
from catalogue.serve.reconciling import Reconciling
from catalogue.serve.releases import Queried, Releases
from catalogue.serve.routes import QUERIES, SPARQL, VOID, Kind, Routes
from catalogue.serve.sparql import Sparql
from catalogue.serve.state import State
from catalogue.serve.statistics import Statistics
from catalogue.stores.client import StoreClient
from catalogue.workers import Pool


class Site:
    """Everything that a catalogue serves.

    Args:
        edition: the edition that is served.
        folder: where earlier releases lie; the settings' build folder when None.
        documents: whether pages and data are served beside the SPARQL service.
        statistics: counts what is done; others may count there as well.
        store: the store that queries are passed on to; None where they are answered here.

    The application must be started and stopped, as the lifespan protocol of ASGI does; documents are there without that.
    """

    def __init__(
        self,
        edition: Edition,
        folder: Path | None = None,
        *,
        documents: bool = True,
        statistics: Statistics | None = None,
        store: StoreClient | None = None,
    ) -> None:
        settings = edition.settings
        standing = know_standing(edition, folder) if documents else None
        self.releases = Releases(edition, folder or settings.folder / settings.folders.build, store)
        self.asker = Asker(self.releases)
        named = {name: query for name, query in read_queries(settings).items() if query.unreadable is None}
        queries = Queries(edition, self.asker, named)
        self._statistics = statistics or Statistics()
        state = State(self.releases, self.asker, self._statistics)
        self._crowd = Crowd(settings.serving.client) if settings.sparql.proxies else None
        self._origins = Origins(edition)
        self._pages = ProblemPages(edition)
        self._files = own_files(edition)
        self._folder = settings.own_folder
        self._base = unquote(urlsplit(settings.base).path).rstrip("/")
        self._routes = Routes(self._files, documents=documents)
        self._around = Routes((), (VOID,), documents=documents)
        self._asked: Mapping[Kind, Callable[[Exchange, Queried], Awaitable[None]]] = {
            Kind.SPARQL: Sparql(edition, self.asker, named).answer,
            Kind.QUERY: queries.answer,
            Kind.QUERIES: lambda exchange, _: queries.list(exchange),
        }
        self._others: Mapping[Kind, Callable[[Exchange], Awaitable[None]]] = {
            Kind.DESCRIPTION: queries.describe,
            Kind.VOID: self._send_on,
            Kind.HEALTH: state.health,
            Kind.READY: state.ready,
            Kind.METRICS: state.metrics,
            Kind.RECONCILIATION: Reconciling(edition, self.asker).answer,
            Kind.FILE: self._send_file,
            Kind.DOCUMENT: Documents(edition, standing).answer,
            Kind.NOTHING: self._tell_nothing,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            return
        elif self._crowd is None:
            await self._respond(scope, receive, self._statistics.counting(send))
        else:
            await self._admit(self._crowd, scope, receive, self._statistics.counting(send))

    async def _admit(self, crowd: Crowd, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that came through a proxy, unless its client has too many at the same time."""
        client = self.asker.clients.name(scope)
        if not crowd.enter(client):
            await self._exchange(scope, receive, send).tell(problems.crowded())
            return
        try:
            await self._respond(scope, receive, send)
        finally:
            crowd.leave(client)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = self._within(self._below(scope))
        if not is_host(header(scope, b"host")):
            await self._exchange(scope, receive, send).tell(problems.of_request(no_host()))
            return
        kept = self.asker.repeated(scope) if scope["method"] == "GET" and self._is_own(scope) else None
        if kept is not None and await send_kept(scope, send, kept) != HTTPStatus.PRECONDITION_FAILED:
            return
        exchange = self._exchange(scope, receive, send)
        try:
            await self._answer(exchange)
        except Exception:  # noqa: BLE001 - whatever it is, who asks gets a status
            _LOG.exception("a request for %s failed", scope["path"])
            with suppress(Exception):  # the response may have begun
                await exchange.tell(Problem(500, _FAILED))

    def _below(self, scope: Scope) -> Scope:
        """Give the scope of a request for the path of an IRI as an application has it that is mounted at the base."""
        root = root_of(scope)
        path = scope["path"].removeprefix(root)
        within = path.removeprefix(self._base)
        if not self._base or not path.startswith(f"{self._base}/") or within.startswith(f"{self._base}/"):
            return scope
        return scope if self._is_taken else {**scope, "path": within, "root_path": root + self._base}

    @cached_property
    def _is_taken(self) -> bool:
        """Tell whether a path that begins as the base's does may be something else's, which it was before."""
        edition, first = self.releases.edition, self._base.split("/")[1]
        if is_kept(first) or first in {self._folder, *edition.model.by_name}:
            return True
        below = edition.settings.base + first
        return any(node.value.startswith((below + "/", below + "#")) for node in (*edition.things, *edition.vocabularies))

    def _within(self, scope: Scope) -> Scope:
        """Give the scope of a request as an application has it that is mounted at the folder of what is no entry's."""
        root = root_of(scope)
        path, folder = scope["path"].removeprefix(root), f"/{self._folder}"
        within = path.removeprefix(folder)
        if self._folder is None or not path.startswith(f"{folder}/") or within.startswith(f"{folder}/"):
            return scope  # what would begin with the root again means the same to who takes the root away once more
        return {**scope, "path": within, "root_path": root + folder, SITE: f"{root}/"}

    def _is_own(self, scope: Scope) -> bool:
        """Tell whether the service may be asked at a path, or what is there is an entry's."""
        return self._folder is None or SITE in scope

    def _exchange(self, scope: Scope, receive: Receive, send: Send) -> Exchange:
        path = scope["path"].removeprefix(root_of(scope))
        route, values = (self._routes if self._is_own(scope) else self._around).find(path)
        if route.kind is Kind.DOCUMENT and SITE in scope:
            values = {"path": f"{self._folder}/{values['path']}" if values["path"] else ""}
            scope = {**scope, "path": f"/{values['path']}", "root_path": scope[SITE].rstrip("/")}
        release = self.releases.edition.release
        return Exchange(
            scope, receive, send, route, values, scope["method"], release, self._pages, scope["query_string"], self._origins
        )

    @property
    def release(self) -> str:
        """The name of the release that is served."""
        return self.releases.edition.release

    async def open(self) -> None:
        """Begin the workers."""
        await self.releases.open()
        edition = self.releases.edition
        pool = self.releases.current.pool
        if isinstance(pool, Pool):  # pages beside a store are those of the release that it has
            own = OwnQueries(pool, edition.settings)
            evaluate_by(edition, own)
            read_by(edition, own.read)

    async def close(self) -> None:
        """End the workers."""
        evaluate_by(self.releases.edition, None)
        read_by(self.releases.edition, None)
        await self.releases.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.open()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, exchange: Exchange) -> None:
        route = exchange.route
        if exchange.method == "OPTIONS":
            await exchange.respond(204, preflight(route.allowed, exchange.header(b"access-control-request-headers")))
        elif route.methods and not route.allows(exchange.method):
            await exchange.tell(wrong_method(route.allowed))
        elif route.kind in self._asked:
            await self._ask(exchange)
        else:
            await self._others[route.kind](exchange)

    async def _ask(self, exchange: Exchange) -> None:
        """Answer from the release that the address names, or from the one that is served."""
        named = exchange.values.get("release")
        queried = await self.releases.find(named) if named is not None else self.releases.current
        if queried is None:
            await exchange.tell(Problem(404, _NO_RELEASE))
        else:
            asked = exchange if queried.name == exchange.release else exchange._replace(release=queried.name)
            await self._asked[exchange.route.kind](asked, queried)

    async def _send_on(self, exchange: Exchange) -> None:
        """Send a client on that looks for the description of the dataset: the service describes itself."""
        location = exchange.site + self._own(SPARQL)
        await exchange.respond(303, (*common_headers(exchange.release), (b"location", location.encode("latin-1"))))

    async def _tell_nothing(self, exchange: Exchange) -> None:
        nothing = Message("serve.nothing-2", sparql="/" + self._own(SPARQL), queries="/" + self._own(QUERIES))
        await exchange.tell(Problem(404, nothing))

    def _own(self, pattern: str) -> str:
        return self.releases.edition.settings.own(pattern.removeprefix("/"))

    async def _send_file(self, exchange: Exchange) -> None:
        await self._files[exchange.route.pattern.removeprefix("/")].answer(exchange)


_LOG = logging.getLogger("catalogue")
_FAILED = Message("serve.failed")
_NO_RELEASE = Message("serve.no-release")
