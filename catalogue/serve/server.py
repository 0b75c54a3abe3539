"""The HTTP server that runs the site until it is interrupted; the wall around granian."""

from __future__ import annotations

import asyncio
import resource
import signal
import socket
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from catalogue.config import Settings
from catalogue.documents.addresses import SPARQL
from catalogue.edition import Edition
from catalogue.errors import OutputError
from catalogue.messages import Message, Text
from catalogue.release import find_standing
from catalogue.serve.connections import Connections
from catalogue.serve.service import Service
from catalogue.stores.client import StoreClient
from catalogue.workers import FILES, NETWORK

_HEADER_BYTES = 128 * 1024
_BACKLOG = 4096
_FEWEST = 16
_RESERVE = 256
"""How many more files than connections the process has open at most."""

_GRACE = 15.0
"""How many seconds those have who are being answered when the server ends."""


class Manner(NamedTuple):
    """How an edition is served.

    Attributes:
        documents: whether pages and data are served beside the SPARQL service.
        is_isolated: whether nothing is served where the system cannot keep queries from the network and from files.
        store: the store that queries are passed on to; None where they are answered here.
    """

    documents: bool = True
    is_isolated: bool = False
    store: StoreClient | None = None


Started: TypeAlias = Callable[[str, Sequence[str]], None]
"""Takes the server's address, and what queries cannot be kept from on this system."""

_USUAL = Manner()


def serve(
    edition: Edition,
    where: tuple[str, int],
    started: Started | None = None,
    *,
    read: Callable[[], Edition] | None = None,
    manner: Manner = _USUAL,
) -> None:
    """Serve an edition until interrupted; at the signal HUP read the catalogue anew, and serve that.

    Args:
        edition: the catalogue.
        where: the address to listen on, and the port; 0 takes a free one.
        started: called once it listens.
        read: reads the catalogue anew; without it the signal does nothing.
        manner: what is served, and what the system must give.

    Raises:
        SettingsError: documents are to be served, and there are no shapes.
        OutputError: the port cannot be had, or the workers could not be started, or not be isolated as demanded.
        UsageError: the store does not have the release.
        RemoteError: the store refuses, or does not answer.
    """
    if manner.documents:
        edition.needs_shapes()
    host, port = where[0], _free_port(*where)
    again = None if read is None else lambda: beside_service(read())
    service = Service(beside_service(edition), again, documents=manner.documents, store=manner.store)
    _run(_serve(service, edition.settings, (host, port), started, is_isolated=manner.is_isolated))


def beside_service(edition: Edition) -> Edition:
    """Give an edition whose pages lead to the service that this server is, where its settings name none.

    Those of a release that stands lead to none: all of its files are sent as they were built.
    """
    settings = edition.settings
    if settings.sparql.address is not None or edition.elsewhere or find_standing(edition) is not None:
        return edition
    address = settings.base + settings.own(SPARQL)
    return replace(edition, settings=replace(settings, sparql=replace(settings.sparql, address=address)), is_served=True)


def _run(server: Coroutine[Any, Any, None]) -> None:
    """Run in the quicker of two event loops, which there is none of for Windows."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(server)
    else:
        uvloop.run(server)


def _free_port(host: str, port: int) -> int:
    """Make sure that nobody listens on a port, since several servers of one kind could share it unseen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            return int(listening.getsockname()[1])
    except (OSError, UnicodeError):  # the second: a name that no host can have
        raise OutputError(Message("serve.cannot-listen-another-server-choose", host=host, port=port)) from None


async def _serve(
    service: Service, settings: Settings, where: tuple[str, int], started: Started | None, *, is_isolated: bool
) -> None:
    limits, (host, port) = settings.serving, where
    server = Server(
        service,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        backlog=_BACKLOG,
        backpressure=_most_connections(limits.connections),
        http=HTTPModes.http1,  # what another protocol begins with would have no deadline
        http1_settings=HTTP1Settings(header_read_timeout=limits.head * 1000, max_buffer_size=_HEADER_BYTES),
        websockets=False,
        log_enabled=False,
    )
    connections = Connections(port, limits, are_of_clients=not settings.sparql.proxies)
    service.statistics.connections = connections
    await service.open()
    try:
        if is_isolated and service.missing:
            raise OutputError(not_isolated(service.missing))
        running = asyncio.create_task(server.serve())
        watching = asyncio.create_task(connections.watch())
        others = _obey_signals(service, server)
        listening = asyncio.create_task(_until_listening(host, port))
        await asyncio.wait({running, listening}, return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()
        if started is not None and not running.done():
            started(f"http://{_authority(host)}:{port}/", service.missing)
        await running
        for task in (watching, *others):
            task.cancel()
    finally:
        await service.close()


def not_isolated(missing: Sequence[str]) -> Text:
    """Say what queries cannot be kept from on this system, of which there is something."""
    return Message("serve.not-isolated-both") if len(missing) > 1 else _NOT_ISOLATED[missing[0]]


def _most_connections(wanted: int) -> int:
    """Let this process have as many files open as connections need, and give how many of those there may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _RESERVE
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else max(_FEWEST, min(wanted, soft - _RESERVE))


def _obey_signals(service: Service, server: Server) -> set[asyncio.Task[None]]:
    """End the server at INT and TERM, when what was asked is answered, and renew the service at HUP.

    Returns:
        What is being done; others come to it.
    """
    loop, tasks = asyncio.get_running_loop(), set()

    def begin(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = loop.create_task(work())
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def end() -> None:
        await service.end(_GRACE)
        server.stop()  # type: ignore[no-untyped-call]

    orders = {"SIGINT": end, "SIGTERM": end, "SIGHUP": service.renew}
    for name, work in orders.items():
        with suppress(AttributeError, NotImplementedError, RuntimeError):  # Windows has no HUP; another thread has no signals
            loop.add_signal_handler(getattr(signal, name), begin, work)
    return tasks


def _authority(host: str) -> str:
    return f"[{host}]" if ":" in host else host


async def _until_listening(host: str, port: int) -> None:
    """Wait until the server takes connections."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(reachable, port)
            writer.close()
            return
        await asyncio.sleep(_PAUSE)


_PAUSE = 0.01
_NOT_ISOLATED = {NETWORK: Message("serve.not-isolated-network"), FILES: Message("serve.not-isolated-files")}
