"""Exchanges: one request and its answer within one deadline, wherever redirects lead."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import Any, Self
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from catalogue.remote.credentials import Credentials
from catalogue.remote.redirects import Redirects


class Exchange:
    """A request and its answer, which end when the time is over: connections are cut then, whatever is waited for.

    Args:
        seconds: how long it may take, with everything: names that are looked up, connections, headers, redirects, the body.
        hosts: the hosts that redirects may lead to, beside the one that is asked.
        credentials: who asks; None when that is not said.
        is_redirected: whether redirects are followed.
    """

    def __init__(
        self,
        seconds: float,
        hosts: frozenset[str] = frozenset(),
        *,
        credentials: Credentials | None = None,
        is_redirected: bool = True,
    ) -> None:
        self._end = time.monotonic() + seconds
        self._redirects = Redirects(hosts, is_followed=is_redirected)
        self._credentials = credentials
        self._connections: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        for connection in self._connections:
            connection.close()

    def left(self) -> float:
        """Give how many seconds are left.

        Raises:
            TimeoutError: none are.
        """
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def _cut(self) -> None:
        for connection in list(self._connections):
            with suppress(OSError):  # it has ended
                connection.shutdown(socket.SHUT_RDWR)

    def open(self, request: Request) -> Any:
        """Send a request, and give what is answered, whose body is still to be read.

        Raises:
            HTTPError: it is an error of HTTP.
            UnusableError: a redirect leads where none may.
            OSError: there is no answer, or none in time.
            HTTPException: what is answered is not HTTP.
        """
        if self._credentials is not None:
            self._credentials.put_into(request)
        try:
            return self._opener().open(request, timeout=self.left())
        except OSError:
            self.left()
            raise

    def _opener(self) -> OpenerDirector:
        """Make what sends requests over HTTP and through proxies, and knows no other ways."""
        opener = OpenerDirector()
        for handler in (
            ProxyHandler(),
            UnknownHandler(),
            _Http(self._connect),
            _Https(self._connect),
            HTTPDefaultErrorHandler(),
            self._redirects,
            HTTPErrorProcessor(),
            *(() if self._credentials is None else self._credentials.handlers()),
        ):
            opener.add_handler(handler)
        return opener

    def _connect(self, address: tuple[str, int], *_: object) -> socket.socket:
        """Connect to the first address of a host that answers.

        Raises:
            UnusableError: a redirect leads to a network that it must not lead to.
            OSError: none answers, or none in time.
        """
        error: OSError | None = None
        for family, kind, protocol, _, place in self._addresses(*address):
            self._redirects.admit(address[0], str(place[0]))
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(self.left())
                connection.connect(place)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as refused:
                connection.close()
                error = refused
            else:
                self._connections.append(connection.dup())
                connection.settimeout(self.left())
                return connection
        raise error or OSError("no address")

    def _addresses(self, host: str, port: int) -> list[Any]:
        """Look up the addresses of a host, for as long as there is time: the system's own look-up cannot be ended."""
        outcomes: list[list[Any] | Exception] = []

        def look_up() -> None:
            try:
                outcomes.append(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM))
            except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
                outcomes.append(error)

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(self.left())
        if not outcomes:
            raise TimeoutError
        if isinstance(outcomes[0], Exception):
            raise outcomes[0]
        return outcomes[0]


class _Http(HTTPHandler):
    """HTTP over connections that an exchange makes."""

    def __init__(self, connect: Callable[..., socket.socket]) -> None:
        super().__init__()
        self._connect = connect

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Plain, req, connect=self._connect)  # type: ignore[arg-type]


class _Https(HTTPSHandler):
    """HTTPS over connections that an exchange makes; certificates are those that the system trusts."""

    def __init__(self, connect: Callable[..., socket.socket]) -> None:
        super().__init__()
        self._connect = connect

    def https_open(self, req: Request) -> HTTPResponse:
        context = ssl.create_default_context()
        return self.do_open(_Secure, req, connect=self._connect, context=context)  # type: ignore[arg-type]


class _Plain(HTTPConnection):
    def __init__(self, host: str, *, connect: Callable[..., socket.socket], **options: Any) -> None:
        super().__init__(host, **options)
        self._create_connection = connect


class _Secure(HTTPSConnection):
    def __init__(self, host: str, *, connect: Callable[..., socket.socket], **options: Any) -> None:
        super().__init__(host, **options)
        self._create_connection = connect
