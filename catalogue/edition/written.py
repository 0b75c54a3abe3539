"""Literals of an edition that the store would change, and the properties that have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.columns.graph import Graph
from catalogue.columns.oddities import odd_values
from catalogue.columns.sets import distinct
from catalogue.columns.table import Numbers, numbers
from catalogue.store.beyond import is_beyond
from catalogue.store.written import CHANGED, Peculiar, is_surely_kept, marks
from catalogue.terms import XSD, Term

_BOOLEAN = XSD + "boolean"


def marks_of(graph: Graph) -> Mapping[int, Term]:
    """Give the marked literals of those objects that the store would change, by the numbers of the objects.

    >>> from catalogue.sources import parse
    >>> list(marks_of(Graph("", [parse(b"<urn:a> <urn:p> 1, 01, 2.5, true .", "a.ttl")])).values())
    [<Literal value=01 datatype=<NamedNode value=urn:x-written:integer>>]
    """
    terms = graph.columns.terms
    doubtful = graph.once(_doubtful)
    literals = marks(terms[number] for number in doubtful)
    return {number: literals[terms[number]] for number in doubtful if terms[number] in literals}


def peculiar_of(graph: Graph) -> Peculiar:
    """Give the properties that have values which a query must treat with care."""
    booleans = odd_values(graph, _BOOLEAN.__eq__, lambda _tag, _value: True)
    marked = numbers(graph.once(marks_of))
    return Peculiar(_properties(graph, marked), _properties(graph, booleans), _beyond(graph))


def _doubtful(graph: Graph) -> Sequence[int]:
    """List the objects that the store may change, or not compute with."""
    listed: list[int] = odd_values(graph, CHANGED.__contains__, lambda tag, value: not is_surely_kept(value, tag)).tolist()
    return listed


def _beyond(graph: Graph) -> Mapping[str, str]:
    """Give the properties that have a number beyond the range of the store, each with the first one."""
    columns, terms = graph.columns, graph.columns.terms
    values = numbers(number for number in graph.once(_doubtful) if is_beyond(terms[number]))
    rows = columns.rows(2, values)[1]
    firsts: dict[str, str] = {}
    for predicate, value in zip(columns.at(1, rows).tolist(), columns.at(2, rows).tolist(), strict=True):
        firsts.setdefault(terms[predicate].value, terms[value].value)
    return firsts


def _properties(graph: Graph, values: Numbers) -> frozenset[str]:
    columns = graph.columns
    predicates = distinct(columns.at(1, columns.rows(2, values)[1]))
    return frozenset(columns.terms.values(predicates))
