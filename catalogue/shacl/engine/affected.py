"""Affected nodes: of which focus nodes changes of the data may change the results of a shape.

What a shape says of a node rests upon the statements that its paths lead along. If one of them has changed, walk from it back
along the steps before it: those before the first changed step are as they were, so that the node is reached, whether the
change is a gain or a loss. What queries look at is not walked back: they are run for all nodes when it may have changed.
"""

from __future__ import annotations

from catalogue.columns.index import Numbers, numbers
from catalogue.columns.sets import union
from catalogue.model import Path
from catalogue.shacl.engine.data import SUBCLASS
from catalogue.shacl.engine.logic import qualifying
from catalogue.shacl.engine.paths import follow
from catalogue.shacl.engine.plan import references
from catalogue.shacl.engine.queries import Asked, Query, Selected
from catalogue.shacl.engine.run import Run
from catalogue.shacl.engine.shapes import is_true, sh
from catalogue.shacl.patterns import Verb
from catalogue.terms import Literal, NamedNode, Node, Term

_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_NOTHING = numbers(())


class _AnywhereError(Exception):
    """The results of any node may have changed."""


class Affected:
    """Finds the nodes that changes affect.

    Args:
        run: the shapes, upon data that lie upon a layer.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._graph = run.shapes.graph
        self._columns = run.data.columns
        self._changes = run.data.columns.changes
        self._known: dict[Node, Numbers | None] = {}

    def focus(self, shape: Node, targets: Numbers) -> Numbers:
        """Find the focus nodes of which a shape may say otherwise than before.

        Args:
            shape: the shape.
            targets: all its focus nodes as they are now.

        Returns:
            Nodes, ascending; not all of them need be targets.
        """
        if not self._changes.predicates:
            return _NOTHING
        if self._columns.number(SUBCLASS) in self._changes.predicates:
            return targets
        found = self._nodes(shape)
        return targets if found is None else _union(found, *self._targeted(shape))

    def _targeted(self, shape: Node) -> list[Numbers]:
        """Find what may be a target that was none."""
        found = [self._ends(self._run.data.type)[0]]
        found += [self._ends(self._number(term))[0] for term in self._graph.objects(shape, sh("targetSubjectsOf"))]
        return found + [self._ends(self._number(term))[1] for term in self._graph.objects(shape, sh("targetObjectsOf"))]

    def _number(self, term: Term) -> int:
        return self._columns.number(term)

    def _ends(self, predicate: int) -> tuple[Numbers, Numbers]:
        return self._changes.ends(predicate)

    def _nodes(self, node: Node) -> Numbers | None:
        """Find the nodes of which a shape may say otherwise, wherever it is used; None for any node."""
        if node not in self._known:
            try:
                self._known[node] = self._find(node)
            except _AnywhereError:
                self._known[node] = None
        return self._known[node]

    def _find(self, node: Node) -> Numbers:
        shape = self._run.shapes.shape(node)
        if shape.deactivated:
            return _NOTHING
        queries = [constraint.check.query for constraint in shape.constraints if isinstance(constraint.check, Selected | Asked)]
        if any(map(self._may_differ, queries)):
            raise _AnywhereError
        others = [term for name in _PAIRS for term in self._graph.objects(node, sh(name))]
        found = [self._ends(self._number(term))[0] for term in others]
        values = self._values(node)
        if shape.path is None:
            return _union(values, *found)
        return _union(self._path(shape.path, turned=False), self._back(shape.path, values, turned=False), *found)

    def _values(self, node: Node) -> Numbers:
        """Find the value nodes of a shape that its constraints may judge otherwise."""
        found = []
        for inner in [*references(self._graph, node), *qualifying(self._graph, node)[1]]:
            nodes = self._nodes(inner)
            if nodes is None:
                raise _AnywhereError
            found.append(nodes)
        if any(not isinstance(term, Literal) for term in self._graph.objects(node, sh("class"))):
            found.append(self._ends(self._run.data.type)[0])
        if any(map(is_true, self._graph.objects(node, sh("closed")))):
            found.append(self._changes.ends()[0])
        return _union(*found)

    def _may_differ(self, query: Query) -> bool:
        """Tell whether a query looks at statements that have changed."""
        if query.patterns is None or "shapesGraph" in query.constants:
            return bool(self._changes.predicates)
        return any(self._is_touched(pattern.verb) for pattern in query.patterns)

    def _is_touched(self, verb: Verb) -> bool:
        if verb is None:
            return bool(self._changes.predicates)
        if verb.kind == "predicate":
            return self._number(NamedNode(verb.iri)) in self._changes.predicates
        return any(map(self._is_touched, verb.parts))

    def _path(self, path: Path, *, turned: bool) -> Numbers:
        """Find the nodes that a path leads from to other nodes than before."""
        if path.kind == "predicate":
            return self._ends(self._number(NamedNode(path.iri)))[int(turned)]
        if path.kind == "inverse":
            return self._path(path.parts[0], turned=not turned)
        if path.kind == "alternative":
            return _union(*(self._path(part, turned=turned) for part in path.parts))
        if path.kind == "sequence":
            found = _NOTHING
            for part in path.parts if turned else reversed(path.parts):
                found = _union(self._path(part, turned=turned), self._back(part, found, turned=turned))
            return found
        found = self._path(path.parts[0], turned=turned)
        return found if path.kind == "zeroOrOne" else _union(found, self._back(path, found, turned=turned))

    def _back(self, path: Path, nodes: Numbers, *, turned: bool) -> Numbers:
        """Find the nodes that a path leads from to some nodes."""
        return follow(self._columns, path if turned else Path("inverse", parts=(path,)), nodes)[1]


def _union(*found: Numbers) -> Numbers:
    return union(_NOTHING, *found)
