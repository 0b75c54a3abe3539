"""Run a command and measure it whole: the time on the clock, and the memory of its process and all that it starts."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_INTERVAL = 0.2
"""How often memory is looked at, in seconds; more often would take time from what is measured."""
_SESSION, _RESIDENT = 3, 21
"""Places in `/proc/PID/stat`, counted from the field behind the name."""
_SHARE = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)
"""What a process has of its memory, as `/proc/PID/smaps_rollup` says it: of a page that several have, each has a part."""
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Measured:
    """One run of a command.

    Attributes:
        seconds: from start to end, on the clock.
        processors: seconds of processors, its own and those of the processes that it waited for.
        peak: the most memory in bytes, its own and its children's together: what processes share is counted once, where the
            system tells it (proportional set size). 0 where it tells nothing.
        code: the exit code, or None when it was ended because its time was over.
        words: the end of what it wrote to standard error.
    """

    seconds: float
    processors: float
    peak: int
    code: int | None
    words: str


def run(command: Sequence[str], output: Path, environment: Mapping[str, str], limit: float) -> Measured:
    """Run a command.

    Args:
        command: the program and its arguments.
        output: the file that takes what it writes to standard output.
        environment: variables that are added to those of this process.
        limit: after so many seconds it is ended, with all that it started.
    """
    peak = _Peak()
    with output.open("wb") as stream, output.with_suffix(".err").open("w+b") as errors:
        before, start = os.times(), time.perf_counter()
        process = subprocess.Popen(
            command, stdout=stream, stderr=errors, env={**os.environ, **environment}, start_new_session=True
        )
        watcher = threading.Thread(target=peak.watch, args=(process,), daemon=True)
        watcher.start()
        code: int | None
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            code = None
        seconds, after = time.perf_counter() - start, os.times()
        watcher.join()
        errors.seek(max(0, errors.tell() - 2000))
        words = errors.read().decode("utf-8", "replace")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(seconds, spent, peak.bytes, code, words)


class _Peak:
    def __init__(self) -> None:
        self.bytes = 0

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """Look at the memory of a process and of all that it starts until it ends."""
        while process.poll() is None:
            start = time.perf_counter()
            self.bytes = max(self.bytes, sum(memory(process.pid).values()))
            time.sleep(max(_INTERVAL, 9 * (time.perf_counter() - start)))  # to look at many gigabytes takes long


def memory(session: int) -> dict[int, int]:
    """Give the memory of each process of a session, in bytes, by its number: what several share is parted among them.

    >>> all(size > 0 for size in memory(os.getsid(0)).values())
    True
    """
    sizes: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[_SESSION]) == session:
                sizes[int(folder.name)] = _share(folder) or int(fields[_RESIDENT]) * _PAGE
        except OSError:  # it ended meanwhile
            continue
    return {process: size for process, size in sizes.items() if size}


def _share(folder: Path) -> int:
    """Give what a process has of its memory; 0 where the system does not tell."""
    try:
        found = _SHARE.search((folder / "smaps_rollup").read_bytes())
    except (FileNotFoundError, PermissionError):
        return 0
    return int(found[1]) * 1024 if found else 0
