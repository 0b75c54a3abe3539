"""Affected nodes: of which focus nodes changes of the data may change the results of a shape.

What a shape says of a node rests upon the statements that its paths lead along. If one of them has changed, walk from it back
along the steps before it: those before the first changed step are as they were, so that the node is reached, whether the
change is a gain or a loss. What queries look at is not walked back: they are run for all nodes when it may have changed.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.columns.index import Numbers, numbers
from catalogue.columns.sets import union, without
from catalogue.model import SUBCLASS, Path, Shape, TargetKind
from catalogue.shacl.engine.backwards import Ends, concerned
from catalogue.shacl.engine.queries import Asked, Query, Selected
from catalogue.shacl.engine.run import Run
from catalogue.shacl.engine.steps import follow
from catalogue.shacl.patterns import Verb
from catalogue.shacl.recursion import NOT_RECURSIVE
from catalogue.terms import Literal, NamedNode, Node, Term

_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_ENDS = {TargetKind.SUBJECTS_OF: 0, TargetKind.OBJECTS_OF: 1}
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
        self._columns = run.data.columns
        self._changes = run.data.columns.changes
        self._known: dict[Node, Numbers | None] = {}
        self._predicates = {self._columns.terms.value(predicate) for predicate in self._changes.predicates}
        self._ends_of = {predicate: self._changes.ends(predicate) for predicate in self._changes.predicates}

    def focus(self, shape: Node, targets: Numbers) -> Numbers:
        """Find the focus nodes of which a shape may say otherwise than before.

        Args:
            shape: the shape.
            targets: all its focus nodes as they are now.

        Returns:
            Nodes, ascending; not all of them need be targets.
        """
        nodes = self.targeted(shape)
        return targets if nodes is None else nodes

    def targeted(self, shape: Node) -> Numbers | None:
        """Find the nodes of which a shape may say otherwise than before as its targets, ascending; None for any node."""
        nodes = self.nodes(shape)
        return None if nodes is None else _union(nodes, *self._targeted(shape))

    def nodes(self, shape: Node) -> Numbers | None:
        """Find the nodes of which a shape may say otherwise than before, wherever it is used, ascending; None for any node."""
        if not self._changes.predicates:
            return _NOTHING
        if self._columns.number(SUBCLASS) in self._changes.predicates:
            return None
        return self._nodes(shape)

    def _targeted(self, node: Node) -> list[Numbers]:
        """Find what may be a target that was none."""
        nodes = [self._ends(self._run.data.classes.type)[0]]
        targets = [target for target in self._run.shapes.graph.shape(node).targets if target.kind in _ENDS]
        return nodes + [self._ends(self._number(target.term))[_ENDS[target.kind]] for target in targets]

    def _number(self, term: Term) -> int:
        return self._columns.number(term)

    def _ends(self, predicate: int) -> tuple[Numbers, Numbers]:
        return self._ends_of.get(predicate, (_NOTHING, _NOTHING))

    def _nodes(self, node: Node) -> Numbers | None:
        """Find the nodes of which a shape may say otherwise, wherever it is used; None for any node."""
        looked_at = self._run.shapes.looked_at(node)
        if looked_at is not None and looked_at.isdisjoint(self._predicates):
            return _NOTHING
        if node not in self._known:
            group = self._run.shapes.shape(node).group
            try:
                self._known |= self._around(group) if group else {node: self._find(node)}
            except _AnywhereError:
                self._known |= dict.fromkeys(group or {node})
        return self._known[node]

    def _around(self, group: frozenset[Node]) -> dict[Node, Numbers]:
        """Find the nodes of shapes in circles: from those of each for itself, back from member to member until none is new."""
        affected = {node: self._find(node, group) for node in group}
        new = dict(affected)
        while any(map(len, new.values())):
            reached = {node: self._leading_to(node, new) for node in group}
            new = {node: without(nodes, affected[node]) for node, nodes in reached.items()}
            affected = {node: _union(affected[node], new[node]) for node in group}
        return affected

    def _leading_to(self, node: Node, nodes: Mapping[Node, Numbers]) -> Numbers:
        """Find the nodes whose value nodes are among those of the shapes that a shape refers to."""
        shape = self._run.shapes.graph.shape(node)
        values = _union(*(nodes[inner] for inner in self._inner(shape) if inner in nodes))
        return values if shape.path is None or not len(values) else self._back(shape.path, values, turned=False)

    @staticmethod
    def _inner(shape: Shape) -> set[Node]:
        return {inner.node for inner in (*shape.references, *shape.qualified_siblings)}

    def _find(self, node: Node, group: frozenset[Node] = NOT_RECURSIVE) -> Numbers:
        """Find the nodes of which a shape may say otherwise, for all that it refers to but the shapes of a group."""
        shape = self._run.shapes.graph.shape(node)
        if shape.is_deactivated:
            return _NOTHING
        constraints = self._run.shapes.shape(node).constraints
        queries = [constraint.check.query for constraint in constraints if isinstance(constraint.check, Selected | Asked)]
        asked = [self._of_query(query) for query in queries]
        others = asked + [self._ends(self._number(term))[0] for name in _PAIRS for term in shape.values(name)]
        values = self._values(shape, group)
        if shape.path is None:
            return _union(values, *others)
        return _union(self._path(shape.path, turned=False), self._back(shape.path, values, turned=False), *others)

    def _values(self, shape: Shape, group: frozenset[Node]) -> Numbers:
        """Find the value nodes of a shape that its constraints may judge otherwise."""
        values = []
        for inner in self._inner(shape) - group:
            nodes = self._nodes(inner)
            if nodes is None:
                raise _AnywhereError
            values.append(nodes)
        if any(not isinstance(term, Literal) for term in shape.values("class")):
            values.append(self._ends(self._run.data.classes.type)[0])
        if shape.has_flag("closed"):
            values.append(self._changes.ends()[0])
        return _union(*values)

    def _of_query(self, query: Query) -> Numbers:
        """Find the focus nodes of which a query may have other solutions."""
        if query.patterns is None or not query.is_bounded:
            nodes = None if self._changes.predicates else _NOTHING
        else:
            nodes = concerned(self._columns, query.patterns, self._ends_along)
        if nodes is None:
            raise _AnywhereError
        return nodes

    def _ends_along(self, verb: Verb) -> Ends:
        """Give the ends of what a verb leads along otherwise than before."""
        if verb is None:
            return self._changes.ends()
        return self._path(verb, turned=False), self._path(verb, turned=True)

    def _path(self, path: Path, *, turned: bool) -> Numbers:
        """Find the nodes that a path leads from to other nodes than before."""
        if path.kind == "predicate":
            return self._ends(self._number(NamedNode(path.iri)))[int(turned)]
        if path.kind == "inverse":
            return self._path(path.parts[0], turned=not turned)
        if path.kind == "alternative":
            return _union(*(self._path(part, turned=turned) for part in path.parts))
        if path.kind == "sequence":
            nodes = _NOTHING
            for part in path.parts if turned else reversed(path.parts):
                nodes = _union(self._path(part, turned=turned), self._back(part, nodes, turned=turned))
            return nodes
        nodes = self._path(path.parts[0], turned=turned)
        return nodes if path.kind == "zeroOrOne" else _union(nodes, self._back(path, nodes, turned=turned))

    def _back(self, path: Path, nodes: Numbers, *, turned: bool) -> Numbers:
        """Find the nodes that a path leads from to some nodes."""
        if not len(nodes):
            return nodes
        return follow(self._columns, path if turned else Path("inverse", parts=(path,)), nodes)[1]


def _union(*nodes: Numbers) -> Numbers:
    several = [each for each in nodes if len(each)]
    return union(*several) if several else _NOTHING
