"""Measures: what a pool has done so far, for whoever watches the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.workers.jobs import Busy, EndedError, GoneError

OUTCOMES: Mapping[type[Exception], str] = {Busy: "busy", EndedError: "ended", GoneError: "gone"}
"""The outcomes of queries that nobody answered."""


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
