"""Measure validation, ours and others', side by side in one run: `python -m bench.validation --sizes 1000 10000`."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.generate import ROOT, SUMMARY, TRUTH, Plan, generate
from bench.measure import Measured, run
from bench.peers import ENGINES, AbsentError, Engine, Job, write_job_files
from bench.reports import Exactness, compare, read_truth
from catalogue.workspace.cache import FOLDER

_FINE = (0, 1)
"""Exit codes of a validation that came to its end."""


@dataclass
class Row:
    """What was measured of one engine."""

    engine: str
    runs: list[Measured] = field(default_factory=list)
    exactness: Exactness | None = None
    words: str = ""

    @property
    def seconds(self) -> float:
        """The median time."""
        return statistics.median(run.seconds for run in self.runs)


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    output: Path
    rounds: int
    limit: float
    engines: Sequence[str]
    peers: Sequence[str]


def measure(folder: Path, asked: Asked) -> tuple[dict[str, int], list[Row]]:
    """Measure the engines on one generated catalogue, taking turns.

    Returns:
        The numbers of the catalogue, and a row for each engine.
    """
    made: dict[str, int] = json.loads((folder / SUMMARY).read_text("utf-8"))["summary"]
    work = asked.output / "work" / folder.name
    work.mkdir(parents=True, exist_ok=True)
    data, shapes = work / "data.nt", work / "shapes.ttl"
    made["triples"] = write_job_files(folder, data, shapes)
    chosen = [engine for engine in ENGINES if not asked.engines or engine.name in asked.engines]
    rows = {engine.name: Row(engine.name) for engine in chosen}
    truth = read_truth(folder / TRUTH)
    for number in range(asked.rounds):
        for engine in chosen:
            row = rows[engine.name]
            if row.words:
                continue
            job = Job(folder, made["entities"], data, shapes, work / engine.name.replace(" ", "-"), sys.executable, asked.peers)
            try:
                measured = _measure(engine, job, number, asked.limit)
            except (AbsentError, _SkippedError) as error:
                row.words = str(error)
                continue
            row.runs.append(measured)
            exactness = compare(engine.read(engine.report(job)), truth)
            row.exactness = max(row.exactness or exactness, exactness, key=lambda found: found.missed + found.surplus)
            sys.stderr.write(f"{folder.name}, {engine.name}: {measured.seconds:.2f} s, {exactness.words}\n")
    return made, list(rows.values())


class _SkippedError(Exception):
    """An engine is not measured, for a reason."""


def _measure(engine: Engine, job: Job, number: int, limit: float) -> Measured:
    if engine.largest is not None and job.entities > engine.largest:
        raise _SkippedError(f"not run beyond {engine.largest:,} entities")
    command = engine.command(job)
    report = engine.report(job)
    report.unlink(missing_ok=True)
    output = report if engine.prints else report.with_suffix(".out")
    with _changed(job.folder, number) if engine.changed else _as_new(job.folder):
        measured = run(command, output, engine.environment, limit)
    if measured.code is None:
        raise _SkippedError(f"not done after {limit:.0f} s")
    if measured.code not in _FINE or not report.exists() or not report.stat().st_size:
        last = (measured.words.strip().splitlines() or [""])[-1]
        raise _SkippedError(f"failed with exit code {measured.code}: {last[-200:]}")
    return measured


@contextmanager
def _as_new(folder: Path) -> Iterator[None]:
    """Let nothing be left of former runs."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    yield


@contextmanager
def _changed(folder: Path, number: int) -> Iterator[None]:
    """Change one file, without making it wrong; afterwards it is as before."""
    path = min((folder / "data" / "organisation").rglob("*.ttl"))
    before = path.read_bytes()
    subject = next(line for line in before.decode().splitlines() if line.startswith("<organisation/"))
    path.write_bytes(before + f'\n{subject}\n    skos:altLabel "autrement {number}"@fr .\n'.encode())
    try:
        yield
    finally:
        path.write_bytes(before)


def table(made: dict[str, int], rows: list[Row]) -> str:
    """Write the rows as a table of Markdown."""
    lines = [
        f"{made['entities']:,} entities, {made['triples']:,} triples, {made['broken']:,} entities broken\n",
        f"| | seconds, median | fastest - slowest | times {rows[0].engine} | of processors | memory, MB | findings |",
        "|---|---|---|---|---|---|---|",
    ]
    first = rows[0].seconds if rows[0].runs else None
    for row in rows:
        if not row.runs or row.exactness is None:
            lines.append(f"| {row.engine} | - | - | - | - | - | {row.words} |")
            continue
        times = [run.seconds for run in row.runs]
        ratio = f"{row.seconds / first:.1f}" if first else "-"
        processors = statistics.median(run.processors for run in row.runs)
        peak = statistics.median(run.peak for run in row.runs) / 1e6
        spread = f"{min(times):.2f} - {max(times):.2f}"
        measured = f"{row.seconds:.2f} | {spread} | {ratio} | {processors:.1f} | {peak:.0f}"
        lines.append(f"| {row.engine} | {measured} | {row.exactness.words} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="generated catalogues")
    parser.add_argument("--sizes", nargs="*", type=int, default=[], help="sizes of catalogues to generate and to measure on")
    parser.add_argument("-r", "--rounds", type=int, default=3, help="how often each engine runs")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds after which an engine is ended")
    parser.add_argument("--engines", nargs="*", default=[], choices=[engine.name for engine in ENGINES], help="only these")
    parser.add_argument(
        "--peers", action="append", metavar="PYTHON", help="a Python that peers are installed for; several times"
    )
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "bench", help="where results are written")
    options = parser.parse_args()
    asked = Asked(options.output, options.rounds, options.limit, options.engines, options.peers or [sys.executable])
    asked.output.mkdir(parents=True, exist_ok=True)
    folders = list(options.folders)
    for size in options.sizes:
        folders.append(asked.output / "catalogues" / str(size))
        generate(folders[-1], Plan(entities=size))
    tables, results = [], []
    for folder in folders:
        made, rows = measure(folder, asked)
        tables.append(table(made, rows))
        results.append({"catalogue": made, "engines": [asdict(row) for row in rows]})
        (asked.output / "validation.md").write_text("\n".join(tables), "utf-8")
        (asked.output / "validation.json").write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    sys.stdout.write("\n".join(tables))


if __name__ == "__main__":
    main()
