"""SHACL property paths: read from shapes, written as SPARQL, followed in a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from catalogue.closure import closure
from catalogue.columns.graph import Graph
from catalogue.model.lists import FIRST, read_list
from catalogue.model.vocabulary import sh
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term, sort_key


@dataclass(frozen=True)
class Path:
    """A property path (SHACL, section 2.3.1).

    Attributes:
        kind: `predicate`, `inverse`, `sequence`, `alternative`, `zeroOrMore`, `oneOrMore` or `zeroOrOne`.
        iri: the predicate of a `predicate` path, else empty.
        parts: the paths that the others are made of.

    >>> str(Path("sequence", parts=(Path("inverse", parts=(Path("predicate", "urn:a"),)), Path("predicate", "urn:b"))))
    '^<urn:a>/<urn:b>'
    """

    kind: str
    iri: str = ""
    parts: tuple[Path, ...] = ()

    def __str__(self) -> str:
        if self.kind == "predicate":
            return f"<{self.iri}>"
        if self.kind == "inverse":
            return "^" + _in_brackets(self.parts[0], bare={"predicate"})
        if self.kind in _CLOSURES:
            return _in_brackets(self.parts[0], bare={"predicate"}) + _CLOSURES[self.kind]
        inner = [_in_brackets(part, bare={"predicate", "inverse"}) for part in self.parts]
        return ("/" if self.kind == "sequence" else "|").join(inner)

    @cached_property
    def predicate(self) -> str | None:
        """The predicate's IRI of a path of one step forwards, else None."""
        return self.iri if self.kind == "predicate" else None

    @cached_property
    def step(self) -> NamedNode | None:
        """The predicate of a path of one step forwards, else None."""
        return NamedNode(self.iri) if self.kind == "predicate" else None

    @property
    def inverse(self) -> str | None:
        """The predicate's IRI of a path of one step backwards, else None."""
        return self.parts[0].predicate if self.kind == "inverse" else None

    @property
    def predicates(self) -> tuple[str, ...]:
        """The IRIs of all predicates on it, in their order."""
        return (self.iri,) if self.kind == "predicate" else tuple(iri for part in self.parts for iri in part.predicates)

    @property
    def arrivals(self) -> frozenset[str]:
        """The IRIs of the predicates by which all things that link to a node directly are among what it leads to.

        >>> step = Path("inverse", parts=(Path("predicate", "urn:a"),))
        >>> sorted(Path("alternative", parts=(step, Path("sequence", parts=(step, step)))).arrivals)
        ['urn:a']
        """
        return self._single_steps(backwards=True)

    def _single_steps(self, *, backwards: bool) -> frozenset[str]:
        if self.kind == "predicate":
            return frozenset() if backwards else frozenset({self.iri})
        if self.kind == "inverse":
            return self.parts[0]._single_steps(backwards=not backwards)  # noqa: SLF001 - of the same class
        steps = [part._single_steps(backwards=backwards) for part in self.parts]  # noqa: SLF001
        if self.kind != "sequence":
            return frozenset().union(*steps)
        others = (self.parts[:at] + self.parts[at + 1 :] for at in range(len(self.parts)))
        return frozenset().union(*(own for own, rest in zip(steps, others, strict=True) if all(map(_may_stay, rest))))

    def follow(self, graph: Graph, node: Term) -> list[Term]:
        """List the value nodes that the path leads to, each once, in a stable order."""
        if self.kind == "predicate":
            return [] if isinstance(node, Literal) else graph.objects(node, _named(self.iri))
        return sorted(set(self._steps(graph, node)), key=sort_key)

    def _steps(self, graph: Graph, node: Term, *, backwards: bool = False) -> Iterable[Term]:
        if self.kind == "predicate" and backwards:
            return graph.subjects(_named(self.iri), node)
        if self.kind == "predicate":
            return [] if isinstance(node, Literal) else graph.objects(node, _named(self.iri))
        if self.kind == "inverse":
            return self.parts[0]._steps(graph, node, backwards=not backwards)  # noqa: SLF001 - of the same class
        parts = self.parts[::-1] if backwards else self.parts
        return self._combined(parts, node, lambda path, at: path._steps(graph, at, backwards=backwards))  # noqa: SLF001

    def _combined(self, parts: Sequence[Path], node: Term, step: Callable[[Path, Term], Iterable[Term]]) -> Iterable[Term]:
        if self.kind == "sequence":
            reached: set[Term] = {node}
            for part in parts:
                reached = {value for at in reached for value in step(part, at)}
            return reached
        if self.kind == "alternative":
            return {value for part in parts for value in step(part, node)}
        if self.kind == "zeroOrOne":
            return {node, *step(parts[0], node)}
        return closure([node] if self.kind == "zeroOrMore" else step(parts[0], node), lambda at: step(parts[0], at))


def follow_each(graph: Graph, paths: Sequence[Path], nodes: Sequence[Node]) -> list[list[Sequence[Term]]]:
    """List for each of some paths what it leads to from each of very many nodes, as `Path.follow` does.

    Args:
        graph: the statements.
        paths: the paths.
        nodes: the nodes.

    Returns:
        For each path as many lists as there are nodes; nobody changes them.

    >>> from catalogue.sources import parse
    >>> graph = Graph("", [parse(b"<urn:a> <urn:p> 1, 2 . <urn:b> <urn:p> 3 .", "a.ttl")])
    >>> [found] = follow_each(graph, [Path("predicate", "urn:p")], [NamedNode("urn:a"), NamedNode("urn:b")])
    >>> [[value.value for value in values] for values in found]
    [['1', '2'], ['3']]
    """
    found: list[list[Sequence[Term]]] = [[] for _ in paths]
    for start in range(0, len(nodes), _AT_ONCE):
        some = nodes[start : start + _AT_ONCE]
        graph.expect(some)
        for path, values in zip(paths, found, strict=True):
            step = path.step
            if step is None:
                values += [path.follow(graph, node) for node in some]
            else:
                values += [graph.stated(node).get(step) or () for node in some]
    return found


_AT_ONCE = 5_000
"""From how many nodes paths are followed at once: less than it is kept of how many what is stated of them."""

DEEPEST_PATH = 64
"""How many paths may be within one another; deeper ones are ill-formed."""


@lru_cache(maxsize=1024)
def _named(iri: str) -> NamedNode:
    return NamedNode(iri)


def _may_stay(path: Path) -> bool:
    """Whether a path leads from every node to that node itself, among others."""
    if path.kind in {"zeroOrMore", "zeroOrOne"}:
        return True
    stays = [_may_stay(part) for part in path.parts]
    return any(stays) if path.kind == "alternative" else bool(stays) and all(stays)


def _in_brackets(path: Path, bare: set[str]) -> str:
    return str(path) if path.kind in bare else f"({path})"


_CLOSURES = {"zeroOrMore": "*", "oneOrMore": "+", "zeroOrOne": "?"}
_STEPS = {
    sh("inversePath"): "inverse",
    sh("alternativePath"): "alternative",
    sh("zeroOrMorePath"): "zeroOrMore",
    sh("oneOrMorePath"): "oneOrMore",
    sh("zeroOrOnePath"): "zeroOrOne",
}
"""The kind of path that each of its properties makes (SHACL, section 2.3.1)."""


def read_path(graph: Graph, node: Term) -> Path | None:
    """Read the path that a shape's `sh:path` points to.

    Args:
        graph: the shapes.
        node: the path's node.

    Returns:
        The path, or None when it is not well formed, or nested too deep.
    """
    return _read_path(graph, node, frozenset())


def _read_path(graph: Graph, node: Term, above: frozenset[Term]) -> Path | None:
    if isinstance(node, NamedNode):
        return Path("predicate", node.value)
    if not isinstance(node, BlankNode) or node in above or len(above) >= DEEPEST_PATH:
        return None
    is_list = graph.value(node, FIRST) is not None
    for predicate, kind in _STEPS.items():
        value = graph.value(node, predicate)
        if value is not None and not is_list:
            members = read_list(graph, value) if kind == "alternative" else [value]
            return _compound(graph, kind, members, above | {node})
    return _compound(graph, "sequence", read_list(graph, node), above | {node})


def _compound(graph: Graph, kind: str, members: list[Term], above: frozenset[Term]) -> Path | None:
    parts = [_read_path(graph, member, above) for member in members]
    known = tuple(part for part in parts if part is not None)
    return Path(kind, parts=known) if known and len(known) == len(parts) else None
