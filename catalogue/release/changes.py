"""Changes: of which terms another release may say something else than an edition, found by the files that differ."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalogue.documents.addresses import DUMP
from catalogue.documents.formats import N_QUADS
from catalogue.edition import Edition
from catalogue.quads import Quad, Syntax, graph_name, read

_MOST_FILES = 200
"""How many files may differ: of more, all terms are compared."""


def dump_path(edition: Edition) -> str:
    """Give the path of all statements of a release, in N-Quads: each is on a line of its own, which ends in its file."""
    return f"{edition.settings.own(DUMP)}{N_QUADS.suffix}"


def dump_iri(edition: Edition) -> str:
    """Give the IRI of that dump."""
    return edition.settings.base + edition.settings.own(DUMP)


def changed_terms(edition: Edition, files: Mapping[str, str], dump: Path) -> frozenset[str] | None:
    """Give the terms of all statements in files that are other files in another release, there and here.

    Args:
        edition: the catalogue.
        files: the digests of the files of the data of the other release, by path.
        dump: its statements, which are as they were written.

    Returns:
        IRIs, lexical forms and names of blank nodes: what is stated of any other term is the same. None where more files
        differ than are looked at, or the statements cannot be read.
    """
    graph = edition.graph
    now = {path: graph.digest_of(path) for path in graph.files}
    differing = [path for path in {**files, **now} if files.get(path) != now.get(path)]
    if len(differing) > _MOST_FILES:
        return None
    terms: set[str] = set()
    with graph.reads.paused():
        for path in differing:
            for triple in graph.statements_of(path) if path in now else ():
                terms |= _values(triple)
    try:
        for statement in _statements(dump, [graph_name(graph.base, path) for path in differing if path in files]):
            terms |= _values(statement)
    except (OSError, ValueError, SyntaxError):
        return None
    return frozenset(terms)


def _values(statement: Any) -> set[str]:
    """Give the terms of a triple or quad; the library's types allow for triples among them, which RDF 1.1 does not have."""
    return {statement.subject.value, statement.predicate.value, statement.object.value}


def _statements(dump: Path, graphs: list[str]) -> Iterator[Quad]:
    """Read the statements of some graphs, wherever they stand among the others."""
    if not graphs:
        return
    with dump.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for graph in graphs:
            end, at = f" <{graph}> .\n".encode(), -1
            lines: list[bytes] = []
            while (at := data.find(end, at + 1)) >= 0:
                lines.append(data[data.rfind(b"\n", 0, at) + 1 : at + len(end)])
            yield from read(b"".join(lines), Syntax.N_QUADS, is_lenient=True)
