"""Jobs: queries that wait for a worker or are answered by one, and those who wait for them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from catalogue.messages import Text
from catalogue.sparql.guard import Refusal
from catalogue.workers.messages import Asked, Reply

Gone: TypeAlias = Callable[[], Awaitable[Any]]
"""Ends when the client has gone."""

Spent: TypeAlias = Callable[[float], None]
"""Takes the seconds that a worker was at work."""


class Busy(Exception):  # noqa: N818 - it is no fault
    """All workers are at work, and as many queries wait as may."""


class EndedError(Exception):
    """Something outside ended the process that answered a query, twice."""


class UnreachableError(EndedError):
    """What answers queries elsewhere does not answer.

    Args:
        message: what is to be told.
    """

    def __init__(self, message: Text) -> None:
        super().__init__()
        self.message = message


class GoneError(Exception):
    """The client has gone; nobody waits for the answer."""


class Job:
    """A query that waits for a worker, or is answered by one.

    Args:
        asked: the query.
        gone: what ends when the client has gone, or None when nobody can go.
        spent: takes the time that it took a worker, or None.

    Attributes:
        packed: the query as it is sent to a worker.
        came: when it was asked, by the monotonic clock.
        started: when a worker began with it; 0 before.
        done: the reply or the refusal, once there is one.
    """

    __slots__ = ("_gone", "_is_second", "_spent", "_watch", "came", "done", "packed", "started")

    def __init__(self, asked: Asked, gone: Gone | None, spent: Spent | None) -> None:
        self.packed = asked.packed()
        self.came = time.monotonic()
        self.started = 0.0
        self.done: asyncio.Future[Reply | Refusal] = asyncio.get_running_loop().create_future()
        self._gone = gone
        self._spent = spent
        self._watch: asyncio.Future[Any] | None = None
        self._is_second = False

    def take_again(self) -> bool:
        """Tell whether it may be answered by another worker, as it may be once; nobody pays for what the first has done."""
        is_first, self._is_second, self.started = not self._is_second, True, 0.0
        return is_first and not self.done.done()

    def finish(self, reply: Reply | Refusal | BaseException) -> None:
        """Give the reply to whoever waits for it."""
        if self._watch is not None:
            self._watch.cancel()
        if self._spent is not None and self.started:
            self._spent(time.monotonic() - self.started)
        if not self.done.done():
            if isinstance(reply, (Reply, Refusal)):
                self.done.set_result(reply)
            else:
                self.done.set_exception(reply)

    def watch(self, abandon: Callable[[Job], None]) -> None:
        """Begin to watch for the client's going, unless that has begun.

        Args:
            abandon: called with the job when the client has gone.
        """
        if self._watch is None and self._gone is not None:
            self._watch = asyncio.ensure_future(self._gone())
            self._watch.add_done_callback(lambda watch: None if watch.cancelled() else abandon(self))
