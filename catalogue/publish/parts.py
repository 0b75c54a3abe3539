"""The parts of a catalogue's data: its subject matter, and the records of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalogue.columns.links import links, subjects_by_blank_node
from catalogue.edition import SOURCE, Edition, per_edition
from catalogue.quads import Quad
from catalogue.reads import OBJECT, SUBJECT
from catalogue.terms import RDF, NamedNode, Node, Triple

_ABOUT = NamedNode(RDF + "subject")


@per_edition
def record_nodes(edition: Edition) -> frozenset[Node]:
    """Give the nodes that records are: things, claims without an IRI, and the blank nodes that nothing else leads to."""
    graph = edition.graph
    nodes: set[Node] = {*filter(edition.is_record, edition.things), *graph.subjects_of(_ABOUT)}
    subjects = subjects_by_blank_node(graph)
    parts: dict[Node, list[Node]] = {}
    for part, above in subjects.items():
        for node in above:
            parts.setdefault(node, []).append(part)
    pending = [node for node in parts if node in nodes]
    while pending:
        for part in parts.get(pending.pop(), ()):
            graph.reads.note(OBJECT, part)
            if part not in nodes and all(node in nodes for node in subjects[part]):
                nodes.add(part)
                pending.append(part)
    graph.reads.note_each(SUBJECT, nodes)
    return frozenset(nodes)


@per_edition
def _names(edition: Edition) -> frozenset[tuple[Any, ...]]:
    """Give the triples of the data that name the records which the subject matter links to, other than as sources."""
    records = record_nodes(edition)
    linked = {triple.object for triple in links(edition.graph, records, [SOURCE]) if triple.subject not in records}
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
