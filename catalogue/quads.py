"""Quads: statements in graphs, read from the syntaxes of RDF and made comparable.

This module, `terms` and `serialise` know the library that reads and writes them; its store is `store.engine`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import IO, Any
from urllib.parse import quote

import pyoxigraph as ox

from catalogue.terms import named_node

DefaultGraph = ox.DefaultGraph
Quad = ox.Quad
Syntax = ox.RdfFormat


_NOT_IN_PATH = re.compile(r"[\x00-\x20<>\"{}|\\^`%#?\[\]\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff]")

_BY_SUFFIX = {
    ".jsonld": Syntax.JSON_LD,
    ".n3": Syntax.N3,
    ".nq": Syntax.N_QUADS,
    ".nt": Syntax.N_TRIPLES,
    ".owl": Syntax.RDF_XML,
    ".rdf": Syntax.RDF_XML,
    ".trig": Syntax.TRIG,
    ".ttl": Syntax.TURTLE,
    ".turtle": Syntax.TURTLE,
    ".json": Syntax.JSON_LD,
    ".xml": Syntax.RDF_XML,
}


def graph_name(base: str, path: str) -> str:
    """Give the name of the graph that holds the statements of a file: an IRI, whatever the file is called.

    Args:
        base: the catalogue's base.
        path: the file's name in places.

    >>> graph_name("https://example.org/", "data/a b.ttl")
    'https://example.org/data/a%20b.ttl'
    """
    name = base + _NOT_IN_PATH.sub(lambda match: quote(match[0], safe="", errors="replace"), path)
    return name if named_node(name) is not None else base + quote(path)


def syntax_named(name: str) -> Syntax | None:
    """Give the syntax that a file's suffix stands for, in whatever case; None when it stands for none.

    >>> syntax_named("a.RDF"), syntax_named("a.csv")
    (<RdfFormat RDF/XML>, None)
    """
    return _BY_SUFFIX.get(PurePath(name).suffix.lower())


def read(data: bytes | IO[bytes], syntax: Syntax, base: str | None = None, *, is_lenient: bool = False) -> Iterator[Any]:
    """Read statements, with lexical forms as they are written.

    Args:
        data: the statements.
        syntax: how they are written.
        base: what relative IRIs are resolved against; when None there may be none.
        is_lenient: whether IRIs and language tags may be ill-formed; a strict reading of JSON-LD leaves them out.

    Returns:
        Quads. The library's types allow for triples as terms, which RDF 1.1 does not have: so they are not named here.

    Raises:
        SyntaxError: when the statements are gone through, at the first fault.

    >>> [quad.object.value for quad in read(b"<urn:a> <urn:p> 01, 2 .", Syntax.TURTLE)]
    ['01', '2']
    """
    return ox.parse(data, format=syntax, base_iri=base, lenient=is_lenient)


def prefixes_of(quads: Iterator[Any]) -> dict[str, str]:
    """Give the prefixes that a text has declared whose statements `read` has given; empty where its syntax has none."""
    return dict(getattr(quads, "prefixes", {}))


def read_file(path: Path, syntax: Syntax) -> Iterator[Any]:
    """Read the statements of a file; see `read`."""
    return ox.parse(path=str(path), format=syntax)


def canonical(quads: Iterable[Quad], *, is_stable: bool = True) -> set[Any]:
    """Name the blank nodes of statements by what is stated of them.

    Args:
        quads: the statements.
        is_stable: whether the names are those of RDFC-1.0, the same everywhere; else they may change with the program, and are
            for a comparison here and now.

    >>> one, other = (read(data, Syntax.TURTLE) for data in (b"_:a <urn:p> _:b .", b"[] <urn:p> [] ."))
    >>> canonical(one) == canonical(other)
    True
    """
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0 if is_stable else ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def comparable(quads: Iterable[Quad]) -> set[Any]:
    """Give statements so that what says the same is equal here and now, whatever its blank nodes are called.

    >>> one, other = (read(data, Syntax.TURTLE) for data in (b"_:a <urn:p> 1 .", b"[] <urn:p> 1 ."))
    >>> comparable(one) == comparable(other)
    True
    """
    listed = set(quads)
    terms = (term for quad in listed for term in (quad.subject, quad.object, quad.graph_name))
    return canonical(listed, is_stable=False) if any(isinstance(term, ox.BlankNode) for term in terms) else listed
