"""Progress: how far a release has been sent to a store and compared there, noted so that the next run goes on from there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from catalogue import files

_FORMAT = 1


@dataclass(frozen=True)
class Progress:
    """How far a release is.

    Attributes:
        address: the store.
        graph: the graph of the release there.
        digest: the digest of what is sent.
        sent: how many lines of it the store has taken.
        verified: how many lines of it have been compared.
        received: how many triples these lines are in the store.
        normalised: how many of these came back in another form.
    """

    address: str
    graph: str
    digest: str
    sent: int = 0
    verified: int = 0
    received: int = 0
    normalised: int = 0

    def back_to(self, line: int) -> Self:
        """Give what is left when all from a line on is to be sent again, and compared from the start."""
        return replace(self, sent=min(self.sent, line), verified=0, received=0, normalised=0)

    def keep(self, path: Path) -> None:
        """Write it down, whole or not at all."""
        files.write(path, json.dumps({"format": _FORMAT, **asdict(self)}, indent=1).encode() + b"\n")


def noted(path: Path, address: str, graph: str, digest: str) -> Progress:
    """Read how far a release is; at the beginning where nothing is noted of it, or what is noted is damaged."""
    new = Progress(address, graph, digest)
    try:
        written: Mapping[str, Any] = json.loads(path.read_bytes())
        members = {name: written[name] for name in asdict(new)}
        before = Progress(**members)
        is_ours = written["format"] == _FORMAT and (before.address, before.graph, before.digest) == (address, graph, digest)
        are_numbers = all(type(members[name]) is int for name in ("sent", "verified", "received", "normalised"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return new
    return before if is_ours and are_numbers and 0 <= before.verified <= before.sent else new
