"""Constraints: what one shape says of one node, followed step by step (SHACL, section 4).

The validation itself is pySHACL's. This is asked afterwards, for the few nodes that failed: which alternative came nearest, and
what it lacks. SPARQL constraints are not followed; an alternative that has one is said to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.edition import Edition
from catalogue.model import SH, Path, read_list, read_path
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term
from catalogue.validate.lexical import is_valid
from catalogue.validate.results import Result

_DEPTH = 16
_KINDS: Mapping[type, frozenset[str]] = {
    NamedNode: frozenset({"IRI", "BlankNodeOrIRI", "IRIOrLiteral"}),
    BlankNode: frozenset({"BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral"}),
    Literal: frozenset({"Literal", "BlankNodeOrLiteral", "IRIOrLiteral"}),
}


def sh(name: str) -> NamedNode:
    """Give a term of SHACL."""
    return NamedNode(SH + name)


@dataclass(frozen=True)
class _At:
    """A shape, a focus node and its value nodes."""

    shape: Node
    focus: Term
    values: list[Term]
    depth: int


class Constraints:
    """Follows the constraints of an edition's shapes.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.shapes = edition.shapes_graph
        self.graph = edition.graph

    def path(self, shape: Node) -> Path | None:
        """Give the path of a property shape; None for a node shape."""
        node = self.shapes.value(shape, sh("path"))
        return read_path(self.shapes, node) if node is not None else None

    def values(self, shape: Node, focus: Term) -> list[Term]:
        """List the value nodes of a focus node."""
        path = self.path(shape)
        return [focus] if path is None else path.follow(self.graph, focus)

    def conforms(self, shape: Node, node: Term, depth: int = 0) -> bool:
        """Tell whether a node conforms to a shape, as far as its constraints are followed."""
        return next(self.failures(shape, node, depth), None) is None

    def failures(self, shape: Node, node: Term, depth: int = 0) -> Iterator[Result]:
        """Find what a node violates of a shape, that of its property shapes included.

        Args:
            shape: a node shape or property shape.
            node: the focus node.
            depth: how many shapes lead here; nothing is found where they are too many, as in recursive ones.
        """
        if depth > _DEPTH or self._is_deactivated(shape):
            return
        path = self.path(shape)
        predicate = NamedNode(path.predicate) if path is not None and path.predicate else None
        at = _At(shape, node, self.values(shape, node), depth)
        for name, check in _CHECKS.items():
            component = name[:1].upper() + name[1:]
            for parameter in self.shapes.objects(shape, sh(name)):
                for value in check(self, at, parameter):
                    yield Result(node, shape, component, predicate, value)
        for value in at.values:
            for property_shape in self.shapes.objects(shape, sh("property")):
                if not isinstance(property_shape, Literal):
                    yield from self.failures(property_shape, value, depth + 1)

    def members(self, parameter: Term) -> list[Node]:
        """List the shapes that `sh:or`, `sh:xone` or `sh:and` names."""
        return [member for member in read_list(self.shapes, parameter) if not isinstance(member, Literal)]

    def is_instance(self, node: Term, class_: str) -> bool:
        """Tell whether a node has a class, or one below it."""
        return any(class_ in {c, *self.edition.model.superclasses.get(c, ())} for c in self.classes(node))

    def classes(self, node: Term) -> list[str]:
        """List the classes that a node is said to have."""
        if isinstance(node, Literal):
            return []
        return [c.value for c in self.graph.objects(node, RDF_TYPE) if isinstance(c, NamedNode)]

    def holds(self, expression: str) -> bool:
        """Tell whether a SPARQL expression is true."""
        return bool(self.graph.query(f"ASK {{ FILTER ({expression}) }}"))

    def _is_deactivated(self, shape: Node) -> bool:
        value = self.shapes.value(shape, sh("deactivated"))
        return isinstance(value, Literal) and value.value in {"true", "1"}


Found = Iterable[Term | None]
Check = Callable[[Constraints, _At, Term], Found]


def _number(term: Term) -> int:
    return int(term.value) if isinstance(term, Literal) and term.value.isdecimal() else 0


def _strings(at: _At) -> Iterator[tuple[Term, str]]:
    return ((value, "" if isinstance(value, BlankNode) else value.value) for value in at.values)


def _datatype(_: Constraints, at: _At, parameter: Term) -> Found:
    for value in at.values:
        right = isinstance(value, Literal) and value.datatype.value == parameter.value
        if not right or not is_valid(value.value, parameter.value):
            yield value


def _class(constraints: Constraints, at: _At, parameter: Term) -> Found:
    return [value for value in at.values if not constraints.is_instance(value, parameter.value)]


def _node_kind(_: Constraints, at: _At, parameter: Term) -> Found:
    return [value for value in at.values if parameter.value.removeprefix(SH) not in _KINDS[type(value)]]


def _min_count(_: Constraints, at: _At, parameter: Term) -> Found:
    return [None] if len(at.values) < _number(parameter) else []


def _max_count(_: Constraints, at: _At, parameter: Term) -> Found:
    return [None] if len(at.values) > _number(parameter) else []


def _compared(operator: str) -> Check:
    def check(constraints: Constraints, at: _At, parameter: Term) -> Found:
        for value in at.values:
            if not isinstance(value, Literal) or not constraints.holds(f"{value} {operator} {parameter}"):
                yield value

    return check


def _min_length(_: Constraints, at: _At, parameter: Term) -> Found:
    return [v for v, words in _strings(at) if isinstance(v, BlankNode) or len(words) < _number(parameter)]


def _max_length(_: Constraints, at: _At, parameter: Term) -> Found:
    return [v for v, words in _strings(at) if isinstance(v, BlankNode) or len(words) > _number(parameter)]


def _pattern(constraints: Constraints, at: _At, parameter: Term) -> Found:
    flags = constraints.shapes.value(at.shape, sh("flags")) or Literal("")
    for value, words in _strings(at):
        if isinstance(value, BlankNode) or not constraints.holds(f"REGEX({Literal(words)}, {parameter}, {flags})"):
            yield value


def _language_in(constraints: Constraints, at: _At, parameter: Term) -> Found:
    allowed = [tag.value.lower() for tag in read_list(constraints.shapes, parameter)]
    for value in at.values:
        tag = (value.language or "").lower() if isinstance(value, Literal) else ""
        if not any(tag == range_ or tag.startswith(range_ + "-") for range_ in allowed):
            yield value


def _unique_lang(_: Constraints, at: _At, parameter: Term) -> Found:
    tags = [value.language.lower() for value in at.values if isinstance(value, Literal) and value.language]
    return [None for tag in sorted(set(tags)) if tags.count(tag) > 1] if parameter.value in {"true", "1"} else []


def _in(constraints: Constraints, at: _At, parameter: Term) -> Found:
    allowed = read_list(constraints.shapes, parameter)
    return [value for value in at.values if value not in allowed]


def _has_value(_: Constraints, at: _At, parameter: Term) -> Found:
    return [] if parameter in at.values else [None]


def _others(constraints: Constraints, at: _At, parameter: Term) -> list[Term]:
    if isinstance(at.focus, Literal) or not isinstance(parameter, NamedNode):
        return []
    return constraints.graph.objects(at.focus, parameter)


def _equals(constraints: Constraints, at: _At, parameter: Term) -> Found:
    others = _others(constraints, at, parameter)
    return [v for v in at.values if v not in others] + [v for v in others if v not in at.values]


def _disjoint(constraints: Constraints, at: _At, parameter: Term) -> Found:
    others = _others(constraints, at, parameter)
    return [value for value in at.values if value in others]


def _less(operator: str) -> Check:
    def check(constraints: Constraints, at: _At, parameter: Term) -> Found:
        for value in at.values:
            for other in _others(constraints, at, parameter):
                literals = isinstance(value, Literal) and isinstance(other, Literal)
                if not literals or not constraints.holds(f"{value} {operator} {other}"):
                    yield value

    return check


def _closed(constraints: Constraints, at: _At, parameter: Term) -> Found:
    if parameter.value not in {"true", "1"} or isinstance(at.focus, Literal):
        return []
    allowed = allowed_predicates(constraints, at.shape)
    return [triple.object for triple in constraints.graph.triples(at.focus) if triple.predicate.value not in allowed]


def allowed_predicates(constraints: Constraints, shape: Node) -> set[str]:
    """Give the predicates that a closed shape allows."""
    shapes = constraints.shapes
    paths = [constraints.path(p) for p in shapes.objects(shape, sh("property")) if not isinstance(p, Literal)]
    ignored = [iri.value for node in shapes.objects(shape, sh("ignoredProperties")) for iri in read_list(shapes, node)]
    return {path.predicate for path in paths if path is not None and path.predicate} | set(ignored)


def _node(constraints: Constraints, at: _At, parameter: Term) -> Found:
    if isinstance(parameter, Literal):
        return []
    return [value for value in at.values if not constraints.conforms(parameter, value, at.depth + 1)]


def _not(constraints: Constraints, at: _At, parameter: Term) -> Found:
    if isinstance(parameter, Literal):
        return []
    return [value for value in at.values if constraints.conforms(parameter, value, at.depth + 1)]


def _counted(fits: Callable[[int, int], bool]) -> Check:
    """Make the check of a list of shapes: how many of how many must hold."""

    def check(constraints: Constraints, at: _At, parameter: Term) -> Found:
        members = constraints.members(parameter)
        for value in at.values:
            if not fits(sum(constraints.conforms(member, value, at.depth + 1) for member in members), len(members)):
                yield value

    return check


def qualified(constraints: Constraints, shape: Node, values: Iterable[Term], depth: int = 0) -> list[Term]:
    """List the values that conform to the qualified value shape of a property shape.

    Args:
        constraints: where the shapes are.
        shape: the property shape.
        values: its value nodes.
        depth: how many shapes lead here.
    """
    shapes = constraints.shapes
    wanted = [s for s in shapes.objects(shape, sh("qualifiedValueShape")) if not isinstance(s, Literal)]
    disjoint = shapes.value(shape, sh("qualifiedValueShapesDisjoint"))
    siblings: set[Node] = set()
    if isinstance(disjoint, Literal) and disjoint.value in {"true", "1"}:
        parents = shapes.subjects(sh("property"), shape)
        properties = [p for parent in parents for p in shapes.objects(parent, sh("property")) if not isinstance(p, Literal)]
        siblings = {s for p in properties for s in shapes.objects(p, sh("qualifiedValueShape")) if not isinstance(s, Literal)}
        siblings -= set(wanted)
    return [
        value
        for value in values
        if all(constraints.conforms(s, value, depth + 1) for s in wanted)
        and not any(constraints.conforms(s, value, depth + 1) for s in siblings)
    ]


def _qualified_min(constraints: Constraints, at: _At, parameter: Term) -> Found:
    return [None] if len(qualified(constraints, at.shape, at.values, at.depth)) < _number(parameter) else []


def _qualified_max(constraints: Constraints, at: _At, parameter: Term) -> Found:
    return [None] if len(qualified(constraints, at.shape, at.values, at.depth)) > _number(parameter) else []


_CHECKS: Mapping[str, Check] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minCount": _min_count,
    "maxCount": _max_count,
    "minExclusive": _compared(">"),
    "minInclusive": _compared(">="),
    "maxExclusive": _compared("<"),
    "maxInclusive": _compared("<="),
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _pattern,
    "languageIn": _language_in,
    "uniqueLang": _unique_lang,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _less("<"),
    "lessThanOrEquals": _less("<="),
    "not": _not,
    "and": _counted(lambda met, of: met == of),
    "or": _counted(lambda met, of: met > 0 or not of),
    "xone": _counted(lambda met, _: met == 1),
    "node": _node,
    "qualifiedMinCount": _qualified_min,
    "qualifiedMaxCount": _qualified_max,
    "closed": _closed,
    "hasValue": _has_value,
    "in": _in,
}
"""The constraint components of SHACL Core by their parameters (section 4)."""
