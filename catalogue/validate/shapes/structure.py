"""Structure: shapes that nothing uses, targets that find nothing, shapes that refer to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue.edition import Edition
from catalogue.errors import text
from catalogue.graph import Graph
from catalogue.model import SH, read_list
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term
from catalogue.validate.checks import Remark
from catalogue.validate.constraints import sh
from catalogue.validate.fixes.near import nearest_iri
from catalogue.validate.kinds import KINDS, Severity
from catalogue.validate.wording import shown

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
NESTED = ("node", "property", "not", "qualifiedValueShape")
LISTED = ("and", "or", "xone")
_SHAPES = (sh("NodeShape"), sh("PropertyShape"), sh("Shape"))
_CLASSES = frozenset({"http://www.w3.org/2000/01/rdf-schema#Class", "http://www.w3.org/2002/07/owl#Class"})


def nested_shapes(graph: Graph, shape: Node) -> list[tuple[NamedNode, Node]]:
    """List the shapes that a shape refers to, each with the parameter that does."""
    found = [(sh(name), value) for name in NESTED for value in graph.objects(shape, sh(name))]
    found += [(sh(name), m) for name in LISTED for members in graph.objects(shape, sh(name)) for m in read_list(graph, members)]
    return [(parameter, value) for parameter, value in found if not isinstance(value, Literal)]


def wrong_structure(edition: Edition) -> Iterator[Remark]:
    """Find shapes that are never used, targets that find nothing, and recursion."""
    graph = edition.shapes_graph
    shapes = list(dict.fromkeys(shape for kind in _SHAPES for shape in graph.instances(kind)))
    used = {inner for shape in _subjects(graph) for _, inner in nested_shapes(graph, shape)}
    for shape in shapes:
        if shape not in used and not _has_target(graph, shape) and isinstance(shape, NamedNode):
            yield Remark(
                KINDS["no-target"],
                shape,
                None,
                None,
                text(f"nothing uses {shown(edition, shape)}", f"rien n'emploie {shown(edition, shape)}"),
                text(
                    "give it a target such as sh:targetClass, refer to it from another shape, or remove it",
                    "donnez-lui une cible telle que sh:targetClass, renvoyez-y depuis une autre forme, ou retirez-la",
                ),
            )
    terms = _used(edition)
    for shape in _subjects(graph):
        yield from _empty_targets(edition, shape, terms)
    yield from _recursive(edition, shapes)


def _subjects(graph: Graph) -> list[Node]:
    return list(dict.fromkeys(triple.subject for triple in graph.triples() if triple.predicate.value.startswith(SH)))


def _has_target(graph: Graph, shape: Node) -> bool:
    implicit = any(t.value in _CLASSES for t in graph.objects(shape, RDF_TYPE))
    return implicit or any(graph.value(shape, sh(name)) is not None for name in TARGETS)


def _empty_targets(edition: Edition, shape: Node, used: Used) -> Iterator[Remark]:
    """Find shapes none of whose targets finds anything, and targets that are likely misspelt."""
    graph = edition.shapes_graph
    targets = [
        (name, value) for name in TARGETS[:-1] for value in graph.objects(shape, sh(name)) if isinstance(value, NamedNode)
    ]
    empty = [(name, value) for name, value in targets if edition.data and not _finds(edition, name, value)]
    for name, value in empty:
        near = _near(edition, name, value, used)
        if near or (len(empty) == len(targets) and value == empty[0][1]):
            words = shown(edition, NamedNode(near)) if near else ""
            yield Remark(
                KINDS["empty-target"],
                shape,
                sh(name),
                value,
                text(f"{shown(edition, value)} finds nothing in the data", f"{shown(edition, value)} ne trouve rien"),
                text(f"did you mean {words}?", f"vouliez-vous dire {words} ?") if near else {},
                severity=Severity.WARNING if near else Severity.INFO,
                meant=(NamedNode(near),) if near else (),
            )


def _near(edition: Edition, name: str, value: NamedNode, used: Used) -> str | None:
    """Give what a target that nobody knows was likely meant to be: a term of its namespace that the data uses."""
    known = edition.shapes_graph.has(value, None, None) or edition.graph.has(value, None, None)
    if name == "targetNode" or known:
        return None
    head = value.value[: max(value.value.rfind("#"), value.value.rfind("/")) + 1]
    terms = used["class" if name == "targetClass" else "property"]
    return nearest_iri(value.value, (iri for iri in terms if iri.startswith(head)))


Used = Mapping[str, frozenset[str]]
"""The classes and the properties that the data uses."""


def _used(edition: Edition) -> Used:
    triples = [triple for source in edition.data for triple in source.triples]
    classes = frozenset(triple.object.value for triple in triples if triple.predicate == RDF_TYPE)
    return {"class": classes, "property": frozenset(triple.predicate.value for triple in triples)}


def _finds(edition: Edition, name: str, value: NamedNode) -> bool:
    data = edition.graph
    if name == "targetClass":
        above = edition.model.superclasses
        classes = [value.value, *(lower for lower, uppers in above.items() if value.value in uppers)]
        return any(data.has(None, RDF_TYPE, NamedNode(iri)) for iri in classes)
    return data.has(value, None, None) if name == "targetNode" else data.has(None, value, None)


def _recursive(edition: Edition, shapes: list[Node]) -> Iterator[Remark]:
    """Find shapes that lead back to themselves; each cycle is told once."""
    graph = edition.shapes_graph
    done: set[Node] = set()
    edges: Mapping[Node, list[tuple[NamedNode, Node]]] = {shape: nested_shapes(graph, shape) for shape in _subjects(graph)}
    for start in shapes:
        path: list[Node] = []
        stack: list[tuple[Node, int]] = [(start, 0)] if start not in done else []
        while stack:
            shape, number = stack.pop()
            if number == 0:
                path.append(shape)
            following = edges.get(shape, [])
            if number == len(following):
                path.pop()
                done.add(shape)
                continue
            stack.append((shape, number + 1))
            parameter, inner = following[number]
            if inner in path:
                yield _cycle(edition, shape, parameter, inner, path[path.index(inner) :])
            elif inner not in done:
                stack.append((inner, 0))


def _cycle(edition: Edition, shape: Node, parameter: NamedNode, inner: Node, cycle: list[Node]) -> Remark:
    value: Term | None = inner if edition.shapes_graph.triples(shape, parameter, inner) else None
    words = " → ".join(shown(edition, node) for node in (*cycle, inner))
    return Remark(
        KINDS["recursive-shape"],
        shape,
        parameter,
        value,
        text(f"the shapes lead back to themselves: {words}", f"les formes renvoient à elles-mêmes : {words}"),
        text("SHACL leaves open what that means: break the circle", "SHACL n'en dit pas le sens : rompez le cercle"),
    )
