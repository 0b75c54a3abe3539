"""RDF in its line and prefix formats, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from catalogue.terms import RDF_TYPE, Triple, sort_key


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write triples as Turtle, subject by subject as they come, types first, with the prefixes that are used.

    Args:
        triples: the statements; those of one subject should follow one another.
        prefixes: the prefixes that may be used.

    Returns:
        UTF-8 bytes.

    >>> from catalogue.terms import NamedNode
    >>> t = Triple(NamedNode("urn:a"), NamedNode("http://xmlns.com/foaf/0.1/homepage"), NamedNode("urn:b"))
    >>> print(turtle([t], {"foaf": "http://xmlns.com/foaf/0.1/"}).decode().splitlines()[2])
    <urn:a> foaf:homepage <urn:b> .
    """
    ordered = by_subject(triples)
    iris = {term.value for t in ordered for term in (t.subject, t.predicate, t.object) if isinstance(term, ox.NamedNode)}
    iris |= {t.object.datatype.value for t in ordered if isinstance(t.object, ox.Literal)}
    used = {p: ns for p, ns in prefixes.items() if any(iri.startswith(ns) for iri in iris)}
    written = ox.serialize(map(_quad, ordered), format=ox.RdfFormat.TURTLE, prefixes=used) or b""
    return _with_sorted_prefixes(written)


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Write triples as N-Triples, in the order they come."""
    return ox.serialize(map(_quad, by_subject(triples)), format=ox.RdfFormat.N_TRIPLES) or b""


def _quad(triple: Triple) -> ox.Triple:
    return ox.Triple(*triple)


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Write quads as N-Quads, in the order they come."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _with_sorted_prefixes(written: bytes) -> bytes:
    """Sort the prefix lines at the head: the serialiser writes them in an order of its own that changes."""
    lines = written.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    blank = [b"\n"] if 0 < count < len(lines) else []
    return b"".join([*sorted(lines[:count]), *blank, *lines[count:]])


def by_subject(triples: Iterable[Triple]) -> Sequence[Triple]:
    """Order triples: subjects as they first come, types first, then predicates and objects in the stable order."""
    order: dict[object, int] = {}
    listed = list(triples)
    for triple in listed:
        order.setdefault(triple.subject, len(order))
    return sorted(
        listed,
        key=lambda t: (order[t.subject], t.predicate != RDF_TYPE, sort_key(t.predicate), sort_key(t.object)),
    )
