"""The parts of a catalogue's data: its subject matter, and the records of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from catalogue.columns.links import links, subjects_by_blank_node
from catalogue.edition import SOURCE, Edition, per_edition
from catalogue.quads import Quad
from catalogue.reads import ALL
from catalogue.terms import RDF, NamedNode, Node, Triple, sort_key

_ABOUT = NamedNode(RDF + "subject")


@per_edition
def record_nodes(edition: Edition) -> frozenset[Node]:
    """Give the nodes that records are: things, claims without an IRI, and the blank nodes that nothing else leads to."""
    graph = edition.graph
    nodes: set[Node] = {*filter(edition.is_record, edition.things), *graph.subjects_of(_ABOUT)}
    graph.reads.note(*ALL)  # it is found fast, and what is stated of each record would be much to note
    subjects = subjects_by_blank_node(graph)
    parts: dict[Node, list[Node]] = {}
    for part, above in subjects.items():
        for node in above:
            parts.setdefault(node, []).append(part)
    pending = [node for node in parts if node in nodes]
    while pending:
        for part in parts.get(pending.pop(), ()):
            if part not in nodes and all(node in nodes for node in subjects[part]):
                nodes.add(part)
                pending.append(part)
    return frozenset(nodes)


@per_edition
def _names(edition: Edition) -> frozenset[tuple[Any, ...]]:
    """Give the triples of the data that name the records which the subject matter links to, other than as sources."""
    records = record_nodes(edition)
    linked = {triple.object for triple in links(edition.graph, records, [SOURCE]) if triple.subject not in records}
    names = (triple for node in linked if isinstance(node, NamedNode) for triple in edition.labels.triples(node))
    return frozenset((t.subject, t.predicate, t.object) for t in names if t in edition.graph)


class Selection(NamedTuple):
    """Which statements are in a part of the data; called with a triple or quad, it tells whether that is.

    Attributes:
        records: the nodes that records are.
        is_of_records: whether what is stated of them is in it; else all other statements are.
        names: the triples that are in it beside, by their subjects.
    """

    records: frozenset[Node] = frozenset()
    is_of_records: bool = False
    names: Mapping[Node, Collection[Triple]] = {}

    def __call__(self, statement: Triple | Quad) -> bool:
        """Tell whether a statement is in the part."""
        subject: Any = statement.subject
        if (subject in self.records) is self.is_of_records:
            return True
        value: Any = statement.object
        return subject in self.names and Triple(subject, statement.predicate, value) in self.names[subject]

    def of(self, node: Node) -> str | None:
        """Tell what is in the part of what is stated of a node: all where it is empty, or what; None where nothing is."""
        if (node in self.records) is self.is_of_records:
            return ""
        return " ".join(map(str, self.names[node])) if node in self.names else None


def of_subject_matter(edition: Edition) -> Selection:
    """Give which statements are in the dump of the subject matter: those about no record, and the names of those linked to."""
    names: dict[Node, list[Triple]] = {}
    for name in sorted(_names(edition), key=lambda name: [*map(sort_key, name)]):
        names.setdefault(name[0], []).append(Triple(*name))
    return Selection(frozenset(record_nodes(edition)), names=names)


def of_records(edition: Edition) -> Selection:
    """Give which statements are in the dump of the records: those about one."""
    return Selection(frozenset(record_nodes(edition)), is_of_records=True)
