"""What is told beside the answer of a query: why it, or a column of it, may be empty."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from catalogue.edition import Edition
from catalogue.messages import Message
from catalogue.query.named import NamedQuery
from catalogue.query.results import Result
from catalogue.sparql import empty
from catalogue.sparql.notes import Note
from catalogue.terms import NamedNode


def notes_beside(edition: Edition, query: NamedQuery, given: Mapping[str, str], result: Result) -> Iterator[Note]:
    """Tell what a reader should know of an answer, beside it.

    Args:
        edition: the catalogue.
        query: the query, which parses.
        given: parameter values by name, which fit.
        result: its answer.
    """
    yield from never_bound(query)
    if not result:
        yield from unmentioned(edition, query, given)


def never_bound(query: NamedQuery) -> Iterator[Note]:
    """Tell which variables of a query have no value whatever the data says; see `sparql.empty`."""
    return empty.never_bound(query.text, [parameter.name for parameter in query.parameters], query.path)


def unmentioned(edition: Edition, query: NamedQuery, given: Mapping[str, str]) -> Iterator[Note]:
    """Tell which parameters name what the catalogue says nothing of, which may be why an answer is empty.

    Args:
        edition: the catalogue.
        query: the query.
        given: parameter values by name, which fit.

    Yields:
        A note for each, with the nearest thing beside it that statements are about.
    """
    settings = edition.settings
    for name, term in query.bind(given, settings.base, settings.prefixes).items():
        if name not in given or not isinstance(term, NamedNode) or edition.graph.mentions(term):
            continue
        hint = _nearest(edition, term.value, given[name])
        yield Note.of(
            Message("query.catalogue-says-nothing-did-you", given=given[name], name=name, hint=hint)
            if hint
            else Message("query.catalogue-says-nothing", given=given[name], name=name)
        )


def _nearest(edition: Edition, iri: str, written: str) -> str:
    """Give the subject that is nearest to an IRI, as the parameter was written; empty when there is none."""
    namespace = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    local = iri.removeprefix(namespace)
    if not written.endswith(local):
        return ""
    subjects = (subject.value for subject in edition.graph.all_subjects() if isinstance(subject, NamedNode))
    near = difflib.get_close_matches(local, [s.removeprefix(namespace) for s in subjects if s.startswith(namespace)], 1)
    return written.removesuffix(local) + near[0] if near else ""
