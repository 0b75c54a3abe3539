"""The SPARQL page over HTTP: the form, and the answer to what it sent, for those who read and not for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

from catalogue import pages
from catalogue.documents.addresses import SPARQL, sparql_of
from catalogue.documents.headers import content_type
from catalogue.edition import Edition
from catalogue.messages import nearest_language, typeset
from catalogue.query import NamedQuery
from catalogue.serve.asking import Asker
from catalogue.serve.exchange import Exchange
from catalogue.serve.headers import common_headers
from catalogue.serve.memory import Kept
from catalogue.serve.negotiate import HTML, best_language
from catalogue.serve.problem_pages import shown_in
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import Operation
from catalogue.serve.reading import READ, result_of
from catalogue.serve.releases import Queried
from catalogue.sparql.notes import QUERY, Note

_FIXED = (
    content_type(HTML),
    (b"cache-control", b"no-cache"),
    (b"content-security-policy", pages.SPARQL_PAGE_POLICY.encode()),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)
Arguments = ParamSpec("Arguments")
Made = TypeVar("Made")


class SparqlPage:
    """Answers those who ask for HTML.

    Args:
        edition: the edition that is served.
        asker: what has queries answered.
        named: the named queries, which the page offers.
    """

    def __init__(self, edition: Edition, asker: Asker, named: Mapping[str, NamedQuery]) -> None:
        self._edition = edition
        self._asker = asker
        self._named = named

    async def answer(self, exchange: Exchange, queried: Queried, operation: Operation) -> None:
        """Answer a request with the page, and the answer to its query if it has one."""
        language = self._language(exchange, operation)
        answer: pages.AnswerView | None = None
        problem: Problem | None = None
        if operation.sparql is not None and operation.sparql.strip():
            asked = operation._replace(formats=READ, language="")
            result = await self._asker.find(exchange, queried, asked.asked())
            if result is None:
                return
            if isinstance(result, Problem):
                problem = result
            else:
                answer = await asyncio.to_thread(self._worded, self._read, result, language)
        body = await asyncio.to_thread(self._worded, self._page, exchange, operation, language, answer, problem)
        headers = (
            *common_headers(queried.name),
            (b"content-language", language.encode()),
            *_FIXED,
            *(problem.header_lines() if problem else ()),
        )
        await exchange.respond(problem.status if problem else 200, headers, body)

    def _worded(self, make: Callable[Arguments, Made], *arguments: Arguments.args, **named: Arguments.kwargs) -> Made:
        """Call what makes a page, or a part of one, with the words that the catalogue has of its own."""
        with pages.worded(self._edition):
            return make(*arguments, **named)

    def _language(self, exchange: Exchange, operation: Operation) -> str:
        """Choose the language of the page: the one that is named, else the one that the client would rather have."""
        languages = self._edition.settings.languages
        if operation.language in languages:
            return operation.language
        return best_language(languages, exchange.header(b"accept-language"))

    def _page(
        self,
        exchange: Exchange,
        operation: Operation,
        language: str,
        answer: pages.AnswerView | None,
        problem: Problem | None,
    ) -> bytes:
        name = exchange.release
        return pages.sparql_page(
            self._edition,
            language,
            queries=self._named,
            root=exchange.site,
            query=operation.sparql or "",
            answer=answer,
            problem=shown_in(problem, language) if problem else None,
            release=name,
            endpoint=sparql_of(name) if exchange.is_of_release else SPARQL,
        )

    def _read(self, kept: Kept, language: str) -> pages.AnswerView:
        """Read an answer that is kept in one of the formats that the page asks for; the page shows the first rows."""
        result = result_of(kept, self._edition.settings)
        shown = [_noted(note, nearest_language(language) or "en") for note in kept.notes]
        return pages.AnswerView(
            result.variables, result.rows[: pages.ROWS_SHOWN], result.boolean, result.is_graph, len(result.rows), shown
        )


def _noted(note: Note, tongue: str) -> pages.NoteView:
    place = note.place
    if place is not None and place.path != QUERY:
        return pages.NoteView(f"{place}: {typeset(note.message, tongue)}")
    return pages.NoteView(typeset(note.message, tongue), *((place.line, place.column) if place else ()))
