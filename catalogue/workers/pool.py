"""The pool: workers for the statements of one release, begun, asked, and replaced when they end."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from catalogue.config import Settings, Sparql
from catalogue.errors import OutputError
from catalogue.isolation.reasons import is_from_outside, reason_of_end
from catalogue.messages import Message
from catalogue.sparql.guard import Refusal
from catalogue.sparql.known import NO_VOCABULARY, Vocabulary
from catalogue.workers.connection import Connection
from catalogue.workers.jobs import Busy, EndedError, Gone, Job, Spent
from catalogue.workers.measures import Measures
from catalogue.workers.messages import Asked, Reply
from catalogue.workers.pauses import Pauses
from catalogue.workers.process import NurseryProcess
from catalogue.workers.queue import Queue

_TICK = 0.05
_PAUSE = 0.5
_SPARE = 1
"""How many workers rest beyond those that may be at work: to fork one takes long when the statements are many."""


class Pool:
    """Workers for the statements of one release.

    Args:
        statements: gives the file with the statements in N-Quads, whenever they are loaded.
        settings: the catalogue's settings: the base, the prefixes and the limits.
        workers: how many workers there are.
        vocabulary: what the shapes and the ontology know, so that a term which nobody knows can be told.

    Attributes:
        measures: what it has done so far.
    """

    def __init__(
        self, statements: Callable[[], Path], settings: Settings, workers: int, vocabulary: Vocabulary = NO_VOCABULARY
    ) -> None:
        self.limits: Sparql = settings.sparql
        self.count = workers
        self._new = partial(NurseryProcess, statements, settings, vocabulary)
        self._queue = Queue(workers, self.limits.queue or 2 * workers, self.limits.wall, self._kill)
        self._nursery = self._new()
        self._pauses = Pauses()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_open = False
        self.measures = Measures()

    @property
    def size(self) -> int:
        """How many statements are asked."""
        return self._nursery.size

    @property
    def graphs(self) -> tuple[str, ...]:
        """The named graphs that they stand in."""
        return self._nursery.graphs

    @property
    def missing(self) -> tuple[str, ...]:
        """What workers cannot be kept from on this system: `network`, `files`."""
        return self._nursery.missing

    async def open(self) -> None:
        """Load the statements and fork the workers.

        Raises:
            OutputError: the system has no `fork`, or the statements could not be loaded.
        """
        if not hasattr(os, "fork"):
            raise OutputError(Message("workers.sparql-service-needs-system-can"))
        self._is_open = True
        await self._load()
        self._start(self._tick())
        await self._fill()

    @property
    def is_ready(self) -> bool:
        """Tell whether the statements have been loaded and a worker can be asked."""
        return self._nursery.is_loaded and bool(self._queue)

    @property
    def wait(self) -> int:
        """How many seconds it may take until it is ready again, at least one."""
        return self._pauses.left(time.monotonic())

    async def _load(self) -> None:
        """Begin the nursery, which loads the statements."""
        self.measures.loads += 1
        self._pauses.begin(time.monotonic())
        await self._nursery.start()

    async def _fill(self) -> None:
        """Fork the workers of a nursery that has begun, and hear of their end."""
        nursery = self._nursery
        self._start(self._listen(nursery))
        await asyncio.gather(*(self._add(nursery) for _ in range(self.count + _SPARE)))

    def _start(self, task: Coroutine[Any, Any, None]) -> None:
        started = asyncio.get_running_loop().create_task(task)
        self._tasks.add(started)
        started.add_done_callback(self._tasks.discard)

    async def _add(self, nursery: NurseryProcess, pause: float = 0) -> None:
        """Fork a worker, after a pause when the one before it ended before it was asked anything."""
        await asyncio.sleep(pause)
        if nursery is not self._nursery:
            return  # all of its workers have been replaced
        worker = Connection(self._queue.rest, self._lost)
        if await nursery.fork(worker):  # else it has ended, and `_listen` begins anew
            self._queue.rest(worker)

    async def _listen(self, nursery: NurseryProcess) -> None:
        """Hear of workers that begin and end; begin anew when the nursery itself has ended."""
        await nursery.listen()
        if self._is_open:
            self._start(self._begin_anew())

    async def _begin_anew(self) -> None:
        """Replace a nursery that has ended, and with it all workers, until one has loaded the statements."""
        is_loaded = False
        while not is_loaded:
            self._nursery.end()
            for worker in self._queue:
                worker.close()
            await asyncio.sleep(self._pauses.next(time.monotonic()))  # at least until all have been lost
            self._nursery = self._new()
            try:
                await self._load()
            except (OutputError, OSError) as error:
                _LOG.warning("the statements could not be loaded, which is tried again: %s", error)
            else:
                is_loaded = True
        await self._fill()

    async def ask(self, asked: Asked, gone: Gone | None = None, spent: Spent | None = None) -> Reply:
        """Have a query answered.

        Args:
            asked: the query.
            gone: what ends when the client has gone, or None when nobody can go.
            spent: takes the time that it took a worker, or None.

        Returns:
            The whole reply.

        Raises:
            Refusal: the query is refused, cannot be read, fails, or reached a limit.
            Busy: as many queries wait as may.
            EndedError: something outside ended the process that answered it, and another.
            GoneError: the client has gone.
        """
        with self.measures.asked():
            job = Job(asked, gone, spent)
            self._queue.put(job)
            reply = await job.done
            if isinstance(reply, Refusal):
                raise reply
            return reply

    def _lost(self, worker: Connection) -> None:
        """Replace a worker that has ended, and say why it did."""
        if self._is_open and not worker.has_closed:
            self._start(self._add(self._nursery, 0 if worker.has_worked else _PAUSE))
        self._queue.remove(worker)
        if worker.job is not None:
            self._start(self._explain(worker, worker.job, self._nursery))
        else:
            self._nursery.forget(worker)

    async def _explain(self, worker: Connection, job: Job, nursery: NurseryProcess) -> None:
        """Tell why a worker ended with a query: because it was killed, or by the query; else have another answer it, once."""
        reason: Refusal | BaseException | None = worker.reason
        if reason is None:
            news = await nursery.news_of_end(worker)
            reason = self._again(job) if is_from_outside(news) else reason_of_end(news, self.limits.memory)
        nursery.forget(worker)
        if reason is not None:
            job.finish(reason)

    def _again(self, job: Job) -> BaseException | None:
        """Have a query answered again whose worker was ended from outside; the reason where it is not tried."""
        if not self._is_open or not job.take_again():
            return EndedError()
        try:
            self._queue.put(job)
        except Busy as busy:
            return busy
        return None

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            self._queue.look(time.monotonic())

    def _kill(self, worker: Connection) -> None:
        self._nursery.kill(worker)

    async def close(self) -> None:
        """End the workers and the nursery, and answer nobody any more."""
        self._is_open = False
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._queue.close()
        self._nursery.end()
        await asyncio.sleep(0)  # until all connections have closed


_LOG = logging.getLogger("catalogue")
