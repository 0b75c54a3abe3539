"""What engines report, in one form, and how far it is what is true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from bench.truth import Error, name
from catalogue.model import SH

_SEVERITIES = {"error": "Violation", "warning": "Warning", "info": "Info"}
_SUFFIX = "ConstraintComponent"
_WRITTEN_IRI = re.compile("<([^<>]*)>")


@dataclass(frozen=True)
class Exactness:
    """How far a report is true.

    Attributes:
        true: how many errors there are.
        missed: how many of them it leaves out.
        surplus: how many it tells that are none.
        examples: the first of either.
    """

    true: int
    missed: int
    surplus: int
    examples: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The same in words."""
        return "exact" if not self.missed + self.surplus else f"{self.missed} missed, {self.surplus} surplus"


def compare(found: Iterable[Error], truth: Iterable[Error]) -> Exactness:
    """Compare focus nodes, components, paths and severities, and the shapes of what has no path.

    The same result twice counts once, and so does what two shapes say of one path.
    """
    told, true = ({e._replace(shape="") if e.path else e for e in errors} for errors in (found, truth))
    examples = [*(f"missed: {error}" for error in sorted(true - told)[:5]), *(f"surplus: {e}" for e in sorted(told - true)[:5])]
    return Exactness(len(true), len(true - told), len(told - true), tuple(examples))


def read_truth(path: Path) -> list[Error]:
    """Read what is wrong with a generated catalogue."""
    with path.open(encoding="utf-8") as lines:
        return [Error(**json.loads(line)) for line in lines]


def read_own(path: Path) -> list[Error]:
    """Read a report of `catalogue check -f json`: what the shapes found, and not what the other checks did."""
    findings = json.loads(path.read_text("utf-8"))["findings"]
    return [
        Error(
            focus="_:" if finding["focus"].startswith("_:") else finding["focus"],
            shape=finding["shape"] if not (finding["shape"] or "").startswith("_:") else "_:",
            component=finding["component"].removeprefix(SH).removesuffix(_SUFFIX),
            path=_step(finding["path"] or ""),
            severity=_SEVERITIES[finding["severity"]],
        )
        for finding in findings
        if (finding["component"] or "").startswith(SH)
    ]


def _step(path: str) -> str:
    """Name a path as `Error` does: one step forwards is the IRI alone, any other path is written as SPARQL has it."""
    return "" if "<" in path else path


def read_rdf(path: Path) -> list[Error]:
    """Read a validation report in RDF; the file's suffix tells its format."""
    said: dict[ox.NamedNode | ox.BlankNode, dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]] = {}
    inner = set()
    for quad in ox.parse(path=path):
        if isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple):
            continue
        said.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(SH)] = quad.object
        if quad.predicate.value == SH + "detail":
            inner.add(quad.object)
    return [
        Error(
            focus=name(result["focusNode"]),
            shape=name(result.get("sourceShape")),
            component=name(result["sourceConstraintComponent"]).removeprefix(SH).removesuffix(_SUFFIX),
            path=name(result.get("resultPath")).removeprefix("_:"),
            severity=name(result["resultSeverity"]).removeprefix(SH),
        )
        for node, result in said.items()
        if node not in inner and {"focusNode", "sourceConstraintComponent", "resultSeverity"} <= result.keys()
    ]


def read_listed(path: Path) -> list[Error]:
    """Read a list of results in JSON, whose terms are written as N-Triples has them and paths as SPARQL has them."""
    return [
        Error(
            focus=_plain(result["focusNode"]),
            shape=_plain(result["sourceShape"]),
            component=_plain(result["sourceConstraintComponent"]).removeprefix(SH).removesuffix(_SUFFIX),
            path=_plain(result.get("resultPath", "")).removeprefix("_:"),
            severity=_plain(result["severity"]).removeprefix(SH),
        )
        for result in json.loads(path.read_text("utf-8"))
    ]


def _plain(written: str) -> str:
    """Name a term as `Error` does; a path of several steps has no name."""
    if written.startswith("_:"):
        return "_:"
    match = _WRITTEN_IRI.fullmatch(written)
    return match[1] if match is not None else ""
