"""Answers of named queries as pages, for those who ask by a form: the page of the query, with the values that it is given."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from catalogue import pages
from catalogue.documents.headers import FOR_EVER, FOR_NOW, INERT, content_type
from catalogue.edition import Edition
from catalogue.messages import nearest_language, typeset
from catalogue.query import NamedQuery
from catalogue.query.published import answered
from catalogue.serve.asking import Asker
from catalogue.serve.conditional import NOT_KEPT, strong_tag
from catalogue.serve.exchange import Exchange
from catalogue.serve.headers import common_headers
from catalogue.serve.memory import Kept, key_of
from catalogue.serve.negotiate import HTML, best_language
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import Operation
from catalogue.serve.reading import READ, result_of
from catalogue.serve.releases import Queried
from catalogue.serve.routes import QUERIES, RELEASE
from catalogue.terms import Term


class Question(NamedTuple):
    """A named query with the values of its parameters.

    Attributes:
        query: the query.
        given: the values by name, as they were sent.
        terms: those of all parameters, defaults too, as terms.
        operation: what is asked of the service.
        language: the language of the page that the request names, or empty.
    """

    query: NamedQuery
    given: Mapping[str, str]
    terms: Mapping[str, Term]
    operation: Operation
    language: str


class AnswerPages:
    """Answers named queries by pages.

    Args:
        edition: the edition that is served.
        asker: what has queries answered, and keeps the pages too.
    """

    def __init__(self, edition: Edition, asker: Asker) -> None:
        self._edition = edition
        self._asker = asker

    async def answer(self, exchange: Exchange, queried: Queried, question: Question) -> None:
        """Answer a request with the page of a query and its answer."""
        languages = self._edition.settings.languages
        language = question.language
        if language not in languages:
            language = best_language(languages, exchange.header(b"accept-language"))
        asked = question.operation._replace(formats=READ)
        result = await self._asker.find(exchange, queried, asked.asked())
        if isinstance(result, Problem):
            await exchange.tell(result)
        elif result is not None:
            await exchange.answer(await self._page(exchange, queried, question, language, result))

    async def _page(self, exchange: Exchange, queried: Queried, question: Question, language: str, result: Kept) -> Kept:
        """Give the page of an answer, kept unless the answer is another each time."""
        given = tuple(question.given.items())
        asked = ("page", queried.name, exchange.is_of_release, exchange.site, question.query.name, given, language)
        key = key_of(asked, len(exchange.fields))
        kept = self._asker.memory.get(key) if result.etag else None
        if kept is None:
            body = await asyncio.to_thread(self._rendered, exchange, question, language, result)
            kept = _kept(exchange, queried, language, result, body)
            if result.etag:
                self._asker.memory.keep(key, kept)
        return kept

    def _rendered(self, exchange: Exchange, question: Question, language: str, kept: Kept) -> bytes:
        query, edition = question.query, self._edition
        defaults = {each.name: each.default for each in query.parameters if each.default is not None}
        result = result_of(kept, edition.settings)
        answer = answered(query, {**defaults, **question.given}, question.terms, result)
        tongue = nearest_language(language) or "en"
        path = (
            RELEASE.format_map(exchange.values) if exchange.is_of_release else ""
        ) + f"{QUERIES}/{quote(query.name, safe='')}"
        asking = pages.Asking(
            exchange.site, edition.settings.own(path.removeprefix("/")), (*question.given.items(), ("format", "html"))
        )
        with pages.worded(edition):
            notes = [typeset(note.message, tongue) for note in kept.notes]
            return pages.asked_page(edition, query, answer, language, asking, notes)


def _kept(exchange: Exchange, queried: Queried, language: str, result: Kept, body: bytes) -> Kept:
    lasting = NOT_KEPT if not result.etag else FOR_EVER if exchange.is_of_release else FOR_NOW
    etag = strong_tag(body) if result.etag else b""
    headers = (
        *common_headers(queried.name),
        *INERT,
        content_type(HTML),
        (b"content-language", language.encode()),
        (b"cache-control", lasting),
        *(((b"etag", etag),) if etag else ()),
    )
    return Kept("html", headers, body, etag)
