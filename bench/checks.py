"""Measure checks of one catalogue, by this program and others in turns: `python -m bench.checks FOLDER --tree before=PATH`.

Each run is a new process, measured whole: seconds of processors and on the clock, which tells little where others work on the
same machine. What the programs print is compared. `--opened` measures an open catalogue instead: how long a check takes after
changes of one file, as `check --watch` and editors ask for it, without the time to start.
"""

from __future__ import annotations

import argparse
import os
import re
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


def more_label(folder: Path, number: int) -> tuple[Path, str]:
    """Give the first file of the data, with one more label, which is not wrong."""
    path = min((folder / "data").rglob("*.ttl"))
    text = path.read_text("utf-8")
    subject = next(line.split()[0] for line in text.splitlines() if line.startswith("<"))
    return path, f'{text}\n{subject} <http://www.w3.org/2004/02/skos/core#altLabel> "autrement {number}"@fr .\n'


def other_name(folder: Path, number: int) -> tuple[Path, str]:
    """Give the first file of initiatives, the first of which has another name."""
    path = min((folder / "data" / "initiative").rglob("*.ttl"))
    return path, path.read_text("utf-8").replace('skos:prefLabel "', f'skos:prefLabel "{number} ', 1)


def more_entry(folder: Path, number: int) -> tuple[Path, str]:
    """Give the first file of initiatives, with one more, which says what the first one says."""
    path = min((folder / "data" / "initiative").rglob("*.ttl"))
    text = path.read_text("utf-8")
    first = re.search(r"^<[^>]*>.*?\.$", text, re.DOTALL | re.MULTILINE)
    entry = first[0].replace(">", f"-{number}>", 1) if first is not None else ""
    return path, f"{text}\n{entry}\n"


CHANGES = {"one more label": more_label, "another name": other_name, "one more entry": more_entry}
"""What is changed in one file: give the file, and its text afterwards."""


@contextmanager
def changed(folder: Path, number: int, change: str = "one more label") -> Iterator[None]:
    """Change one file; afterwards it is as before."""
    path, text = CHANGES[change](folder, number)
    before = path.read_bytes()
    path.write_bytes(text.encode())
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


def opened(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Measure checks of an open catalogue after changes of one file, in seconds, the first of each kind left out."""
    work = Workspace(folder)
    work.write(work.check(), "text", Look(), Asked())
    taken: dict[str, list[float]] = {}
    for change in CHANGES:
        for number in range(rounds + 1):
            with changed(folder, number, change):
                begun = time.process_time()
                work.refresh()
                work.write(work.check(), "text", Look(), Asked())
                taken.setdefault(change, []).append(time.process_time() - begun)
    return {change: seconds[1:] for change, seconds in taken.items()}


def spread(values: list[float]) -> str:
    """Write the median, then the least and the most."""
    return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"


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
        for change, seconds in opened(options.folder, options.rounds).items():
            sys.stdout.write(f"open, {change}: {spread(seconds)} s of processors\n")
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
