"""The nursery: a process that has loaded the statements, and forks a worker whenever it is given a connection for one.

It takes two orders: a byte `f` that comes with a connection forks a worker for it, and a byte `k` with a process's number kills
that worker, if it has not ended yet. It tells in lines of JSON what it has loaded, and which workers begin and end.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from catalogue.config import Sparql
from catalogue.messages.catalogues import read_catalogues
from catalogue.sparql.known import Vocabulary
from catalogue.workers.apart import apart
from catalogue.workers.evaluator import Evaluator
from catalogue.workers.statements import Statements
from catalogue.workers.worker import limit_everything, work

NUMBER = struct.Struct(">I")
"""How the number of a process is sent."""

_OUTPUT_READ = 4096


class Nursery:
    """Forks workers and sees to their end.

    Args:
        evaluator: what answers queries about them.
        orders: where orders come from and news go to.
        missing: what workers cannot be kept from on this system.
    """

    def __init__(self, evaluator: Evaluator, orders: socket.socket, missing: Sequence[str]) -> None:
        self._missing = missing
        self._evaluator = evaluator
        self._orders = orders
        self._children: dict[int, int] = {}

    def run(self) -> None:
        """Take orders until there are no more; then end all workers."""
        awake, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(awake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        graphs = sorted(self._evaluator.dataset.graphs)
        self._tell({"loaded": self._evaluator.statements.size, "graphs": graphs, "missing": [*self._missing]})
        orders = self._orders.fileno()
        while True:
            ready, _, _ = select.select([orders, awake], [], [])
            if awake in ready:
                with suppress(BlockingIOError):
                    os.read(awake, _OUTPUT_READ)
                self._reap()
            if orders in ready and not self._obey():
                break
        for child in self._children:
            os.kill(child, signal.SIGKILL)

    def _obey(self) -> bool:
        order, descriptors, _, _ = socket.recv_fds(self._orders, 1, 1)
        if order == b"f" and descriptors:
            self._fork(descriptors[0])
        elif order == b"k":
            child = NUMBER.unpack(self._orders.recv(NUMBER.size, socket.MSG_WAITALL))[0]
            if child in self._children:  # not reaped yet, so the number is still its own
                os.kill(child, signal.SIGKILL)
        return bool(order)

    def _fork(self, descriptor: int) -> None:
        stderr, written = os.pipe()
        me = os.getpid()
        child = os.fork()
        if child == 0:
            self._become_worker(descriptor, written, me)
        os.close(descriptor)
        os.close(written)
        os.set_blocking(stderr, False)
        self._children[child] = stderr
        self._tell({"born": child})

    def _become_worker(self, descriptor: int, stderr: int, parent: int) -> None:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(stderr, 2)
            connection = socket.socket(fileno=os.dup2(descriptor, 3, inheritable=False))
            os.closerange(4, os.sysconf("SC_OPEN_MAX") if descriptor > _MANY else _MANY)
            work(self._evaluator, connection, parent)
            code = 0
        except BaseException as error:  # noqa: BLE001 - whatever it is, the nursery reports it as the worker's last output
            with suppress(OSError):
                os.write(2, repr(error).encode())
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Tell which workers have ended, how, and what they wrote last."""
        while True:
            try:
                child, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if child == 0:
                return
            stderr = self._children.pop(child)
            last = b""
            with suppress(OSError):
                last = os.read(stderr, _OUTPUT_READ)
            os.close(stderr)
            ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            self._tell({"ended": child, "signal": ended, "stderr": last.decode("utf-8", "replace")})

    def _tell(self, news: dict[str, Any]) -> None:
        with suppress(OSError):
            self._orders.sendall(json.dumps(news).encode() + b"\n")


_MANY = 1024


def main(descriptor: int) -> None:
    """Load the statements and take orders.

    The arguments of `Statements` and `Evaluator` come as JSON from standard input, the limits as a table.

    Args:
        descriptor: the connection for orders and news.
    """
    given: dict[str, Any] = json.load(sys.stdin)
    orders = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Path(given["folder"]) if given["folder"] else None
    # loading leaves the heap of its thread in many small pieces, where all that a query takes would be searched for
    with ThreadPoolExecutor(1) as loader:
        statements = loader.submit(Statements, Path(given["path"]), folder).result()
    vocabulary = Vocabulary(
        frozenset(given["terms"]), tuple(given["names"]), tuple(given["properties"]), tuple(given["classes"])
    )
    evaluator = Evaluator(statements, given["base"], given["prefixes"], Sparql(**given["limits"]), vocabulary)
    evaluator.know(apart(evaluator.count))
    evaluator.known.prepare()  # workers cannot open files, and share what is there before them
    read_catalogues()  # workers cannot open files, and say in every language why they refuse
    gc.collect()
    gc.freeze()
    missing = json.loads(apart(lambda: json.dumps([*limit_everything(evaluator)]).encode()) or b'["network", "files"]')
    Nursery(evaluator, orders, missing).run()
