"""A pseudo-terminal: commands are run as people run them, and answered line by line."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\x01\x02]")
_PROMPT = re.compile(r"[:：] ?\Z")
_PATIENCE = 60.0

CTRL_C, CTRL_D = "\x03", "\x04"


@dataclass
class Session:
    """What was typed and shown.

    Attributes:
        shown: all that the terminal showed, without escape sequences.
        typed: the lines that were typed.
        code: the exit code; negative for a signal.
    """

    shown: str = ""
    typed: list[str] = field(default_factory=list)
    code: int | None = None


class Terminal:
    """Runs a command on a pseudo-terminal.

    Args:
        arguments: those of the command.
        folder: where it runs.
        environment: variables beside those of this process.
        columns: how wide it is.
    """

    def __init__(
        self, arguments: Iterable[str], folder: Path, environment: Mapping[str, str] | None = None, columns: int = 80
    ) -> None:
        self.session = Session()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            for ignored in (signal.SIGINT, signal.SIGHUP):  # what a shell starts in the background, or nohup, does not hear
                signal.signal(ignored, signal.SIG_DFL)
            os.chdir(folder)
            variables = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LC_ALL": "C.UTF-8", **(environment or {})}
            command = [sys.executable, "-m", "catalogue", *arguments]
            os.execve(sys.executable, command, variables)  # noqa: S606 - the command under test
        ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def answer(self, line: str, end: str = "\r") -> None:
        """Wait for a question, and type a line."""
        self._read(until_asked=True)
        self.session.typed.append(line)
        os.write(self._terminal, (line + end).encode())

    def press(self, key: str) -> None:
        """Wait for a question, and press a key."""
        self.answer(key, "")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal once a question is there."""
        self._read(until_asked=True)
        os.kill(self.pid, number)

    def end(self) -> Session:
        """Wait for the end."""
        self._read(until_asked=False)
        _, status = os.waitpid(self.pid, 0)
        self.session.code = os.waitstatus_to_exitcode(status)
        os.close(self._terminal)
        return self.session

    def _read(self, *, until_asked: bool) -> None:
        deadline = time.monotonic() + _PATIENCE
        fresh, decode = "", codecs.getincrementaldecoder("utf-8")("replace").decode
        while True:
            ready = select.select([self._terminal], [], [], 0.05)[0]
            if not ready:
                if until_asked and _PROMPT.search(_plain(fresh)):
                    break
                assert time.monotonic() < deadline, f"nothing more is shown: {self.session.shown + _plain(fresh)}"
                continue
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # the other end is closed
                data = b""
            if not data:
                break
            fresh += decode(data)
        self.session.shown += _plain(fresh)


def _plain(shown: str) -> str:
    return _ESCAPES.sub("", shown).replace("\r\n", "\n").replace("\r", "")


def run(arguments: Iterable[str], lines: Iterable[str], folder: Path, **options: str) -> Session:
    """Run a command and answer its questions with lines; where they are all given, it is to end."""
    terminal = Terminal(arguments, folder, options)
    for line in lines:
        terminal.answer(line)
    return terminal.end()
