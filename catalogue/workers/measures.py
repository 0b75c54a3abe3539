"""Measures: what a pool has done so far, for whoever watches the service."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType

from catalogue.sparql.guard import Refusal
from catalogue.workers.jobs import Busy, EndedError, GoneError

OUTCOMES: Mapping[type[Exception], str] = {Busy: "busy", EndedError: "ended", GoneError: "gone"}
"""The outcomes of queries that nobody answered."""

_UNANSWERED = frozenset({"failed", *OUTCOMES.values()})


@dataclass
class Measures:
    """What a pool has done so far.

    Attributes:
        loads: how often the statements were loaded.
        outcomes: how many queries had which outcome: `answered`, the kind of refusal, or one of `OUTCOMES`.
        seconds: how many seconds passed between question and answer, all queries together.
    """

    loads: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def asked(self) -> _Asking:
        """Count a query that is asked and answered, or not, from here on, by its outcome; and how long that took if it was."""
        return _Asking(self)


class _Asking:
    """What counts one query; no generator, which would take a sixtieth of what a small query takes.

    Args:
        measures: where it is counted.
    """

    __slots__ = ("_came", "_measures")

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def __enter__(self) -> None:
        self._came = time.monotonic()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        outcome = "answered" if error is None else _outcome_of(error)
        self._measures.outcomes[outcome] += 1
        if outcome not in _UNANSWERED:
            self._measures.seconds += time.monotonic() - self._came


def _outcome_of(error: BaseException) -> str:
    if isinstance(error, Refusal):
        return error.kind
    return next((name for kind, name in OUTCOMES.items() if isinstance(error, kind)), "failed")
