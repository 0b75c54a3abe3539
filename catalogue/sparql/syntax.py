"""The syntax of queries: whether the engine reads one, and where it stops when it does not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from catalogue.errors import QueryError, Text, text
from catalogue.sparql.parser import DEEPEST
from catalogue.sparql.slips import slip
from catalogue.sparql.tokens import SparqlToken, depth, tokens, unmatched
from catalogue.store.embedded import Embedded

_AT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_REASONS: Mapping[str, Text] = {
    "The SELECT overrides an existing variable": text(
        "SELECT (... AS ?x) makes a variable that is there already", "SELECT (... AS ?x) refait une variable qui existe déjà"
    ),
    "The SELECT contains a variable that is unbound": text(
        "SELECT gives a variable that is neither grouped nor made by an aggregate",
        "SELECT donne une variable qui n'est ni groupée ni faite par un agrégat",
    ),
    "SELECT * is not authorized with GROUP BY": text(
        "SELECT * does not go with GROUP BY: name what is grouped",
        "SELECT * ne va pas avec GROUP BY : nommez ce qui est groupé",
    ),
    "Duplicated variable name in SELECT": text("SELECT gives a variable twice", "SELECT donne deux fois une variable"),
    "IRI parsing failed": text("an IRI is not well formed", "un IRI est mal formé"),
}
_ONLY_SELECTS = text("only a SELECT can be grouped: put one inside", "seul un SELECT peut être groupé : mettez-en un dedans")
_SERVICE, _GRAPH = "SERVICE", "GRAPH"
_KEYWORD = re.compile(r"[A-Z_]{2,}")
_APART = frozenset("(){}[];,")
_GAP = " " * 40
_CLOSES = {"{": "}", "(": ")", "[": "]"}


class Stop(NamedTuple):
    """Where the engine stopped reading a query.

    Attributes:
        at: the characters before that place.
        reason: why, by language; None when a word is simply not what may stand there.
        is_projection: whether it is about what the query gives.
        is_keyword: whether nothing but keywords could have stood there.
    """

    at: int
    reason: Text | None
    is_projection: bool = False
    is_keyword: bool = False


def stop_of(words: str, query: str) -> Stop | None:
    """Read where the engine stopped from what it says; None when it does not say.

    Args:
        words: what it says.
        query: the query as it was given.
    """
    found = _AT.search(words)
    if found is None:
        return None
    line, column = int(found[1]), int(found[2])
    starts = [0, *(match.end() for match in re.finditer("\n", query))]
    reason = next((reason for said, reason in _REASONS.items() if said in found[3]), None)
    is_keyword = all(_KEYWORD.fullmatch(word) for word in found[3].split(", "))
    is_projection = any(words in found[3] for words in _REASONS if "SELECT" in words)
    return Stop(starts[min(line, len(starts)) - 1] + column - 1, reason, is_projection, is_keyword)


class SyntaxFault(NamedTuple):
    """Why a query does not parse.

    Attributes:
        start: the characters before what is wrong.
        end: the characters up to its end.
        message: what is wrong, by language.
        advice: how to mend it, by language.
    """

    start: int
    end: int
    message: Text
    advice: Text


CORRECT = text("correct the query there, or just before", "corrigez la requête à cet endroit, ou juste avant")
"""The advice where nothing better can be said."""

TOO_DEEP = text("the query is nested too deeply", "la requête est trop imbriquée")
KEEP_TO = text(
    f"keep to {DEEPEST} brackets within one another", f"gardez {DEEPEST} parenthèses au plus les unes dans les autres"
)


def syntax_fault(query: str, listed: Sequence[SparqlToken], prefixes: Mapping[str, str], base: str) -> SyntaxFault | None:
    """Find why a query does not parse; None when it does.

    It is run on nothing, and never so that it would ask the network.

    Args:
        query: the query.
        listed: its tokens.
        prefixes: the prefixes that it need not declare.
        base: what relative IRIs are resolved against.

    >>> query = "SELECT * { ?s ?p ?o FILTRE(true) }"
    >>> fault = syntax_fault(query, tokens(query), {}, "https://example.org/")
    >>> fault.message["en"]
    '“FILTRE” is no word of SPARQL'
    """
    fault = _of_tokens(listed)
    if fault is not None:
        return fault
    plain, empty = _without_services(query, listed), Embedded(base)
    refusal = _refusal(plain, prefixes, empty)
    if not refusal:
        return None
    slipped = slip(listed)
    if slipped is not None:
        token = slipped.token
        return SyntaxFault(token.start, token.end, slipped.message, slipped.advice or CORRECT)
    return _fault(listed if plain == query else tokens(plain), prefixes, empty, refusal)


def _of_tokens(listed: Sequence[SparqlToken]) -> SyntaxFault | None:
    """Find a fault that the tokens show: a string without an end, a bracket without a partner, brackets nested too deeply."""
    quote = next((token for token in listed if token.is_broken), None)
    if quote is not None:
        return SyntaxFault(
            quote.start,
            quote.end,
            text("a text begins here and does not end on its line", "un texte commence ici et ne finit pas sur sa ligne"),
            text(f"close it with {quote.text}", f"fermez-le par {quote.text}"),
        )
    bracket = unmatched(listed)
    if bracket is not None:
        return SyntaxFault(bracket.start, bracket.end, *_of_bracket(bracket.text))
    if depth(listed) > DEEPEST:
        return SyntaxFault(listed[0].start, listed[0].end, TOO_DEEP, KEEP_TO)
    return None


def _of_bracket(bracket: str) -> tuple[Text, Text]:
    message = text(f"{bracket} has no partner", f"{bracket} n'a pas de pendant")
    if bracket in _CLOSES:
        closer = _CLOSES[bracket]
        return message, text(f"close it with {closer}, or take it out", f"fermez-la par {closer}, ou retirez-la")
    return message, text("open it before, or take it out", "ouvrez-la avant, ou retirez-la")


def _refusal(query: str, prefixes: Mapping[str, str], empty: Embedded) -> str:
    """Give what the engine says against a query, or nothing."""
    try:
        empty.query(query, prefixes)
    except QueryError as error:
        return error.message["en"]
    return ""


def _without_services(query: str, listed: Sequence[SparqlToken]) -> str:
    """Write GRAPH instead of SERVICE, as long as it: what may follow is the same."""
    if _SERVICE not in query.upper():
        return query
    for token, after in reversed([*zip_longest(listed, listed[1:])]):
        if token.says(_SERVICE):
            end = after.end if after is not None and after.says("SILENT") else token.end
            query = query[: token.start] + _GRAPH.ljust(end - token.start) + query[end:]
    return query


def _fault(listed: Sequence[SparqlToken], prefixes: Mapping[str, str], empty: Embedded, refusal: str) -> SyntaxFault:
    wide, starts = _widened(listed)
    stop = stop_of(_refusal(wide, prefixes, empty), wide)
    if stop is None:
        return SyntaxFault(0, 0, text(refusal, refusal), CORRECT)
    token = _token_at(stop, listed, starts)
    written = token.text.split("\n", maxsplit=1)[0]
    if stop.is_projection and not token.says("SELECT"):
        return SyntaxFault(token.start, token.end, _ONLY_SELECTS, CORRECT)
    if stop.reason is not None:
        return SyntaxFault(token.start, token.start + len(written), stop.reason, CORRECT)
    return SyntaxFault(
        token.start,
        token.start + len(written),
        text(f"it does not parse, at “{written}”", f"elle ne se lit pas, à «\u00a0{written}\u00a0»")
        if written
        else text("it does not parse: more must follow at its end", "elle ne se lit pas : il manque une suite à sa fin"),
        CORRECT,
    )


def _widened(listed: Sequence[SparqlToken]) -> tuple[str, list[int]]:
    """Write a query with much space between its tokens, and say where each of them begins then.

    Where a keyword might stand the engine stops behind as many characters as the keyword has. The space keeps that away from
    the tokens that follow.
    """
    pieces: list[str] = []
    starts: list[int] = []
    length = before = 0
    bracket = False
    for token in listed:
        is_bracket = token.kind == "sign" and token.text in _APART
        gap = _GAP if token.start > before or is_bracket or bracket else ""
        starts.append(length + len(gap))
        pieces += [gap, token.text]
        length = starts[-1] + len(token.text)
        before, bracket = token.end, is_bracket
    return "".join(pieces) + _GAP, starts


def _token_at(stop: Stop, listed: Sequence[SparqlToken], starts: Sequence[int]) -> SparqlToken:
    """Find the token that the engine could not read; an empty one at the end when it wants more."""
    if stop.is_projection:
        return next((t for word in ("SELECT", "GROUP") for t in listed if t.says(word)), listed[0])
    at = max(bisect_right(starts, stop.at) - 1, 0)
    end = SparqlToken("end", "", listed[-1].end if listed else 0)
    if not listed or (not stop.is_keyword and stop.at >= starts[-1] + len(listed[-1].text) + len(_GAP)):
        return end
    return listed[at]
