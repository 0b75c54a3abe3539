"""The catalogue's own queries that pages show: answered by the workers of the service, within its limits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from catalogue.config import Settings
from catalogue.errors import LimitError, Place, QueryError
from catalogue.messages import Message
from catalogue.query import NamedQuery, Note, Refusal, Result, bind, naming
from catalogue.serve import problems
from catalogue.serve.reading import READ, read_answer
from catalogue.workers import Asked, Busy, EndedError, Pool, Reply

_MOST_WAITS = 3
"""How many times the time of a query a page waits for its answer, its turn included."""


class OwnQueries:
    """Has queries answered by workers; it is asked in threads beside that of the workers' event loop.

    Args:
        pool: the workers.
        settings: the catalogue's.
    """

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings
        self._loop = asyncio.get_running_loop()

    def ask(self, query: NamedQuery, given: Mapping[str, str]) -> tuple[Result, list[Note]]:
        """Have a query answered.

        Args:
            query: the query.
            given: parameter values by name, which fit.

        Returns:
            The result; what is told beside it is found where it is read.

        Raises:
            QueryError: the query does not parse (with its place), or fails.
            LimitError: it reached a limit, or nothing is there to answer it.
        """
        terms = query.bind(given, self._settings.base, self._settings.prefixes)
        parameters = tuple(naming(given, terms))
        asked = Asked(bind(query.text, terms), READ.solutions, READ.boolean, READ.triples, parameters=parameters)
        try:
            reply = self._reply(asked)
        except Refusal as refused:
            if problems.of_refusal(refused).limit:
                raise LimitError(Message("serve.own-query", name=query.name, reason=refused.message)) from refused
            raise QueryError(refused.message, Place(query.path, *refused.start, *refused.end)) from refused
        return read_answer(reply.format, reply.body, self._settings), []

    def read(self, sparql: str, *_: object) -> str:
        """Give what the engine says against a query of the catalogue, or nothing; nothing too where that takes too much.

        What takes too much to be read takes too much to be answered, which is told then, by the pages that show its answer.
        """
        try:
            return self._reply(Asked(sparql, None, None, None, is_to_be_read=True)).body.decode()
        except Refusal:
            return ""

    def _reply(self, asked: Asked) -> Reply:
        waiting = asyncio.run_coroutine_threadsafe(self._pool.ask(asked), self._loop)
        try:
            return waiting.result(_MOST_WAITS * self._settings.sparql.wall)
        except EndedError as ended:
            raise LimitError(problems.ended().detail) from ended
        except (Busy, TimeoutError) as busy:
            waiting.cancel()
            raise LimitError(problems.busy(1).detail) from busy
