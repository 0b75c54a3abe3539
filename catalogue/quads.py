"""Quads: statements in graphs, read from the syntaxes of RDF and made comparable.

This module, `terms` and `serialise` know the library that reads and writes them; its store is `store.engine`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

DefaultGraph = ox.DefaultGraph
Quad = ox.Quad
Syntax = ox.RdfFormat


def read(data: bytes | IO[bytes], syntax: Syntax, base: str | None = None) -> Iterator[Any]:
    """Read statements, with lexical forms as they are written.

    Args:
        data: the statements.
        syntax: how they are written.
        base: what relative IRIs are resolved against; when None there may be none.

    Returns:
        Quads. The library's types allow for triples as terms, which RDF 1.1 does not have: so they are not named here.

    Raises:
        SyntaxError: when the statements are gone through, at the first fault.

    >>> [quad.object.value for quad in read(b"<urn:a> <urn:p> 01, 2 .", Syntax.TURTLE)]
    ['01', '2']
    """
    return ox.parse(data, format=syntax, base_iri=base)


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
