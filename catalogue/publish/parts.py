"""The parts of a catalogue's data: its subject matter, and the records of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from catalogue.columns.graph import Graph
from catalogue.edition import SOURCE, Edition, per_edition
from catalogue.quads import Quad
from catalogue.terms import RDF, BlankNode, NamedNode, Node, Triple

_ABOUT = NamedNode(RDF + "subject")


@per_edition
def record_nodes(edition: Edition) -> frozenset[Node]:
    """Give the nodes that records are: things, claims without an IRI, and the blank nodes that nothing else leads to."""
    graph = edition.graph
    nodes: set[Node] = {*filter(edition.is_record, edition.things), *graph.subjects_of(_ABOUT)}
    pending = list(nodes)
    while pending:
        for triple in graph.triples(pending.pop()):
            value = triple.object
            if isinstance(value, BlankNode) and value not in nodes and _leads_only(graph, nodes, value):
                nodes.add(value)
                pending.append(value)
    return frozenset(nodes)


def _leads_only(graph: Graph, nodes: Iterable[Node], value: BlankNode) -> bool:
    return all(triple.subject in nodes for triple in graph.triples(None, None, value))


@per_edition
def _names(edition: Edition) -> frozenset[tuple[Any, ...]]:
    """Give the triples of the data that name the records which the subject matter links to, other than as sources."""
    records = record_nodes(edition)
    linked = {
        triple.object
        for triple in edition.graph.triples()
        if triple.object in records and triple.subject not in records and triple.predicate != SOURCE
    }
    names = (triple for node in linked if isinstance(node, NamedNode) for triple in edition.labels.triples(node))
    return frozenset((t.subject, t.predicate, t.object) for t in names if t in edition.graph)


def of_subject_matter(edition: Edition) -> Callable[[Triple | Quad], bool]:
    """Give what tells whether a statement is in the dump of the subject matter: about no record, or the name of one."""
    records, names = frozenset(record_nodes(edition)), frozenset(_names(edition))
    return lambda statement: (
        statement.subject not in records or (statement.subject, statement.predicate, statement.object) in names
    )


def of_records(edition: Edition) -> Callable[[Triple | Quad], bool]:
    """Give what tells whether a statement is in the dump of the records: what is about one."""
    records = frozenset(record_nodes(edition))
    return lambda statement: statement.subject in records
