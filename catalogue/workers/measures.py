"""Measures: what a pool has done so far, for whoever watches the service."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

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

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Count a query that is asked and answered, or not, from here on, by its outcome; and how long that took if it was."""
        came, outcome = time.monotonic(), "failed"
        try:
            yield
            outcome = "answered"
        except Refusal as refusal:
            outcome = refusal.kind
            raise
        except tuple(OUTCOMES) as error:
            outcome = next(name for kind, name in OUTCOMES.items() if isinstance(error, kind))
            raise
        finally:
            self.outcomes[outcome] += 1
            if outcome not in _UNANSWERED:
                self.seconds += time.monotonic() - came
