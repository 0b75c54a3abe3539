"""The pool: hands queries to workers, keeps the limits of time and number, and replaces workers that end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from catalogue.config import Settings, Sparql
from catalogue.errors import OutputError, Text, text
from catalogue.sparql.guard import Refusal
from catalogue.workers.messages import LENGTHS, Answer, Asked, read_answer
from catalogue.workers.nursery import NUMBER
from catalogue.workers.worker import too_much_memory

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from catalogue.workers.nursery import main; "
    "main(int(sys.argv[2]), json.loads(sys.argv[3]))"
)
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # threads do not come along when a process forks
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=2000",  # a query takes and gives back hundreds of small pieces of memory
}
_TICK = 0.05
_QUICK = 0.2
_LAST_WORDS = 1.0
_PAUSE = 0.5
_SPARE = 1
"""How many workers rest beyond those that may be at work: to fork one takes long when the statements are many."""
_ABORTED = 6
_OVERFLOWED = (11, 7)
_KILLED = 9

Gone = Callable[[], Awaitable[Any]]
"""Ends when the client has gone."""

Spent = Callable[[float], None]
"""Takes the seconds that a worker was at work."""


class Busy(Exception):  # noqa: N818 - it is no fault
    """All workers are at work, and as many queries wait as may."""


class GoneError(Exception):
    """The client has gone; nobody waits for the answer."""


class _Job:
    """A query that waits for a worker, or is answered by one."""

    __slots__ = ("came", "done", "gone", "packed", "spent", "started", "watch")

    def __init__(self, asked: Asked, gone: Gone | None, spent: Spent | None) -> None:
        self.packed = asked.packed()
        self.gone = gone
        self.spent = spent
        self.started = 0.0
        self.came = time.monotonic()
        self.watch: asyncio.Future[Any] | None = None
        self.done: asyncio.Future[Answer | Refusal] = asyncio.get_running_loop().create_future()

    def finish(self, answer: Answer | Refusal | BaseException) -> None:
        """Give the answer to whoever waits for it."""
        if self.watch is not None:
            self.watch.cancel()
        if self.spent is not None and self.started:
            self.spent(time.monotonic() - self.started)
        if not self.done.done():
            if isinstance(answer, (Answer, Refusal)):
                self.done.set_result(answer)
            else:
                self.done.set_exception(answer)


class _Worker(asyncio.Protocol):
    """The connection to one worker."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.number = 0
        self.job: _Job | None = None
        self.reason: Refusal | BaseException | None = None
        self.has_closed = False
        self.has_worked = False
        self._buffer = bytearray()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def ask(self, job: _Job) -> None:
        """Send it a query."""
        assert self._transport is not None  # noqa: S101 - it is connected before it is asked
        self.job = job
        self.has_worked = True
        job.started = time.monotonic()
        self._transport.write(job.packed)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        if len(buffer) < LENGTHS.size:
            return
        head, body = LENGTHS.unpack_from(buffer)
        end = LENGTHS.size + head + body
        if len(buffer) < end:
            return
        answer, is_last = read_answer(bytes(buffer[LENGTHS.size : LENGTHS.size + head]), bytes(buffer[end - body : end]))
        buffer.clear()
        job, self.job = self.job, None
        if job is not None:
            job.finish(answer)
        if not is_last and self.reason is None:
            self.pool.rest(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - how it ended, the nursery tells
        self.pool.lost(self)

    def close(self) -> None:
        """End the connection, and so the worker; it is not replaced."""
        self.has_closed = True
        if self._transport is not None:
            self._transport.close()


class Pool:
    """Workers for the statements of one release.

    Args:
        statements: the statements in N-Quads.
        settings: the catalogue's settings: the base, the prefixes and the limits.
        workers: how many workers there are.
    """

    def __init__(self, statements: Path, settings: Settings, workers: int) -> None:
        self.limits: Sparql = settings.sparql
        self.size = 0
        self.graphs: tuple[str, ...] = ()
        self.count = workers
        self._statements = statements
        self._settings = settings
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._waiting: deque[_Job] = deque()
        self._most_waiting = settings.sparql.queue or 2 * workers
        self._nursery: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._news: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._unborn: deque[_Worker] = deque()
        self._ended: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._folder: Path | None = None
        self._is_open = False

    async def open(self) -> None:
        """Load the statements and fork the workers.

        Raises:
            OutputError: the system has no `fork`, or the statements could not be loaded.
        """
        if not hasattr(os, "fork"):
            raise OutputError(
                "the SPARQL service needs a system that can fork processes, such as Linux or macOS",
                "le service SPARQL demande un système qui sait dupliquer un processus, comme Linux ou macOS",
            )
        self._is_open = True
        await self._start_nursery()
        self._start(self._listen())
        self._start(self._tick())
        await asyncio.gather(*(self._add() for _ in range(self.count + _SPARE)))

    async def _start_nursery(self) -> None:
        ours, theirs = socket.socketpair()
        if self.limits.store == "disk":
            self._folder = Path(tempfile.mkdtemp(prefix="catalogue-store-"))
        given = {
            "path": str(self._statements),
            "folder": str(self._folder) if self._folder else None,
            "base": self._settings.base,
            "prefixes": dict(self._settings.prefixes),
            "limits": asdict(self.limits),
        }
        command = [sys.executable, "-c", _START, json.dumps(sys.path), str(theirs.fileno()), json.dumps(given)]
        self._nursery = subprocess.Popen(  # noqa: ASYNC220, S603 - our own program; to begin it takes a millisecond
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ENVIRONMENT},
        )
        theirs.close()
        self._orders = ours
        self._news = await asyncio.open_connection(sock=ours.dup())
        line = await self._news[0].readline()
        if not line:
            raise OutputError(
                "the statements could not be loaded for queries", "les énoncés n'ont pas pu être chargés pour les requêtes"
            )
        news = json.loads(line)
        self.size, self.graphs = news["loaded"], tuple(news["graphs"])

    def _start(self, task: Any) -> None:
        started = asyncio.get_running_loop().create_task(task)
        self._tasks.add(started)
        started.add_done_callback(self._tasks.discard)

    async def _add(self, pause: float = 0) -> None:
        """Fork a worker, after a pause when the one before it ended before it was asked anything."""
        await asyncio.sleep(pause)
        if self._orders is None:
            return
        ours, theirs = socket.socketpair()
        worker = _Worker(self)
        self._unborn.append(worker)
        try:
            socket.send_fds(self._orders, [b"f"], [theirs.fileno()])
        except OSError:  # the nursery has ended; `_listen` begins anew
            ours.close()
            return
        finally:
            theirs.close()
        await asyncio.get_running_loop().create_connection(lambda: worker, sock=ours)
        self.rest(worker)

    async def _listen(self) -> None:
        """Hear of workers that begin and end; begin anew when the nursery itself has ended."""
        assert self._news is not None  # noqa: S101 - it has been started
        while line := await self._news[0].readline():
            news = json.loads(line)
            if "born" in news:
                worker = self._unborn.popleft()
                worker.number = news["born"]
                self._ended[worker.number] = asyncio.get_running_loop().create_future()
                if worker.reason is not None:
                    self._kill(worker)
            elif news["ended"] in self._ended and not self._ended[news["ended"]].done():
                self._ended[news["ended"]].set_result(news)
        if self._is_open:
            self._start(self._begin_anew())

    async def _begin_anew(self) -> None:
        """Replace a nursery that has ended, and with it all workers."""
        self._discard_nursery()
        self._unborn.clear()
        self._ended.clear()
        for worker in [*self._idle, *self._busy]:
            worker.close()
        await asyncio.sleep(0)  # until all have been lost
        await self._start_nursery()
        self._start(self._listen())
        await asyncio.gather(*(self._add() for _ in range(self.count + _SPARE)))

    async def ask(self, asked: Asked, gone: Gone | None = None, spent: Spent | None = None) -> Answer:
        """Have a query answered.

        Args:
            asked: the query.
            gone: what ends when the client has gone, or None when nobody can go.
            spent: takes the time that it took a worker, or None.

        Returns:
            The whole answer.

        Raises:
            Refusal: the query is refused, cannot be read, fails, or reached a limit.
            Busy: as many queries wait as may.
            GoneError: the client has gone.
        """
        job = _Job(asked, gone, spent)
        if self._idle and len(self._busy) < self.count:
            self._give(self._idle.pop(), job)
        elif len(self._waiting) < self._most_waiting:
            self._waiting.append(job)
        else:
            raise Busy
        found = await job.done
        if isinstance(found, Refusal):
            raise found
        return found

    def _give(self, worker: _Worker, job: _Job) -> None:
        self._busy.add(worker)
        worker.ask(job)

    def rest(self, worker: _Worker) -> None:
        """Take back a worker that has answered."""
        self._busy.discard(worker)
        self._idle.append(worker)
        self._hand_out()

    def _hand_out(self) -> None:
        """Give the queries that wait to the workers that rest, as many as may be at work at the same time."""
        while self._waiting and self._idle and len(self._busy) < self.count:
            job = self._waiting.popleft()
            if not job.done.done():
                self._give(self._idle.pop(), job)

    def lost(self, worker: _Worker) -> None:
        """Replace a worker that has ended, and say why it did."""
        self._busy.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if self._is_open and not worker.has_closed:
            self._start(self._add(0 if worker.has_worked else _PAUSE))
        self._hand_out()
        if worker.job is not None:
            self._start(self._explain(worker, worker.job))
        else:
            self._ended.pop(worker.number, None)

    async def _explain(self, worker: _Worker, job: _Job) -> None:
        """Tell why a worker ended with a query: because it was killed, or by the query."""
        if worker.reason is None:
            news: dict[str, Any] = {}
            ended = self._ended.get(worker.number)
            if ended is not None:
                with contextlib.suppress(TimeoutError):
                    news = await asyncio.wait_for(asyncio.shield(ended), _LAST_WORDS)
            worker.reason = _reason(news, self.limits)
        self._ended.pop(worker.number, None)
        job.finish(worker.reason)

    async def _tick(self) -> None:
        """Look at what takes long: end what is late, and see whether anybody still waits for it."""
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            for worker in list(self._busy):
                job = worker.job
                if job is None:
                    continue
                if now - job.started >= self.limits.wall:
                    self._end(worker, Refusal("wall", _too_late(self.limits.wall)))
                elif now - job.started > _QUICK:
                    self._watch(job)
            for job in list(self._waiting):
                if now - job.came >= self.limits.wall:
                    self._waiting.remove(job)
                    job.finish(Busy())
                elif now - job.came > _QUICK:
                    self._watch(job)

    def _watch(self, job: _Job) -> None:
        """Begin to watch for the client's going, once a query has taken longer than most do."""
        if job.watch is None and job.gone is not None:
            job.watch = asyncio.ensure_future(job.gone())
            job.watch.add_done_callback(lambda watch: None if watch.cancelled() else self._abandon(job))

    def _abandon(self, job: _Job) -> None:
        """Free the worker of a client that has gone."""
        if job in self._waiting:
            self._waiting.remove(job)
            job.finish(GoneError())
        for worker in list(self._busy):
            if worker.job is job:
                self._end(worker, GoneError())

    def _end(self, worker: _Worker, reason: Refusal | BaseException) -> None:
        """Kill a worker, and tell who waits for it why; it is replaced when the connection ends."""
        worker.reason = reason
        self._busy.discard(worker)
        job, worker.job = worker.job, None
        if job is not None:
            job.finish(reason)
        self._kill(worker)
        self._hand_out()

    def _kill(self, worker: _Worker) -> None:
        if worker.number and self._orders is not None:
            with contextlib.suppress(OSError):
                self._orders.sendall(b"k" + NUMBER.pack(worker.number))

    async def close(self) -> None:
        """End the workers and the nursery, and answer nobody any more."""
        self._is_open = False
        for job in self._waiting:
            job.finish(Busy())
        for task in list(self._tasks):
            task.cancel()
        for worker in [*self._idle, *self._busy]:
            worker.close()
        self._discard_nursery()

    def _discard_nursery(self) -> None:
        if self._news is not None:
            self._news[1].close()
            self._news = None
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._nursery is not None:
            self._nursery.kill()
            self._nursery.wait()
            self._nursery = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _too_late(most: int) -> Text:
    return text(
        f"the query took longer than {most} s and was ended; narrow its patterns or ask for less",
        f"la requête a duré plus de {most} s et a été arrêtée ; resserrez ses motifs ou demandez-en moins",
    )


def _reason(news: dict[str, Any], limits: Sparql) -> Refusal:
    """Tell from the way in which a worker ended what the query did to it."""
    signal, words = news.get("signal", 0), news.get("words", "")
    if signal in {_ABORTED, _KILLED} or "memory" in words.lower():
        return too_much_memory(limits.memory)
    if signal in _OVERFLOWED:
        return Refusal(
            "depth",
            text(
                "the query is nested too deep or repeats an operator too often to be evaluated",
                "la requête est trop imbriquée, ou répète trop un opérateur, pour être évaluée",
            ),
        )
    return Refusal(
        "evaluation", text("the query ended the process that evaluated it", "la requête a mis fin au processus qui l'évaluait")
    )
