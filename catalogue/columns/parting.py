"""Parting: a graph by its files, and what tells which subjects belong together; each function reads all of it."""

from __future__ import annotations

from typing import NamedTuple

from catalogue.columns.graph import Graph
from catalogue.columns.sets import distinct
from catalogue.columns.table import BLANK
from catalogue.quads import Quad, graph_name
from catalogue.terms import BlankNode, NamedNode, Node, sort_key


class NamedGraph(NamedTuple):
    """A file with its statements.

    Attributes:
        path: its path.
        number: its number in the graph.
        digest: the digest of its bytes.
        length: how many statements it has.
    """

    path: str
    number: int
    digest: str
    length: int


def named_graphs(graph: Graph) -> list[NamedGraph]:
    """List the files that have statements, in the order of the names of their graphs.

    >>> from catalogue.sources import parse
    >>> graph = Graph("https://example.org/", [parse(b"<urn:a> <urn:p> 1, 2 .", "b.ttl"), parse(b"", "a.ttl")])
    >>> [(each.path, each.length) for each in named_graphs(graph)]
    [('b.ttl', 2)]
    """
    numbers = {path: number for number, path in enumerate(graph.files)}  # where one was read twice, the last
    lengths = {path: len(graph.rows_of_files([number])) for path, number in numbers.items()}
    ordered = sorted(filter(lengths.__getitem__, numbers), key=lambda path: str(NamedNode(graph_name(graph.base, path))))
    return [NamedGraph(path, numbers[path], graph.digest_of(path), lengths[path]) for path in ordered]


def quads_of(graph: Graph, one: NamedGraph) -> list[Quad]:
    """List the statements of a file with its named graph, each once, in a stable order."""
    columns, rows = graph.columns, graph.rows_of_files([one.number])
    terms, name = columns.terms, NamedNode(graph_name(graph.base, one.path))
    statements = set(zip(*(columns.at(place, rows).tolist() for place in range(3)), strict=True))
    quads = [Quad(terms[s], terms[p], terms[o], name) for s, p, o in statements]
    return sorted(quads, key=lambda q: (sort_key(q.subject), sort_key(q.predicate), sort_key(q.object)))


def subjects_of(graph: Graph, one: NamedGraph) -> list[Node]:
    """List the subjects of the statements of a file, each once, in a stable order."""
    columns = graph.columns
    subjects = distinct(columns.at(0, graph.rows_of_files([one.number])))
    nodes: list[Node] = [columns.terms[number] for number in subjects.tolist()]
    return sorted(nodes, key=sort_key)


def links_to_blank_nodes(graph: Graph) -> list[tuple[Node, BlankNode]]:
    """List the pairs of a subject and a blank node that it leads to, each once, in no order.

    >>> from catalogue.sources import parse
    >>> graph = Graph("https://example.org/", [parse(b"<urn:a> <urn:p> [ <urn:p> 1 ], <urn:b> .", "a.ttl")])
    >>> [subject.value for subject, _ in links_to_blank_nodes(graph)]
    ['urn:a']
    """
    columns, live = graph.columns, graph.columns.live
    rows = live[columns.kinds(columns.at(2, live)) == BLANK]
    subjects, values = (columns.at(place, rows).tolist() for place in (0, 2))
    return [(columns.terms[subject], columns.terms[value]) for subject, value in set(zip(subjects, values, strict=True))]
