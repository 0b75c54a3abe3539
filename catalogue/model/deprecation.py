"""Deprecated terms: what `owl:deprecated` says is no longer to be used, with what replaces it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.columns.graph import Graph
from catalogue.model.literals import is_true
from catalogue.model.vocabulary import OWL
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import NamedNode, Term

REPLACED_BY = NamedNode(STANDARD_PREFIXES["dct"] + "isReplacedBy")
"""The property that leads to what replaces a deprecated term."""

_DEPRECATED = NamedNode(OWL + "deprecated")


def deprecated_terms(graph: Graph) -> Mapping[Term, Sequence[NamedNode]]:
    """Give the terms that a graph says are deprecated, each with what replaces it (`dct:isReplacedBy`), if anything.

    >>> from catalogue.sources import parse
    >>> turtle = b'''@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .
    ...     <urn:old> owl:deprecated true ; dct:isReplacedBy <urn:new> . <urn:new> owl:deprecated false .'''
    >>> {term.value: [new.value for new in by] for term, by in deprecated_terms(Graph("", [parse(turtle, "o.ttl")])).items()}
    {'urn:old': ['urn:new']}
    """
    return graph.once(_deprecated)


def _deprecated(graph: Graph) -> Mapping[Term, Sequence[NamedNode]]:
    said = (triple.subject for triple in graph.triples(None, _DEPRECATED) if is_true(triple.object))
    return {term: [node for node in graph.objects(term, REPLACED_BY) if isinstance(node, NamedNode)] for term in said}
