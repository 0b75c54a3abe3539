"""Beginnings: which thing each file begins with."""

from __future__ import annotations

from catalogue.columns.graph import Graph
from catalogue.columns.index import pairs_of
from catalogue.columns.sets import are_in, counted, distinct
from catalogue.columns.table import Numbers, numbers
from catalogue.terms import NamedNode


def begun_files(graph: Graph, nodes: Numbers) -> dict[NamedNode, str]:
    """Give those of some IRIs that a file begins with and that no other file describes, each with its file.

    Args:
        graph: the statements.
        nodes: the numbers of the IRIs, ascending.

    >>> from catalogue.sources import parse
    >>> files = [parse(b"<urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 .", "a.ttl"), parse(b"<urn:c> <urn:p> 1 .", "c.ttl")]
    >>> graph = Graph("", files)
    >>> nodes = numbers(sorted(graph.columns.number(NamedNode(iri)) for iri in ("urn:b", "urn:c")))
    >>> {node.value: file for node, file in begun_files(graph, nodes).items()}
    {'urn:c': 'c.ttl'}
    """
    columns = graph.columns
    begins = graph.beginnings
    subjects = columns.at(0, begins)
    are_meant = are_in(subjects, nodes)
    files = dict(zip(subjects[are_meant].tolist(), columns.at(3, begins[are_meant]).tolist(), strict=True))
    rows = columns.rows(0, numbers(sorted(files)))[1]
    owners, times = counted(distinct(pairs_of(columns.at(0, rows), columns.at(3, rows))) >> 32)
    return {columns.terms[node]: graph.files[files[node]] for node in owners[times == 1].tolist()}
