"""Running queries over the union of a catalogue's files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from catalogue.edition import Edition
from catalogue.errors import LimitError, Place
from catalogue.query.evaluating import evaluated, evaluator
from catalogue.query.named import NamedQuery
from catalogue.query.notes import notes_beside
from catalogue.query.results import Result, read_answer
from catalogue.sparql.notes import Note


def run(edition: Edition, query: NamedQuery, given: Mapping[str, str] | None = None) -> Result:
    """Run a query over the union of a catalogue's files.

    Args:
        edition: the catalogue; where it has limits, a worker evaluates the query within them.
        query: the query.
        given: parameter values by name, as written on the command line.

    Returns:
        The whole result, with what is told beside it.

    Raises:
        QueryError: the query does not parse (with its place), fails, or a parameter does not fit.
        LimitError: it takes more than it may, or ended the worker.
    """
    values = dict(given or {})
    query.bind(values, edition.settings.base, edition.settings.prefixes)  # what does not fit is known before anything is loaded
    result, doubts = _answered(edition, query, values)
    if doubts:
        result = result.noted(lambda: iter(doubts))
    return result.noted(partial(notes_beside, edition, query, values, result))


def _answered(edition: Edition, query: NamedQuery, given: Mapping[str, str]) -> tuple[Result, list[Note]]:
    settings = edition.settings
    aside = evaluator(edition)
    if aside is None:
        answer, doubts = evaluated(edition, query, given)
        return read_answer(answer, settings.prefixes, settings.base), doubts
    try:
        return aside.ask(query, given)
    except LimitError as error:
        raise LimitError(error.message, Place(query.path)) from error
