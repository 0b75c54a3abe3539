"""Other people's shapes: the same results as pySHACL's, result by result, on data that is made up for them.

    python -m bench.shape_sets FOLDER... [--seed 1] [--each 3]

Each folder is a set: Turtle files in its folder `shapes`, and in `data` where it has data of its own. Else data is made up from
the shapes: for each class that they target or ask for, things with values as the property shapes want them, and with others.
Nothing of a set is kept here. Shapes that are recursive, or lead to such, are left out, since SHACL leaves open what
they mean. Where pySHACL refuses shapes, both engines are given what a check can run of them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalogue.columns.graph import Graph
from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.lint.shapes.checked import Checked
from catalogue.lint.shapes.checks import CHECKS
from catalogue.model import Shape, ShapesGraph, sh
from catalogue.shacl import reference
from catalogue.shacl.engine import Failure, prepared, violations
from catalogue.shacl.results import Result, ShapesError
from catalogue.sources import Source, packed, parse
from catalogue.terms import RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Term, Triple

EXAMPLE = "https://example.org/"
LABELS = ("text", "a longer text, with 1 number", "", "2024", "https://example.org/")
FORMS = {
    "string": LABELS,
    "integer": ("0", "7", "-1", "12345678901234567890"),
    "nonNegativeInteger": ("0", "7", "-1"),
    "decimal": ("1.5", "0", "-2.25"),
    "double": ("1e3", "0.5", "x"),
    "float": ("1.5", "0"),
    "boolean": ("true", "false", "yes"),
    "date": ("2024-02-29", "2023-02-29", "2024"),
    "dateTime": ("2024-02-29T12:00:00Z", "yesterday"),
    "gYear": ("2024", "24"),
    "gYearMonth": ("2024-02",),
    "duration": ("P1Y", "one year"),
    "anyURI": ("https://example.org/a", "a b"),
    "hexBinary": ("0aFF", "0"),
    "base64Binary": ("YQ==", "YQ="),
    "language": ("fr", "fr_FR"),
}
"""Lexical forms by datatype, well and ill-typed ones."""


@dataclass
class Made:
    """Data that is made up for shapes.

    Args:
        shapes: the shapes.
        each: how many things of each class.
        chance: decides.
    """

    shapes: ShapesGraph
    each: int
    chance: random.Random
    triples: dict[Triple, None] = field(default_factory=dict)

    def make(self) -> list[Triple]:
        """Make the data."""
        classes = self._classes()
        for class_ in classes:
            for number in range(self.each):
                self._add(self.thing(class_, number), RDF_TYPE, class_)
        for shape in self.shapes.targeted:
            for target in shape.targets:
                self._describe_target(shape, target.kind.value, target.term)
        return list(self.triples)

    def thing(self, class_: Term, number: int) -> NamedNode:
        """Name a thing of a class."""
        local = "".join(character if character.isalnum() else "-" for character in class_.value.rpartition("/")[2])
        return NamedNode(f"{EXAMPLE}{local}/{number}")

    def _classes(self) -> list[Term]:
        graph = self.shapes.graph
        wanted = {triple.object for name in ("targetClass", "class") for triple in graph.triples(None, sh(name))}
        wanted |= {shape.node for shape in self.shapes.targeted if shape.is_class}
        return sorted((class_ for class_ in wanted if isinstance(class_, NamedNode)), key=str)

    def _add(self, subject: Term, predicate: Term, value: Term) -> None:
        if not isinstance(subject, Literal) and isinstance(predicate, NamedNode):
            self.triples[Triple(subject, predicate, value)] = None

    def _describe_target(self, shape: Shape, kind: str, term: Term) -> None:
        for number in range(self.each):
            if kind == "targetNode":
                focus: Term = term
            elif kind in {"targetSubjectsOf", "targetObjectsOf"}:
                focus, other = NamedNode(f"{EXAMPLE}by-property/{number}"), NamedNode(f"{EXAMPLE}other/{number}")
                ends = (focus, other) if kind == "targetSubjectsOf" else (other, focus)
                self._add(ends[0], term, ends[1])
            else:
                focus = self.thing(term, number)
            self._describe(shape, focus, 3)

    def _describe(self, shape: Shape, focus: Term, depth: int) -> None:
        """Give a thing values of the properties that a shape and what it refers to speak of."""
        if shape.path is not None:
            predicates = [shape.path.predicate] if shape.path.predicate else _predicates(shape)
            for predicate in filter(None, predicates):
                for _ in range(self.chance.choice((0, 1, 1, 1, 2, 3))):
                    value = self._value(shape)
                    self._add(focus, NamedNode(predicate), value)
                    for inner in shape.references if depth else ():
                        self._describe(inner, value, depth - 1)
        else:
            for inner in shape.references if depth else ():
                self._describe(inner, focus, depth - 1)

    def _value(self, shape: Shape) -> Term:
        """Choose a value: mostly one that the shape allows."""
        wanted: list[Term] = [*shape.list("in"), *shape.values("hasValue")]
        for inner in (shape, *shape.references):
            for class_ in inner.values("class"):
                wanted += [self.thing(class_, number) for number in range(self.each)]
            for datatype in inner.values("datatype"):
                forms = FORMS.get(datatype.value.removeprefix(XSD), LABELS)
                wanted += [Literal(form, datatype=datatype) for form in forms if datatype.value.startswith(XSD)]
        others: list[Term] = [Literal("text", language="en"), Literal("texte", language="fr"), Literal("text"), Literal(3)]
        others += [NamedNode(f"{EXAMPLE}elsewhere/{self.chance.randrange(3)}"), BlankNode(f"b{self.chance.randrange(5)}")]
        return self.chance.choice(wanted if wanted and self.chance.random() < 0.75 else others)  # noqa: PLR2004 - mostly


def _predicates(shape: Shape) -> list[str]:
    pending, predicates = [shape.path], []
    while pending:
        path = pending.pop()
        if path is not None:
            predicates += [path.iri] if path.kind == "predicate" else []
            pending += path.parts
    return predicates


@dataclass(frozen=True)
class Compared:
    """What both engines find.

    Attributes:
        shapes: how many shapes have targets, and how many of them are, or lead to, recursive ones.
        triples: how many triples the data has.
        ours, theirs: how many results there are, those of recursive shapes left out; None where pySHACL fails.
        missing, surplus: results of pySHACL's that are not ours, and the other way round.
        failures: the constraints that we cannot evaluate.
        error: why pySHACL fails, or nothing.
        seconds: how long each took.
    """

    shapes: tuple[int, int]
    triples: int
    ours: int
    theirs: int | None
    missing: Counter[tuple[str, ...]]
    surplus: Counter[tuple[str, ...]]
    failures: Sequence[Failure]
    error: str
    seconds: tuple[float, float]


def compare(folder: Path, *, each: int, seed: int) -> Compared:
    """Compare both engines on one set: the shapes as they are, or, where pySHACL refuses them, what a check can run of them.

    Args:
        folder: the folder of the set.
        each: how many things of each class are made up.
        seed: for chance.
    """
    sources = list(_sources(folder / "shapes"))
    graph = Graph(EXAMPLE, sources)
    data = [triple for source in _sources(folder / "data") for triple in source.triples]
    data = data or Made(ShapesGraph(graph), each, random.Random(seed)).make()
    compared = _compare(graph.triples(), data)
    if compared.theirs is not None:
        return compared
    edition = Edition(Settings(folder, EXAMPLE, {}), [], sources, Graph(EXAMPLE), graph, None)
    return replace(_compare(Checked(edition, CHECKS).runnable, data), error=compared.error)


def _compare(shapes: Sequence[Triple], data: Sequence[Triple]) -> Compared:
    read = ShapesGraph(Graph(EXAMPLE, [Source("shapes", b"", packed(shapes))]))
    begin = time.perf_counter()
    run = prepared(Graph(EXAMPLE, [Source("data", b"", packed(data))]), read)
    results = list(run.results(violations(run)))
    middle = time.perf_counter()
    try:
        theirs, error = reference.validate(data, shapes), ""
    except ShapesError as failure:
        theirs, error = [], str(failure)
    end = time.perf_counter()
    recursion = run.shapes.recursion
    ours, others = (
        Counter(_facts(each) for each in found if not recursion.leads_to_circles(each.shape)) for found in (results, theirs)
    )
    recursive = sum(recursion.leads_to_circles(shape.node) for shape in read.targeted)
    return Compared(
        shapes=(len(read.targeted), recursive),
        triples=len(data),
        ours=ours.total(),
        theirs=None if error else others.total(),
        missing=Counter() if error else others - ours,
        surplus=Counter() if error else ours - others,
        failures=run.failures,
        error=error,
        seconds=(middle - begin, end - middle),
    )


def _sources(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.glob("*.ttl")):
        yield parse(f"@base <{EXAMPLE}> .\n".encode() + path.read_bytes(), path.name)


def _facts(result: Result) -> tuple[str, ...]:
    parts = result.focus, result.path or "", result.value, result.severity_iri, result.component_iri, result.shape
    return tuple(map(str, parts))


def main() -> int:
    """Compare the sets, write a line for each, and what differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5, help="how many differences are shown")
    options = parser.parse_args()
    differ = 0
    write = sys.stdout.write
    write(f"{'set':24} {'shapes':>6} {'recursive':>9} {'triples':>8} {'ours':>7} {'pySHACL':>8} {'s':>7} {'s':>7}\n")
    for folder in options.folders:
        compared = compare(folder, each=options.each, seed=options.seed)
        theirs = "-" if compared.theirs is None else str(compared.theirs)
        ours, others = compared.seconds
        counts = f"{compared.shapes[0]:6} {compared.shapes[1]:9} {compared.triples:8} {compared.ours:7} {theirs:>8}"
        write(f"{folder.name:24} {counts} {ours:7.2f} {others:7.2f}\n")
        differ += bool(compared.missing or compared.surplus)
        for name, found in (("missing", compared.missing), ("surplus", compared.surplus)):
            for facts, count in found.most_common(options.show):
                write(f"    {name} {count}x {' | '.join(facts)}\n")
        for failure in compared.failures[: options.show]:
            write(f"    not evaluated: {failure.shape} {failure.parameter.value}: {failure.reason['en']}\n")
        if compared.error:
            write(f"    pySHACL refuses them as they are: {compared.error[:160]}\n")
        sys.stdout.flush()
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
