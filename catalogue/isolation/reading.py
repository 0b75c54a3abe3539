"""Reading: whether the engine can read a query, told by a worker where the query could do harm even on an empty store."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from catalogue.edition import Edition, held_by_edition
from catalogue.isolation.aside import Aside
from catalogue.sparql.syntax import Reading, refusal
from catalogue.sparql.tokens import SparqlToken

_LONGEST, _MOST_TOKENS, _MOST_JOINED, _MOST_IN_A_ROW = 8000, 800, 40, 3
_JOINING = frozenset({".", ";", ",", "/", "[", "{"})
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_TERMS = frozenset({"variable", "iri", "name", "blank", "string", "number"})
_MULTIPLYING = re.compile(r"VALUES|UNION|(?<!\|)\|(?!\|)", re.IGNORECASE)
"""What makes more than one solution out of nothing: twice as many each time, a table as many as it has tokens."""

_LENGTHENING = re.compile(r"CONCAT", re.IGNORECASE)
"""What makes a text as many times as long as it has arguments."""

_UNKNOWN = re.compile(r"REPLACE|ENCODE_FOR_URI|VALUES.*VALUES|\\", re.IGNORECASE | re.DOTALL)
"""What makes more of either; escapes, which may hide all of it."""

_FEW = 3


def is_plain(sparql: str, listed: Sequence[SparqlToken]) -> bool:
    """Tell whether to read a query, and to run it on nothing, takes next to nothing: it is short, and nothing in it multiplies.

    Args:
        sparql: the query.
        listed: its tokens.

    >>> from catalogue.sparql.tokens import tokens
    >>> queries = "SELECT * { ?s ?p ?o }", "ASK { {} UNION {} }", "ASK { FILTER(" + "!" * 9000 + "?x) }"
    >>> [is_plain(sparql, tokens(sparql)) for sparql in queries]
    [True, True, False]
    """
    if len(sparql) > _LONGEST or len(listed) > _MOST_TOKENS or _may_grow(sparql):
        return False
    joined = in_a_row = 0
    for token, is_argument in _with_brackets(listed):
        joined += token.text in _JOINING and not (is_argument and token.text == ",")
        in_a_row = in_a_row + 1 if token.kind in _TERMS else 0
        if joined > _MOST_JOINED or in_a_row > _MOST_IN_A_ROW:
            return False
    return True


def _with_brackets(listed: Sequence[SparqlToken]) -> Iterator[tuple[SparqlToken, bool]]:
    """Give tokens with whether each stands in round brackets, as arguments do."""
    opened: list[bool] = []
    for token in listed:
        yield token, bool(opened) and opened[-1]
        if token.text in _OPENING:
            opened.append(token.text == "(")
        elif token.text in _CLOSING and opened:
            opened.pop()


def _may_grow(sparql: str) -> bool:
    """Tell whether a query may make much out of nothing; a few of either kind make little, of both not."""
    multiplying, lengthening = (len(pattern.findall(sparql)) for pattern in (_MULTIPLYING, _LENGTHENING))
    return multiplying + lengthening > _FEW or (multiplying > 0 and lengthening > 0) or _UNKNOWN.search(sparql) is not None


@held_by_edition
def _by_aside(edition: Edition) -> Reading | None:
    aside = aside_of(edition)
    if aside is None:
        return None
    aside.answers(_NAME, lambda request, _: refusal(*json.loads(request)).encode())

    def read(sparql: str, _: Sequence[SparqlToken], prefixes: Mapping[str, str], base: str) -> str:
        return aside.ask(_NAME, json.dumps([sparql, [], dict(prefixes), base]).encode()).decode()

    return read


@held_by_edition
def _by_others(_: Edition) -> list[Reading]:
    """Hold what others have the queries of an edition read by: one, or none."""
    return []


def read_by(edition: Edition, other: Reading | None) -> None:
    """Have the queries of an edition read by something else from now on, but for plain ones; or by nothing else any more."""
    _by_others(edition)[:] = [] if other is None else [other]


def reading(edition: Edition) -> Reading:
    """Give what has the engine read queries of an edition: plain ones itself, the others something else, or a worker."""
    others = _by_others(edition)
    apart = others[0] if others else _by_aside(edition)
    if apart is None:
        return refusal

    def read(sparql: str, listed: Sequence[SparqlToken], prefixes: Mapping[str, str], base: str) -> str:
        return (refusal if is_plain(sparql, listed) else apart)(sparql, listed, prefixes, base)

    return read


_NAME = "reading"


@held_by_edition
def aside_of(edition: Edition) -> Aside | None:
    """Give the worker of an edition, which all that is evaluated of it shares; None where it has no limits."""
    return Aside(edition.limits) if edition.limits is not None else None
