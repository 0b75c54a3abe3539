"""Links: which nodes lead to which, of very many at once, much faster than by looking up each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from catalogue.columns.graph import Graph
from catalogue.columns.sets import are_in, distinct
from catalogue.columns.table import BLANK, Columns, Numbers, numbers
from catalogue.reads import ALL, SUBJECT
from catalogue.terms import NamedNode, Node, Triple, sort_key


def links(
    graph: Graph, objects: Iterable[Node], but: Iterable[NamedNode], subjects: Iterable[Node] | None = None
) -> list[Triple]:
    """List the triples that lead to some nodes, each once, in a stable order.

    Args:
        graph: the statements. What is stated of the subjects is noted as looked up; everything where they are any.
        objects: the nodes.
        but: the predicates by which they do not count.
        subjects: the nodes that they lead from; any when None.

    >>> from catalogue.sources import parse
    >>> graph = Graph("https://example.org/", [parse(b"<urn:a> <urn:p> <urn:b> ; <urn:q> <urn:b> .", "data/a.ttl")])
    >>> [each.predicate.value for each in links(graph, [NamedNode("urn:b")], [NamedNode("urn:p")])]
    ['urn:q']
    """
    listed = None if subjects is None else list(subjects)
    columns = graph.columns_for(*(ALL,) if listed is None else ((SUBJECT, node) for node in listed))
    rows, terms = columns.live, columns.terms
    rows = rows[are_in(columns.at(2, rows), _numbers(columns, objects))]
    rows = rows[~are_in(columns.at(1, rows), _numbers(columns, but))]
    if listed is not None:
        rows = rows[are_in(columns.at(0, rows), _numbers(columns, listed))]
    numbered = set(zip(*(columns.at(place, rows).tolist() for place in range(3)), strict=True))
    triples = [Triple(terms[s], terms[p], terms[o]) for s, p, o in numbered]
    return sorted(triples, key=lambda t: (sort_key(t.subject), sort_key(t.predicate), sort_key(t.object)))


def subjects_by_blank_node(graph: Graph) -> Mapping[Node, Sequence[Node]]:
    """Give the blank nodes that statements lead to, each with the subjects of these, each once.

    Nothing is noted: whoever asks notes of which subjects and of which blank nodes it takes what is stated.

    >>> from catalogue.sources import parse
    >>> graph = Graph("https://example.org/", [parse(b"<urn:a> <urn:p> [], <urn:b> .", "data/a.ttl")])
    >>> [[subject.value for subject in subjects] for subjects in subjects_by_blank_node(graph).values()]
    [['urn:a']]
    """
    columns = graph.columns_for()
    rows, terms = columns.live, columns.terms
    rows = rows[columns.kinds(columns.at(2, rows)) == BLANK]
    subjects: dict[Node, list[Node]] = {}
    for subject, value in set(zip(columns.at(0, rows).tolist(), columns.at(2, rows).tolist(), strict=True)):
        subjects.setdefault(terms[value], []).append(terms[subject])
    return subjects


def _numbers(columns: Columns, nodes: Iterable[Node]) -> Numbers:
    """Give the numbers of those nodes that any statement has, ascending."""
    return distinct(numbers(number for node in nodes if (number := columns.number(node)) >= 0))
