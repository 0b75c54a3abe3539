"""What is told beside the answer of a query: why it, or a column of it, may be empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue.edition import Edition, per_edition
from catalogue.errors import InputError
from catalogue.messages import Message
from catalogue.query.named import NamedQuery
from catalogue.query.results import Result
from catalogue.query.vocabulary import known_to
from catalogue.sparql import empty
from catalogue.sparql.empty import Context, Given
from catalogue.sparql.notes import Note
from catalogue.sparql.otherwise import otherwise_written
from catalogue.terms import NamedNode, Term


def notes_beside(edition: Edition, query: NamedQuery, given: Mapping[str, str], result: Result) -> Iterator[Note]:
    """Tell what a reader should know of an answer, beside it.

    Args:
        edition: the catalogue.
        query: the query, which parses.
        given: parameter values by name, which fit.
        result: its answer.
    """
    settings = edition.settings
    yield from half_read(edition)
    yield from never_bound(query)
    if not result.lacks_values:
        return
    known, context = known_to(edition), Context(settings.base, settings.prefixes, query.path)
    terms = query.bind(given, settings.base, settings.prefixes)
    yield from empty.unmentioned(naming(given, terms), known, context)
    yield from empty.unknown_terms(query.text, known, context)
    yield from otherwise_written(query.text, known, context)


@per_edition
def half_read(edition: Edition) -> tuple[Note, ...]:
    """Tell which files of the data could be read in part only, so that answers may lack what they say.

    Returns:
        A note for each at the first place that could not be read; of many, of the first three, and one that counts the others.
    """
    fatal = (next((issue for issue in source.issues if issue.fatal), None) for source in edition.data)
    issues = [issue for issue in fatal if issue is not None]
    notes = [Note.of(Message("query.half-read", issue=issue.message), issue.place) for issue in issues[:_SHOWN]]
    more = len(issues) - len(notes)
    return (*notes, *([Note.of(Message("query.half-read-more", count=more))] if more else []))


_SHOWN = 3


def refuse_half_read(edition: Edition) -> None:
    """Refuse to go on where files of the data could be read in part only.

    Raises:
        InputError: there are such files; with the place of the first.
    """
    for note in half_read(edition):
        raise InputError(note.message, note.place)


def naming(given: Mapping[str, str], terms: Mapping[str, Term]) -> Iterator[Given]:
    """Give those of the parameters of a query that were given and name something.

    Args:
        given: parameter values by name.
        terms: the terms of all parameters.
    """
    for name, term in terms.items():
        if name in given and isinstance(term, NamedNode):
            yield Given(name, given[name], term.value)


def never_bound(query: NamedQuery) -> Iterator[Note]:
    """Tell which variables of a query have no value whatever the data says; see `sparql.empty`."""
    return empty.never_bound(query.text, [parameter.name for parameter in query.parameters], query.path)
