"""How checks, builds and the service grow with the number of entities: `python -m bench.scale FOLDER --sizes 10000 100000`.

For each size a catalogue is made in the folder, unless it is there, checked from nothing, built whole, and served until its
first page has come. Each is a process of its own, measured with all that it starts. With `--setting` lines are added
to the catalogue's settings, such as `releases.packed = 1`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from bench.builds import BUILD
from bench.generate import ROOT, Plan, generate
from bench.measure import run
from catalogue.release.manifest import read_manifest
from catalogue.workspace.cache import FOLDER

_RUN = "import sys; from catalogue.cli import main; sys.exit(main())"
_LIMIT = 6 * 3600.0
_PATIENCE = 1800.0


class Row(NamedTuple):
    """What was measured at one size.

    Attributes:
        entities: how many entities the catalogue has.
        check: seconds that a check from nothing took.
        check_memory: the most memory of its processes, in bytes.
        build: seconds that a whole build took, the check not included.
        build_memory: the most memory of its processes, in bytes.
        files: how many files the release has on the disk.
        listed: how many its manifest lists: documents, whether they are files or in packs.
        size: the bytes of the release on the disk; what has two names is counted once.
        notes: the bytes of what the next build is told.
        first_page: seconds from the start of the service to the first page of an entry.
    """

    entities: int
    check: float
    check_memory: int
    build: float
    build_memory: int
    files: int
    listed: int
    size: int
    notes: int
    first_page: float


def measure(folder: Path, entities: int, settings: Sequence[str]) -> Row:
    """Measure one size.

    Args:
        folder: where the catalogue is made.
        entities: how many entities it has.
        settings: what is added to its settings, `TABLE.KEY = VALUE` each.
    """
    catalogue = folder / f"{entities}"
    if not catalogue.is_dir():
        generate(catalogue, Plan(entities, errors=0))
    text = (ROOT / "catalogue.toml").read_text("utf-8")
    (catalogue / "catalogue.toml").write_text(_with(text, settings), "utf-8")
    target = catalogue / "build"
    shutil.rmtree(target, ignore_errors=True)
    shutil.rmtree(catalogue / FOLDER, ignore_errors=True)
    environment = {"PYTHONPATH": str(ROOT)}
    took = []
    commands = {
        "check": ([_RUN, "check", "-C", str(catalogue)], {0, 1}),
        "build": ([BUILD, str(catalogue), str(target), "0"], {0}),
    }
    for name, (arguments, expected) in commands.items():
        measured = run([sys.executable, "-c", *arguments], folder / f"{entities}.{name}.log", environment, _LIMIT)
        if measured.code not in expected:
            raise SystemExit(f"{name} of {entities}: {measured.code}\n{measured.words}")
        took.append(measured)
    release = (target / "current").resolve()
    states = {state.st_ino: state for state in _states(release)}
    names = sum(1 for _ in _states(release))
    page = _first_page(catalogue, release)
    return Row(
        entities,
        took[0].seconds,
        took[0].peak,
        took[1].seconds,
        took[1].peak,
        names,
        len(listed[1]) if (listed := read_manifest(release)) is not None else 0,
        sum(state.st_size for state in states.values()),
        sum(path.stat().st_size for path in target.glob("inputs*")),
        page,
    )


def _with(text: str, settings: Sequence[str]) -> str:
    """Add settings, each in its table; TOML has each table once, so that dotted keys stand first."""
    return "".join(f"{line}\n" for line in settings) + text


def _states(folder: Path) -> Iterator[os.stat_result]:
    for parent, _, names in os.walk(folder):
        yield from (os.lstat(f"{parent}/{name}") for name in names)


def _first_page(catalogue: Path, release: Path) -> float:
    """Serve a catalogue until a page of an entry has come, and say after how many seconds."""
    listed = read_manifest(release)
    if listed is None:
        raise SystemExit(f"{release}: no manifest")
    count = sum(1 for path in listed[1] if path.endswith(_PAGE))
    page = f"/{quote(next(islice((path for path in listed[1] if path.endswith(_PAGE)), count // 2, None)))}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _RUN, "serve", "-C", str(catalogue), "--port", str(port)]
    start = time.perf_counter()
    log = catalogue.with_suffix(".serve.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True
        )
    try:
        while time.perf_counter() - start < _PATIENCE and process.poll() is None:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
                connection.request("GET", page)
                answer = connection.getresponse()
                answer.read()
            except OSError:
                time.sleep(0.1)
                continue
            if answer.status != http.HTTPStatus.OK:
                raise SystemExit(f"{page}: {answer.status}")
            return time.perf_counter() - start
        raise SystemExit(f"no page came: {log.read_text('utf-8')}")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


_PAGE = ".en.html"


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """Write what was measured as a table in Markdown."""
    head = ("entities", "check, s", "MB", "build, s", "MB", "files", "documents", "release, MB", "notes, MB", "first page, s")
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        of_check = f"{row.check:.1f} | {row.check_memory / 1e6:,.0f}"
        of_build = f"{row.build:.1f} | {row.build_memory / 1e6:,.0f} | {row.files:,} | {row.listed:,} | {row.size / 1e6:,.0f}"
        yield f"| {row.entities:,} | {of_check} | {of_build} | {row.notes / 1e6:,.0f} | {row.first_page:.1f} |"


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the catalogues are made")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="how many entities")
    parser.add_argument("--setting", action="append", default=[], help="a line that is added to the settings")
    parser.add_argument("--output", type=Path, help="where the rows are written as JSON")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for entities in asked.sizes:
        rows.append(measure(asked.folder.resolve(), entities, asked.setting))
        sys.stdout.write("\n".join(lines(rows[-1:])) + "\n")
        sys.stdout.flush()
        if asked.output is not None:
            asked.output.write_text(json.dumps([row._asdict() for row in rows], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
