"""The check of namespaces: prefixes with a mistyped namespace of a published vocabulary, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from catalogue import turtle
from catalogue.columns.graph import Graph
from catalogue.edition import Edition
from catalogue.edits import Edit, Fix
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.lint.scope import Scope
from catalogue.lint.terms_used import is_described, is_used, used_terms
from catalogue.messages import Message
from catalogue.model import SH
from catalogue.names import LOCAL_NAME, STANDARD_PREFIXES
from catalogue.published import is_published, meant_namespace, mistyped, mistyped_namespaces
from catalogue.sources import Source, place_of
from catalogue.sources.statements import is_datatype
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Term
from catalogue.turtle.tree import Directive

_OF_NODES = frozenset({"node", "or", "xone", "and", "not", "class", "sparql", "qualified", "has-value"})
"""Kinds of findings that a nested shape or a query has about all of a node."""


def mistyped_prefixes(edition: Edition) -> dict[str, str]:
    """Give the prefixes of the settings whose namespace is a mistyped one of a published vocabulary, with what was meant."""
    settings, meant = edition.settings, {}
    for prefix, written in settings.prefixes.items():
        near = None if settings.owns(written) else meant_namespace(written) or _usual(prefix, written)
        if near is not None and not is_described(edition, NamedNode(written)):
            meant[prefix] = near
    return meant


def _usual(prefix: str, written: str) -> str | None:
    """Give the namespace that a prefix usually has, where what is written differs little from it."""
    near = meant_namespace(written, may_differ=True)
    return near if near == STANDARD_PREFIXES.get(prefix) else None


def of_settings(edition: Edition) -> Iterator[Finding]:
    """Report the prefixes of the settings whose namespace is mistyped."""
    kind = KINDS["namespace"]
    for prefix, meant in mistyped_prefixes(edition).items():
        place = edition.settings.place_of("prefixes", prefix)
        message, advice = Message("C013.no-vocabulary"), Message("near", name=f"<{meant}>")
        yield Finding(kind, kind.severity, place, message, advice)


class Namespaces:
    """The mistyped namespaces that the files of an edition declare, and what follows from them.

    Args:
        edition: the catalogue.
        scope: what is looked at.

    Attributes:
        findings: one for each declaration.
    """

    def __init__(self, edition: Edition, scope: Scope) -> None:
        self._edition = edition
        graph = edition.graph
        in_data, in_shapes = set(_used(graph, scope)), _mentioned(edition.shapes_graph)
        meant = _meant(edition, in_data | in_shapes)
        sources = (*edition.data, *edition.shapes) if meant else ()
        declared = [declaration for source in sources for declaration in _declarations(source, meant)]
        namespaces = {declaration.written: meant[declaration.written] for declaration in declared}
        self._data, self._shapes = _renamed(in_data, namespaces), _renamed(in_shapes, namespaces)
        scope.suspect(
            "unknown-term", [graph.columns.number(NamedNode(iri)) for iri in self._data if is_used(graph, NamedNode(iri))]
        )
        self.findings = [self._finding(declaration, namespaces[declaration.written]) for declaration in declared]

    def _finding(self, declaration: _Declaration, meant: str) -> Finding:
        names = [new for old, new in {**self._data, **self._shapes}.items() if old.startswith(declaration.written)]
        return namespace_finding(declaration.edit, meant, is_sure=all(map(is_published, names)))

    def explain(self, finding: Finding) -> bool:
        """Tell whether a finding follows from a mistyped namespace, so that it says nothing new."""
        if not self.findings:
            return False
        named = {finding.path, *_iris_of(finding.value)}
        return (
            not (named.isdisjoint(self._data) and named.isdisjoint(self._shapes))
            or (finding.kind.name == "untyped" and self._is_untyped_by_them(finding))
            or (finding.kind.name == "empty-target" and not named.isdisjoint(self._data.values()))
            or (finding.result is not None and self._is_result_of_them(finding))
        )

    def _is_untyped_by_them(self, finding: Finding) -> bool:
        """Tell whether no shape covers a thing because its type, the target of its shape, or all of SHACL is mistyped."""
        types = {value.value for value in self._edition.graph.objects(NamedNode(finding.focus), RDF_TYPE)}
        is_shacl = any(meant.startswith(SH) for meant in self._shapes.values())
        return is_shacl or not types.isdisjoint(self._data) or not types.isdisjoint(self._shapes.values())

    def _is_result_of_them(self, finding: Finding) -> bool:
        """Tell whether a node lacks what it has under a mistyped name."""
        result = finding.result
        if result is None:
            return False
        has = {self._data[name] for name in self._names_at(result.focus) if name in self._data}
        if result.predicate is not None and result.predicate.value in has:
            return True
        nodes = (result.focus, result.value)
        return finding.kind.name in _OF_NODES and any(name in self._data for node in nodes for name in self._names_at(node))

    def _names_at(self, node: Term | None) -> Iterator[str]:
        """Give the properties and the types of a node."""
        if isinstance(node, NamedNode | BlankNode):
            for predicate, values in self._edition.graph.properties(node).items():
                yield predicate.value
                yield from (value.value for value in values if predicate == RDF_TYPE)


def namespace_finding(edit: Edit, meant: str, *, is_sure: bool) -> Finding:
    """Report a declaration of a mistyped namespace.

    Args:
        edit: writes the namespace that was meant.
        meant: that namespace.
        is_sure: whether all its terms are terms of the vocabulary.
    """
    fix = Fix(Message("lint.fixes.write", text=edit.text), (edit,), safe=is_sure)
    kind = KINDS["namespace"]
    message, advice = Message("C013.no-vocabulary"), Message("near", name=f"<{meant}>")
    return Finding(kind, kind.severity, edit.place, message, advice, fixes=(fix,))


class _Declaration(NamedTuple):
    """The declaration of a mistyped namespace, and the edit that writes the one that was meant."""

    written: str
    edit: Edit


def _declarations(source: Source, meant: Mapping[str, str]) -> Iterator[_Declaration]:
    if not any(f"<{written}>".encode() in source.data for written in meant):
        return
    tree = turtle.parse(source.data.decode("utf-8", "replace"))
    for directive in tree.statements:
        if isinstance(directive, Directive) and directive.prefix >= 0:
            start, end = tree.scan.starts[directive.iri], tree.scan.ends[directive.iri]
            written = tree.scan.word(directive.iri)[1:-1]
            if written in meant:
                place = place_of(source.path, tree.lines.span(start, end))
                yield _Declaration(written, Edit(place, start, end, f"<{meant[written]}>"))


def _used(graph: Graph, scope: Scope) -> Iterator[str]:
    """Give the IRIs of the properties, classes and datatypes of the data that are looked at."""
    yield from (term.value for term in used_terms(graph, scope))
    yield from (tag for tag in graph.columns.terms.tags if is_datatype(tag))


def _mentioned(shapes: Graph) -> set[str]:
    """Give the IRIs that shapes mention."""
    return {iri for term in (*shapes.all_predicates(), *shapes.all_objects()) for iri in _iris_of(term)}


def _iris_of(term: Term | None) -> tuple[str, ...]:
    """Give the IRI of a term, or of the datatype of a literal."""
    if isinstance(term, Literal):
        return (term.datatype.value,)
    return (term.value,) if isinstance(term, NamedNode) else ()


def _meant(edition: Edition, iris: Iterable[str]) -> dict[str, str]:
    """Give the mistyped namespaces of terms that are neither the catalogue's own nor described by it, with what was meant."""
    owns = edition.settings.owns
    foreign = sorted(iri for iri in iris if not owns(iri) and mistyped(iri) is not None)
    return mistyped_namespaces(iri for iri in foreign if not is_described(edition, NamedNode(iri)))


def _renamed(iris: Iterable[str], namespaces: Mapping[str, str]) -> dict[str, str]:
    """Give the terms of mistyped namespaces, each with what it is in the one that was meant."""
    return {
        iri: meant + iri.removeprefix(written)
        for written, meant in namespaces.items()
        for iri in iris
        if iri.startswith(written) and LOCAL_NAME.fullmatch(iri, len(written))
    }
