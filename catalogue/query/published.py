"""Answers of named queries as a release publishes them: with the defaults of their parameters, the same each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TypeAlias
from urllib.parse import quote, urlencode

from catalogue.documents.addresses import NAMED_QUERIES, RELEASES, SPARQL
from catalogue.edition import Edition, held_by_edition, peculiar_of, per_edition
from catalogue.errors import LimitError, Place, QueryError
from catalogue.isolation.reading import reading
from catalogue.messages import Message, Text
from catalogue.quads import Quad, canonical
from catalogue.query.binding import insertions, with_insertions
from catalogue.query.named import NamedQuery, named_queries
from catalogue.query.results import Result, read_triples
from catalogue.query.running import run
from catalogue.reads import ALL, PREDICATE
from catalogue.sparql.forms import changing, is_ordered
from catalogue.sparql.grounds import predicates_of
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import pieces
from catalogue.terms import BlankNode, NamedNode, Term, Triple

_REMEMBERED = 8
_Given: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PublishedAnswer:
    """What a named query answers in a release.

    Attributes:
        given: the values of its parameters by name; those that must be given and are not are left out.
        result: its answer, or None.
        reason: why there is none, by language.
        sparql: the query with the terms of its parameters; empty when there is no answer.
        line: the same on one line, without comments.
    """

    given: Mapping[str, str]
    result: Result | None = None
    reason: Text = field(default_factory=dict)
    sparql: str = ""
    line: str = ""


def why_not(edition: Edition, query: NamedQuery, given: Mapping[str, str] | None = None) -> Text:
    """Say why a release cannot have the answer of a query, before it is asked; empty when it can.

    Args:
        edition: the catalogue.
        query: one of its named queries.
        given: values of parameters by name; the others take their defaults.

    Raises:
        LimitError: to read it takes too much.
    """
    values = given or {}
    for fault in query.faults:
        return Message("query.header-wrong", fault=fault.message)
    missing = [parameter.name for parameter in query.parameters if parameter.default is None and parameter.name not in values]
    if missing:
        names = ", ".join(missing)
        return Message("query.must-given-value-no-default", names=names)
    try:
        query.bind(values, edition.settings.base, edition.settings.prefixes)
    except QueryError as error:
        return Message("query.default-does-not-fit", error=error.message)
    try:
        wrong = query.text.fault(edition.settings.base, edition.settings.prefixes, reading(edition))
    except LimitError as error:
        raise LimitError(error.message, Place(query.path)) from error
    if wrong is not None:
        return Message("query.does-not-parse", wrong=wrong.message)
    token = changing(query.text)
    if token is not None:
        word = token.text.upper()
        is_of_another = word == "SERVICE"
        return Message("query.asks-another-service" if is_of_another else "query.answer-another-each-time-asked", word=word)
    return {}


def answer(edition: Edition, query: NamedQuery, language: str = "", given: Mapping[str, str] | None = None) -> PublishedAnswer:
    """Ask a named query with the defaults of its parameters, or other values.

    Args:
        edition: the catalogue.
        query: one of its named queries.
        language: what its parameters of the type `language` are given instead of their defaults, when not empty.
        given: values of parameters by name; the others take their defaults.

    Returns:
        Its answer, or why there is none. Rows of which the query does not say the order are in that of their terms.

    Raises:
        LimitError: it takes too much, which depends on the machine: no release says so.
    """
    _note_grounds(edition, query)
    values: dict[str, str] = {}
    for parameter in query.parameters:
        value = language if language and parameter.type == "language" else parameter.default
        value = (given or {}).get(parameter.name, value)
        if value is not None:
            values[parameter.name] = value
    answer_to = _recent(edition)
    with edition.graph.reads.paused():
        return answer_to(query.name, tuple(values.items()))


def _note_grounds(edition: Edition, query: NamedQuery) -> None:
    """Note what the answer of a query follows from: triples with some predicates, where these alone decide it."""
    reads, predicates = edition.graph.reads, _predicates(edition, query.name)
    if predicates is None:
        reads.note(*ALL)
        return
    reads.note_each(PREDICATE, predicates)
    _put_with_care(edition)


@held_by_edition
def _predicates(edition: Edition, name: str) -> Sequence[NamedNode] | None:
    """Give the predicates of the triples that a query looks for; None where its answer follows from others too."""
    settings = edition.settings
    predicates = predicates_of(named_queries(edition)[name].text, settings.base, settings.prefixes)
    return None if predicates is None else [NamedNode(iri) for iri in sorted(predicates)]


@per_edition
def _put_with_care(edition: Edition) -> Sequence[Sequence[str]]:
    """Give the properties that have values with which queries are put to the store in another way."""
    peculiar = edition.graph.once(peculiar_of)
    beyond = [f"{iri} {first}" for iri, first in sorted(peculiar.beyond.items())]
    return sorted(peculiar.marked), sorted(peculiar.boolean), beyond


@held_by_edition
def _recent(edition: Edition) -> Callable[[str, _Given], PublishedAnswer]:
    """Give what answers a query by its name and the values of its parameters, and keeps the last answers."""
    return lru_cache(maxsize=_REMEMBERED)(partial(_answer, edition))


def _answer(edition: Edition, name: str, values: _Given) -> PublishedAnswer:
    query, given = named_queries(edition)[name], dict(values)
    reason = why_not(edition, query, given)
    if reason:
        return PublishedAnswer(given, reason=reason)
    try:
        result = run(edition, query, given)
        terms = query.bind(given, edition.settings.base, edition.settings.prefixes)
    except QueryError as error:
        return PublishedAnswer(given, reason=error.message)
    return answered(query, given, terms, _canonical(result) if result.is_graph else result)


def answered(query: NamedQuery, given: Mapping[str, str], terms: Mapping[str, Term], result: Result) -> PublishedAnswer:
    """Give a result as the answer of a named query, its rows in the order of their terms where the query says none.

    Args:
        query: the query.
        given: the values of its parameters by name.
        terms: the same as terms, as the query takes them.
        result: what it answers.
    """
    steady = result if result.is_graph or is_ordered(query.text) else result.in_order()
    put_in = insertions(query.text, terms)
    return PublishedAnswer(given, steady, sparql=with_insertions(query.sparql, put_in), line=compact(query.text, put_in))


def _canonical(result: Result) -> Result:
    """Name blank nodes by their statements: a query names those that it makes anew each time."""
    if not any(isinstance(term, BlankNode) for row in result.rows for term in row):
        return result
    dataset = canonical(Quad(*row) for row in result.rows)  # type: ignore[arg-type] # all three are bound
    return read_triples((Triple(q.subject, q.predicate, q.object) for q in dataset), result.prefixes, result.base)


def named_address(edition: Edition, query: NamedQuery, answer: PublishedAnswer) -> str:
    """Give the address at which the service answers a named query as here; empty when there is no service.

    With the name of a release before it, that release answers; pages do not have it, so that they do not change with it.

    Args:
        edition: the catalogue.
        query: the query.
        answer: its answer, with the values of its parameters.
    """
    root = _root(edition)
    if root is None or not answer.line:
        return ""
    fields = urlencode(answer.given, safe="/:", quote_via=quote)
    return f"{root}/{NAMED_QUERIES}/{quote(query.name, safe='')}" + (f"?{fields}" if fields else "")


def queries_of_release(edition: Edition) -> str:
    """Give what the addresses begin with at which the service answers named queries from this release; empty without one."""
    root = _root(edition)
    return f"{root}/{RELEASES}/{edition.release}/{NAMED_QUERIES}/" if root is not None and edition.queries else ""


def _root(edition: Edition) -> str | None:
    """Give the address below which the service is, without a slash at its end; None when there is none."""
    address = edition.settings.sparql.address
    return address.rstrip("/").removesuffix(f"/{SPARQL}") if address is not None else None


def compact(query: QueryText, put_in: Sequence[tuple[int, str]] = ()) -> str:
    r"""Give a query on one line, without comments.

    Args:
        query: the query.
        put_in: what is put into it: positions between its tokens, in their order, and the text there.

    >>> compact(QueryText("# title: All\nSELECT *  # so\n{ ?s ?p 'a  b' }\n"), [(29, " VALUES ?s { 1 }")])
    "SELECT * { VALUES ?s { 1 } ?s ?p 'a  b' }"
    """
    kept: list[str] = []
    pending, at = list(put_in), 0
    for kind, written in pieces(query.text, query.tokens):
        while pending and pending[0][0] <= at:
            kept.append(pending.pop(0)[1])
        if kind not in {"space", "comment"}:
            kept.append(written)
        elif kept and not kept[-1].endswith(" "):
            kept.append(" ")
        at += len(written)
    return "".join([*kept, *(inserted for _, inserted in pending)]).strip()


def without_header(sparql: str) -> str:
    r"""Give a query without the comments that stand before it.

    >>> without_header("# title: All\n\n# note\nSELECT * {} # so\n")
    'SELECT * {} # so\n'
    """
    lines = sparql.splitlines(keepends=True)
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines = lines[1:]
    return "".join(lines)
