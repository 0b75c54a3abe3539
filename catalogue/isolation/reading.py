"""Reading: whether the engine can read a query, told by a worker where the query could do harm even on an empty store."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from catalogue.edition import Edition, held_by_edition
from catalogue.isolation.aside import Aside
from catalogue.sparql.syntax import Reading, refusal
from catalogue.sparql.tokens import SparqlToken

_LONGEST, _MOST_TOKENS, _MOST_JOINED, _MOST_IN_A_ROW = 8000, 400, 40, 3
_JOINING = frozenset({".", ";", ",", "/", "[", "{"})
_TERMS = frozenset({"variable", "iri", "name", "blank", "string", "number"})
_MULTIPLYING = re.compile(r"VALUES|UNION|CONCAT|REPLACE|ENCODE_FOR_URI|\\|(?<!\|)\|(?!\|)", re.IGNORECASE)
"""What makes more than one solution out of nothing, or longer and longer texts; escapes, which may hide it."""


def is_plain(sparql: str, listed: Sequence[SparqlToken]) -> bool:
    """Tell whether to read a query, and to run it on nothing, takes next to nothing: it is short, and nothing in it multiplies.

    Args:
        sparql: the query.
        listed: its tokens.

    >>> queries = "SELECT * { ?s ?p ?o }", "ASK { {} UNION {} }", "ASK { FILTER(" + "!" * 9000 + "?x) }"
    >>> [is_plain(sparql, tokens(sparql)) for sparql in queries]
    [True, False, False]
    """
    if len(sparql) > _LONGEST or len(listed) > _MOST_TOKENS or _MULTIPLYING.search(sparql) is not None:
        return False
    joined = in_a_row = 0
    for token in listed:
        joined += token.text in _JOINING
        in_a_row = in_a_row + 1 if token.kind in _TERMS else 0
        if joined > _MOST_JOINED or in_a_row > _MOST_IN_A_ROW:
            return False
    return True


@held_by_edition
def reading(edition: Edition) -> Reading:
    """Give what has the engine read queries of an edition: a worker where it has limits, but for plain ones."""
    if edition.limits is None:
        return refusal
    aside = Aside(lambda request, _: refusal(*json.loads(request)).encode(), edition.limits)

    def read(sparql: str, listed: Sequence[SparqlToken], prefixes: Mapping[str, str], base: str) -> str:
        if is_plain(sparql, listed):
            return refusal(sparql, listed, prefixes, base)
        return aside.ask(json.dumps([sparql, [], dict(prefixes), base]).encode()).decode()

    return read
