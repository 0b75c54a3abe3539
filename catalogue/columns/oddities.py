"""Oddities: what stands out when all statements are looked at together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from catalogue.columns.graph import Graph
from catalogue.columns.index import Positions, pairs_of
from catalogue.columns.sets import are_first, are_in, counted, distinct, without
from catalogue.columns.table import IRI, LITERAL, Columns, Numbers, numbers
from catalogue.reads import TERMS
from catalogue.terms import NamedNode, Node, Triple

_FACTORS = 0x1E3779B97F4A7C15, 0x42B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5
"""What the numbers of a statement and of its file are multiplied by for their sum: odd, with bits of no pattern."""


def described(graph: Graph, among: Numbers | None = None) -> Numbers:
    """Give the numbers of the IRIs that statements are about, ascending; among some terms, or all when None."""
    columns = graph.columns_for(TERMS)
    return _iris(columns, _terms_at(columns, 0, among))


def undescribed(graph: Graph, among: Numbers | None = None) -> Numbers:
    """Give the numbers of the IRIs that statements lead to and none is about, ascending; among some terms, or all when None.

    >>> from catalogue.sources import parse
    >>> graph = Graph("", [parse(b"<urn:a> <urn:p> <urn:b>, 1, <urn:a> .", "a.ttl")])
    >>> graph.columns.terms.values(undescribed(graph))
    ['urn:b']
    """
    columns = graph.columns_for(TERMS)
    return _iris(columns, without(_terms_at(columns, 2, among), _terms_at(columns, 0, among)))


def _iris(columns: Columns, terms: Numbers) -> Numbers:
    are_iris: Numbers = terms[columns.kinds(terms) == IRI]
    return are_iris


def _terms_at(columns: Columns, place: int, among: Numbers | None) -> Numbers:
    """Give the terms that stand at a place, ascending."""
    if among is not None:
        return distinct(among[columns.rows(place, among)[0]])
    return columns.terms_at(place)


def in_several_files(graph: Graph, predicate: NamedNode, among: Numbers | None = None) -> list[tuple[NamedNode, list[str]]]:
    """List the IRIs of which several files state a property, each with the files in the order of their names.

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
        rows = rows[columns.at(1, rows) == verb]
    pairs = distinct(pairs_of(columns.at(0, rows), columns.at(3, rows)))
    owners = (pairs >> 32).astype(np.int32)
    subjects, times = counted(owners)
    are_several = (times > 1) & (columns.kinds(subjects) == IRI)
    several = subjects[are_several]
    files = (pairs & 0xFFFFFFFF)[are_in(owners, several)].tolist()
    files_by_iri, taken = [], 0
    for subject, count in zip(several.tolist(), times[are_several].tolist(), strict=True):
        files_by_iri.append((columns.terms[subject], sorted(graph.files[file] for file in files[taken : taken + count])))
        taken += count
    return files_by_iri


def first_in(graph: Graph, file: str, nodes: Numbers) -> NamedNode:
    """Give the one of some IRIs that a file describes first.

    Args:
        graph: the statements.
        file: the file.
        nodes: the IRIs; the file describes at least one.

    >>> from catalogue.sources import parse
    >>> graph = Graph("", [parse(b"<urn:b> <urn:p> 1 . <urn:a> <urn:p> 2 .", "a.ttl")])
    >>> first_in(graph, "a.ttl", described(graph)).value
    'urn:b'
    """
    columns = graph.columns
    rows = columns.rows(0, nodes)[1]
    there = next(row for row in np.sort(rows).tolist() if graph.files[columns.term_at(3, row)] == file)
    return NamedNode(columns.terms.value(columns.term_at(0, there)))


def duplicates(graph: Graph, among: Numbers | None = None) -> list[tuple[int, list[Triple]]]:
    """List the files that have duplicate triples, by their numbers, each with these triples in its order.

    Args:
        graph: the statements.
        among: the numbers of the files that are looked at; all when None.

    >>> from catalogue.sources import parse
    >>> [(file, len(triples)) for file, triples in duplicates(Graph("", [parse(b"<urn:a> <urn:p> 1, 2, 1 .", "a.ttl")]))]
    [(0, 1)]
    """
    columns = graph.columns
    rows = columns.live if among is None else graph.rows_of_files(sorted(among.tolist()))
    by_file: dict[int, list[Triple]] = {}
    for row in _twice(columns, rows[_alike(columns, rows)]):
        by_file.setdefault(columns.term_at(3, row), []).append(_triple(columns, row))
    return list(by_file.items())


def _alike(columns: Columns, rows: Positions) -> Positions:
    """Give the positions of the rows whose statement another row of the same file may hold, ascending: few, and the right ones.

    Each row has a sum of its numbers in the upper bits of a number and its own position in the lower ones: then one sort puts
    those side by side that may be alike.
    """
    sums = np.zeros(len(rows), dtype=np.int64)
    for place, factor in enumerate(_FACTORS):
        sums += columns.at(place, rows) * np.int64(factor)
    bits = len(rows).bit_length()
    sums >>= bits
    sums <<= bits
    sums |= np.arange(len(rows))
    sums.sort()
    begins = are_first(sums >> bits)
    is_alone = begins & np.append(begins[1:], True)
    return np.sort(sums[~is_alone] & (1 << bits) - 1)


def _twice(columns: Columns, rows: Positions) -> list[int]:
    """Find the first row of each statement that several of some rows hold, in the same file."""
    parts = [columns.at(place, rows) for place in range(4)]
    order = np.lexsort(parts)
    is_new = np.ones(len(rows) + 1, dtype=np.bool_)
    is_new[1:-1] = np.any([np.diff(part[order]) != 0 for part in parts], axis=0)
    firsts = order[is_new[:-1] & ~is_new[1:]]
    return sorted(rows[firsts].tolist())


def odd_values(
    graph: Graph, tags: Callable[[str], bool], judge: Callable[[str, str], bool], among: Numbers | None = None
) -> Numbers:
    """Find the values of statements that are of a sort.

    Args:
        graph: the statements.
        tags: tells which tags of terms are looked at, as `catalogue.sources.statements` has them.
        judge: tells of a tag and a value whether they are of the sort; asked once for each value.
        among: the terms that are looked at; all when None.

    Returns:
        Their numbers.
    """
    columns, terms = graph.columns, graph.columns.terms
    values = _terms_at(columns, 2, among)
    tag_numbers = terms.tag_numbers[values]
    odd = []
    for tag_number in distinct(tag_numbers).tolist():
        tag = terms.tags[tag_number]
        if tags(tag):
            some = values[tag_numbers == tag_number]
            odd.append(some[[judge(tag, value) for value in terms.values(some)]])
    return np.concatenate([numbers(()), *odd])


def with_values(graph: Graph, values: Numbers) -> Iterator[tuple[str, Triple]]:
    """Find the statements that have some values, with the files that have them."""
    columns = graph.columns
    for row in np.sort(columns.rows(2, values)[1]).tolist():
        yield graph.files[columns.term_at(3, row)], _triple(columns, row)


def unasserted(
    graph: Graph, subject: NamedNode, predicate: NamedNode, value: NamedNode, among: Numbers | None = None
) -> list[tuple[Node, Triple]]:
    """List the statements that nodes are about and no file asserts, each with its node.

    Args:
        graph: the statements.
        subject: the property that leads from a node to the subject of the statement that it is about.
        predicate: the property that leads to its predicate.
        value: the property that leads to its object.
        among: the nodes that are looked at; all when None.

    Returns:
        What is no statement is left out: its subject is a literal, or its
        predicate is no IRI.
    """
    columns = graph.columns
    nodes, subjects, predicates = _properties_about(columns, subject, predicate, among)
    owners, objects = columns.forwards(columns.number(value)).of(nodes)
    nodes, subjects, predicates = nodes[owners], subjects[owners], predicates[owners]
    missing = np.ones(len(nodes), dtype=bool)
    for verb in distinct(predicates).tolist():
        where = np.flatnonzero(missing & (predicates == verb))
        stated = columns.forwards(verb)
        missing[where] = ~are_in(pairs_of(subjects[where], objects[where]), pairs_of(stated.keys, stated.values))
    rows = zip(*(part[missing].tolist() for part in (nodes, subjects, predicates, objects)), strict=True)
    terms = columns.terms
    return [(terms[node], Triple(terms[s], terms[p], terms[o])) for node, s, p, o in rows]


def unasserted_properties(
    graph: Graph, subject: NamedNode, predicate: NamedNode, value: NamedNode, among: Numbers | None = None
) -> list[tuple[Node, Node, NamedNode]]:
    """List the subjects and predicates that nodes without a value are about and no file has a statement of, each with its node.

    The arguments, and what is left out, are those of `unasserted`.
    """
    columns = graph.columns
    nodes, subjects, predicates = _properties_about(columns, subject, predicate, among)
    missing = ~are_in(nodes, columns.forwards(columns.number(value)).keys)
    for verb in distinct(predicates[missing]).tolist():
        where = np.flatnonzero(missing & (predicates == verb))
        missing[where] = ~are_in(subjects[where], columns.forwards(verb).keys)
    rows = zip(*(part[missing].tolist() for part in (nodes, subjects, predicates)), strict=True)
    terms = columns.terms
    return [(terms[node], terms[s], terms[p]) for node, s, p in rows]


def _properties_about(
    columns: Columns, subject: NamedNode, predicate: NamedNode, among: Numbers | None
) -> tuple[Numbers, Numbers, Numbers]:
    """Give the nodes that are about something, the subjects and the predicates, as columns: no literal, and IRIs."""
    about, verbs = (columns.forwards(columns.number(part)) for part in (subject, predicate))
    nodes, subjects = about.keys, about.values
    if among is not None:
        owners, subjects = about.of(among)
        nodes = among[owners]
    owners, predicates = verbs.of(nodes)
    nodes, subjects = nodes[owners], subjects[owners]
    usable = (columns.kinds(predicates) == IRI) & (columns.kinds(subjects) != LITERAL)
    return nodes[usable], subjects[usable], predicates[usable]


def _triple(columns: Columns, row: int) -> Triple:
    terms = columns.terms
    subject, predicate, value = (terms[columns.term_at(place, row)] for place in range(3))
    return Triple(subject, predicate, value)
