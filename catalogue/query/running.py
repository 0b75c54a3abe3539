"""Running queries over the union of a catalogue's files."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from catalogue.config import Sparql
from catalogue.edition import Edition
from catalogue.errors import Place, QueryError
from catalogue.messages import Message, Text
from catalogue.query.binding import bind
from catalogue.query.named import NamedQuery
from catalogue.query.results import Result, read_answer
from catalogue.sparql.exact import Data, exact
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.guard import Dataset, Passed, Refusal, look_closely
from catalogue.sparql.parser import DEEPEST
from catalogue.sparql.query import QueryText
from catalogue.sparql.scopes import unbound
from catalogue.terms import NamedNode


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
        return read_answer(answer, settings.prefixes, settings.base)
    except QueryError as error:
        raise QueryError(error.message, Place(query.path)) from error


def _data_of(edition: Edition, passed: Passed) -> Data:
    store = edition.store
    return Data(store.peculiar, store.graphs if passed.chosen is None else passed.chosen.named)


def never_bound(query: NamedQuery) -> Iterator[Text]:
    """Tell which variables of a query have no value whatever the data says, which is why a column or an answer is empty.

    Args:
        query: the query, which parses.

    Yields:
        A sentence for each, with the variable that may be meant.
    """
    for variable in unbound(query.text, [parameter.name for parameter in query.parameters]):
        near = variable.near
        hint = Message("query.did-you-mean", near=near) if near else {}
        yield {tag: sentence + hint[tag] for tag, sentence in variable.message.items()}


def unmentioned(edition: Edition, query: NamedQuery, given: Mapping[str, str]) -> Iterator[Text]:
    """Tell which parameters name what the catalogue says nothing of, which may be why an answer is empty.

    Args:
        edition: the catalogue.
        query: the query.
        given: parameter values by name, which fit.

    Yields:
        A sentence for each, with the nearest thing beside it that statements are about.
    """
    settings = edition.settings
    for name, term in query.bind(given, settings.base, settings.prefixes).items():
        if name not in given or not isinstance(term, NamedNode) or edition.graph.mentions(term):
            continue
        hint = _nearest(edition, term.value, given[name])
        yield (
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


def dataset_of(edition: Edition) -> Dataset:
    """Give what a query may name by `FROM`: each file of the catalogue."""
    settings = edition.settings
    return Dataset({settings.base + path for path in edition.graph.files}, settings.base, settings.prefixes)


_HERE = Sparql(query=2**31, depth=DEEPEST, patterns=2**31, operators=2**31)
"""In this process only what would end it has a limit: how deep a query is nested."""
