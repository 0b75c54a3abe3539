"""Running queries over the union of a catalogue's files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from catalogue.config import Sparql
from catalogue.edition import Edition
from catalogue.errors import Place, QueryError
from catalogue.quads import graph_name
from catalogue.query.binding import bind
from catalogue.query.named import NamedQuery
from catalogue.query.notes import notes_beside
from catalogue.query.results import Result, read_answer
from catalogue.sparql.exact import Data, exact
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.guard import Dataset, Passed, Refusal, look_closely
from catalogue.sparql.notes import Note
from catalogue.sparql.parser import DEEPEST
from catalogue.sparql.query import QueryText


def run(edition: Edition, query: NamedQuery, given: Mapping[str, str] | None = None) -> Result:
    """Run a query over the union of a catalogue's files.

    Args:
        edition: the catalogue.
        query: the query.
        given: parameter values by name, as written on the command line.

    Returns:
        The whole result, with what is told beside it.

    Raises:
        QueryError: the query does not parse (with its place), fails, or a parameter does not fit.
    """
    settings = edition.settings
    terms = query.bind(given or {}, settings.base, settings.prefixes)
    try:
        passed = look_closely(query.text, _HERE, dataset_of(edition))
        refusal = syntax_refusal(query.text, settings.prefixes, settings.base)
        if refusal is not None:
            raise refusal
    except Refusal as refused:
        place = Place(query.path, *refused.start, *refused.end)
        raise QueryError(refused.message, place) from refused
    try:
        put = exact(QueryText(bind(query.text, terms)), _data_of(edition, passed), settings.base, settings.prefixes)
        answer = edition.store.query(put.text, settings.prefixes, passed.chosen)
        result = read_answer(answer, settings.prefixes, settings.base)
    except QueryError as error:
        raise QueryError(error.message, Place(query.path)) from error
    if put.doubts:
        doubts = [Note.of(doubt, Place(query.path)) for doubt in put.doubts]
        result = result.noted(lambda: iter(doubts))
    return result.noted(partial(notes_beside, edition, query, dict(given or {}), result))


def _data_of(edition: Edition, passed: Passed) -> Data:
    store = edition.store
    return Data(store.peculiar, store.graphs if passed.chosen is None else passed.chosen.named)


def dataset_of(edition: Edition) -> Dataset:
    """Give what a query may name by `FROM`: each file of the catalogue."""
    settings = edition.settings
    return Dataset({graph_name(settings.base, path) for path in edition.graph.files}, settings.base, settings.prefixes)


_HERE = Sparql(query=2**31, depth=DEEPEST, patterns=2**31, operators=2**31)
"""In this process only what would end it has a limit: how deep a query is nested."""
