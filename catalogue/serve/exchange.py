"""A request and the means to answer it: what its address names, and the headers that all responses have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

from catalogue.documents.headers import INERT, content_type
from catalogue.serve import problems
from catalogue.serve.conditional import NOT_KEPT, send_kept
from catalogue.serve.headers import common_headers
from catalogue.serve.http import Receive, Scope, Send, header, respond, root_of
from catalogue.serve.memory import Kept
from catalogue.serve.negotiate import HTML
from catalogue.serve.origin import Origins
from catalogue.serve.problem_pages import ProblemPages
from catalogue.serve.problems import Problem
from catalogue.serve.routes import RELEASE, SPARQL, Kind, Route

SITE = "catalogue.site"
"""Where a scope has the path of the base, when the service is in a folder below it."""


class Exchange(NamedTuple):
    """A request and the means to answer it.

    Attributes:
        scope: the request's ASGI scope.
        receive: gives the request's body, and tells when the client has gone.
        send: sends the response.
        route: the route of its address.
        values: the parts of its path that the route names.
        method: the request's method.
        release: the name of the release that is served, or of the one that the address names.
        pages: the pages that tell problems.
        fields: what is asked, as the query string of a `GET` that asks the same.
        origins: gives the address that those of the service begin with.
    """

    scope: Scope
    receive: Receive
    send: Send
    route: Route
    values: Mapping[str, str]
    method: str
    release: str
    pages: ProblemPages
    fields: bytes
    origins: Origins

    @property
    def root(self) -> str:
        """The path that the service has on its host, with a slash at its end."""
        return root_of(self.scope) + "/"

    @property
    def site(self) -> str:
        """The path that the base has on its host, which is above the service's own where that is in a folder."""
        return str(self.scope.get(SITE, self.root))

    @property
    def whole_root(self) -> str:
        """The address that those of the service begin with, with a slash at its end."""
        return self.origins.root(self.scope)

    @property
    def address(self) -> str:
        """The address that the request was sent to, without its query."""
        return self.whole_root + str(self.scope["path"]).removeprefix(root_of(self.scope)).removeprefix("/")

    @property
    def is_of_release(self) -> bool:
        """Whether the address names the release, so that its answer never changes."""
        return "release" in self.values

    @property
    def below(self) -> str:
        """The path below the release as addresses have it, with no slash behind it: `/sparql`, or that of a named query."""
        if self.route.kind is Kind.SPARQL:
            return SPARQL
        path = str(self.scope["path"]).removeprefix(root_of(self.scope)).rstrip("/")
        return quote(path.removeprefix(RELEASE.format_map(self.values)) if self.is_of_release else path)

    def header(self, name: bytes) -> str:
        """Give a header of the request; empty when there is none."""
        return header(self.scope, name)

    async def answer(self, kept: Kept) -> None:
        """Answer with what is kept, or say that the client's own copy is still right, or that a condition does not hold."""
        status = await send_kept(self.scope, self.send, kept)
        if status == HTTPStatus.PRECONDITION_FAILED:
            await self.tell(Problem(412, problems.NOT_AS_REQUIRED))
        elif status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            await self.tell(problems.no_such_part(len(kept.body)))

    async def respond(self, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes = b"") -> None:
        """Answer with a status, headers and a body."""
        await respond(self.scope, self.send, status, headers, body)

    async def tell(self, problem: Problem) -> None:
        """Tell what went wrong, in the client's language: by a page to those who read pages, else as JSON."""
        accept, accept_language = self.header(b"accept"), self.header(b"accept-language")
        page = await self.pages.find(problem, self.site, accept, accept_language)
        if page is not None:
            own, language, body = (*INERT, content_type(HTML)), page.language, page.body
        else:
            own, language = (content_type(problems.MEDIA_TYPE),), problems.language_of(accept_language)
            body = problem.written(language)
        headers = (
            *common_headers(self.release),
            *own,
            (b"content-language", language.encode()),
            (b"cache-control", NOT_KEPT),
            *problem.header_lines(),
        )
        await self.respond(problem.status, headers, body)
