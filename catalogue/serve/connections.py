"""Connections: how many each client has, and how quickly it takes its answers.

The HTTP server ends a connection that is silent, and bounds how many there are. Neither keeps one client from having them all,
or from taking an answer by single bytes for hours. What a client has is told by the system, of the sockets that this process
has open: that costs the answering of requests nothing, and holds whatever they are.
"""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from catalogue.config import Serving
from catalogue.serve.clients import client_at

_TICK = 0.25
_OPEN = Path("/proc/self/fd" if Path("/proc/self/fd").is_dir() else "/dev/fd")
_AT_ONCE = struct.pack("ii", 1, 0)
"""The option that ends a connection without waiting for what was not taken."""

_INFO = struct.Struct("=24xI92xQ16xI4x")
"""What Linux tells of a connection (`tcp_info`): packets that nobody has confirmed, bytes that were, bytes not sent yet."""

_FULL = 3 / 4
_LEFT = 8


@dataclass(slots=True)
class _Connection:
    """A connection of a client.

    Attributes:
        client: whose it is.
        since: when it was seen first.
        waits: since when an answer waits to be taken; None where none does.
        taken: how many bytes had been taken then.
        is_ended: whether it was ended, and the server has only to notice.
    """

    client: str
    since: float
    waits: float | None = None
    taken: int = 0
    is_ended: bool = False


class Connections:
    """Looks after the connections to a port of this process.

    Args:
        port: the port.
        limits: what clients may take.
        are_of_clients: whether connections come from clients themselves, and not from a proxy for many of them.

    Attributes:
        count: how many there are.
        ended: how many were ended, by the reason: `many` or `slow`.
    """

    def __init__(self, port: int, limits: Serving, *, are_of_clients: bool = True) -> None:
        self.count = 0
        self.ended = {"many": 0, "slow": 0}
        self._port = port
        self._limits = limits
        self._are_of_clients = are_of_clients
        self._known: dict[int, _Connection | None] = {}

    async def watch(self) -> None:
        """Look after them until this is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_TICK)
            self.look(loop.time())

    def look(self, now: float) -> None:
        """Look at all connections, and end those of a client that has too many, and those taken too slowly.

        Args:
            now: the time in seconds, by the clock that the calls before had.
        """
        ours = {}
        known = {}
        for descriptor, inode in _sockets():
            connection = self._known[inode] if inode in self._known else self._seen(descriptor, now)
            known[inode] = connection
            if connection is not None and not connection.is_ended:
                ours[descriptor, inode] = connection
        self._known = known
        if self._are_of_clients:
            self._end_many(ours)
        if self._limits.pace and sys.platform == "linux":
            for (descriptor, inode), connection in ours.items():
                if self._is_slow(descriptor, connection, now):
                    self._end(descriptor, inode, "slow")
        self.count = sum(not connection.is_ended for connection in ours.values())

    def _seen(self, descriptor: int, now: float) -> _Connection | None:
        """Give a connection that was not seen before; None for other sockets."""
        with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as connection:
            if connection.family in {socket.AF_INET, socket.AF_INET6} and connection.getsockname()[1] == self._port:
                return _Connection(client_at(connection.getpeername()[0]), now)
        return None

    def _end_many(self, ours: dict[tuple[int, int], _Connection]) -> None:
        """End the newest connections of each client that has more than it may."""
        is_full = len(ours) > self._limits.connections * _FULL
        most = max(1, self._limits.client // _LEFT) if is_full else self._limits.client
        if len(ours) <= most:
            return
        of_clients = defaultdict(list)
        for place, connection in ours.items():
            of_clients[connection.client].append((connection.since, place))
        for connections in of_clients.values():
            for _, place in sorted(connections)[most:]:
                self._end(*place, "many")
                del ours[place]

    def _is_slow(self, descriptor: int, connection: _Connection, now: float) -> bool:
        """Tell whether an answer has waited long and too little of it was taken meanwhile."""
        with suppress(OSError, struct.error), socket.socket(fileno=os.dup(descriptor)) as opened:
            unconfirmed, taken, unsent = _INFO.unpack(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size))
            if not unconfirmed and not unsent:
                connection.waits = None
            elif connection.waits is None:
                connection.waits, connection.taken = now, taken
            elif now - connection.waits >= self._limits.patience:
                is_slow: bool = taken - connection.taken < self._limits.pace * (now - connection.waits)
                connection.waits, connection.taken = now, taken
                return is_slow
        return False

    def _end(self, descriptor: int, inode: int, reason: str) -> None:
        with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as connection:
            if os.fstat(connection.fileno()).st_ino == inode:  # else the server has closed it meanwhile
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                connection.shutdown(socket.SHUT_RDWR)
                self.ended[reason] += 1
                ended = self._known.get(inode)
                if ended is not None:
                    ended.is_ended = True


def _sockets() -> Iterator[tuple[int, int]]:
    """List the sockets that are open in this process: their descriptors, and the numbers by which the system knows them."""
    for name in os.listdir(_OPEN):  # noqa: PTH208 - many times a minute
        with suppress(OSError):
            status = os.fstat(int(name))
            if stat.S_ISSOCK(status.st_mode):
                yield int(name), status.st_ino
