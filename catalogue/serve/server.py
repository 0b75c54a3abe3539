"""The HTTP server that runs the site until it is interrupted; the wall around granian."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from catalogue.documents.addresses import SPARQL
from catalogue.edition import Edition
from catalogue.errors import OutputError
from catalogue.messages import Message
from catalogue.release import served
from catalogue.release.layout import CURRENT
from catalogue.serve.site import Site

_HEADER_MILLISECONDS = 10_000
_HEADER_BYTES = 128 * 1024
_BACKLOG = 1024
_MOST_AT_ONCE = 512


def serve(
    edition: Edition, host: str, port: int, started: Callable[[str], None] | None = None, *, documents: bool = True
) -> None:
    """Serve an edition until interrupted.

    Args:
        edition: the catalogue.
        host: the address to listen on.
        port: the port; 0 takes a free one.
        started: called with the server's address once it listens.
        documents: whether pages and data are served beside the SPARQL service.

    Raises:
        SettingsError: documents are to be served, and there are no shapes.
        OutputError: the port cannot be had, or the workers could not be started.
    """
    if documents:
        edition.needs_shapes()
    free = _free_port(host, port)
    site = Site(beside_service(edition), documents=documents)
    with served(site.releases.folder / CURRENT):  # `catalogue releases` does not remove it meanwhile
        _run(_serve(site, host, free, started))


def beside_service(edition: Edition) -> Edition:
    """Give an edition whose pages lead to the service that this server is, where its settings name none."""
    settings = edition.settings
    if settings.sparql.address is not None or edition.elsewhere:
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


async def _serve(site: Site, host: str, port: int, started: Callable[[str], None] | None) -> None:
    server = Server(
        site,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        backlog=_BACKLOG,
        backpressure=_MOST_AT_ONCE,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS, max_buffer_size=_HEADER_BYTES),
        websockets=False,
        log_enabled=False,
    )
    await site.open()
    gc.collect()
    gc.freeze()  # the edition stays: nobody should wait while all of it is looked through for garbage
    try:
        running = asyncio.create_task(server.serve())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError, RuntimeError):  # not on Windows, nor in another thread than the main one
                loop.add_signal_handler(number, server.stop)
        listening = asyncio.create_task(_until_listening(host, port))
        await asyncio.wait({running, listening}, return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()
        if started is not None and not running.done():
            started(f"http://{_authority(host)}:{port}/")
        await running
    finally:
        await site.close()


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
