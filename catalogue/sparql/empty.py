"""Why an answer, or a column of it, is empty: variables that nothing binds, and terms that the catalogue does not know."""

from __future__ import annotations

import time
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.names import Prefixes
from catalogue.sparql.known import Known
from catalogue.sparql.names import Named, Names
from catalogue.sparql.notes import QUERY, Note, place_of_token
from catalogue.sparql.query import QueryText
from catalogue.sparql.roles import roles
from catalogue.sparql.scopes import unbound
from catalogue.sparql.slips import shortened
from catalogue.sparql.tokens import SparqlToken, neighbours
from catalogue.terms import XSD

_MOST = 5
"""How many terms are named: a query that has more unknown ones is for another catalogue."""

_PATIENCE = 0.2
"""For how many seconds of this thread it is looked for what may be meant: no more is begun behind them."""


class Context(NamedTuple):
    """How a query is read.

    Attributes:
        base: what relative IRIs are resolved against.
        prefixes: the prefixes that it need not declare.
        path: its file, for places; None where it has been changed since it was written, and nobody knows its places.
    """

    base: str
    prefixes: Mapping[str, str]
    path: str | None = QUERY


def never_bound(query: QueryText, given: Collection[str] = (), path: str | None = QUERY) -> Iterator[Note]:
    """Tell which variables of a query have no value whatever the data says, which is why a column or an answer is empty.

    Args:
        query: the query, which parses.
        given: the names of its parameters, which have values everywhere.
        path: its file, for places; None as in `Context`.

    Yields:
        A note for each, with the variable that may be meant.

    >>> [str(note) for note in never_bound(QueryText("SELECT ?nme { ?s ?p ?name }"))]
    ['<query>:1:8: ?nme is never bound; did you mean ?name?']
    """
    for variable in unbound(query.tree, given):
        near = variable.near
        hint = Message("query.did-you-mean", near=near) if near else {}
        message = {tag: sentence + hint.get(tag, "") for tag, sentence in variable.message.items()}
        place = place_of_token(query.text, variable.token, path) if path is not None else None
        yield Note(variable.message.code, message, place)


def unknown_terms(query: QueryText, known: Known, context: Context, skipped: Container[str] = ()) -> Iterator[Note]:
    """Tell which terms of a query neither the data nor the vocabulary has, which may be why an answer is empty.

    Args:
        query: the query, which parses.
        known: what the catalogue knows.
        context: how the query is read.
        skipped: IRIs of which nothing is told.

    Yields:
        A note for each, with what may be meant; at most five.

    >>> known = Known(lambda iri: False, lambda: ["urn:e/Plant"])
    >>> query = QueryText("PREFIX e: <urn:e/> SELECT ?s { ?s a e:Plnat }")
    >>> [str(note) for note in unknown_terms(query, known, Context("urn:e/", {}))]
    ['<query>:1:37: neither the data nor the vocabulary has e:Plnat; did you mean e:Plant?']
    """
    names = query.names(context.base, context.prefixes)
    yield from islice(_unknown(query, names, known, context, skipped), _MOST)


def _unknown(query: QueryText, names: Names, known: Known, context: Context, skipped: Container[str]) -> Iterator[Note]:
    end = time.thread_time() + _PATIENCE
    shown = _Shown(Prefixes(names.prefixes), context.base)
    for asked in _unknown_to(known, _asked_of_data(query, names), skipped):
        near = asked.nearest(known) if time.thread_time() < end else None
        if near is None and asked.may_be_absent:
            continue
        token = asked.named.token
        hint = hint_of(shown.name(near, asked.named)) if near is not None else shown.siblings(known, asked)
        place = place_of_token(query.text, token, context.path) if context.path is not None else None
        yield Note.of(asked.unknown(shortened(token.text), hint), place)


def _unknown_to(known: Known, listed: Iterable[_Asked], skipped: Container[str]) -> Iterator[_Asked]:
    """Choose the IRIs that the catalogue does not know, each once as a graph and once as another term."""
    noted: set[tuple[str, bool]] = set()
    for asked in listed:
        key = asked.named.iri, asked.is_graph
        if key not in noted and asked.named.iri not in skipped and not asked.is_known(known):
            noted.add(key)
            yield asked


def hint_of(name: str) -> Message:
    """Say what may be meant, behind what is wrong."""
    return Message("query.hint-near", near=name)


class Given(NamedTuple):
    """A parameter of a query that names something.

    Attributes:
        name: its name.
        written: its value as it was given.
        iri: what that stands for.
    """

    name: str
    written: str
    iri: str


def unmentioned(parameters: Iterable[Given], known: Known, context: Context) -> Iterator[Note]:
    """Tell which parameters name what the data says nothing of, which may be why an answer is empty.

    Args:
        parameters: those that were given.
        known: what the catalogue knows.
        context: how the query is read.

    Yields:
        A note for each, with what may be meant.

    >>> known = Known(lambda iri: iri == "urn:e/season/2", lambda: ["urn:e/season/2", "urn:e/week/2"])
    >>> str(next(unmentioned([Given("season", "2", "urn:e/2")], known, Context("urn:e/", {}))))
    '2 (season) does not occur in the catalogue; did you mean season/2?'
    """
    for name, written, iri in parameters:
        if known.mentions(iri):
            continue
        kind, local = iri.removesuffix(written) + name, f"/{written}"
        near = kind + local if iri.endswith(written) and known.mentions(kind + local) else known.nearest(iri)
        hint: Text | str = hint_of(_as_given(near, written, context)) if near is not None else ""
        yield Note.of(Message("query.catalogue-says-nothing", given=shortened(written), name=name, hint=hint))


def _as_given(iri: str, written: str, context: Context) -> str:
    """Write an IRI as another was given: whole, else relative to the base or with a prefix."""
    if "://" in written or written.startswith("<"):
        return f"<{iri}>" if written.startswith("<") else iri
    short = Prefixes(context.prefixes).shorten(iri)
    is_relative = iri.startswith(context.base) and iri != context.base and (":" not in written or short == iri)
    return iri.removeprefix(context.base) if is_relative else short


class _Asked(NamedTuple):
    """An IRI that a query asks the data for.

    Attributes:
        named: the IRI and its token.
        is_graph: whether it names a graph.
        may_be_absent: whether an answer may be there without it, as with a path of no step.
        role: what it stands for, `property` or `class`; nothing where its position does not say that.
    """

    named: Named
    is_graph: bool
    may_be_absent: bool
    role: str = ""

    def is_known(self, known: Known) -> bool:
        """Whether the catalogue knows it."""
        return self.named.iri in known.graphs if self.is_graph else known.knows(self.named.iri)

    def nearest(self, known: Known) -> str | None:
        """Give what may be meant."""
        return known.nearest_graph(self.named.iri) if self.is_graph else known.nearest(self.named.iri, self.role)

    def unknown(self, name: str, hint: Text | str) -> Message:
        """Say that it is not known."""
        if self.is_graph:
            return Message("query.graph-unknown", name=name, hint=hint)
        return Message("query.term-unknown", name=name, hint=hint)


def _asked_of_data(query: QueryText, names: Names) -> Iterator[_Asked]:
    """List the IRIs that are looked for in the data: no functions, no datatypes, no namespaces."""
    around = {token.start: (before, after) for before, token, after in neighbours(query.tokens)}
    by_position = roles(query.tree, names)
    for named in names.asked_for(query.tree.template):
        before, after = around[named.token.start]
        if named.iri.endswith(("/", "#")) or named.iri.startswith(XSD):
            continue
        if before.text == "^^" or before.says("FROM", "NAMED") or _is_call(before, after):
            continue
        may_be_absent = before.text == "!" or (after.kind == "sign" and after.text in {"*", "?"})
        yield _Asked(named, before.says("GRAPH"), may_be_absent, by_position.get(named.token.start, ""))


def _is_call(before: SparqlToken, after: SparqlToken) -> bool:
    """Tell a function from a property whose value is a collection: what stands before that is its subject, or divides."""
    is_of_pattern = before.kind in {"variable", "iri", "name", "blank"} or before.text in {";", "[", "]", ")"}
    return after.text == "(" and not is_of_pattern


class _Shown(NamedTuple):
    """How IRIs are shown to whoever wrote a query: as they can be written there."""

    prefixes: Prefixes
    base: str

    def name(self, iri: str, like: Named) -> str:
        """Write an IRI with a prefix, first with that of another one, else relative to the base, else whole."""
        short = like.written(iri) or self.prefixes.shorten(iri)
        return short if short != iri else f"<{iri.removeprefix(self.base) or iri}>"

    def siblings(self, known: Known, asked: _Asked) -> Text | str:
        """List what there is beside an IRI; nothing when that is much, or nothing."""
        names = (
            []
            if asked.is_graph
            else [self.name(sibling, asked.named) for sibling in known.siblings(asked.named.iri, asked.role)]
        )
        return Message("query.hint-among", names=", ".join(names)) if names else ""
