"""The queries of the service answered from a release in a store: guarded here within the same limits, and passed on.

It stands in the place of the workers of a release that is in memory (`catalogue.workers.Pool`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from catalogue.config import Settings, Sparql
from catalogue.errors import UsageError
from catalogue.isolation.reasons import too_late
from catalogue.messages import Message
from catalogue.quads import Syntax, read
from catalogue.remote.faults import short
from catalogue.remote.retries import FailureError, PartialError, UnusableError
from catalogue.remote.sent import sent_query
from catalogue.remote.transport import TRIPLES, Address, Bounds, RefusedError, Response, UnreachedError, send
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.forms import FORMS, form_of
from catalogue.sparql.guard import Dataset, Refusal, look_closely, unknown_graph
from catalogue.sparql.query import QueryText
from catalogue.store.engine import SolutionsFormat, read_solutions
from catalogue.stores.asking import in_graph
from catalogue.stores.client import StoreClient
from catalogue.stores.state import Place, count, read_state
from catalogue.terms import Triple
from catalogue.workers import Asked, Busy, EndedError, GoneError, Measures, Reply
from catalogue.workers.jobs import Gone, Spent, UnreachableError
from catalogue.workers.writing import Writer, failed

_AT_ONCE = 8
"""How many queries the store is asked at the same time, unless the settings say it."""

_WIDER = 4
"""How many times as large an answer of the store may be, which comes in JSON or N-Triples whatever was asked for."""

_GRACE = 2
"""How many seconds the store has beyond its own deadline, to say that it is over."""

AWAY = Message("stores.away")

_EVERY, _LOOK = 5.0, 5
"""How many seconds lie between two looks at the store, and how many one may take."""

_OF_THE_QUERY = frozenset({400, 413, 414, 422})
_TOO_LATE = frozenset({408, 504})


class StorePool:
    """Answers queries about one release from a store.

    Args:
        client: the store.
        release: the release's name.
        settings: the catalogue's settings.

    Attributes:
        measures: what it has done so far.
    """

    missing: tuple[str, ...] = ()
    """What queries cannot be kept from here: they are evaluated elsewhere."""

    wait = 1
    """How many seconds it may take until it is ready again."""

    def __init__(self, client: StoreClient, release: str, settings: Settings) -> None:
        self.limits: Sparql = settings.sparql
        self.measures = Measures()
        self.size = 0
        self._client = client
        self._place = Place.of(settings)
        self._graph = self._place.graph(release)
        self._settings = settings
        self._dataset = Dataset((self._graph,), settings.base, dict(settings.prefixes))
        self._writer = Writer(settings.sparql, dict(settings.prefixes))
        at_once = self.limits.workers or _AT_ONCE
        self._places = asyncio.Semaphore(at_once)
        self._most = at_once + (self.limits.queue or 2 * at_once)
        self._present = 0
        self._is_open = False
        self._is_away = False
        self._looking: asyncio.Task[None] | None = None

    @property
    def graphs(self) -> tuple[str, ...]:
        """The named graphs that can be asked."""
        return (self._graph,)

    @property
    def is_ready(self) -> bool:
        """Tell whether queries are passed on, and the store answered when it was looked at last."""
        return self._is_open and not self._is_away

    async def open(self, *, is_watched: bool = False) -> None:
        """Look whether the store has the release.

        Args:
            is_watched: whether it is looked at again and again from then on, for those who ask whether it is ready.

        Raises:
            UsageError: it does not have it.
            RemoteError: it does not say.
        """
        await asyncio.to_thread(self._look, self._client)
        self._is_open = True
        if is_watched:
            self._looking = asyncio.ensure_future(self._watch())

    def _look(self, client: StoreClient) -> None:
        """Look whether the store has the release, and how large it is if that is not known."""
        state = read_state(client, self._place)
        if self._graph not in state.completed:
            raise UsageError(Message("stores.not-published", store=client.address, graph=self._graph))
        self.size = self.size or count(client, self._graph)

    async def _watch(self) -> None:
        """Look again and again whether the store has the release, for those who keep the service running."""
        client = self._client.impatient(_LOOK)
        while True:
            await asyncio.sleep(_EVERY)
            try:
                await asyncio.to_thread(self._look, client)
            except Exception as error:  # noqa: BLE001 - whatever it is, the store is not known to answer
                self._note(error)
            else:
                self._note(None)

    def _note(self, error: Exception | None) -> None:
        """Note whether the store answers, and say so when that has changed."""
        if self._is_away != (error is not None):
            _LOG.warning("the store %s", f"cannot be asked: {error}" if error is not None else "answers again")
        self._is_away = error is not None

    async def close(self) -> None:
        """Answer nobody any more."""
        self._is_open = False
        if self._looking is not None:
            self._looking.cancel()

    async def ask(self, asked: Asked, gone: Gone | None = None, spent: Spent | None = None) -> Reply:
        """Have a query answered by the store, as `catalogue.workers.Pool.ask` has it answered by a worker.

        Raises:
            UnreachableError: the store does not answer; for the rest as there.
        """
        with self.measures.asked():
            return await self._admitted(asked, gone, spent)

    async def _admitted(self, asked: Asked, gone: Gone | None, spent: Spent | None) -> Reply:
        if self._present >= self._most:
            raise Busy
        self._present += 1
        try:
            async with self._places:
                return await self._watched(asked, gone, spent)
        finally:
            self._present -= 1

    async def _watched(self, asked: Asked, gone: Gone | None, spent: Spent | None) -> Reply:
        """Answer a query unless its client goes: the exchange then ends by its deadline, and nobody waits for it."""
        start = time.monotonic()
        answering = asyncio.ensure_future(asyncio.to_thread(self._outcome, asked))
        watching = asyncio.ensure_future(gone()) if gone is not None else None
        try:
            await asyncio.wait({answering, *(() if watching is None else (watching,))}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                raise GoneError
            outcome = answering.result()
        finally:
            if watching is not None:
                watching.cancel()
            if spent is not None:
                spent(time.monotonic() - start)
        if isinstance(outcome, Reply):
            return outcome
        raise outcome

    def _outcome(self, asked: Asked) -> Reply | Exception:
        """Give the answer, or what is raised instead, without its frames: solutions keep to their thread."""
        try:
            return self._answer(asked)
        except (Refusal, EndedError) as error:
            error.__traceback__ = error.__cause__ = error.__context__ = None
            return error

    def _answer(self, asked: Asked) -> Reply:
        """Guard a query, pass it on, and write what the store answers."""
        query = QueryText(asked.sparql)
        is_volatile = self._look_through(query, asked)
        form = form_of(query)
        sent = sent_query(query, {}, self._settings.base, self._settings.prefixes)
        response = self._sent(sent.text, form)
        try:
            name, body, _ = self._writer.write(self._read(response, form), asked, lambda: self._read(response, form))
        except (SyntaxError, ValueError) as error:
            raise failed(error) from error
        return Reply(name, body, is_volatile)

    def _look_through(self, query: QueryText, asked: Asked) -> bool:
        """Refuse what may not be asked, and tell whether the answer may be another next time."""
        passed = look_closely(query, self.limits, self._dataset)
        for graph in (*(asked.default_graphs or ()), *(asked.named_graphs or ())):
            if graph != self._graph:
                raise Refusal("graph", unknown_graph(graph))
        wrong = syntax_refusal(query, self._dataset.prefixes, self._dataset.base)
        if wrong is not None:
            raise wrong
        if form_of(query) not in FORMS:
            raise Refusal("syntax", Message("stores.no-form"))
        return passed.is_volatile

    def _sent(self, text: str, form: str) -> Response:
        """Pass a query on.

        Raises:
            Refusal: the store refuses it, or it took too long, or its answer is too large.
            EndedError: the store does not answer.
        """
        profile, wall = self._client.profile, self.limits.wall
        parameters = (*in_graph(self._graph), *profile.deadline_parameter(wall).items())
        address = Address(Address.read(profile.query_address(self._client.address)).url, parameters)
        has_own = bool(profile.deadline_parameter(wall))
        bounds = Bounds(wall + (_GRACE if has_own else 0), _WIDER * self.limits.bytes)
        try:
            return send(address, text, form, bounds=bounds, language="en", credentials=self._client.credentials)
        except FailureError as failure:
            raise self._error(failure) from failure

    def _error(self, failure: FailureError) -> Exception:
        """Give what a failure is to who asked: the store itself is not named."""
        if isinstance(failure, RefusedError) and failure.status in _OF_THE_QUERY:
            said = self._clean(failure)
            return Refusal("evaluation", Message("stores.refused", text=said))
        if isinstance(failure, RefusedError) and failure.status in _TOO_LATE:
            return too_late(self.limits.wall)
        if isinstance(failure, UnreachedError) and failure.reason is None:
            return too_late(self.limits.wall)
        if isinstance(failure, PartialError):
            return too_late(self.limits.wall) if failure.is_late else Refusal("rows", Message("stores.rows"))
        if isinstance(failure, UnusableError) and not failure.may_pass:
            return Refusal("bytes", Message("stores.answer-too-large", most=self.limits.bytes))
        return UnreachableError(AWAY)

    def _clean(self, failure: RefusedError) -> str:
        text = short(failure.problem.detail or failure.body.decode("utf-8", "replace"))
        return self._client.credentials.hidden_in(text) if self._client.credentials is not None else text

    def _read(self, response: Response, form: str) -> Any:
        """Read what the store answers."""
        if form in TRIPLES:
            syntax = Syntax.from_media_type(response.media_type) or Syntax.TURTLE
            return [Triple(quad.subject, quad.predicate, quad.object) for quad in read(response.body, syntax)]
        given = SolutionsFormat.from_media_type(response.media_type)
        return read_solutions(response.body, given if given == SolutionsFormat.XML else SolutionsFormat.JSON)


_LOG = logging.getLogger("catalogue")
