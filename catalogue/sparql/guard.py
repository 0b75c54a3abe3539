r"""The guard: what is refused of a query before anything evaluates it.

The store has no limits of its own: a query that is nested deep enough ends its process by a stack overflow, and `SERVICE` makes
requests over the network. So the tokens of a query are looked through first. Nothing here replaces the isolation of the process
that evaluates; it says early, with a place, what would otherwise end it.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from itertools import pairwise, takewhile, zip_longest
from typing import NamedTuple

from catalogue.config import Sparql
from catalogue.messages import Message, Text
from catalogue.sparql.forms import UPDATES
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken, line_and_column, unescaped
from catalogue.store.merged import Chosen

_VOLATILE = ("NOW", "RAND", "UUID")
_NOTABLE = ("SERVICE", "LOAD", "FROM", *_VOLATILE, "\\")
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_WIDEST = 4
_PATTERNS = frozenset({".", ";", ",", "{"})
_OPERATORS = frozenset({"||", "&&", "|", "^", "/", "+", "-", "*", "!", "=", "<", ">"})


class Refusal(Exception):  # noqa: N818 - it is no fault of the program
    """Why a query is refused.

    Args:
        kind: `syntax`, `remote` (it would reach outside), `update`, `graph` (a graph that is not there), `evaluation`,
            `format`, or the name of a limit.
        message: what is wrong and what would help.
        start: the line and the column where in the query, from 1; (0, 0) when unknown.
        end: the line and the column after the last character; (0, 0) when unknown.
    """

    def __init__(self, kind: str, message: Text, start: tuple[int, int] = (0, 0), end: tuple[int, int] = (0, 0)) -> None:
        super().__init__(message["en"])
        self.kind = kind
        self.message = message
        self.start = start
        self.end = end

    def __str__(self) -> str:
        return f"{self.start[0]}:{self.start[1]}: {self.message['en']}" if self.start[0] else self.message["en"]


class Dataset(NamedTuple):
    """What a query may name by `FROM`.

    Attributes:
        graphs: the IRIs of the graphs that there are.
        base: what relative IRIs are resolved against.
        prefixes: the prefixes that a query need not declare.
    """

    graphs: Collection[str]
    base: str
    prefixes: Mapping[str, str]


class Passed(NamedTuple):
    """What the guard saw of a query that may be evaluated.

    Attributes:
        chosen: the graphs that it names by `FROM`; None when it names none, or when they were not looked at.
        is_volatile: whether its answer may differ each time: it asks for the time or for chance.
    """

    chosen: Chosen | None
    is_volatile: bool


_HARMLESS = Passed(chosen=None, is_volatile=False)


def look_through(query: QueryText, limits: Sparql, dataset: Dataset | None = None) -> Passed:
    r"""Look through a query before it is evaluated.

    Args:
        query: the query; it may be anything.
        limits: how much of everything it may have.
        dataset: the graphs that it may name by `FROM`; when None, those are not looked at.

    Returns:
        What it is.

    Raises:
        Refusal: it is too long or too deep, reaches outside, names a graph that is not there, is an update, or cannot be read.

    >>> look_through(QueryText("ASK { ?s ?p ?o }"), Sparql()).is_volatile
    False
    >>> look_through(QueryText(r"ASK { \u0053ERVICE <http://x.example/> {} }"), Sparql())
    Traceback (most recent call last):
    catalogue.sparql.guard.Refusal: 1:7: SERVICE is not allowed: only this catalogue can be queried
    """
    if _is_harmless(query.text, limits):
        return _HARMLESS
    return look_closely(query, limits, dataset)


def look_closely(query: QueryText, limits: Sparql, dataset: Dataset | None = None) -> Passed:
    """Look through a query token by token, however harmless it seems; see `look_through`."""
    size = len(query.text.encode("utf-8", "surrogatepass"))
    if size > limits.query:
        raise Refusal("query", _too_many(Message("sparql.bytes"), size, limits.query))
    guard = _Guard(query, limits)
    guard.measure()
    guard.refuse()
    keywords = {token.keyword for token in query.tokens}
    chosen = guard.graphs(dataset) if dataset is not None and "FROM" in query.text.upper() else None
    return Passed(chosen if "FROM" in keywords else None, any(keyword.endswith(_VOLATILE) for keyword in keywords))


def _is_harmless(sparql: str, limits: Sparql) -> bool:
    """Say whether a query is so short and so plain that its tokens need not be looked at, which most small ones are.

    An update may seem harmless: the store cannot read it as a query.
    """
    capitals = sparql.upper()
    return (
        len(sparql) <= min(limits.operators, limits.query // _WIDEST)
        and not any(word in capitals for word in _NOTABLE)
        and sum(map(sparql.count, "{([<")) <= limits.depth
        and sum(map(sparql.count, ".;,{")) <= limits.patterns
    )


class _Guard:
    """Looks through one query."""

    def __init__(self, query: QueryText, limits: Sparql) -> None:
        self.query = query
        self.limits = limits

    def refusal(self, kind: str, token: SparqlToken, message: Text) -> Refusal:
        """Refuse for a token."""
        return Refusal(kind, message, *(line_and_column(self.query.text, index) for index in (token.start, token.end)))

    def measure(self) -> None:
        """Count the nesting, the patterns and the operators."""
        limits, depth, patterns, operators = self.limits, 0, 0, 0
        inside: list[str] = []
        for token in self.query.tokens:
            if token.text in _OPENING:
                inside.append(token.text)
                depth = len(inside)
            elif token.text in _CLOSING and inside:
                inside.pop()
            in_brackets = bool(inside) and inside[-1] == "("
            patterns += token.text in _PATTERNS and not in_brackets
            operators += token.text in _OPERATORS
            if depth > limits.depth:
                raise self.refusal("depth", token, _too_many(Message("sparql.levels-nesting"), depth, limits.depth))
            if patterns > limits.patterns:
                raise self.refusal("patterns", token, _too_many(Message("sparql.patterns"), patterns, limits.patterns))
            if operators > limits.operators:
                raise self.refusal("operators", token, _too_many(Message("sparql.operators"), operators, limits.operators))

    def refuse(self) -> None:
        """Refuse what reaches outside, updates, and what cannot be read."""
        for token, after in zip_longest(self.query.tokens, self.query.tokens[1:]):
            word = _reaching(token, after)
            if word:
                raise self.refusal(
                    "remote",
                    token,
                    Message("sparql.not-allowed-queries-answered-from", word=word),
                )
            if token.is_broken:
                raise self.refusal("syntax", token, Message("C002.string-begins-here-does-not"))
        first = next(iter(self.query.behind_prologue), None)
        if first is not None and first.keyword in UPDATES:
            raise self.refusal(
                "update",
                first,
                Message("sparql.update-service-only-answers-queries", keyword=first.keyword),
            )

    def graphs(self, dataset: Dataset) -> Chosen:
        """Give the graphs that are named by `FROM`; refuse those that are not there."""
        names = self.query.names(dataset.base, dataset.prefixes)
        chosen: dict[str, list[str]] = {"FROM": [], "NAMED": []}
        for before, token in pairwise(self.query.tokens):
            if before.keyword in chosen and token.keyword != "NAMED":
                iri = names.iri(token) or token.text
                if iri not in dataset.graphs:
                    raise self.refusal("graph", token, unknown_graph(iri))
                chosen[before.keyword].append(iri)
        self._refuse_glued(names.prefixes)
        return Chosen(*map(tuple, chosen.values()))

    def _refuse_glued(self, prefixes: Container[str]) -> None:
        """Refuse a `FROM` that no space follows, which the store reads too."""
        for token in takewhile(lambda token: token.text != "{", self.query.behind_prologue):
            prefix = token.text.partition(":")[0] if token.kind in {"name", "word"} else ""
            if "FROM" in prefix.upper() and token.keyword != "FROM" and prefix not in prefixes:
                raise self.refusal("syntax", token, Message("C002.put-space-after-from"))


def _reaching(token: SparqlToken, after: SparqlToken | None) -> str:
    """Give the word of a token that would reach outside, or nothing.

    The store reads a keyword also where no space follows it or stands before it: `SERVICEex:a`, `trueSERVICE`. So a word or a
    number must not have it anywhere, and neither a prefix, where a group follows.
    """
    if token.keyword == "LOAD":
        return "LOAD"
    whole = unescaped(token.text).upper()
    is_glued = token.kind == "name" and after is not None and after.text == "{"
    if token.kind in {"word", "number", "tag"} or is_glued:
        return "SERVICE" if "SERVICE" in whole.partition(":")[0] else ""
    return ""


def unknown_graph(iri: str) -> Text:
    """Say that there is no graph of a name."""
    return Message("sparql.no-graph-here-none-fetched", iri=iri)


def _too_many(message: Text, actual: int, most: int) -> Text:
    return Message("sparql.too-many-allowed", message=message, actual=actual, most=most)
