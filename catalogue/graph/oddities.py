"""Oddities: what stands out when all statements are looked at together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from catalogue.graph import Graph
from catalogue.graph.columns import IRI, LITERAL, Columns, Numbers, Positions, numbers
from catalogue.terms import NamedNode, Node, Term, Triple


def undescribed(graph: Graph) -> list[NamedNode]:
    """List the IRIs that statements lead to and none is about, in the order in which they are first said.

    >>> from catalogue.sources import parse
    >>> [term.value for term in undescribed(Graph("", [parse(b"<urn:a> <urn:p> <urn:b>, 1, <urn:a> .", "a.ttl")]))]
    ['urn:b']
    """
    columns = graph.columns
    found = np.setdiff1d(columns.column(2), columns.column(0))
    return _terms(columns, found[columns.kinds(found) == IRI])


def untold(graph: Graph, but: Sequence[Node]) -> list[NamedNode]:
    """List the IRIs that statements are about, but for some, in the order in which they are first said."""
    columns = graph.columns
    found = np.setdiff1d(columns.column(0), numbers(map(columns.number, but)))
    return _terms(columns, found[columns.kinds(found) == IRI])


def in_several_files(graph: Graph, predicate: NamedNode) -> list[tuple[NamedNode, list[str]]]:
    """List the IRIs of which several files say a property, each with the files in their order."""
    columns = graph.columns
    rows = columns.rows(1, numbers([columns.number(predicate)]))[1]
    pairs = np.unique(_pairs(columns.column(0)[rows], columns.column(3)[rows]))
    subjects = (pairs >> 32).astype(np.int32)
    distinct, times = np.unique(subjects, return_counts=True)
    several = distinct[(times > 1) & (columns.kinds(distinct) == IRI)]
    files = (pairs & 0xFFFFFFFF)[np.isin(subjects, several)].tolist()
    found, taken = [], 0
    for subject, count in zip(several.tolist(), times[np.isin(distinct, several)].tolist(), strict=True):
        found.append((columns.terms[subject], [graph.files[file] for file in files[taken : taken + count]]))
        taken += count
    return found


def said_again(graph: Graph) -> list[tuple[str, list[Triple]]]:
    """List the files that say a statement more than once, each with these statements in its order.

    >>> from catalogue.sources import parse
    >>> [(file, len(found)) for file, found in said_again(Graph("", [parse(b"<urn:a> <urn:p> 1, 2, 1 .", "a.ttl")]))]
    [('a.ttl', 1)]
    """
    columns = graph.columns
    files = columns.column(3)
    bounds = [*np.flatnonzero(np.diff(files, prepend=-1)).tolist(), len(files)]
    found = []
    for start, end in pairwise(bounds):
        rows = _twice(columns, start, end)
        if rows:
            found.append((graph.files[int(files[start])], [_triple(columns, row) for row in rows]))
    return found


def _twice(columns: Columns, start: int, end: int) -> list[int]:
    """Find the first row of each statement that some rows hold more than once."""
    subjects, predicates, objects = (columns.column(place)[start:end] for place in range(3))
    keys = _pairs(subjects, objects)
    if len(np.unique(keys)) == len(keys):
        return []
    whole = np.stack([keys, predicates.astype(np.int64)])
    _, first, times = np.unique(whole, axis=1, return_index=True, return_counts=True)
    return sorted((first[times > 1] + start).tolist())


def with_values(graph: Graph, tags: Callable[[str], bool], judge: Callable[[str, str], bool]) -> Iterator[tuple[str, Triple]]:
    """Find the statements whose value is of a sort, with the files that say them, in their order.

    Args:
        graph: the statements.
        tags: tells which tags of terms are looked at, as `catalogue.sources.statements` has them.
        judge: tells of a tag and words whether they are of the sort; asked once for each value.
    """
    columns, terms = graph.columns, graph.columns.terms
    values = np.unique(columns.column(2))
    kinds = terms.tag_numbers[values]
    found = []
    for kind in np.unique(kinds).tolist():
        tag = terms.tags[kind]
        if tags(tag):
            some = values[kinds == kind]
            found.append(some[[judge(tag, words) for words in terms.words(some)]])
    rows = columns.rows(2, np.concatenate(found))[1] if found else numbers(())
    for row in np.sort(rows).tolist():
        yield graph.files[int(columns.column(3)[row])], _triple(columns, row)


def unsaid(graph: Graph, subject: NamedNode, predicate: NamedNode, value: NamedNode) -> list[tuple[Node, Triple]]:
    """List the statements that nodes are about and nobody says, each with its node.

    Args:
        graph: the statements.
        subject: the property that leads from a node to the subject of the statement that it is about.
        predicate: the property that leads to its predicate.
        value: the property that leads to its object.

    Returns:
        In the order in which the nodes are first said. What could not be said is left out: its subject is a literal, or its
        predicate is no IRI.
    """
    columns = graph.columns
    about, verbs, values = (columns.forwards(columns.number(part)) for part in (subject, predicate, value))
    nodes, subjects = about.keys, about.values
    owners, predicates = verbs.of(nodes)
    nodes, subjects = nodes[owners], subjects[owners]
    owners, objects = values.of(nodes)
    nodes, subjects, predicates = nodes[owners], subjects[owners], predicates[owners]
    missing = (columns.kinds(predicates) == IRI) & (columns.kinds(subjects) != LITERAL)
    for verb in np.unique(predicates[missing]).tolist():
        where = np.flatnonzero(missing & (predicates == verb))
        said = columns.forwards(verb)
        missing[where] = ~np.isin(_pairs(subjects[where], objects[where]), _pairs(said.keys, said.values))
    rows = zip(*(part[missing].tolist() for part in (nodes, subjects, predicates, objects)), strict=True)
    terms: Sequence[Any] = columns.terms
    return [(terms[node], Triple(terms[s], terms[p], terms[o])) for node, s, p, o in rows]


def _pairs(first: Numbers, second: Numbers) -> Positions:
    return first.astype(np.int64) << 32 | second.astype(np.int64)


def _terms(columns: Columns, found: Numbers) -> list[Any]:
    terms: Sequence[Any] = columns.terms
    return [terms[number] for number in found.tolist()]


def _triple(columns: Columns, row: int) -> Triple:
    terms: Sequence[Term] = columns.terms
    subject, predicate, value = (terms[int(columns.column(place)[row])] for place in range(3))
    return Triple(subject, predicate, value)  # type: ignore[arg-type]
