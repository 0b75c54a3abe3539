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
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.guard import Dataset, Refusal, look_closely
from catalogue.sparql.parser import DEEPEST
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
        answer = edition.store.query(bind(query.text, terms), settings.prefixes, passed.chosen)
        return read_answer(answer, settings.prefixes, settings.base)
    except QueryError as error:
        raise QueryError(error.message, Place(query.path)) from error


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
        yield {tag: words + hint[tag] for tag, words in variable.message.items()}


def unmentioned(edition: Edition, query: NamedQuery, given: Mapping[str, str]) -> Iterator[Text]:
    """Tell which parameters name what the catalogue says nothing of, which may be why an answer is empty.

    Args:
        edition: the catalogue.
        query: the query.
        given: parameter values by name, which fit.

    Yields:
        A sentence for each, with the nearest thing beside it that something is said of.
    """
    settings = edition.settings
    for name, term in query.bind(given, settings.base, settings.prefixes).items():
        if name not in given or not isinstance(term, NamedNode) or edition.graph.mentions(term):
            continue
        around = term.value[: max(term.value.rfind("/"), term.value.rfind("#")) + 1]
        local = term.value.removeprefix(around)
        said = (subject.value for subject in edition.graph.subjects_said() if isinstance(subject, NamedNode))
        near = difflib.get_close_matches(local, [iri.removeprefix(around) for iri in said if iri.startswith(around)], 1)
        hint = given[name].removesuffix(local) + near[0] if near and given[name].endswith(local) else ""
        yield (
            Message("query.catalogue-says-nothing-did-you", given=given[name], name=name, hint=hint)
            if hint
            else Message("query.catalogue-says-nothing", given=given[name], name=name)
        )


def dataset_of(edition: Edition) -> Dataset:
    """Give what a query may name by `FROM`: each file of the catalogue."""
    settings = edition.settings
    return Dataset({settings.base + path for path in edition.graph.files}, settings.base, settings.prefixes)


_HERE = Sparql(query=2**31, depth=DEEPEST, patterns=2**31, operators=2**31)
"""In this process only what would end it has a limit: how deep a query is nested."""
