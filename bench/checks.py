"""Measure checks of one catalogue, by this program and others in turns: `python -m bench.checks FOLDER --tree before=PATH`.

Each run is a new process, measured whole: seconds of processors and on the clock, which tells little where others work on the
same machine. What the programs print is compared. `--opened` measures an open catalogue instead: how long a check takes after
one more label in one file, as `check --watch` and editors ask for it, without the time to start.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.generate import ROOT
from catalogue.report import Look
from catalogue.report.sections import Asked
from catalogue.workspace.cache import FOLDER
from catalogue.workspace.workspace import Workspace

_RUN = "import sys; from catalogue.cli import main; sys.exit(main())"


class Taken(NamedTuple):
    """What one run took: seconds of processors, and on the clock."""

    processors: float
    clock: float


def run(tree: Path, folder: Path, *arguments: str) -> tuple[Taken, bytes]:
    """Run the command of a tree in a folder; give what it took and what it printed."""
    before, begun = os.times(), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments], cwd=folder, env=environment, capture_output=True, check=False
    )
    clock, after = time.perf_counter() - begun, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(spent, clock), done.stdout


@contextmanager
def changed(folder: Path, number: int) -> Iterator[None]:
    """Let the first file of the data have one more label, without making it wrong; afterwards it is as before."""
    path = min((folder / "data").rglob("*.ttl"))
    before = path.read_bytes()
    subject = next(line.split()[0] for line in before.decode().splitlines() if line.startswith("<"))
    label = f'\n{subject} <http://www.w3.org/2004/02/skos/core#altLabel> "autrement {number}"@fr .\n'
    path.write_bytes(before + label.encode())
    try:
        yield
    finally:
        path.write_bytes(before)


def from_nothing(tree: Path, folder: Path, _: int) -> tuple[Taken, bytes]:
    """Check from nothing: what a former run kept is deleted."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    return run(tree, folder, "check")


def after_a_change(tree: Path, folder: Path, number: int) -> tuple[Taken, bytes]:
    """Check after a whole check and a change of one file."""
    run(tree, folder, "check")
    with changed(folder, number):
        return run(tree, folder, "check")


MEASURED: dict[str, Callable[[Path, Path, int], tuple[Taken, bytes]]] = {
    "start": lambda tree, folder, _: run(tree, folder, "--version"),
    "from nothing": from_nothing,
    "one file changed": after_a_change,
}


def opened(folder: Path, rounds: int) -> list[float]:
    """Measure checks of an open catalogue after changes of one file, in seconds."""
    work = Workspace(folder)
    work.write(work.check(), "text", Look(), Asked())
    taken = []
    for number in range(rounds):
        with changed(folder, number):
            begun = time.process_time()
            work.refresh()
            work.write(work.check(), "text", Look(), Asked())
            taken.append(time.process_time() - begun)
    return taken


def spread(values: list[float]) -> str:
    """Write the median, then the least and the most."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a catalogue, which is changed and changed back")
    parser.add_argument(
        "--tree", action="append", default=[], help="NAME=PATH: the source tree of another version of the program"
    )
    parser.add_argument("-r", "--rounds", type=int, default=3)
    parser.add_argument("--opened", action="store_true", help="measure an open catalogue instead, by this program alone")
    options = parser.parse_args()
    if options.opened:
        sys.stdout.write(f"open, one file changed: {spread(opened(options.folder, options.rounds))} s of processors\n")
        return
    trees = {**dict(tree.split("=", 1) for tree in options.tree), "this": str(ROOT)}
    for name, measure in MEASURED.items():
        taken: dict[str, list[Taken]] = {tree: [] for tree in trees}
        printed: dict[str, bytes] = {}
        for number in range(options.rounds):
            for tree, path in trees.items():
                one, printed[tree] = measure(Path(path), options.folder.resolve(), number)
                taken[tree].append(one)
        for tree, runs in taken.items():
            processors, clock = ([getattr(each, field) for each in runs] for field in Taken._fields)
            sys.stdout.write(f"{name}, {tree}: {spread(processors)} s of processors, {spread(clock)} on the clock\n")
        if len(set(printed.values())) > 1 and name != "start":
            sys.stdout.write(f"{name}: they print different things\n")


if __name__ == "__main__":
    main()
