"""Evaluating queries: in this process, or by a worker within limits."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Protocol

from catalogue.config import Sparql
from catalogue.edition import Edition, held_by_edition
from catalogue.errors import LimitError, Place, QueryError
from catalogue.isolation.aside import Around, Aside
from catalogue.isolation.reading import aside_of
from catalogue.messages import Message
from catalogue.quads import graph_name
from catalogue.query.binding import bind
from catalogue.query.named import NamedQuery, parse_query
from catalogue.query.results import Result, read_json, read_ntriples, write_answer
from catalogue.sparql.exact import Data, exact
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.guard import Dataset, Passed, Refusal, look_closely
from catalogue.sparql.notes import Note, packed, unpacked
from catalogue.sparql.parser import DEEPEST
from catalogue.sparql.query import QueryText
from catalogue.store.engine import Results

_LENGTH = struct.Struct(">I")
"""The length of the head of an answer, before it."""


def evaluated(
    edition: Edition, query: NamedQuery, given: Mapping[str, str], around: Around = nullcontext
) -> tuple[Results, list[Note]]:
    """Evaluate a query in this process, without limits.

    Args:
        edition: the catalogue.
        query: the query.
        given: parameter values by name.
        around: what surrounds the evaluation.

    Returns:
        What the store answers, and what is told beside it.

    Raises:
        QueryError: the query does not parse (with its place), fails, or a parameter does not fit.
    """
    settings = edition.settings
    terms = query.bind(given, settings.base, settings.prefixes)
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
        with around():
            answer = edition.store.query(put.text, settings.prefixes, passed.chosen)
    except QueryError as error:
        raise QueryError(error.message, Place(query.path)) from error
    return answer, [Note.of(doubt, Place(query.path)) for doubt in put.doubts]


def _data_of(edition: Edition, passed: Passed) -> Data:
    store = edition.store
    return Data(store.peculiar, store.graphs if passed.chosen is None else passed.chosen.named)


def dataset_of(edition: Edition) -> Dataset:
    """Give what a query may name by `FROM`: each file of the catalogue."""
    settings = edition.settings
    return Dataset({graph_name(settings.base, path) for path in edition.graph.files}, settings.base, settings.prefixes)


_HERE = Sparql(query=2**31, depth=DEEPEST, patterns=2**31, operators=2**31)
"""How much of everything a query may have: only how deep it is nested has a limit, since this would end the process."""


class Evaluating(Protocol):
    """What has queries evaluated elsewhere than in this thread, within limits."""

    def ask(self, query: NamedQuery, given: Mapping[str, str]) -> tuple[Result, list[Note]]:
        """Have a query evaluated.

        Args:
            query: the query.
            given: parameter values by name, which fit.

        Returns:
            The result, and what is told beside it.

        Raises:
            QueryError: the query does not parse (with its place), or fails.
            LimitError: it takes more than it may, or was not answered.
        """


class Evaluator:
    """Has the queries of an edition evaluated by a worker.

    Args:
        edition: the catalogue.
        aside: its worker.
    """

    def __init__(self, edition: Edition, aside: Aside) -> None:
        self._edition = edition
        self._aside = aside
        self._queries: dict[tuple[str, str], NamedQuery] = {}
        aside.answers(_NAME, self._answer)

    def ask(self, query: NamedQuery, given: Mapping[str, str]) -> tuple[Result, list[Note]]:
        """Have a query evaluated, as `Evaluating` says."""
        self._queries.setdefault((query.path, query.sparql), query)
        self._edition.store.load()
        reply = self._aside.ask(_NAME, json.dumps([query.path, query.name, query.sparql, dict(given)]).encode())
        end = _LENGTH.size + _LENGTH.unpack_from(reply)[0]
        is_graph, notes = json.loads(reply[_LENGTH.size : end])
        settings = self._edition.settings
        read = read_ntriples if is_graph else read_json
        return read(reply[end:], settings.prefixes, settings.base), list(unpacked(notes))

    def _answer(self, request: bytes, around: Around) -> bytes:
        path, name, sparql, given = json.loads(request)
        query = self._queries.get((path, sparql)) or parse_query(sparql, name, path)
        answer, notes = evaluated(self._edition, query, given, around)
        try:
            with around():
                is_graph, body = write_answer(answer)
        except QueryError as error:
            raise QueryError(error.message, Place(path)) from error
        most = self._aside.limits.answer
        if len(body) > most:
            raise LimitError(Message("workers.answer-more-than-ask-less", most=most, message=_BYTES))
        head = json.dumps([is_graph, packed(notes)]).encode()
        return _LENGTH.pack(len(head)) + head + body


_NAME = "query"
_BYTES = Message("workers.bytes")


@held_by_edition
def _by_aside(edition: Edition) -> Evaluator | None:
    aside = aside_of(edition)
    return Evaluator(edition, aside) if aside is not None else None


@held_by_edition
def _by_others(_: Edition) -> list[Evaluating]:
    """Hold what others have the queries of an edition evaluated by: one, or none."""
    return []


def evaluate_by(edition: Edition, other: Evaluating | None) -> None:
    """Have the queries of an edition evaluated by something else from now on, or by nothing else any more."""
    _by_others(edition)[:] = [] if other is None else [other]


def evaluator(edition: Edition) -> Evaluating | None:
    """Give what has the queries of an edition evaluated; None where it has no limits."""
    others = _by_others(edition)
    return others[0] if others else _by_aside(edition)
