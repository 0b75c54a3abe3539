"""Running queries over the union of a catalogue's files."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.edition import Edition
from catalogue.errors import Place, QueryError
from catalogue.query.binding import bind
from catalogue.query.faults import place_in, syntax_refusal
from catalogue.query.named import NamedQuery
from catalogue.query.results import Result, read_answer


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
    return QueryError(refusal.message["en"], refusal.message["fr"], Place(query.path, *refusal.start, *refusal.end))
