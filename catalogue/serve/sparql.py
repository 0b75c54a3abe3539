"""The SPARQL service: the protocol over HTTP, answered to programs by results and to readers by a page."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.edition import Edition
from catalogue.query import NamedQuery
from catalogue.serve import problems
from catalogue.serve.asking import Asker
from catalogue.serve.exchange import Exchange
from catalogue.serve.http import BadRequest, read_body
from catalogue.serve.page import SparqlPage
from catalogue.serve.problems import Problem
from catalogue.serve.protocol import Operation, fields_of, read_get, read_post
from catalogue.serve.releases import Queried
from catalogue.sparql.guard import Refusal

_ENCODED = 4
_ROOM = 64 * 1024


class Sparql:
    """The SPARQL service of a catalogue.

    Args:
        edition: the edition that is served.
        asker: what has queries answered.
        named: the named queries, which its page offers.
    """

    def __init__(self, edition: Edition, asker: Asker, named: Mapping[str, NamedQuery]) -> None:
        self._asker = asker
        self._page = SparqlPage(edition, asker, named)
        self._body = edition.settings.serving.body

    async def answer(self, exchange: Exchange, queried: Queried) -> None:
        """Answer a request to the service's address."""
        try:
            operation, exchange = await self._read(exchange)
        except BadRequest as request:
            await exchange.tell(problems.of_request(request))
        except Refusal as refusal:
            await exchange.tell(problems.of_refusal(refusal))
        else:
            if operation.formats.html:
                await self._page.answer(exchange, queried, operation)
            elif operation.sparql is None:
                await self._describe(exchange, queried, operation)
            else:
                await self._asker.run(exchange, queried, operation.asked())

    async def _read(self, exchange: Exchange) -> tuple[Operation, Exchange]:
        """Read what a request asks for, and give the request with all of its fields."""
        fields, accept = exchange.fields, exchange.header(b"accept")
        if exchange.method != "POST":
            return read_get(fields, accept), exchange
        body = await read_body(exchange.receive, _ENCODED * self._asker.limits.query + _ROOM, self._body)
        content_type = exchange.header(b"content-type")
        operation = read_post(fields, content_type, body, accept)
        return operation, exchange._replace(fields=fields_of(fields, content_type, body))

    async def _describe(self, exchange: Exchange, queried: Queried, operation: Operation) -> None:
        """Describe the service itself, as a `GET` of its address asks for."""
        name = operation.formats.triples
        if exchange.method == "POST":
            await exchange.tell(Problem(400, problems.NO_QUERY))
        elif name is None:
            await exchange.tell(problems.of_refusal(Refusal("format", problems.NO_FORMAT)))
        else:
            answer = await self._asker.describe(exchange, queried, exchange.address, name)
            await (exchange.tell(answer) if isinstance(answer, Problem) else exchange.answer(answer))
