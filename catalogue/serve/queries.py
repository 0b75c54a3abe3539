"""The named queries over HTTP: one address each, with its parameters as fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from catalogue.documents.headers import FOR_NOW, content_type
from catalogue.edition import Edition
from catalogue.errors import QueryError
from catalogue.messages import Message, say
from catalogue.near import nearest
from catalogue.pages import LANGUAGE
from catalogue.query import NamedQuery, bind, naming
from catalogue.serve import problems
from catalogue.serve.answer_pages import AnswerPages, Question
from catalogue.serve.asking import Asker
from catalogue.serve.conditional import strong_tag
from catalogue.serve.description import openapi
from catalogue.serve.exchange import Exchange
from catalogue.serve.formats import Formats, accepted, named
from catalogue.serve.headers import common_headers
from catalogue.serve.http import BadRequest
from catalogue.serve.memory import Kept
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import Operation
from catalogue.serve.releases import Queried
from catalogue.serve.routes import QUERIES


class Queries:
    """The named queries of a catalogue over HTTP.

    Args:
        edition: the edition that is served.
        asker: what has queries answered.
        named: the queries by name.
    """

    def __init__(self, edition: Edition, asker: Asker, named: Mapping[str, NamedQuery]) -> None:
        self._edition = edition
        self._settings = edition.settings
        self._asker = asker
        self._named = named
        self._pages = AnswerPages(edition, asker)

    async def answer(self, exchange: Exchange, queried: Queried) -> None:
        """Answer a request for the answer to one of them."""
        name = exchange.values["query"].strip("/")
        try:
            query = self._named.get(name)
            if query is None:
                raise self._unknown(name)
            question = self._question(exchange, query)
        except QueryError as error:
            await exchange.tell(Problem(400 if name in self._named else 404, error.message))
        except BadRequest as request:
            await exchange.tell(problems.of_request(request))
        else:
            operation = question.operation
            if operation.formats.html:
                await self._pages.answer(exchange, queried, question)
            else:
                await self._asker.run(exchange, queried, operation.asked())

    def _question(self, exchange: Exchange, query: NamedQuery) -> Question:
        """Read the fields of a request as the parameters of a query."""
        try:
            fields = parse_qsl(exchange.scope["query_string"].decode("ascii"), keep_blank_values=True, errors="strict")
        except (UnicodeDecodeError, ValueError):
            raise BadRequest(400, Message("serve.fields-not-utf-8")) from None
        own = {parameter.name for parameter in query.parameters}
        values = [value for name, value in fields if name == "format" and name not in own]
        fields = [(name, value) for name, value in fields if name != "format" or name in own]
        given = dict(fields)
        language = given.get(LANGUAGE, "") if LANGUAGE in own else given.pop(LANGUAGE, "")
        if len({name for name, _ in fields}) < len(fields):
            raise BadRequest(400, Message("serve.give-each-parameter-once"))
        terms = query.bind(given, self._settings.base, self._settings.prefixes)
        formats = _formats(values, exchange.header(b"accept"))
        operation = Operation(bind(query.text, terms), formats, parameters=tuple(naming(given, terms)))
        return Question(query, given, terms, operation, language)

    def _unknown(self, name: str) -> QueryError:
        """Say that there is no query of a name, as a message for who asks over HTTP."""
        near = nearest(name, self._named)
        return QueryError(
            Message("serve.no-query-did-you-mean", name=name, near=near)
            if near
            else Message("serve.no-query-lists-them", name=name, queries="/" + self._settings.own(QUERIES.removeprefix("/")))
        )

    async def describe(self, exchange: Exchange) -> None:
        """Describe the service and its named queries in OpenAPI, for the release that is served."""
        root = exchange.whole_root.rstrip("/")
        await self._send(exchange, root, lambda language: openapi(self._edition, self._named.values(), root, language))

    async def list(self, exchange: Exchange) -> None:
        """List them."""
        root = exchange.root.rstrip("/")
        await self._send(exchange, root, lambda language: {"queries": [*self._listed(language, root)]})

    def _listed(self, language: str, root: str) -> Iterator[Mapping[str, Any]]:
        for query in self._named.values():
            yield _described(query, language, f"{root}{QUERIES}/{query.name}")

    async def _send(self, exchange: Exchange, root: str, made: Callable[[str], Mapping[str, Any]]) -> None:
        """Send what is made in the client's language, and keep it; it begins all addresses with a root."""
        language = problems.language_of(exchange.header(b"accept-language"))
        key = (exchange.route.kind, exchange.release, language, root)
        kept = self._asker.memory.get(key)
        if kept is None:
            body = json.dumps(made(language), ensure_ascii=False).encode()
            etag = strong_tag(body)
            headers = (
                *common_headers(exchange.release),
                content_type("application/json"),
                (b"content-language", language.encode()),
                (b"cache-control", FOR_NOW),
                (b"etag", etag),
            )
            kept = Kept("json", headers, body, etag)
            self._asker.memory.keep(key, kept)
        await exchange.answer(kept)


def _formats(values: Sequence[str], accept: str) -> Formats:
    """Choose formats as the SPARQL service does, but that a page is given to who names it; by `Accept` alone there is data."""
    by_name = named(values)
    by_accept = accepted(accept)._replace(html=False)
    return by_name.or_else(by_accept) if by_name is not None else by_accept


def _described(query: NamedQuery, language: str, href: str) -> Mapping[str, Any]:
    return {
        "name": query.name,
        "title": say(query.title, language),
        "description": say(query.description, language),
        "href": href,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "default": parameter.default,
                "description": say(parameter.description, language),
            }
            for parameter in query.parameters
        ],
    }
