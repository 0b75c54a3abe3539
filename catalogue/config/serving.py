"""The settings of the HTTP server: how many connections there may be, and how long one may keep it waiting."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.setting import NATURAL, POSITIVE, SECONDS, about


@dataclass(frozen=True)
class Serving:
    """What clients may take of the server, whatever they ask."""

    connections: int = field(
        default=1024,
        metadata=about("serve.connections", POSITIVE, "how many connections there may be at the same time", "4096"),
    )
    client: int = field(
        default=128,
        metadata=about(
            "serve.client",
            POSITIVE,
            "how many of them one client may have; an eighth of that while three quarters of all are taken",
            "32",
        ),
    )
    head: int = field(
        default=10,
        metadata=about(
            "serve.head",
            SECONDS,
            "how many seconds a connection may be silent, and within how many the head of a request must have come",
            "5",
        ),
    )
    body: int = field(
        default=10,
        metadata=about("serve.body", SECONDS, "within how many seconds the body of a request must have come", "30"),
    )
    patience: int = field(
        default=30,
        metadata=about(
            "serve.patience", SECONDS, "after how many seconds a client is looked at again that takes its answer slowly", "60"
        ),
    )
    pace: int = field(
        default=1024,
        metadata=about(
            "serve.pace",
            NATURAL,
            "how many bytes a second a client must take of its answer in that time; any number with 0",
            "8192",
        ),
    )
