"""How long builds take, whole and after a change of one file, beside bare Jinja2: `python -m bench.builds FOLDER`."""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

from jinja2 import Environment

from bench.measure import run

_LIMIT = 3600.0
_ENTRY = "{% for row in rows %}<dt>{{ row.name }}</dt><dd><a href='{{ row.href }}'>{{ row.label }}</a></dd>\n{% endfor %}"
_ROW = len("<dt>name 1</dt><dd><a href='thing/1.html'>label of a thing</a></dd>\n")
BUILD = (
    "import resource, sys\nfrom pathlib import Path\nfrom catalogue.edition import read_edition\n"
    "from catalogue.release import build\n"
    "build(read_edition(Path(sys.argv[1])), Path(sys.argv[2]), jobs=int(sys.argv[3]) or None)\n"
    "used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
    "print(sum(each.ru_utime + each.ru_stime for each in used))\n"
)
"""Builds a catalogue into a folder by some processes, without a check, and prints the seconds of processors that it used."""


class Took(NamedTuple):
    """What a run took.

    Attributes:
        seconds: from start to end, on the clock.
        processor: the seconds of all processors that its processes used.
        peak: the most memory of all its processes, in bytes; 0 where it was not looked at.
    """

    seconds: float
    processor: float
    peak: int = 0


class Round(NamedTuple):
    """What one round measured.

    Attributes:
        whole: a build of everything, reading included.
        again: one after a change of one file.
        jinja: bare Jinja2 rendering and writing as many pages of the same size, in as many processes.
        html: how many HTML files there are.
        files: how many files there are in all.
        anew: how many of them were made again after the change.
    """

    whole: Took
    again: Took
    jinja: Took
    html: int
    files: int
    anew: int


def measure(folder: Path, changed: str, jobs: int, inside: Path) -> Round:
    """Build a catalogue, change a label in one file, build again, and render pages with bare Jinja2.

    Args:
        folder: the catalogue; it is copied.
        changed: the file, relative to the catalogue.
        jobs: how many processes.
        inside: a folder for all that is written, which is not there yet.
    """
    copy, out = inside / "catalogue", inside / "out"
    copytree(folder, copy, ignore=lambda at, _: {"build", ".git"} if Path(at) == folder else set())
    whole = _build(copy, out, jobs)
    _change(copy / changed)
    again = _build(copy, out, jobs)
    release = (out / "current").resolve()
    sizes = [path.stat() for path in release.rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in release.rglob("*.html")]
    start, before = time.perf_counter(), _of_children()
    _render(inside / "pages", pages, jobs)
    jinja = Took(time.perf_counter() - start, _of_children() - before)
    inodes = Counter(stat.st_ino for stat in sizes)  # a page and its copy are one file
    anew = sum(stat.st_nlink == inodes[stat.st_ino] for stat in sizes)
    return Round(whole, again, jinja, len(pages), len(sizes), anew)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _build(folder: Path, out: Path, jobs: int) -> Took:
    output = out.with_suffix(".log")
    measured = run([sys.executable, "-c", BUILD, str(folder), str(out), str(jobs)], output, {}, _LIMIT)
    if measured.code != 0:
        raise SystemExit(measured.words)
    return Took(measured.seconds, float(output.read_text("utf-8")), measured.peak)


def _change(path: Path) -> None:
    """Change the first text in a language of a file."""
    text = path.read_text("utf-8")
    before, quote, after = text.partition('"@')
    if not quote:
        raise SystemExit(f"{path}: no text in a language")
    path.write_text(f"{before} changed{quote}{after}", "utf-8")


def _render(folder: Path, sizes: Sequence[int], jobs: int) -> None:
    """Render and write a page of each size with bare Jinja2, in some processes."""
    folder.mkdir()
    children = []
    for number in range(jobs):
        child = os.fork()
        if child == 0:
            template = Environment(autoescape=True).from_string(_ENTRY)
            for page in range(number, len(sizes), jobs):
                rows = [
                    {"name": f"name {n}", "href": f"thing/{n}.html", "label": "label of a thing"} for n in _rows(sizes[page])
                ]
                (folder / f"{page}.html").write_text(template.render(rows=rows), "utf-8")
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def _rows(size: int) -> range:
    return range(max(1, size // _ROW))


def _lines(rounds: Sequence[Round]) -> Iterator[str]:
    def times(of: Callable[[Round], float]) -> str:
        values = sorted(map(of, rounds))
        return f"{statistics.median(values):8.2f}  ({values[0]:.2f} to {values[-1]:.2f})"

    last = rounds[-1]
    yield f"{last.files} files, {last.html} of them HTML; {last.anew} made again after a change; {len(rounds)} rounds"
    for name, of in (("whole build", _WHOLE), ("after a change", _AGAIN), ("bare Jinja2", _JINJA)):
        yield f"{f'{name}, s':44}{times(lambda each, of=of: of(each).seconds)}"
        yield f"{f'{name}, s of processors':44}{times(lambda each, of=of: of(each).processor)}"
    yield f"{'HTML files a second':44}{times(lambda each: each.html / each.whole.seconds)}"
    yield f"{'HTML files a second of a processor':44}{times(lambda each: each.html / each.whole.processor)}"
    yield f"{'whole build / bare Jinja2, of processors':44}{times(lambda each: each.whole.processor / each.jinja.processor)}"
    yield f"{'memory, whole, MB':44}{times(lambda each: each.whole.peak / 1e6)}"
    yield f"{'memory, after a change, MB':44}{times(lambda each: each.again.peak / 1e6)}"


_WHOLE, _AGAIN, _JINJA = (itemgetter(place) for place in range(3))


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the catalogue")
    parser.add_argument("--changed", required=True, help="the file that is changed, relative to the catalogue")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    parser.add_argument("--rounds", type=int, default=3, help="how often")
    parser.add_argument("--output", type=Path, help="where each round is written as JSON")
    asked = parser.parse_args()
    if not (asked.folder / asked.changed).is_file():
        parser.error(f"{asked.folder / asked.changed}: no such file")
    with tempfile.TemporaryDirectory(prefix="builds-") as name:  # new files are slow where others were removed lately (ext4)
        inside = [Path(name, str(number)) for number in range(asked.rounds)]
        rounds = [measure(asked.folder.resolve(), asked.changed, asked.jobs, each) for each in inside]
    sys.stdout.write("\n".join(_lines(rounds)) + "\n")
    if asked.output is not None:
        asked.output.write_text(json.dumps([each._asdict() for each in rounds], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
