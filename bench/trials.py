"""Trials: changes made one after the other in copies of the project, and the tests run on each."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench.changes import PACKAGE, ROOT, Mutant, Room, is_without_effect

NOTICED, SURVIVED, EQUAL = "noticed", "survived", "equal"
_LONGEST = 1800
"""How long the tests of a room may take without a change, in seconds."""
_INTERVAL = 0.5
"""How often it is looked whether to stop, in seconds."""
_SLOWER = 4
"""How many times as long as without a change the tests may take; a change that makes them take longer is noticed."""
_ATTEMPTS = 3
"""How often a change is tried while the test that fails also fails without it, or time is short: a machine may be busy."""


@dataclass(frozen=True)
class Outcome:
    """What became of a change.

    Attributes:
        room: as of the mutant; so for path and line.
        path: the module.
        line: the line.
        result: noticed, survived or equal.
        seconds: how long the tests ran.
        diff: what was changed.
        by: the test that noticed it first; empty where none did, or where they took too long.
    """

    room: str
    path: str
    line: int
    result: str
    seconds: float
    diff: str
    by: str = ""


class Ending(NamedTuple):
    """How a run of tests ended.

    Attributes:
        passes: whether all pass.
        is_late: whether they took too long.
        output: the end of what was written.
    """

    passes: bool
    is_late: bool
    output: str

    @property
    def first(self) -> str:
        """The test that failed first, or empty: pytest sums up last, behind what the tests and the program have logged."""
        lines = self.output.partition("short test summary info")[2].splitlines()
        return next((line.split()[1] for line in lines if line.startswith(("FAILED ", "ERROR "))), "")


class BrokenError(Exception):
    """The tests of a room fail without any change."""


@contextmanager
def copies(count: int) -> Iterator[list[Path]]:
    """Copy the project as it stands, changes that are not committed included, into a temporary folder.

    The working tree is only read. What lies beside the project is reached from the copies as from the project.

    Args:
        count: how many copies.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        made = []
        for number in range(count):
            beside = Path(folder, str(number))
            copy = beside / ROOT.name
            _copy(copy)
            if (ROOT.parent / "shared").exists():
                (beside / "shared").symlink_to(ROOT.parent / "shared")
            made.append(copy)
        yield made


def _copy(copy: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", ROOT, copy], check=True)
    subprocess.run(["git", "reset", "--quiet"], cwd=copy, check=True)
    made = _listed("--others", "--ignored", "--exclude-standard", PACKAGE)  # what installing the program makes in it
    for name in [*_listed("--cached", "--others", "--exclude-standard"), *made]:
        if (ROOT / name).is_file() and "__pycache__" not in name:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    # compiled once, and again only where a module's bytes are others: a change may keep size and time
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", PACKAGE], cwd=copy, check=True
    )


def _listed(*options: str) -> list[str]:
    """List files of the project as Git knows them."""
    found = subprocess.run(["git", "ls-files", "-z", *options], cwd=ROOT, check=True, capture_output=True)
    return [name for name in found.stdout.decode().split("\0") if name]


def run(copy: Path, targets: Sequence[str], python: str, limit: float, stopped: threading.Event | None = None) -> Ending:
    """Run tests in a copy until one fails.

    Args:
        copy: the folder.
        targets: test files and modules with doctests.
        python: the interpreter that has what the tests need.
        limit: in seconds; then they are ended with all that they started, and have failed.
        stopped: ends them at once when it is set.
    """
    command = [python, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants", *targets]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "CI"},
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=copy, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        end = time.monotonic() + limit
        try:
            while process.poll() is None and time.monotonic() < end and not (stopped and stopped.is_set()):
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_INTERVAL)
            code = process.poll()
        finally:
            _end(process)
        output.seek(max(0, output.seek(0, os.SEEK_END) - 4000))
        ending = "\nended after its time" if code is None else f"\nexit code {code}"
        return Ending(code == 0, code is None, output.read().decode("utf-8", "replace") + ending)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what tests have left running, and they themselves."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Work:
    """Changes that are tried one after the other in several copies at once."""

    def __init__(self, mutants: Mapping[Room, Sequence[Mutant]], equal: Sequence[Mapping[str, str]], python: str) -> None:
        self._python = python
        self._equal = equal
        self._rooms: queue.SimpleQueue[tuple[Room, Sequence[Mutant]]] = queue.SimpleQueue()
        for item in mutants.items():
            self._rooms.put(item)
        self._stopped = threading.Event()
        self.outcomes: queue.SimpleQueue[Outcome | Exception | None] = queue.SimpleQueue()

    def start(self, folders: Sequence[Path]) -> list[threading.Thread]:
        """Begin, one thread in each copy."""
        threads = [threading.Thread(target=self._work, args=(folder,)) for folder in folders]
        for thread in threads:
            thread.start()
        return threads

    def stop(self) -> None:
        """End what runs, and begin nothing else."""
        self._stopped.set()

    def _work(self, copy: Path) -> None:
        try:
            while not self._stopped.is_set():
                room, mutants = self._rooms.get_nowait()
                self._room(copy, room, mutants)
        except queue.Empty:
            pass
        except Exception as error:  # noqa: BLE001 # it is raised where the outcomes are waited for
            self.outcomes.put(error)
        finally:
            self.outcomes.put(None)

    def _room(self, copy: Path, room: Room, mutants: Sequence[Mutant]) -> None:
        start = time.monotonic()
        targets = [*{mutant.path: None for mutant in mutants}, *room.tests]
        ending = run(copy, targets, self._python, _LONGEST, self._stopped)
        if not ending.passes:  # a busy machine may have let one fail
            ending = run(copy, targets, self._python, _LONGEST, self._stopped)
        if not ending.passes and not self._stopped.is_set():
            raise BrokenError(f"the tests of {room.name} fail without any change:\n{ending.output}")
        limit = (time.monotonic() - start) * _SLOWER + 30
        for mutant in mutants:
            if self._stopped.is_set():
                return
            outcome = self._try(copy, room, mutant, limit)
            if not self._stopped.is_set():
                self.outcomes.put(outcome)

    def _try(self, copy: Path, room: Room, mutant: Mutant, limit: float) -> Outcome:
        start, by = time.monotonic(), ""
        if is_without_effect(mutant.diff, self._equal):
            result = EQUAL
        else:
            result, by = self._result(copy, room, mutant, limit)
        return Outcome(room.name, mutant.path, mutant.line, result, round(time.monotonic() - start, 1), mutant.diff, by)

    def _result(self, copy: Path, room: Room, mutant: Mutant, limit: float) -> tuple[str, str]:
        """Tell whether the tests of a room notice a change, and which; a failure that may be chance is none."""
        for attempt in range(1, _ATTEMPTS + 1):
            ending = self._changed(copy, room, mutant, limit * attempt)
            if ending.passes:
                return SURVIVED, ""
            if ending.is_late and not ending.first and attempt == 1:
                continue
            if not self._is_chance(copy, room, ending.first):
                return NOTICED, ending.first
        return SURVIVED, ""

    def _is_chance(self, copy: Path, room: Room, test: str) -> bool:
        """Tell whether a test fails without any change too; doctests depend on no machine."""
        name = test.partition("[")[0]  # with all its parameters: what pytest writes of them may have spaces
        if not any(name.startswith(f"{file}::") for file in room.tests):
            return False
        return not run(copy, [name], self._python, _LONGEST, self._stopped).passes

    def _changed(self, copy: Path, room: Room, mutant: Mutant, limit: float) -> Ending:
        """Run the tests of a room with a change."""
        path = copy / mutant.path
        before = path.read_bytes()
        path.write_text(mutant.code, "utf-8")
        try:
            return run(copy, [mutant.path, *room.tests], self._python, limit, self._stopped)
        finally:
            path.write_bytes(before)


def outcomes(work: Work, folders: Sequence[Path]) -> Iterator[Outcome]:
    """Give what becomes of the changes, as it is known; when the caller ends, nothing is left running."""
    threads = work.start(folders)
    try:
        left = len(threads)
        while left:
            outcome = work.outcomes.get()
            if isinstance(outcome, Exception):
                raise outcome
            if outcome is None:
                left -= 1
            else:
                yield outcome
    finally:
        work.stop()
        for thread in threads:
            thread.join()
