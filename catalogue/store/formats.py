"""Formats: the forms in which results of queries leave the program, and triples written in those that are for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from catalogue.documents.formats import CSV, JSON_LD, N_TRIPLES, RESULTS, TURTLE, Format
from catalogue.quads import Syntax
from catalogue.serialise import rdf_xml, serialised, turtle
from catalogue.store.engine import SolutionsFormat
from catalogue.terms import Triple, sort_key


class ResultFormat(NamedTuple):
    """A form in which results leave the program.

    Attributes:
        name: what it is called on the command line.
        media_type: its media type.
        suffix: the suffix of its files.
        solutions: the store's format for solutions and booleans, or None.
        triples: the syntax for triples, or None.
    """

    name: str
    media_type: str
    suffix: str
    solutions: SolutionsFormat | None = None
    triples: Syntax | None = None


def _as_document(
    format_: Format, name: str = "", *, solutions: SolutionsFormat | None = None, triples: Syntax | None = None
) -> ResultFormat:
    """Give a format that documents have, too, by its name there or another one."""
    return ResultFormat(name or format_.name, format_.media_type, format_.suffix, solutions, triples)


RESULT_FORMATS: Mapping[str, ResultFormat] = {
    format_.name: format_
    for format_ in (
        _as_document(CSV, solutions=SolutionsFormat.CSV),
        ResultFormat("tsv", "text/tab-separated-values", ".tsv", solutions=SolutionsFormat.TSV),
        _as_document(RESULTS, "json", solutions=SolutionsFormat.JSON),
        ResultFormat("xml", "application/sparql-results+xml", ".srx", solutions=SolutionsFormat.XML),
        _as_document(TURTLE, triples=Syntax.TURTLE),
        _as_document(N_TRIPLES, triples=Syntax.N_TRIPLES),
        ResultFormat("rdfxml", "application/rdf+xml", ".rdf", triples=Syntax.RDF_XML),
        _as_document(JSON_LD, triples=Syntax.JSON_LD),
        ResultFormat("markdown", "text/markdown", ".md"),
    )
}
"""The forms in which results leave the program, by name."""


def write_triples(triples: Sequence[Triple], format_: ResultFormat, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in a format that is for triples, in the order they come; subject by subject in Turtle.

    Raises:
        ValueError: the format cannot hold what they say.
    """
    if format_.triples == Syntax.TURTLE:
        return turtle(triples, prefixes)
    if format_.triples == Syntax.RDF_XML:
        return rdf_xml(triples, prefixes)
    return serialised(triples, format_.triples) if format_.triples is not None else b""


def in_order(triples: Iterable[Any]) -> list[Any]:
    """Give triples each once, in the stable order."""
    return sorted(set(triples), key=lambda t: (sort_key(t[0]), sort_key(t[1]), sort_key(t[2])))
