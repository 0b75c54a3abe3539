"""The nursery as the pool sees it: a process that takes orders, and tells which workers begin and end."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from catalogue.config import Settings
from catalogue.errors import OutputError
from catalogue.messages import Message
from catalogue.sparql.known import Vocabulary
from catalogue.workers.connection import Connection
from catalogue.workers.nursery import NUMBER

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from catalogue.workers.nursery import main; "
    "main(int(sys.argv[2]))"
)
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # threads do not come along when a process forks
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=2000",  # a query takes and gives back hundreds of small pieces of memory
}
_END_IN_TIME = 1.0
_LONGEST_NEWS = 1 << 28
"""How many bytes a line of news may have: the first names all graphs."""


class NurseryProcess:
    """A nursery in a process of its own; when it has ended, another is begun.

    Args:
        statements: gives the file with the statements in N-Quads.
        settings: the catalogue's settings: the base, the prefixes and the limits.
        vocabulary: what the shapes and the ontology know.

    Attributes:
        size: how many statements it has loaded.
        graphs: their graphs.
        missing: what workers cannot be kept from on this system: `network`, `files`.
    """

    def __init__(self, statements: Callable[[], Path], settings: Settings, vocabulary: Vocabulary) -> None:
        self.size = 0
        self.graphs: tuple[str, ...] = ()
        self.missing: tuple[str, ...] = ()
        self._statements = statements
        self._settings = settings
        self._vocabulary = vocabulary
        self._process: subprocess.Popen[bytes] | None = None
        self._is_loaded = False
        self._orders: socket.socket | None = None
        self._news: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._folder: Path | None = None
        self._unborn: deque[Connection] = deque()
        self._ended: dict[int, asyncio.Future[Mapping[str, Any]]] = {}

    @property
    def pid(self) -> int:
        """The number of its process; 0 when there is none."""
        return self._process.pid if self._process is not None else 0

    @property
    def is_loaded(self) -> bool:
        """Whether it has loaded the statements, and has not been ended."""
        return self._is_loaded and self._process is not None

    async def start(self) -> None:
        """Begin it, and wait until it has loaded the statements.

        Raises:
            OutputError: they could not be loaded.
        """
        ours, theirs = socket.socketpair()
        if self._settings.sparql.store == "disk":
            self._folder = Path(tempfile.mkdtemp(prefix="catalogue-store-"))
        given = {
            "path": str(self._statements()),
            "folder": str(self._folder) if self._folder else None,
            "base": self._settings.base,
            "prefixes": dict(self._settings.prefixes),
            "limits": asdict(self._settings.sparql),
            "terms": sorted(self._vocabulary.terms),
            "names": self._vocabulary.names,
            "properties": self._vocabulary.properties,
            "classes": self._vocabulary.classes,
        }
        command = [sys.executable, "-c", _START, json.dumps(sys.path), str(theirs.fileno())]
        with tempfile.TemporaryFile() as file:  # a command line would be too short
            file.write(json.dumps(given).encode())
            file.seek(0)
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own program; to begin it takes a millisecond
                command,
                pass_fds=[theirs.fileno()],
                stdin=file,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ENVIRONMENT},
            )
        theirs.close()
        self._orders = ours
        self._news = await asyncio.open_connection(sock=ours.dup(), limit=_LONGEST_NEWS)
        line = await self._line()
        if not line.endswith(b"\n"):
            raise OutputError(Message("workers.statements-could-not-loaded-queries"))
        news = json.loads(line)
        self.size, self.graphs, self.missing = news["loaded"], tuple(news["graphs"]), tuple(news["missing"])
        self._is_loaded = True

    async def listen(self) -> None:
        """Hear of workers that begin and end, until the nursery itself has ended."""
        while (line := await self._line()).endswith(b"\n"):  # else it was ended while it wrote
            news = json.loads(line)
            if "born" in news:
                worker = self._unborn.popleft()
                worker.number = news["born"]
                self._ended[worker.number] = asyncio.get_running_loop().create_future()
                if worker.reason is not None:
                    self.kill(worker)
            elif news["ended"] in self._ended and not self._ended[news["ended"]].done():
                self._ended[news["ended"]].set_result(news)

    async def _line(self) -> bytes:
        """Read a line of its news; what it had written when it ended, or nothing.

        The end of a process that leaves orders unread is an error of the connection: so it is when all processes are killed.
        """
        assert self._news is not None  # noqa: S101 - it has been started
        with suppress(ConnectionError):
            return await self._news[0].readline()
        return b""

    async def fork(self, worker: Connection) -> bool:
        """Fork a worker and connect it.

        Returns:
            Whether it is connected; not when the nursery has ended.
        """
        if self._orders is None:
            return False
        ours, theirs = socket.socketpair()
        self._unborn.append(worker)
        try:
            socket.send_fds(self._orders, [b"f"], [theirs.fileno()])
        except OSError:
            ours.close()
            return False
        finally:
            theirs.close()
        await asyncio.get_running_loop().create_connection(lambda: worker, sock=ours)
        return True

    def kill(self, worker: Connection) -> None:
        """Kill a worker; one that is not born yet is killed when it is."""
        if worker.number and self._orders is not None:
            with suppress(OSError):
                self._orders.sendall(b"k" + NUMBER.pack(worker.number))

    async def news_of_end(self, worker: Connection) -> Mapping[str, Any]:
        """Give what the nursery reports of the end of a worker that has just been lost; nothing when it does not in time."""
        ended = self._ended.get(worker.number)
        if ended is None:
            return {}
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(ended), _END_IN_TIME)
        return {}

    def forget(self, worker: Connection) -> None:
        """Keep nothing more of a worker that has ended."""
        self._ended.pop(worker.number, None)

    def end(self) -> None:
        """End it, and with it all its workers."""
        self._is_loaded = False
        self._unborn.clear()
        for ended in self._ended.values():
            if not ended.done():
                ended.set_result({})
        self._ended.clear()
        if self._news is not None:
            self._news[1].close()
            self._news = None
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
