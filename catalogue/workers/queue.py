"""The queue: which queries wait, which worker answers which, and what takes too long."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from catalogue.isolation.reasons import too_late
from catalogue.sparql.guard import Refusal
from catalogue.workers.connection import Connection
from catalogue.workers.jobs import Busy, GoneError, Job

_QUICK = 0.2


class Queue:
    """Hands queries to workers, so many at the same time.

    Args:
        count: how many may be answered at the same time.
        most_waiting: how many more may wait.
        wall: how many seconds one may take, and wait.
        kill: kills a worker; what it answered is then lost.
    """

    def __init__(self, count: int, most_waiting: int, wall: int, kill: Callable[[Connection], None]) -> None:
        self._count = count
        self._most_waiting = most_waiting
        self._wall = wall
        self._kill = kill
        self._idle: list[Connection] = []
        self._busy: set[Connection] = set()
        self._killed: set[Connection] = set()
        self._waiting: deque[Job] = deque()

    def __iter__(self) -> Iterator[Connection]:
        """Give all workers, those among them that have been killed and not ended yet."""
        return iter([*self._idle, *self._busy, *self._killed])

    def __bool__(self) -> bool:
        """Tell whether there is any worker."""
        return bool(self._idle or self._busy or self._killed)

    def put(self, job: Job) -> None:
        """Give a query to a worker, or let it wait for one.

        Raises:
            Busy: as many wait as may.
        """
        if self._idle and len(self._busy) < self._count:
            self._give(self._idle.pop(), job)
        elif len(self._waiting) < self._most_waiting:
            self._waiting.append(job)
        else:
            raise Busy

    def _give(self, worker: Connection, job: Job) -> None:
        self._busy.add(worker)
        worker.ask(job)

    def rest(self, worker: Connection) -> None:
        """Take a worker that has begun, or has answered."""
        self._busy.discard(worker)
        self._idle.append(worker)
        self._hand_out()

    def remove(self, worker: Connection) -> None:
        """Take out a worker that has ended."""
        self._busy.discard(worker)
        self._killed.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        self._hand_out()

    def _hand_out(self) -> None:
        """Give the queries that wait to the workers that rest, as many as may be at work at the same time."""
        while self._waiting and self._idle and len(self._busy) < self._count:
            job = self._waiting.popleft()
            if not job.done.done():
                self._give(self._idle.pop(), job)

    def look(self, now: float) -> None:
        """Look at what takes long: end what is late, and see whether anybody still waits for it.

        Args:
            now: the time by the monotonic clock.
        """
        for worker in list(self._busy):
            job = worker.job
            if job is None:
                continue
            if now - job.started >= self._wall:
                self._end(worker, too_late(self._wall))
            elif now - job.started > _QUICK:
                job.watch(self._abandon)
        for job in list(self._waiting):
            if now - job.came >= self._wall:
                self._waiting.remove(job)
                job.finish(Busy())
            elif now - job.came > _QUICK:
                job.watch(self._abandon)

    def _abandon(self, job: Job) -> None:
        """Free the worker of a client that has gone."""
        if job in self._waiting:
            self._waiting.remove(job)
            job.finish(GoneError())
        for worker in list(self._busy):
            if worker.job is job:
                self._end(worker, GoneError())

    def _end(self, worker: Connection, reason: Refusal | BaseException) -> None:
        """Kill a worker, and tell who waits for it why; it is replaced when the connection ends."""
        worker.reason = reason
        self._busy.discard(worker)
        self._killed.add(worker)
        job, worker.job = worker.job, None
        if job is not None:
            job.finish(reason)
        self._kill(worker)
        self._hand_out()

    def close(self) -> None:
        """End the connections to all workers, and answer nobody any more."""
        for job in self._waiting:
            job.finish(Busy())
        for worker in self:
            worker.close()
