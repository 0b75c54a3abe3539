"""The queue of a pool: who is answered, who waits, and what is late; the workers are the other ends of real connections."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable

import pytest

from catalogue.sparql.guard import Refusal
from catalogue.workers import Asked, Busy
from catalogue.workers.connection import Connection
from catalogue.workers.jobs import Job
from catalogue.workers.queue import Queue

WALL = 5


def with_queue(check: Callable[[Queue, Connection, list[Connection]], Awaitable[None]]) -> None:
    """Check a queue that answers one query at a time and lets one more wait; it has one worker, which says nothing."""

    async def run() -> None:
        killed: list[Connection] = []
        queue = Queue(1, 1, WALL, killed.append)
        worker = Connection(queue.rest, queue.remove)
        ours, theirs = socket.socketpair()
        with theirs:
            await asyncio.get_running_loop().create_connection(lambda: worker, sock=ours)
            queue.rest(worker)
            await check(queue, worker, killed)
            queue.close()
            await asyncio.sleep(0)

    asyncio.run(run())


def job() -> Job:
    return Job(Asked("ASK {}", "json", "json", None), None, None)


def test_one_is_answered_one_waits_and_more_are_refused():
    async def check(queue: Queue, worker: Connection, _: list[Connection]) -> None:
        first, second = job(), job()
        queue.put(first)
        queue.put(second)
        with pytest.raises(Busy):
            queue.put(job())
        assert worker.job is first
        queue.rest(worker)
        assert worker.job is second

    with_queue(check)


def test_what_is_late_is_refused_and_its_worker_killed():
    async def check(queue: Queue, worker: Connection, killed: list[Connection]) -> None:
        late = job()
        queue.put(late)
        queue.look(time.monotonic() + WALL - 1)
        assert killed == []
        queue.look(time.monotonic() + WALL)
        refusal = await late.done
        assert isinstance(refusal, Refusal)
        assert (refusal.kind, killed) == ("wall", [worker])

    with_queue(check)


def test_a_worker_that_is_killed_and_has_not_ended_is_closed_with_the_others():
    async def check(queue: Queue, worker: Connection, _: list[Connection]) -> None:
        queue.put(job())
        queue.look(time.monotonic() + WALL)
        assert list(queue) == [worker]
        queue.close()
        assert worker.has_closed
        await asyncio.sleep(0)
        assert list(queue) == []

    with_queue(check)


def test_who_waits_for_too_long_is_told_that_all_are_busy():
    async def check(queue: Queue, _: Connection, __: list[Connection]) -> None:
        queue.put(job())
        waiting = job()
        queue.put(waiting)
        waiting.came -= WALL
        queue.look(time.monotonic())
        with pytest.raises(Busy):
            await waiting.done

    with_queue(check)
