"""Formats: the forms in which results of queries leave the program, and triples written in those that are for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from catalogue.serialise import rdf_xml, turtle
from catalogue.terms import Triple, sort_key


@dataclass(frozen=True)
class ResultFormat:
    """A form in which results leave the program.

    Attributes:
        name: what it is called on the command line.
        media_type: its media type.
        suffix: the suffix of its files.
        solutions: pyoxigraph's format for solutions and booleans, or None.
        triples: pyoxigraph's format for triples, or None.
    """

    name: str
    media_type: str
    suffix: str
    solutions: ox.QueryResultsFormat | None = None
    triples: ox.RdfFormat | None = None


RESULT_FORMATS: Mapping[str, ResultFormat] = {
    format_.name: format_
    for format_ in (
        ResultFormat("csv", "text/csv", ".csv", solutions=ox.QueryResultsFormat.CSV),
        ResultFormat("tsv", "text/tab-separated-values", ".tsv", solutions=ox.QueryResultsFormat.TSV),
        ResultFormat("json", "application/sparql-results+json", ".srj", solutions=ox.QueryResultsFormat.JSON),
        ResultFormat("xml", "application/sparql-results+xml", ".srx", solutions=ox.QueryResultsFormat.XML),
        ResultFormat("turtle", "text/turtle", ".ttl", triples=ox.RdfFormat.TURTLE),
        ResultFormat("ntriples", "application/n-triples", ".nt", triples=ox.RdfFormat.N_TRIPLES),
        ResultFormat("rdfxml", "application/rdf+xml", ".rdf", triples=ox.RdfFormat.RDF_XML),
        ResultFormat("jsonld", "application/ld+json", ".jsonld", triples=ox.RdfFormat.JSON_LD),
        ResultFormat("markdown", "text/markdown", ".md"),
    )
}
"""The forms in which results leave the program, by name."""


def write_triples(triples: Sequence[Triple], format_: ResultFormat, prefixes: Mapping[str, str]) -> bytes:
    """Write triples in a format that is for triples, in the order they come; subject by subject in Turtle.

    Raises:
        ValueError: the format cannot hold what they say.
    """
    if format_.triples == ox.RdfFormat.TURTLE:
        return turtle(triples, prefixes)
    if format_.triples == ox.RdfFormat.RDF_XML:
        return rdf_xml(triples, prefixes)
    return ox.serialize((ox.Triple(*triple) for triple in triples), format=format_.triples) or b""


def in_order(triples: Iterable[Any]) -> list[Any]:
    """Give triples each once, in the stable order."""
    return sorted(set(triples), key=lambda t: (sort_key(t[0]), sort_key(t[1]), sort_key(t[2])))
