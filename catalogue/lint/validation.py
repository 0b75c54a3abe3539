"""The validation of an edition against its shapes: by the compiled engine, and by pySHACL what that cannot do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue.columns.graph import Graph
from catalogue.columns.index import Numbers
from catalogue.columns.sets import are_in, distinct, union
from catalogue.edition import Edition
from catalogue.isolation.reading import aside_of
from catalogue.lint.kinds import KINDS, Kind, Severity
from catalogue.lint.naming import shown
from catalogue.lint.outdated import Outdated
from catalogue.lint.places import Places
from catalogue.lint.scope import Scope
from catalogue.lint.wording import kind_name
from catalogue.messages import Message, Text
from catalogue.model import ShapesGraph
from catalogue.shacl import engine
from catalogue.shacl.recursion import NOT_RECURSIVE
from catalogue.shacl.results import Result, in_stable_order
from catalogue.sources import Source, packed
from catalogue.terms import NamedNode, Node, Triple, sort_key

COMPILED, PYSHACL = "compiled", "pyshacl"
"""The engines that validate."""

_SEVERITIES = {"Violation": Severity.VIOLATION, "Warning": Severity.WARNING, "Info": Severity.INFO}


@dataclass(frozen=True)
class Options:
    """How to check.

    Attributes:
        texts: the folder of the quoted documents' texts, or None when they are not at hand.
        engine: what validates: `COMPILED`, or `PYSHACL`, the reference.
        most: how many results of the validation are reported; the others are counted. All when None.
        timeout: how many seconds pySHACL may take.
    """

    texts: Path | None = None
    engine: str = COMPILED
    most: int | None = None
    timeout: int = 600


DEFAULT = Options()


def severity_of(result: Result) -> Severity:
    """Give how grave a result is; of a severity that is not SHACL's nothing is known, so it counts as a violation."""
    return _SEVERITIES.get(result.severity, Severity.VIOLATION)


def _search_of(shape: Node) -> str:
    """Name the search for what violates a shape."""
    return f"shape {shape}"


class Validation:
    """One validation of an edition.

    Args:
        edition: the catalogue.
        shapes: the statements of the shapes that can be run; None when all can.
        options: how to check.
        scope: what is looked at.

    Attributes:
        more: how many results of each kind and severity were counted, but are not reported.
        outdated: which findings of a former check stand no longer: what they follow from is looked at again, and all else of
            the scope is not; None where no findings stand.
    """

    def __init__(self, edition: Edition, shapes: Sequence[Triple] | None, options: Options, scope: Scope) -> None:
        self.edition = edition
        self._shapes = shapes
        self.options = options
        self.scope = scope
        self.more: Counter[tuple[Kind, Severity]] = Counter()
        self.outdated: Outdated | None = None
        self._origins: dict[int, tuple[Node, int]] = {}

    @cached_property
    def shapes(self) -> Sequence[Triple]:
        """The statements of the shapes that can be run."""
        return self._shapes if self._shapes is not None else self.edition.shapes_graph.triples()

    @cached_property
    def shapes_graph(self) -> ShapesGraph:
        """The shapes that can be run, read."""
        edition = self.edition
        if self._shapes is None:
            return edition.shacl
        source = Source(edition.settings.folders.shapes, b"", packed(self._shapes))
        return ShapesGraph(Graph(edition.settings.base, [source]))

    @cached_property
    def run(self) -> engine.Run:
        """The compiled shapes upon the data."""
        return engine.prepared(self.edition.graph, self.shapes_graph, aside_of(self.edition))

    def results(self, asked: Callable[[list[Result]], list[Result]]) -> list[Result]:
        """Validate.

        Args:
            asked: leaves out the results that nobody asked for.

        Returns:
            The results in a stable order: as many as the options allow; the others are counted in `more`.

        Raises:
            ShapesError: pySHACL refuses the shapes.
            TimeoutError: pySHACL takes too long.
        """
        results = asked(in_stable_order(self._by_pyshacl() if self.options.engine == PYSHACL else self._compiled()))
        most = len(results) if self.options.most is None else self.options.most
        self.more = Counter((KINDS[kind_name(result)], severity_of(result)) for result in results[most:])
        return results[:most]

    def _by_pyshacl(self) -> Iterable[Result]:
        from catalogue.shacl import reference

        data = [triple for source in self.edition.data for triple in source.triples]
        return engine.with_declared(self.run, reference.validate_in_time(data, self.shapes, self.options.timeout))

    def _compiled(self) -> list[Result]:
        results: list[Result] = []
        for shape, broken in self._violations():
            for result, target in zip(self.run.results([broken]), broken.targets.tolist(), strict=True):
                self._origins[id(result)] = shape, target
                results.append(result)
        self.scope.is_complete &= not self.failures
        return results

    def origin(self, result: Result) -> tuple[Node, int]:
        """Give the shape that a result of the compiled engine follows from, and the number of the target that led to it."""
        return self._origins[id(result)]

    @property
    def has_standing_violations(self) -> bool:
        """Whether a finding stands that is a violation."""
        return self.outdated is not None and self.outdated.have_violations

    @property
    def failures(self) -> list[engine.Failure]:
        """The constraints that could not be evaluated, but those of which the shapes alone say so."""
        return [failure for failure in self.run.failures if not failure.is_of_shapes]

    @cached_property
    def affected(self) -> engine.Affected:
        """What tells of which nodes the shapes may say otherwise than when everything was looked at."""
        return engine.Affected(self.run)

    def _violations(self) -> Iterator[tuple[Node, engine.ConstraintResults]]:
        """Evaluate the shapes, each upon those of its targets that are looked at; give the shape with each result."""
        for shape in self.shapes_graph.targeted:
            name, node = _search_of(shape.node), shape.node
            targets = self._looked_at(name, node) if self.outdated is None else self._outdated(name, node, self.outdated)
            if targets is None:
                continue
            for broken in self.run.violations(node, targets):
                self.scope.suspect(name, distinct(broken.targets).tolist())
                yield node, broken
            if self.run.shapes.recursion.leads_to_circles(node):
                # a result of a circle names one of the targets that lead to it; any of them may be the last that does
                self.scope.suspect(name, targets[~self.run.conforms(node, targets)].tolist())

    @property
    def unfinished(self) -> frozenset[str]:
        """The names of the searches that did not come to their end, since a constraint could not be evaluated."""
        failed = {failure.shape for failure in self.failures}
        reached = self.run.shapes.recursion.reached
        return frozenset(_search_of(shape.node) for shape in self.shapes_graph.targeted if failed & reached(shape.node))

    def _looked_at(self, name: str, shape: Node) -> Numbers:
        """Give those of a shape's targets that are looked at."""
        targets = self.run.targets(shape)
        is_divisible = not self.run.shapes.recursion.leads_to_circles(shape)  # there a result is that of one of several targets
        is_divisible &= all(query.is_bounded for query in self.run.shapes.queries([shape]))
        among = self.scope.among(name, lambda _: self.affected.focus(shape, targets), is_divisible=is_divisible)
        return targets if among is None else targets[are_in(targets, among)]

    def _outdated(self, name: str, shape: Node, outdated: Outdated) -> Numbers | None:
        """Give those of a shape's targets of which it may say otherwise, or whose results are outdated; None for none."""
        nodes = self.affected.targeted(shape)
        again = outdated.targets(shape) if nodes is None else union(nodes, outdated.targets(shape))
        if nodes is not None and not len(again):
            return None
        if nodes is None or self.run.shapes.recursion.leads_to_circles(shape):
            outdated.drop(shape, None)
            return self._looked_at(name, shape)
        outdated.drop(shape, again)
        targets = self.run.targets(shape)
        return targets[are_in(targets, again)]

    def explained(self) -> list[Text]:
        """Explain how the shapes were evaluated: how many, and which of them are recursive, with their places."""
        return list(self._explained())

    def _explained(self) -> Iterator[Text]:
        if self.options.engine == PYSHACL:
            yield Message("lint.all-shapes-were-evaluated-pyshacl")
            return
        targeted = self.shapes_graph.targeted
        yield Message("lint.shapes-compiled", count=len(targeted))
        places = Places(self.edition)
        for group in self._circles():
            for node in sorted(group, key=sort_key):
                if isinstance(node, NamedNode):
                    yield Message("lint.recursive", where=places.find(node), name=shown(self.edition, node))

    def _circles(self) -> Iterable[frozenset[Node]]:
        """List the groups of recursive shapes that the targets lead to, in a stable order."""
        recursion = self.run.shapes.recursion
        reached = [node for shape in self.shapes_graph.targeted for node in recursion.reached(shape.node)]
        groups = {recursion.group(node) for node in reached} - {NOT_RECURSIVE}
        return sorted(groups, key=lambda group: min(map(sort_key, group)))
