"""Scheduling: the tasks of a plan run by the workers of a Dask cluster.

The scheduler knows no more of a task than where the shared folder is, the plan's name and a number: each worker has
a process of its own do a task, as anybody can. So a worker may be killed in the middle, and another one
does the task; and what tasks have put into the folder stays there when the scheduler goes away.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self

from catalogue.cluster.plans import Plan, missing
from catalogue.cluster.shared import Shared, open_shared
from catalogue.cluster.tasks import run_task
from catalogue.ending import end_with
from catalogue.errors import CatalogueError, InputError, Location, OutputError, RemoteError, UsageError
from catalogue.messages import Message, packed, unpacked
from catalogue.processes import seldom_collected

_PATIENCE = "10s"
"""How long a scheduler is waited for."""

_LOGGED = ("distributed", "tornado", "asyncio")
"""What writes to people, by itself, what is told in an error of ours."""

_RETRIES = 3
"""How often a task is run again whose worker was lost."""


class Cluster:
    """A Dask cluster.

    Args:
        address: that of its scheduler, such as `tcp://10.0.0.1:8786`.

    Raises:
        UsageError: `distributed` is not installed, or the address is none.
        RemoteError: the scheduler does not answer.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        with self._told():
            self._client = _connected(address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # it may have gone
            self._client.close(timeout=1)

    def threads(self) -> int:
        """Give how many tasks the workers can run at one time.

        Raises:
            RemoteError: there are no workers, or the scheduler has gone.
        """
        with self._told():
            threads = int(sum(self._client.nthreads().values()))
        if not threads:
            raise RemoteError(Message("cluster.no-workers"), Location(self._address))
        return threads

    def run(self, plan: Plan, shared: Shared, progress: Callable[[int, int], None] | None = None) -> None:
        """Run the tasks of a plan that have no result.

        Args:
            plan: the plan.
            shared: where it is.
            progress: called with how many tasks are done and how many there are, first before any of these.

        Raises:
            CatalogueError: what ended a task.
            RemoteError: workers were lost again and again, or the scheduler has gone; the results so far stay.
        """
        pending = missing(plan, shared)
        folder = hashlib.sha256(shared.place.encode()).hexdigest()  # the same plan may be run in another, at the same time
        if progress is not None:
            progress(plan.tasks - len(pending), plan.tasks)
        with self._told():
            futures = [
                self._client.submit(
                    run_apart,
                    shared.place,
                    plan.digest,
                    number,
                    key=f"{plan.digest}-{folder}-{number}",
                    retries=_RETRIES,
                    pure=False,
                )
                for number in pending
            ]
            for done, (number, outcome) in enumerate(self._outcomes(futures, pending), plan.tasks - len(pending) + 1):
                _refuse(number, outcome, self._address)
                if progress is not None:
                    progress(done, plan.tasks)

    def _outcomes(self, futures: Sequence[Any], numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        number_of = {future.key: number for future, number in zip(futures, numbers, strict=True)}
        for future in _library().as_completed(futures, loop=self._client.loop):
            yield number_of[future.key], future.result()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (CatalogueError, KeyboardInterrupt, SystemExit):
            raise
        except ImportError as error:
            raise UsageError(Message("cluster.no-dask")) from error
        except BaseException as error:  # the library has many errors of its own, of asyncio and of the system
            raise RemoteError(Message("cluster.lost", reason=_reason(error)), Location(self._address)) from error


def _library() -> Any:
    """Give the library, which is slow to import, and which has few types."""
    import distributed

    return distributed


def _connected(address: str) -> Any:
    library = _library()
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _LOGGED:
            logging.getLogger(name).setLevel(logging.CRITICAL)
    return library.Client(address, timeout=_PATIENCE, set_as_default=False)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def run_apart(place: str, plan: str, number: int) -> str:
    """Run a task in a process of its own, on the worker that calls this; it ends with the worker.

    Args:
        place: the shared folder.
        plan: the plan's digest.
        number: the task, from 0.

    Returns:
        What went wrong, as JSON; empty when nothing did.
    """
    given = [json.dumps(sys.path), str(os.getpid()), place, plan, str(number)]
    command, environment = [sys.executable, "-c", _START, *given], {"OPENBLAS_NUM_THREADS": "1", **os.environ}
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL, env=environment)  # noqa: S603 - our own
    if done.returncode in {0, _REFUSED}:
        return done.stdout.decode()
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return json.dumps({"ended": done.returncode, "said": said[-1] if said else ""})


def serve() -> None:
    """Run the task that the arguments of this process name, and tell what went wrong as JSON."""
    parent, place, plan, number = sys.argv[2:]
    end_with(int(parent))
    try:
        with seldom_collected():
            run_task(open_shared(place), int(number), plan)
    except CatalogueError as error:
        where = str(error.place.path) if error.place is not None else ""
        sys.stdout.write(json.dumps({"code": error.exit_code, "message": packed(error.message), "place": where}))
        sys.exit(_REFUSED)


def _refuse(number: int, outcome: str, address: str) -> None:
    """Raise what ended a task, as it would be raised here."""
    if not outcome:
        return
    told = json.loads(outcome)
    if "message" in told:
        raise _ERRORS.get(told["code"], RemoteError)(
            unpacked(told["message"]), Location(told["place"]) if told["place"] else None
        )
    raise RemoteError(Message("cluster.task-ended", number=number, code=told["ended"], reason=told["said"]), Location(address))


_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from catalogue.cluster.scheduling import serve; serve()"
_REFUSED = 9
"""The exit code of a process whose task could not be done, and which says why."""
_ERRORS = {error.exit_code: error for error in (UsageError, InputError, OutputError, RemoteError)}
