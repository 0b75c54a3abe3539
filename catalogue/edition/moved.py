"""Moved entries: the IRIs that entries had before, which the data says have been replaced by others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from catalogue.closure import closure
from catalogue.columns.graph import Graph
from catalogue.model import deprecated_terms
from catalogue.names import is_inside
from catalogue.terms import RDF_TYPE, NamedNode


def is_replaced(graph: Graph, node: NamedNode) -> bool:
    """Tell whether data says of an IRI without a class that it is deprecated and what replaces it."""
    return bool(deprecated_terms(graph).get(node)) and not graph.triples(node, RDF_TYPE)


def moved_entries(graph: Graph, namespace: str, things: Collection[NamedNode]) -> Mapping[NamedNode, Sequence[NamedNode]]:
    """Give the IRIs of entries that have moved, in their order, each with where it is now.

    Such an IRI is deprecated (`owl:deprecated`), is replaced by others (`dct:isReplacedBy`), and is no entry: it has no class,
    and no shape validates it. Where what replaces it has moved too, it is where that is; what leads in a circle is nowhere.

    Args:
        graph: the data.
        namespace: what the IRIs of entries start with.
        things: the entries.

    >>> from catalogue.sources import parse
    >>> turtle = b'''@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .
    ...     <urn:a> owl:deprecated true ; dct:isReplacedBy <urn:b> . <urn:b> owl:deprecated true ; dct:isReplacedBy <urn:c> .'''
    >>> moved = moved_entries(Graph("", [parse(turtle, "o.ttl")]), "urn:", ())
    >>> {old.value: [new.value for new in by] for old, by in moved.items()}
    {'urn:a': ['urn:c'], 'urn:b': ['urn:c']}
    """
    replaced = {
        node: by
        for node, by in deprecated_terms(graph).items()
        if isinstance(node, NamedNode) and is_inside(node.value, namespace) and node not in things and is_replaced(graph, node)
    }
    moved = {node: _ends(node, replaced) for node in sorted(replaced, key=lambda node: node.value)}
    return {node: ends for node, ends in moved.items() if ends}


def _ends(node: NamedNode, replaced: Mapping[NamedNode, Sequence[NamedNode]]) -> Sequence[NamedNode]:
    reached = closure([node], lambda each: replaced.get(each, ()))
    return sorted((each for each in reached if each not in replaced), key=lambda each: each.value)
