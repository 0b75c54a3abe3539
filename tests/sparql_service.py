"""The SPARQL service as tests run it: in this process over ASGI, or for real, on loopback."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from catalogue.edition import Edition, read_edition
from catalogue.serve import Site


def limited(edition: Edition, **limits: Any) -> Edition:
    """Give an edition with other limits."""
    settings = edition.settings
    return replace(edition, settings=replace(settings, sparql=replace(settings.sparql, **limits)))


@contextmanager
def answering(statements: bytes, folder: Path, **limits: Any) -> Iterator[TestClient]:
    """Run the service on given statements in N-Quads, with the settings of a catalogue's folder."""
    edition = limited(read_edition(folder), **limits)
    edition.graph.nquads = lambda: iter([statements])  # type: ignore[method-assign]
    with TestClient(Site(edition, documents=False), follow_redirects=False) as client:
        yield client


@contextmanager
def running(folder: Path, *options: str, **limits: Any) -> Iterator[str]:
    """Run `catalogue serve` on a free port of loopback, and give its address; ended by its process's number."""
    with run(folder, *options, sparql=limits) as (address, _):
        yield address


@contextmanager
def run(folder: Path, *options: str, **tables: Mapping[str, Any]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run it with further tables of settings, and give its address and its process."""
    file = folder / "catalogue.toml"
    for table, limits in tables.items():
        if limits:
            lines = "".join(f"{name} = {value}\n" for name, value in limits.items())
            file.write_text(f"{file.read_text('utf-8')}\n[{table}]\n{lines}", "utf-8")
    command = [sys.executable, "-m", "catalogue", "serve", "--port", "0", "-C", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", line), line
            yield line.strip(), process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
