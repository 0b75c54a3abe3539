"""The whole server as one ASGI application: documents, the SPARQL service of each release, and the named queries."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from pathlib import Path

from starlette.responses import RedirectResponse

from catalogue.edition import Edition
from catalogue.errors import text
from catalogue.query import read_queries
from catalogue.serve import api
from catalogue.serve.app import application
from catalogue.serve.exchange import Exchange, send_kept
from catalogue.serve.files import own_files
from catalogue.serve.http import Receive, Scope, Send
from catalogue.serve.problems import Problem
from catalogue.serve.releases import Releases
from catalogue.serve.sparql import Sparql

SPARQL = "/sparql"
_VOID = "/.well-known/void"
"""Where clients look for the description of a dataset (RFC 5785; VoID, section 7.2)."""

_RELEASES = "/release/"
_RELEASE = re.compile(rf"{_RELEASES}([^/]+)(/sparql|/api/queries(?:/.*)?)/?")


class Site:
    """Everything that a catalogue serves.

    Args:
        edition: the edition that is served.
        folder: where earlier releases lie; the settings' build folder when None.
        documents: whether pages and data are served beside the SPARQL service.

    The application must be started and stopped, as the lifespan protocol of ASGI does.
    """

    def __init__(self, edition: Edition, folder: Path | None = None, *, documents: bool = True) -> None:
        settings = edition.settings
        self.releases = Releases(edition, folder or settings.folder / settings.folders.build)
        named = read_queries(settings)
        self.sparql = Sparql(self.releases, named)
        self.queries = api.Queries(self.sparql, named)
        self.own = own_files(edition)
        self.documents = application(edition) if documents else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            kept = self.sparql.repeated(scope) if scope["method"] == "GET" else None
            if kept is not None:
                await send_kept(scope, send, kept)
                return
            try:
                await self._answer(scope, receive, send)
            except Exception:  # noqa: BLE001 - whatever it is, who asks gets a status
                _LOG.exception("a request for %s failed", scope["path"])
                exchange = Exchange(scope, receive, send, "", self.releases.current, is_named=False)
                with suppress(Exception):  # the response may have begun
                    await self.sparql.tell(exchange, Problem(500, _FAILED))

    async def open(self) -> None:
        """Begin the workers."""
        await self.releases.open()

    async def close(self) -> None:
        """End the workers."""
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

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(_root(scope))
        if path == _VOID:
            await RedirectResponse(_root(scope) + SPARQL, status_code=303)(scope, receive, send)
            return
        found = _RELEASE.fullmatch(path) if path.startswith(_RELEASES) else None
        below = found[2] if found else path.rstrip("/")
        if below not in {SPARQL, api.PATH} and not below.startswith(api.PATH + "/"):
            await self._answer_other(scope, receive, send)
            return
        queried = await self.releases.find(found[1]) if found else self.releases.current
        exchange = Exchange(scope, receive, send, below, queried or self.releases.current, is_named=found is not None)
        if queried is None:
            await self.sparql.tell(exchange, Problem(404, _NO_RELEASE))
        elif below == SPARQL:
            await self.sparql.answer(exchange)
        else:
            await self.queries.answer(exchange, below.removeprefix(api.PATH))

    async def _answer_other(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(_root(scope)).lstrip("/")
        if f"/{path}" == api.OPENAPI and scope["method"] in {"GET", "HEAD"}:
            await self.queries.describe(Exchange(scope, receive, send, api.OPENAPI, self.releases.current, is_named=False))
        elif path in self.own and scope["method"] in {"GET", "HEAD"}:
            await self.own[path].send(scope, send)
        elif self.documents is not None and not f"/{path}/".startswith("/api/"):
            await self.documents(scope, receive, send)
        else:
            exchange = Exchange(scope, receive, send, "", self.releases.current, is_named=False)
            await self.sparql.tell(exchange, Problem(404, _NOTHING))


def _root(scope: Scope) -> str:
    return str(scope.get("root_path", "")).rstrip("/")


_LOG = logging.getLogger("catalogue")
_FAILED = text(
    "the program has a fault here; its operator can read of it", "le programme a un défaut ici ; qui l'exploite peut le lire"
)
_NOTHING = text(
    f"there is nothing here; the SPARQL service is at {SPARQL}, the named queries at {api.PATH}",
    f"il n'y a rien ici ; le service SPARQL est à {SPARQL}, les requêtes nommées à {api.PATH}",
)
_NO_RELEASE = text("no release of that name is kept here", "aucune version de ce nom n'est gardée ici")
