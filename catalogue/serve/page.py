"""The SPARQL page over HTTP: the form, and the answer to what it sent, for those who read and not for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from catalogue import pages
from catalogue.errors import say
from catalogue.query import NamedQuery, read_json, read_ntriples
from catalogue.serve import problems
from catalogue.serve.exchange import Exchange
from catalogue.serve.http import header, send_nothing, send_whole
from catalogue.serve.memory import Kept
from catalogue.serve.negotiate import language_weight, preferences
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import Operation

if TYPE_CHECKING:
    from catalogue.serve.sparql import Sparql

_POLICY = (b"content-security-policy", pages.SPARQL_PAGE_POLICY.encode())
_SAFE = (b"referrer-policy", b"strict-origin-when-cross-origin")


class SparqlPage:
    """Answers those who ask for HTML.

    Args:
        sparql: the service that answers the queries.
        named: the named queries, which the page offers.
    """

    def __init__(self, sparql: Sparql, named: Mapping[str, NamedQuery]) -> None:
        self.sparql = sparql
        self.named = named
        self.edition = sparql.releases.edition

    async def answer(self, exchange: Exchange, operation: Operation) -> None:
        """Answer a request with the page, and the answer to its query if it has one."""
        answer: pages.Answer | None = None
        problem: Problem | None = None
        if operation.sparql is not None and operation.sparql.strip():
            asked = operation._replace(language="")
            found = await self.sparql.find(exchange, asked, asked.asked)
            if found is None:
                return
            if isinstance(found, Problem):
                problem = found
            else:
                answer = await asyncio.to_thread(self._read, found)
        language = self._language(exchange, operation)
        body = await asyncio.to_thread(self._page, exchange, operation, language, answer, problem)
        headers = exchange.headers(
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-language", language.encode()),
            (b"cache-control", b"no-cache"),
            _POLICY,
            _SAFE,
            *((name.lower().encode(), value.encode()) for name, value in (problem.headers if problem else {}).items()),
        )
        status = problem.status if problem else 200
        if exchange.scope["method"] == "HEAD":
            await send_nothing(exchange.send, status, headers)
        else:
            await send_whole(exchange.send, status, headers, body)

    def _language(self, exchange: Exchange, operation: Operation) -> str:
        """Choose the language of the page: the one that is named, else the one that the client would rather have."""
        languages = self.edition.settings.languages
        if operation.language in languages:
            return operation.language
        wanted = preferences(header(exchange.scope, b"accept-language"))
        return max(languages, key=lambda tag: language_weight(tag, wanted))

    def _page(
        self,
        exchange: Exchange,
        operation: Operation,
        language: str,
        answer: pages.Answer | None,
        problem: Problem | None,
    ) -> bytes:
        root = str(exchange.scope.get("root_path", "")).rstrip("/") + "/"
        name = exchange.queried.name
        return pages.sparql_page(
            self.edition,
            language,
            queries=self.named,
            root=root,
            query=operation.sparql or "",
            answer=answer,
            problem=_told(problem, language) if problem else None,
            release=name,
            endpoint=f"release/{name}/sparql" if exchange.is_named else "sparql",
        )

    def _read(self, kept: Kept) -> pages.Answer:
        """Read an answer that is kept in one of the formats that the page asks for; the page shows the first rows."""
        settings = self.edition.settings
        if kept.format == "json":
            result = read_json(kept.body, settings.prefixes, settings.base)
        else:
            result = read_ntriples(kept.body, settings.prefixes, settings.base)
        return pages.Answer(
            result.variables, result.rows[: pages.ROWS_SHOWN], result.boolean, result.is_graph, total=len(result.rows)
        )


def _told(problem: Problem, language: str) -> pages.Problem:
    tongue = problems.language_of(language)
    line, column = problem.start
    return pages.Problem(say(problem.title, tongue), say(problem.detail, tongue), line, column, problem.limit)
