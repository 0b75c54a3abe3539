"""The connection to one worker: a query goes there, and its reply comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import cast

from catalogue.sparql.guard import Refusal
from catalogue.workers.jobs import Job
from catalogue.workers.messages import LENGTHS, read_reply


class Connection(asyncio.Protocol):
    """The connection to one worker.

    Args:
        rested: called with the connection when the worker has answered and can be asked again.
        lost: called with it when the worker has ended.

    Attributes:
        number: the number of the worker's process; 0 before it is known.
        job: the query that it answers, or None.
        reason: why it was ended, or None.
        has_closed: whether it was closed from here, and so need not be replaced.
        has_worked: whether it was ever asked anything.
    """

    def __init__(self, rested: Callable[[Connection], None], lost: Callable[[Connection], None]) -> None:
        self.number = 0
        self.job: Job | None = None
        self.reason: Refusal | BaseException | None = None
        self.has_closed = False
        self.has_worked = False
        self._rested = rested
        self._lost = lost
        self._buffer = bytearray()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the way to the worker."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def ask(self, job: Job) -> None:
        """Send it a query."""
        assert self._transport is not None  # noqa: S101 - it is connected before it is asked
        self.job = job
        self.has_worked = True
        job.started = time.monotonic()
        self._transport.write(job.packed)

    def data_received(self, data: bytes) -> None:
        """Take what comes from the worker, and finish the job when the reply is whole."""
        buffer = self._buffer
        if buffer:
            buffer += data
        whole = buffer or data  # most replies come at once, and need not be copied
        end = LENGTHS.size
        if len(whole) >= end:
            head, body = LENGTHS.unpack_from(whole)
            end += head + body
        if len(whole) < end:
            if not buffer:
                buffer += data
            return
        reply, is_last = read_reply(bytes(whole[LENGTHS.size : LENGTHS.size + head]), bytes(whole[end - body : end]))
        buffer.clear()
        job, self.job = self.job, None
        if job is not None:
            job.finish(reply)
        if not is_last and self.reason is None:
            self._rested(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - how it ended, the nursery tells
        """Take the end of the worker."""
        self._lost(self)

    def close(self) -> None:
        """End the connection, and so the worker; it is not replaced."""
        self.has_closed = True
        if self._transport is not None:
            self._transport.close()
