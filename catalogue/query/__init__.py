"""Queries: named files with typed parameters, run over the union of a catalogue's files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalogue.edition import Edition
from catalogue.errors import Place, QueryError
from catalogue.query.binding import bind, insertions
from catalogue.query.counting import count_rows
from catalogue.query.faults import syntax_refusal, token_end
from catalogue.query.forms import form_of
from catalogue.query.guard import Dataset, Passed, Refusal, look_closely, look_through, unknown_graph
from catalogue.query.named import (
    PARAMETER_TYPES,
    SUFFIX,
    NamedQuery,
    Parameter,
    find_query,
    is_sparql,
    parse_query,
    read_folder,
    read_queries,
    read_query,
    unknown_query,
)
from catalogue.query.results import RESULT_FORMATS, Result, ResultFormat, read_answer, read_json, read_ntriples, read_triples
from catalogue.query.tokens import tokens
from catalogue.query.values import to_python

__all__ = [
    "PARAMETER_TYPES",
    "RESULT_FORMATS",
    "SUFFIX",
    "Dataset",
    "NamedQuery",
    "Parameter",
    "Passed",
    "Refusal",
    "Result",
    "ResultFormat",
    "bind",
    "count_rows",
    "find_query",
    "form_of",
    "insertions",
    "is_sparql",
    "look_closely",
    "look_through",
    "parse_query",
    "place_in",
    "read_folder",
    "read_json",
    "read_ntriples",
    "read_queries",
    "read_query",
    "read_triples",
    "run",
    "syntax_refusal",
    "to_python",
    "token_end",
    "tokens",
    "unknown_graph",
    "unknown_query",
]


def run(edition: Edition, query: NamedQuery, given: Mapping[str, str] | None = None) -> Result:
    """Run a query over the union of a catalogue's files.

    Args:
        edition: the catalogue.
        query: the query.
        given: parameter values by name, as written on the command line.

    Returns:
        The whole result.

    Raises:
        QueryError: the query does not parse (with its place), fails, or a parameter does not fit.
    """
    prefixes = edition.settings.prefixes
    terms = query.bind(given or {}, edition.settings.base, prefixes)
    try:
        return read_answer(edition.graph.query(bind(query.sparql, terms), prefixes), prefixes, edition.settings.base)
    except QueryError as error:
        raise _placed(edition, query, error) from error


def _placed(edition: Edition, query: NamedQuery, error: QueryError) -> QueryError:
    """Give the place of an error in the query as it was written."""
    try:
        edition.graph.query(query.sparql, edition.settings.prefixes)
    except QueryError as plain:
        error = plain
    if place_in(str(error)) is None:
        return QueryError(error.message["en"], error.message["fr"], Place(query.path))
    refusal = syntax_refusal(query.sparql, str(error))
    place = Place(query.path, *refusal.start, *refusal.end)
    return QueryError(refusal.message["en"], refusal.message["fr"], place)


def place_in(words: str) -> re.Match[str] | None:
    """Find the line and the column in what an engine says of a fault; None when it names none.

    >>> place_in("error at 3:14: expected a variable").groups()
    ('3', '14')
    """
    return re.search(r"(?:at |line )(\d+)(?::|,? column )(\d+)", words)
