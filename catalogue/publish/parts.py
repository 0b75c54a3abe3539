"""The parts of a catalogue's data: its subject matter, and the records of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from catalogue.edition import SOURCE, Edition, per_edition
from catalogue.quads import Quad
from catalogue.terms import RDF, BlankNode, NamedNode, Node, Triple

_ABOUT = NamedNode(RDF + "subject")


@per_edition
def record_nodes(edition: Edition) -> frozenset[Node]:
    """Give the nodes that records are: things, claims without an IRI, and the blank nodes that nothing else leads to."""
    graph = edition.graph
    nodes: set[Node] = {*filter(edition.is_record, edition.things), *graph.subjects_of(_ABOUT)}
    links = graph.links_to_blank_nodes()
    led: dict[Node, list[BlankNode]] = defaultdict(list)
    others = Counter(value for _, value in links)
    for subject, value in links:
        led[subject].append(value)
    pending = list(nodes)
    while pending:
        for value in led.get(pending.pop(), ()):
            others[value] -= 1  # of those that lead to it, what is no record so far
            if not others[value] and value not in nodes:
                nodes.add(value)
                pending.append(value)
    return frozenset(nodes)


@per_edition
def _names(edition: Edition) -> frozenset[tuple[Any, ...]]:
    """Give the triples of the data that name the records which the subject matter links to, other than as sources."""
    records = record_nodes(edition)
    linked = edition.graph.linked_to(records, but=SOURCE)
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
