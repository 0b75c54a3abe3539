"""What a check in tasks takes beside one run: `python -m bench.tasks CATALOGUE --tasks 1 2 4`.

One run from nothing is measured before and after; between them, for each number of tasks, the plan, each task, all tasks by one
command, and gathering. Each command is a process of its own, measured in seconds of the processor with all that it starts. The
reports are compared byte for byte.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.generate import ROOT
from bench.measure import run
from catalogue.workspace.cache import FOLDER

_LIMIT = 3600.0


class Row(NamedTuple):
    """What was measured with one number of tasks, in seconds of the processor.

    Attributes:
        plan: the plan.
        tasks: each task, run by a command of its own.
        together: all tasks, run by one command.
        gathering: gathering.
    """

    plan: float
    tasks: Sequence[float]
    together: float
    gathering: float


class Bench:
    """Measures the checks of one catalogue.

    Args:
        catalogue: its folder; what is kept there of former checks is removed.
        folder: where commands write.
    """

    def __init__(self, catalogue: Path, folder: Path) -> None:
        self._catalogue = catalogue
        self._folder = folder

    def once(self) -> tuple[float, bytes]:
        """Check in one run from nothing; give the seconds and the report."""
        return self._measured("check", "-C", self._catalogue, "-f", "json")

    def row(self, number: int, report: bytes) -> Row:
        """Check in a number of tasks.

        Args:
            number: how many tasks.
            report: the report of one run.

        Raises:
            SystemExit: the report is another one.
        """
        shared = self._folder / "shared"
        plan, _ = self._measured("plan", "check", "-C", self._catalogue, "--tasks", number, "--in", shared)
        tasks = [self._measured("run-task", shared, each)[0] for each in range(number)]
        shutil.rmtree(shared / "results")
        together, _ = self._measured("run-task", shared, *range(number))
        gathering, gathered = self._measured("check", "-C", self._catalogue, "-f", "json", "--gather", shared)
        if gathered != report:
            raise SystemExit(f"{number} tasks: another report")
        shutil.rmtree(shared)
        return Row(plan, tasks, together, gathering)

    def _measured(self, *arguments: str | int | Path) -> tuple[float, bytes]:
        shutil.rmtree(self._catalogue / FOLDER, ignore_errors=True)
        command = [sys.executable, "-m", "catalogue", *map(str, arguments)]
        measured = run(command, self._folder / "output", {"PYTHONPATH": str(ROOT)}, _LIMIT)
        if measured.code not in {0, 1}:
            raise SystemExit(f"{' '.join(command)}: {measured.code}\n{measured.words}")
        return measured.processors, (self._folder / "output").read_bytes()


def lines(rows: Sequence[Row], once: float) -> Iterator[str]:
    """Write what was measured as a table in Markdown.

    Args:
        rows: a row for each number of tasks.
        once: seconds of the processor that one run took.
    """
    yield "| tasks | one run | plan | tasks, each by a command | by one command | gathering | to one run | by one command |"
    yield "|---" * 8 + "|"
    for row in rows:
        rest = row.plan + row.gathering
        each = " + ".join(f"{task:.1f}" for task in row.tasks)
        ratios = f"{(rest + sum(row.tasks)) / once:.2f} | {(rest + row.together) / once:.2f}"
        taken = f"{once:.1f} | {row.plan:.1f} | {each} = {sum(row.tasks):.1f} | {row.together:.1f} | {row.gathering:.1f}"
        yield f"| {len(row.tasks)} | {taken} | {ratios} |"


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path, help="the folder of a catalogue")
    parser.add_argument("--tasks", type=int, nargs="+", default=[1, 2, 4], help="how many tasks")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.catalogue.resolve().parent) as temporary:
        bench = Bench(asked.catalogue.resolve(), Path(temporary))
        before, report = bench.once()
        rows = [bench.row(number, report) for number in asked.tasks]
        after, _ = bench.once()
    sys.stdout.write("\n".join(lines(rows, (before + after) / 2)) + "\n")


if __name__ == "__main__":
    main()
