"""Matching: which texts a regular expression matches, by the linear engine or in a process that can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
import weakref
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from threading import Timer

from catalogue.errors import CatalogueError
from catalogue.messages import Message
from catalogue.regexes.expression import BACKTRACKING, LINEAR, Expression, Trouble
from catalogue.regexes.reading import read
from catalogue.store.expressions import matching, runs_pattern

SECONDS = 5
"""How long the process may take for one expression and all texts that are given to it at a time."""

_REMEMBERED = 1024
_GRACE = 0.5
"""How much longer it may take to say that it is late before it is killed."""
_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from catalogue.regexes.backtracking import main; main()"


class PatternError(CatalogueError):
    """A regular expression cannot be run, or not in time."""


def is_linear(expression: Expression) -> bool:
    """Tell whether the linear engine can run an expression."""
    return not expression.has(Trouble.BACKTRACKING) and _runs(expression.written(LINEAR))


@lru_cache(maxsize=_REMEMBERED)
def _runs(written: str) -> bool:
    return runs_pattern(written)


class Matching:
    """Matches texts.

    Args:
        seconds: how long one expression may take where it has to be tried again and again.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: _Process | None = None
        self._verdicts: dict[str, dict[str, bool]] = {}
        self._late: dict[str, PatternError] = {}

    def matches(self, pattern: str, flags: str, texts: Sequence[str]) -> list[bool]:
        r"""Tell which texts an expression matches somewhere.

        Args:
            pattern: the expression.
            flags: its flags.
            texts: the texts.

        Raises:
            PatternError: it is none, or it takes too long.

        >>> Matching().matches("^[a-z]+$", "", ["a", "b1"]), Matching().matches(r"^(.)\1$", "", ["aa", "ab"])
        ([True, False], [True, False])
        """
        expression = read(pattern, flags)
        if expression.has(Trouble.BROKEN):
            raise PatternError(Message("shacl.no-expression", pattern=pattern))
        if not is_linear(expression):
            return self._tried(expression, texts)
        if not expression.has_lines:
            return matching(texts, expression.written(LINEAR))
        verdicts = dict(zip(texts, matching(texts, expression.written(LINEAR)), strict=True))
        ending = [text for text in verdicts if text.endswith("\n")]  # there the linear engine sees one line more
        if ending:
            verdicts.update(zip(ending, self._tried(expression, ending), strict=True))
        return [verdicts[text] for text in texts]

    def runs(self, pattern: str, flags: str) -> bool:
        """Tell whether an expression can be run at all."""
        try:
            self.matches(pattern, flags, [])
        except PatternError:
            return False
        return True

    def _tried(self, expression: Expression, texts: Sequence[str]) -> list[bool]:
        """Match texts in the process: each once, and none by an expression that was late before."""
        written = expression.written(BACKTRACKING)
        if written in self._late:
            raise self._late[written]
        known = self._verdicts.setdefault(written, {})
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new or not known:
            try:
                known.update(zip(new, self._ask(written, new), strict=True))
            except PatternError as error:
                self._late[written] = error
                raise
        return [known[text] for text in texts]

    def _ask(self, written: str, texts: Sequence[str]) -> list[bool]:
        if self._process is None or not self._process.is_alive:
            self._process = _Process()
        return self._process.ask(written, texts, self._seconds)


class _Process:
    """A process that matches texts by going back and trying again; it ends with this object."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _START, json.dumps(sys.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
        weakref.finalize(self, _end, self._process)

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, written: str, texts: Sequence[str], seconds: float) -> list[bool]:
        """Ask which texts an expression matches, and kill the process when it does not answer in time.

        Raises:
            PatternError: it did not, or the expression cannot be run.
        """
        asked = json.dumps([written, texts, seconds]).encode() + b"\n"
        timer = Timer(seconds + _GRACE, self._process.kill)
        timer.start()
        try:
            answer = self._answer(asked)
        finally:
            timer.cancel()
        verdicts = json.loads(answer) if answer else None
        if isinstance(verdicts, str):
            return [verdict == "1" for verdict in verdicts]
        if verdicts is False:
            raise PatternError(Message("shacl.expression-cannot-be-run"))
        raise PatternError(Message("shacl.expression-takes-too-long", most=seconds))

    def _answer(self, asked: bytes) -> bytes:
        """Send and receive a line; nothing when the process ends before."""
        asking, answering = self._process.stdin, self._process.stdout
        assert asking is not None  # noqa: S101 - both are pipes
        assert answering is not None  # noqa: S101
        try:
            asking.write(asked)
            asking.flush()
            answer = answering.readline()
        except OSError:
            answer = b""
        if not answer:
            self._process.wait()
        return answer


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process: it is killed, and nothing of it is left."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
