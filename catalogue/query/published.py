"""Answers of named queries as a release publishes them: with the defaults of their parameters, the same each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from urllib.parse import quote

import pyoxigraph as ox

from catalogue.edition import Edition, per_edition
from catalogue.errors import QueryError
from catalogue.messages import Message, Text
from catalogue.query.binding import bind
from catalogue.query.named import NamedQuery, named_queries
from catalogue.query.results import Result, read_triples
from catalogue.query.running import run
from catalogue.sparql.syntax import syntax_fault
from catalogue.sparql.text import changing, form, is_ordered, pieces, tokens
from catalogue.store.embedded import Embedded
from catalogue.terms import BlankNode, Triple

_REMEMBERED = 8


@dataclass(frozen=True)
class Answer:
    """What a named query answers in a release.

    Attributes:
        given: the values of its parameters by name; those that must be given and are not are left out.
        result: its answer, or None.
        reason: why there is none, by language.
        sparql: the query with the terms of its parameters; empty when there is no answer.
    """

    given: Mapping[str, str]
    result: Result | None = None
    reason: Text = field(default_factory=dict)
    sparql: str = ""


def why_not(edition: Edition, query: NamedQuery) -> Text:
    """Say why a release cannot have the answer of a query, before it is asked; empty when it can."""
    for fault in query.faults:
        return Message("query.header-wrong", fault=fault.message)
    missing = [parameter.name for parameter in query.parameters if parameter.default is None]
    if missing:
        names = ", ".join(missing)
        return Message("query.must-given-value-no-default", names=names)
    try:
        query.bind({}, edition.settings.base, edition.settings.prefixes)
    except QueryError as error:
        return Message("query.default-does-not-fit", error=error.message)
    found = tokens(query.sparql)
    wrong = syntax_fault(query.sparql, found, edition.settings.prefixes, Embedded(edition.settings.base))
    if wrong is not None:
        return Message("query.does-not-parse", wrong=wrong.message)
    token = changing(found)
    if token is not None:
        word = token.text.upper()
        return Message("query.answer-another-each-time-asked", word=word)
    return {}


def gives_triples(query: NamedQuery) -> bool:
    """Tell whether a query gives triples and not a table."""
    keyword = form(tokens(query.sparql))
    return keyword is not None and keyword.says("CONSTRUCT", "DESCRIBE")


def answer(edition: Edition, query: NamedQuery, language: str = "") -> Answer:
    """Ask a named query with the defaults of its parameters.

    Args:
        edition: the catalogue.
        query: one of its named queries.
        language: what its parameters of the type `language` are given instead of their defaults, when not empty.

    Returns:
        Its answer, or why there is none. Rows of which the query does not say the order are in that of their terms.
    """
    is_spoken = any(parameter.type == "language" and parameter.default is not None for parameter in query.parameters)
    return _recent(edition)(query.name, language if is_spoken else "")


@per_edition
def _recent(edition: Edition) -> Callable[[str, str], Answer]:
    """Give what answers a query by its name in a language, and keeps the last answers: the documents of a query ask in turn."""
    return lru_cache(maxsize=_REMEMBERED)(partial(_answer, edition))


def _answer(edition: Edition, name: str, language: str) -> Answer:
    query = named_queries(edition)[name]
    given = {
        parameter.name: language if language and parameter.type == "language" else parameter.default
        for parameter in query.parameters
        if parameter.default is not None
    }
    reason = why_not(edition, query)
    if reason:
        return Answer(given, reason=reason)
    try:
        result = run(edition, query, given)
        terms = query.bind(given, edition.settings.base, edition.settings.prefixes)
    except QueryError as error:
        return Answer(given, reason=error.message)
    steady = _canonical(result) if result.is_graph else result if is_ordered(tokens(query.sparql)) else result.in_order()
    return Answer(given, steady, sparql=bind(query.sparql, terms))


def _canonical(result: Result) -> Result:
    """Name blank nodes by what is said of them: a query names those that it makes anew each time."""
    if not any(isinstance(term, BlankNode) for row in result.rows for term in row):
        return result
    dataset = ox.Dataset(ox.Quad(*row) for row in result.rows)  # type: ignore[arg-type] # all three are bound
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return read_triples((Triple(q.subject, q.predicate, q.object) for q in dataset), result.prefixes, result.base)


def permalink(edition: Edition, sparql: str) -> str:
    """Give the address at which the SPARQL service answers a query from this very release; empty when there is no service.

    Args:
        edition: the catalogue.
        sparql: the query with the terms of its parameters.
    """
    address = edition.settings.sparql.address
    if address is None or not sparql:
        return ""
    root = address.rstrip("/").removesuffix("/sparql")
    return f"{root}/release/{edition.release}/sparql?query={quote(compact(sparql), safe='')}"


def compact(sparql: str) -> str:
    r"""Give a query on one line, without comments.

    >>> compact("# title: All\nSELECT *  # so\n{ ?s ?p 'a  b' }\n")
    "SELECT * { ?s ?p 'a  b' }"
    """
    kept: list[str] = []
    for kind, words in pieces(sparql):
        if kind not in {"space", "comment"}:
            kept.append(words)
        elif kept and kept[-1] != " ":
            kept.append(" ")
    return "".join(kept).strip()


def without_header(sparql: str) -> str:
    r"""Give a query without the comments that stand before it.

    >>> without_header("# title: All\n\n# note\nSELECT * {} # so\n")
    'SELECT * {} # so\n'
    """
    lines = sparql.splitlines(keepends=True)
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines = lines[1:]
    return "".join(lines)
