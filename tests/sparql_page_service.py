"""A SPARQL service as small as the page needs: the page, its answers, its problems and its vocabulary, over one edition."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from catalogue import pages
from catalogue.errors import QueryError
from catalogue.exports.vocabulary import vocabulary
from catalogue.facade import Catalogue
from catalogue.pages import SPARQL_PAGE_POLICY, Answer, Problem, asset, sparql_assets, sparql_page
from catalogue.query import RESULT_FORMATS, Result, read_answer

_PLACE = re.compile(r"(?:at |line )(\d+)(?::|,? column )(\d+)")


class Service:
    """Answers for a catalogue; counts what it is asked, and waits before it answers a query with `# wait` in it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.edition = catalogue.edition
        self.queries = catalogue.queries()
        self.asked: list[str] = []
        self.app = Starlette(
            routes=[
                Route("/sparql", self.sparql, methods=["GET", "POST"]),
                Route("/release/{release}/sparql", self.sparql, methods=["GET", "POST"]),
                Route("/api/vocabulary.json", self.vocabulary),
                Route("/assets/{name}", self.asset),
                Route("/{path:path}", lambda _: Response("Not found", 404, media_type="text/plain")),
            ]
        )

    async def sparql(self, request: Request) -> Response:
        """Answer a query in the format that is asked for, or the page."""
        given = dict(request.query_params)
        if request.headers.get("content-type") == "application/sparql-query":
            given["query"] = (await request.body()).decode()
        elif request.method == "POST":
            given.update(parse_qsl((await request.body()).decode()))
        self.asked.append(given.get("query", ""))
        return await run_in_threadpool(self.answer, request, given)

    def answer(self, request: Request, given: dict[str, str]) -> Response:
        """Answer what was asked."""
        query = given.get("query", "")
        wants_page = given.get("format", "html") == "html" and "text/html" in request.headers.get("accept", "")
        language = given.get("lang") or ("fr" if request.headers.get("accept-language", "").startswith("fr") else "en")
        if "# wait" in query:
            time.sleep(3)
        try:
            result = self.result(query) if query or not wants_page else None
        except QueryError as error:
            problem = self.problem(error, language)
            return self.page(language, query, None, problem) if wants_page else self.refuse(problem)
        if wants_page:
            return self.page(language, query, result, None)
        assert result is not None
        name = given.get("format") or ("ntriples" if result.is_graph else "json")
        found = RESULT_FORMATS[name]
        return Response(
            result.serialize(name), media_type=found.media_type, headers={"Catalogue-Release": self.edition.release}
        )

    def result(self, query: str) -> Result:
        """Run a query over the edition."""
        prefixes = self.edition.settings.prefixes
        return read_answer(self.edition.graph.query(query, prefixes), prefixes, self.edition.settings.base)

    def problem(self, error: QueryError, language: str) -> Problem:
        """Say what is wrong, and where."""
        found = _PLACE.search(str(error))
        title = "Cette requête n'est pas du SPARQL" if language == "fr" else "This query is not SPARQL"
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        return Problem(title, error.message[language], line, column)

    def refuse(self, problem: Problem) -> Response:
        """Send a problem as RFC 9457 has it."""
        position = {"position": {"line": problem.line, "column": problem.column}} if problem.line else {}
        told = {"type": "about:blank", "title": problem.title, "status": 400, "detail": problem.detail, **position}
        return JSONResponse(told, 400, media_type="application/problem+json")

    def page(self, language: str, query: str, result: Result | None, problem: Problem | None) -> Response:
        """Send the page."""
        answer = Answer(result.variables, result.rows, result.boolean, result.is_graph) if result is not None else None
        body = sparql_page(self.edition, language, queries=self.queries, root="/", query=query, answer=answer, problem=problem)
        headers = {"Content-Security-Policy": SPARQL_PAGE_POLICY, "X-Content-Type-Options": "nosniff", "Vary": "Accept"}
        return Response(body, 400 if problem else 200, media_type="text/html", headers=headers)

    def vocabulary(self, _: Request) -> Response:
        """Send the catalogue's vocabulary."""
        return JSONResponse(vocabulary(self.edition))

    def asset(self, request: Request) -> Response:
        """Send one of the page's files."""
        path = f"assets/{request.path_params['name']}"
        found = {**pages.ASSETS, **sparql_assets()}
        if path not in found:
            return Response("Not found", 404, media_type="text/plain")
        return Response(asset(path), media_type=found[path], headers={"X-Content-Type-Options": "nosniff"})


@contextmanager
def listening(app: Starlette) -> Iterator[str]:
    """Serve an application at a port of this machine alone, and give its address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
