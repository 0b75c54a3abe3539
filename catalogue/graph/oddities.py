"""Oddities: what stands out when all statements are looked at together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from catalogue.graph import Graph
from catalogue.graph.columns import IRI, LITERAL, Columns, Numbers, numbers
from catalogue.graph.index import Positions, pairs_of
from catalogue.terms import RDF_TYPE, NamedNode, Node, Term, Triple


def undescribed(graph: Graph, among: Numbers | None = None) -> list[NamedNode]:
    """List the IRIs that statements lead to and none is about; among some terms, or among all when None.

    >>> from catalogue.sources import parse
    >>> [term.value for term in undescribed(Graph("", [parse(b"<urn:a> <urn:p> <urn:b>, 1, <urn:a> .", "a.ttl")]))]
    ['urn:b']
    """
    columns = graph.columns
    found = np.setdiff1d(_said(columns, 2, among), _said(columns, 0, among))
    return _terms(columns, found[columns.kinds(found) == IRI])


def of_types(graph: Graph, types: Iterable[NamedNode], among: Numbers | None = None) -> Numbers:
    """Give the numbers of the IRIs that have one of some types, ascending; among some terms, or among all when None."""
    columns = graph.columns
    index, classes = columns.number(RDF_TYPE), numbers(map(columns.number, types))
    if among is None:
        found = np.unique(columns.backwards(index).of(classes)[1])
    else:
        owners, said = columns.forwards(index).of(among)
        found = np.unique(among[owners[np.isin(said, classes)]])
    are_iris: Numbers = found[columns.kinds(found) == IRI]
    return are_iris


def without_types(graph: Graph, types: Iterable[NamedNode], among: Numbers | None = None) -> list[NamedNode]:
    """List the IRIs that statements are about and that have none of some types; among some terms, or among all when None."""
    columns = graph.columns
    found = np.setdiff1d(_said(columns, 0, among), of_types(graph, types, among))
    return _terms(columns, found[columns.kinds(found) == IRI])


def _said(columns: Columns, place: int, among: Numbers | None) -> Numbers:
    """Give the terms that stand at a place, ascending."""
    if among is not None:
        return np.unique(among[columns.rows(place, among)[0]])
    is_said = np.zeros(len(columns.terms), dtype=np.bool_)
    is_said[columns.column(place)[columns.live]] = True
    return np.flatnonzero(is_said).astype(np.int32)


def in_several_files(graph: Graph, predicate: NamedNode, among: Numbers | None = None) -> list[tuple[NamedNode, list[str]]]:
    """List the IRIs of which several files say a property, each with the files in the order of their names.

    Args:
        graph: the statements.
        predicate: the property.
        among: which IRIs are looked at; all when None.
    """
    columns = graph.columns
    verb = columns.number(predicate)
    if among is None:
        rows = columns.rows(1, numbers([verb]))[1]
    else:
        rows = columns.rows(0, among)[1]
        rows = rows[columns.column(1)[rows] == verb]
    pairs = np.unique(pairs_of(columns.column(0)[rows], columns.column(3)[rows]))
    subjects = (pairs >> 32).astype(np.int32)
    distinct, times = np.unique(subjects, return_counts=True)
    several = distinct[(times > 1) & (columns.kinds(distinct) == IRI)]
    files = (pairs & 0xFFFFFFFF)[np.isin(subjects, several)].tolist()
    found, taken = [], 0
    for subject, count in zip(several.tolist(), times[np.isin(distinct, several)].tolist(), strict=True):
        found.append((columns.terms[subject], sorted(graph.files[file] for file in files[taken : taken + count])))
        taken += count
    return found


def said_again(graph: Graph, among: Numbers | None = None) -> list[tuple[int, list[Triple]]]:
    """List the files that say a statement more than once, by their numbers, each with these statements in its order.

    Args:
        graph: the statements.
        among: the numbers of the files that are looked at; all when None.

    >>> from catalogue.sources import parse
    >>> [(file, len(found)) for file, found in said_again(Graph("", [parse(b"<urn:a> <urn:p> 1, 2, 1 .", "a.ttl")]))]
    [(0, 1)]
    """
    columns = graph.columns
    files = columns.column(3)
    rows = columns.live
    if among is not None:
        rows = rows[np.isin(files[rows], among)]
    found = []
    for some in np.split(rows, np.flatnonzero(np.diff(files[rows])) + 1):
        twice = _twice(columns, some)
        if twice:
            found.append((int(files[some[0]]), [_triple(columns, row) for row in twice]))
    return found


def _twice(columns: Columns, rows: Positions) -> list[int]:
    """Find the first row of each statement that some rows hold more than once."""
    subjects, predicates, objects = (columns.column(place)[rows] for place in range(3))
    keys = pairs_of(subjects, objects)
    if len(np.unique(keys)) == len(keys):
        return []
    whole = np.stack([keys, predicates.astype(np.int64)])
    _, first, times = np.unique(whole, axis=1, return_index=True, return_counts=True)
    return sorted(rows[first[times > 1]].tolist())


def odd_values(
    graph: Graph, tags: Callable[[str], bool], judge: Callable[[str, str], bool], among: Numbers | None = None
) -> Numbers:
    """Find the values of statements that are of a sort.

    Args:
        graph: the statements.
        tags: tells which tags of terms are looked at, as `catalogue.sources.statements` has them.
        judge: tells of a tag and words whether they are of the sort; asked once for each value.
        among: the terms that are looked at; all when None.

    Returns:
        Their numbers.
    """
    columns, terms = graph.columns, graph.columns.terms
    values = _said(columns, 2, among)
    kinds = terms.tag_numbers[values]
    found = []
    for kind in np.unique(kinds).tolist():
        tag = terms.tags[kind]
        if tags(tag):
            some = values[kinds == kind]
            found.append(some[[judge(tag, words) for words in terms.words(some)]])
    return np.concatenate([numbers(()), *found])


def with_values(graph: Graph, values: Numbers) -> Iterator[tuple[str, Triple]]:
    """Find the statements that have some values, with the files that say them."""
    columns = graph.columns
    for row in np.sort(columns.rows(2, values)[1]).tolist():
        yield graph.files[int(columns.column(3)[row])], _triple(columns, row)


def unsaid(
    graph: Graph, subject: NamedNode, predicate: NamedNode, value: NamedNode, among: Numbers | None = None
) -> list[tuple[Node, Triple]]:
    """List the statements that nodes are about and nobody says, each with its node.

    Args:
        graph: the statements.
        subject: the property that leads from a node to the subject of the statement that it is about.
        predicate: the property that leads to its predicate.
        value: the property that leads to its object.
        among: the nodes that are looked at; all when None.

    Returns:
        What could not be said is left out: its subject is a literal, or its
        predicate is no IRI.
    """
    columns = graph.columns
    about, verbs, values = (columns.forwards(columns.number(part)) for part in (subject, predicate, value))
    nodes, subjects = about.keys, about.values
    if among is not None:
        owners, subjects = about.of(among)
        nodes = among[owners]
    owners, predicates = verbs.of(nodes)
    nodes, subjects = nodes[owners], subjects[owners]
    owners, objects = values.of(nodes)
    nodes, subjects, predicates = nodes[owners], subjects[owners], predicates[owners]
    missing = (columns.kinds(predicates) == IRI) & (columns.kinds(subjects) != LITERAL)
    for verb in np.unique(predicates[missing]).tolist():
        where = np.flatnonzero(missing & (predicates == verb))
        said = columns.forwards(verb)
        missing[where] = ~np.isin(pairs_of(subjects[where], objects[where]), pairs_of(said.keys, said.values))
    rows = zip(*(part[missing].tolist() for part in (nodes, subjects, predicates, objects)), strict=True)
    terms: Sequence[Any] = columns.terms
    return [(terms[node], Triple(terms[s], terms[p], terms[o])) for node, s, p, o in rows]


def _terms(columns: Columns, found: Numbers) -> list[Any]:
    terms: Sequence[Any] = columns.terms
    return [terms[number] for number in found.tolist()]


def _triple(columns: Columns, row: int) -> Triple:
    terms: Sequence[Term] = columns.terms
    subject, predicate, value = (terms[int(columns.column(place)[row])] for place in range(3))
    return Triple(subject, predicate, value)  # type: ignore[arg-type]
