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
        over = self._owed(client) - self.seconds
        return max(0, math.ceil(over * _MINUTE / self.seconds)) if over > 0 else 0

    def charge(self, client: str, seconds: float) -> None:
        """Note that a client has used a worker's time."""
        self._used[client] = (self._owed(client) + seconds, self._clock())
        self._used.move_to_end(client)
        while len(self._used) > _MOST_CLIENTS:
            self._used.popitem(last=False)

    def _owed(self, client: str) -> float:
        used, when = self._used.get(client, (0.0, 0.0))
        return max(0.0, used - (self._clock() - when) * self.seconds / _MINUTE)

    def name(self, scope: Any) -> str:
        """Name the client of a request: its address, or what the outermost trusted proxy saw of it.

        Args:
            scope: the request's ASGI scope.

        Returns:
            An IPv4 address, or the network of an IPv6 address, since a client has many of those.
        """
        address = str((scope.get("client") or ("",))[0])
        if self.proxies:
            forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
            hops = [hop.strip() for hop in ",".join(forwarded).split(",") if hop.strip()]
            if len(hops) >= self.proxies:
                address = hops[-self.proxies]
        return _network(address) if ":" in address else address


def _network(address: str) -> str:
    try:
        return str(ipaddress.ip_network((address.strip("[]"), _NETWORK), strict=False))
    except ValueError:
        return address
