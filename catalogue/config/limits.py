"""The settings of what a query may take that a command evaluates."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.setting import POSITIVE, SECONDS, about


@dataclass(frozen=True)
class Limits:
    """What one query may take that a command evaluates: of a shape, of the folder of queries, or from the command line."""

    timeout: int = field(
        default=60,
        metadata=about(
            "limits.timeout",
            SECONDS,
            "how many seconds one query may take in `check`, `query`, `answers` and `build`; `--timeout` goes before it",
            "10",
        ),
    )
    memory: int = field(
        default=2 * 1024 * 1024 * 1024,
        metadata=about(
            "limits.memory",
            POSITIVE,
            "how many bytes of memory one query may take there beyond what is loaded; `--memory` goes before it",
            "536870912",
        ),
    )
    results: int = field(
        default=100_000,
        metadata=about(
            "limits.results",
            POSITIVE,
            "how many results the query of a constraint may give beyond one for each focus node",
            "1000",
        ),
    )
    answer: int = field(
        default=256 * 1024 * 1024,
        metadata=about("limits.answer", POSITIVE, "how many bytes the answer to one query may have there", "10000000"),
    )
