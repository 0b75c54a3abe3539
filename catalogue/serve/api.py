"""The named queries over HTTP: one address each, with its parameters as fields."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from catalogue.errors import QueryError, say, text
from catalogue.exports.openapi import openapi
from catalogue.query import NamedQuery, bind
from catalogue.serve import problems
from catalogue.serve.exchange import Exchange, address_of, send_kept
from catalogue.serve.http import header
from catalogue.serve.memory import Kept
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import BadRequest, Formats, Operation, formats, named_formats
from catalogue.serve.sparql import Sparql

PATH = "/api/queries"
OPENAPI = "/api/openapi.json"


class Queries:
    """The named queries of a catalogue over HTTP.

    Args:
        sparql: the service that answers them.
        named: the queries by name.
    """

    def __init__(self, sparql: Sparql, named: Mapping[str, NamedQuery]) -> None:
        self.sparql = sparql
        self.settings = sparql.releases.edition.settings
        self.named = named

    async def answer(self, exchange: Exchange, path: str) -> None:
        """Answer a request for the list of queries, or for the answer to one of them.

        Args:
            exchange: the request.
            path: what follows `PATH`: empty, or a slash and a name.
        """
        if exchange.scope["method"] not in {"GET", "HEAD"}:
            await self.sparql.tell(exchange, _wrong_method())
            return
        name = path.strip("/")
        if not name:
            await self._list(exchange)
            return
        try:
            named = self.named.get(name)
            if named is None:
                raise self._unknown(name)
            operation = self._operation(exchange, named)
        except QueryError as error:
            await self.sparql.tell(exchange, Problem(400 if name in self.named else 404, error.message))
        except BadRequest as request:
            await self.sparql.tell(exchange, problems.of_request(request))
        else:
            await self.sparql.run(exchange, operation, operation.asked)

    def _operation(self, exchange: Exchange, named: NamedQuery) -> Operation:
        """Read the fields of a request as the parameters of a query."""
        try:
            fields = parse_qsl(exchange.scope["query_string"].decode("ascii"), keep_blank_values=True, errors="strict")
        except (UnicodeDecodeError, ValueError):
            raise BadRequest(400, text("the fields are not UTF-8", "les champs ne sont pas en UTF-8")) from None
        given = dict(fields)
        if len(given) < len(fields):
            raise BadRequest(400, text("give each parameter once", "donnez chaque paramètre une fois"))
        own = {parameter.name for parameter in named.parameters}
        chosen = given.pop("format", "") if "format" not in own else ""
        if chosen == "html":
            raise BadRequest(400, problems.NO_PAGE)
        wanted: Formats = named_formats(chosen) if chosen else formats(header(exchange.scope, b"accept"))
        terms = named.bind(given, self.settings.base, self.settings.prefixes)
        return Operation(bind(named.text, terms), wanted)

    def _unknown(self, name: str) -> QueryError:
        """Say that there is no query of a name, in words for who asks over HTTP."""
        near = difflib.get_close_matches(name, list(self.named), 1, 0.5)
        return QueryError(
            f"there is no query {name}; " + (f"did you mean {near[0]}?" if near else f"{PATH} lists them"),
            f"pas de requête {name} ; " + (f"vouliez-vous dire {near[0]} ?" if near else f"{PATH} en donne la liste"),
        )

    async def describe(self, exchange: Exchange) -> None:
        """Describe the service and its named queries in OpenAPI, for the release that is served."""
        language = problems.language_of(header(exchange.scope, b"accept-language"))
        root = address_of(exchange.scope).removesuffix(OPENAPI)
        await self._send(exchange, language, openapi(self.sparql.releases.edition, self.named.values(), root, language))

    async def _list(self, exchange: Exchange) -> None:
        language = problems.language_of(header(exchange.scope, b"accept-language"))
        root = str(exchange.scope.get("root_path", "")).rstrip("/")
        listed = [_described(named, language, f"{root}{PATH}/{named.name}") for named in self.named.values()]
        await self._send(exchange, language, {"queries": listed})

    @staticmethod
    async def _send(exchange: Exchange, language: str, said: Mapping[str, Any]) -> None:
        body = json.dumps(said, ensure_ascii=False).encode()
        headers = exchange.headers(
            (b"content-type", b"application/json"),
            (b"content-language", language.encode()),
            (b"cache-control", b"public, max-age=300"),
        )
        await send_kept(exchange.scope, exchange.send, Kept("json", tuple(headers), body, b""))


def _described(named: NamedQuery, language: str, href: str) -> Mapping[str, Any]:
    return {
        "name": named.name,
        "title": say(named.title, language),
        "description": say(named.description, language),
        "href": href,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "default": parameter.default,
                "description": say(parameter.description, language),
            }
            for parameter in named.parameters
        ],
    }


def _wrong_method() -> Problem:
    return Problem(405, text("use GET or HEAD", "employez GET ou HEAD"), headers={"Allow": "GET, HEAD"})
