"""Measure how a release is published into SPARQL stores: `python -m bench.stores FOLDER oxigraph=http://127.0.0.1:7878`.

The stores run already, and are empty; credentials are those of the environment (docs/stores.md).
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from catalogue.config import Settings, StoreSettings
from catalogue.stores.opening import open_store
from catalogue.stores.publishing import Publishing, Source
from catalogue.workspace.catalogue import Catalogue


class Phases:
    """Notes when each step was last told of."""

    def __init__(self) -> None:
        self.start = time.perf_counter()
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}

    def __call__(self, step: str, _done: int, _total: int) -> None:
        """Note a step."""
        now = time.perf_counter()
        self.first.setdefault(step, now)
        self.last[step] = now


def publish(source: Source, settings: Settings, store: StoreSettings) -> dict[str, Any]:
    """Publish a release into a store, and give how long each part took, in seconds."""
    client, phases = open_store(store), Phases()
    before = resource.getrusage(resource.RUSAGE_SELF)
    published = Publishing(client, store, settings, source, phases).run()
    end, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    sent, verified = phases.last["sending"], phases.last["verifying"]
    return {
        "store": store.profile,
        "triples": published.triples,
        "normalised": published.normalised,
        "requests": published.requests,
        "prepare and first chunk": round(phases.first["sending"] - phases.start, 1),
        "send": round(sent - phases.first["sending"], 1),
        "verify": round(verified - sent, 1),
        "count, swap and thin": round(end - verified, 1),
        "whole": round(end - phases.start, 1),
        "processor of ours": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "memory of ours, MB": after.ru_maxrss // 1024,
    }


def main() -> None:
    """Publish a catalogue's statements, as release after release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the catalogue's folder")
    parser.add_argument("stores", nargs="+", metavar="PROFILE=ADDRESS")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--graph", help="a graph of readers, which is filled too")
    arguments = parser.parse_args()
    opened = Catalogue(arguments.folder)
    settings = opened.settings
    with tempfile.TemporaryDirectory() as name:
        dump = Path(name, "catalogue.nq")
        with dump.open("wb") as file:
            file.writelines(opened.edition.graph.nquads())
        release = time.time_ns()  # a release that no store has
        del opened
        for number in range(arguments.rounds):
            for given in arguments.stores:
                profile, _, address = given.partition("=")
                store = StoreSettings(address, profile, arguments.graph, keep=1, normalised=True, changed=("xsd:duration",))
                source = Source(f"{(release + number) % 16**16:016x}", dump, Path(name))
                print(json.dumps(publish(source, settings, store)), flush=True)  # noqa: T201 - a script


if __name__ == "__main__":
    main()
