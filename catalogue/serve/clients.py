"""What each client may use: so many seconds of a worker's time in a minute, refilled as time goes by."""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Any

_MOST_CLIENTS = 10_000
_MINUTE = 60.0
_NETWORK = 64
_LONGEST = 128
"""How many characters the name of a client has at most, whatever a proxy says."""


class Clients:
    """The budgets of clients.

    Args:
        seconds: how many seconds of a worker's time one client may use in a minute.
        proxies: how many proxies stand before the service.
        clock: gives the time in seconds.

    >>> time = [0.0]
    >>> clients = Clients(6, 0, lambda: time[0])
    >>> clients.charge("a", 7.0)
    >>> clients.wait("a"), clients.wait("b")
    (10, 0)
    >>> time[0] = 10.0
    >>> clients.wait("a")
    0
    """

    def __init__(self, seconds: int, proxies: int, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self.proxies = proxies
        self._clock = clock
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Say how many seconds a client has to wait before it may ask again; 0 when it may now."""
        over = self._owed(client, self._clock()) - self.seconds
        return max(0, math.ceil(over * _MINUTE / self.seconds)) if over > 0 else 0

    def charge(self, client: str, seconds: float) -> None:
        """Note that a client has used a worker's time."""
        now = self._clock()
        self._used[client] = (self._owed(client, now) + seconds, now)
        self._used.move_to_end(client)
        while len(self._used) > _MOST_CLIENTS:
            self._used.popitem(last=False)

    def _owed(self, client: str, now: float) -> float:
        used, when = self._used.get(client, (0.0, 0.0))
        return max(0.0, used - (now - when) * self.seconds / _MINUTE)

    def name(self, scope: Any) -> str:
        """Name the client of a request: its address, or what the outermost trusted proxy saw of it.

        Args:
            scope: the request's ASGI scope.

        Returns:
            A name as `client_at` gives it.
        """
        address = str((scope.get("client") or ("",))[0])
        if self.proxies:
            forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
            hops = [hop.strip() for hop in ",".join(forwarded).split(",") if hop.strip()]
            if len(hops) >= self.proxies:
                address = hops[-self.proxies]
        return client_at(address)


class Crowd:
    """Who is being answered: so many requests of each client at the same time.

    Args:
        most: how many.

    >>> crowd = Crowd(1)
    >>> crowd.enter("a"), crowd.enter("a"), crowd.enter("b")
    (True, False, True)
    >>> crowd.leave("a"), crowd.enter("a")
    (None, True)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._present: dict[str, int] = {}

    def enter(self, client: str) -> bool:
        """Take another request of a client, unless there are too many."""
        present = self._present.get(client, 0)
        if present < self._most:
            self._present[client] = present + 1
        return present < self._most

    def leave(self, client: str) -> None:
        """Note that a request that was taken has been answered."""
        present = self._present.pop(client) - 1
        if present:
            self._present[client] = present


def client_at(address: str) -> str:
    """Name the client of an address: an IPv4 address, or the network of an IPv6 address, since a client has many of those.

    >>> client_at("192.0.2.1"), client_at("2001:db8:1:2:3::9"), client_at("::ffff:192.0.2.1"), client_at("[::1]")
    ('192.0.2.1', '2001:db8:1:2::/64', '192.0.2.1', '::/64')
    """
    if ":" not in address:
        return address[:_LONGEST]
    try:
        whole = ipaddress.IPv6Address(address.strip("[]"))
    except ValueError:
        return address[:_LONGEST]
    return str(whole.ipv4_mapped or ipaddress.ip_network((int(whole), _NETWORK), strict=False))
