"""The syntax of queries: whether the engine reads one, and where it stops when it does not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from catalogue.errors import QueryError
from catalogue.messages import Message, Text
from catalogue.sparql.foreign import curly, foreign
from catalogue.sparql.habits import habit, unopened, wrong_at
from catalogue.sparql.parser import DEEPEST, parse
from catalogue.sparql.projection import misplaced
from catalogue.sparql.slips import CORRECT, SyntaxFault, at_token, slip
from catalogue.sparql.tokens import SparqlToken, depth, tokens, unmatched, with_small_booleans
from catalogue.store.embedded import Embedded

_AT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_REASONS: Mapping[str, Text] = {
    "The SELECT overrides an existing variable": Message("sparql.select-x-makes-variable-already"),
    "The SELECT contains a variable that is unbound": Message("sparql.select-gives-variable-neither-grouped"),
    "SELECT * is not authorized with GROUP BY": Message("sparql.select-does-not-go-group"),
    "Duplicated variable name in SELECT": Message("sparql.select-gives-variable-twice"),
    "IRI parsing failed": Message("sparql.iri-not-well-formed"),
}
_ONLY_SELECTS = Message("sparql.only-selects")
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


def stop_of(message: str, query: str) -> Stop | None:
    """Read where the engine stopped from what it says; None when it does not say.

    Args:
        message: what it says.
        query: the query as it was given.
    """
    match = _AT.search(message)
    if match is None:
        return None
    line, column = int(match[1]), int(match[2])
    starts = [0, *(end.end() for end in re.finditer("\n", query))]
    reason = next((reason for expected, reason in _REASONS.items() if expected in match[3]), None)
    is_keyword = all(_KEYWORD.fullmatch(word) for word in match[3].split(", "))
    is_projection = any(expected in match[3] for expected in _REASONS if "SELECT" in expected)
    return Stop(starts[min(line, len(starts)) - 1] + column - 1, reason, is_projection, is_keyword)


TOO_DEEP = Message("sparql.query-nested-too-deeply")
KEEP_TO = Message("sparql.keep-brackets-within-one-another.advice", deepest=DEEPEST)


Reading: TypeAlias = Callable[[str, Sequence[SparqlToken], Mapping[str, str], str], str]
"""What has the engine read a query, given its tokens, the prefixes that it need not declare and the base, as `refusal` does."""


def refusal(query: str, _listed: Sequence[SparqlToken], prefixes: Mapping[str, str], base: str) -> str:
    """Give what the engine says against a query, or nothing: it is run on nothing, in this process, without limits."""
    try:
        Embedded(base).query(query, prefixes)
    except QueryError as error:
        return error.message["en"]
    return ""


def syntax_fault(
    query: str, listed: Sequence[SparqlToken], prefixes: Mapping[str, str], base: str, reading: Reading = refusal
) -> SyntaxFault | None:
    """Find why a query does not parse; None when it does.

    It is run on nothing, and never so that it would ask the network.

    Args:
        query: the query.
        listed: its tokens.
        prefixes: the prefixes that it need not declare.
        base: what relative IRIs are resolved against.
        reading: what has the engine read it.

    Raises:
        LimitError: to read it takes too much.

    >>> query = "SELECT * { ?s ?p ?o FILTRE(true) }"
    >>> fault = syntax_fault(query, tokens(query), {}, "https://example.org/")
    >>> fault.message["en"]
    '“FILTRE” is not a SPARQL keyword'
    """
    fault = _of_tokens(listed)
    if fault is not None:
        return fault
    plain = _without_services(with_small_booleans(query, listed), listed)
    refused = reading(plain, listed, prefixes, base)
    if not refused:
        return None
    first = min((one for one in (slip(listed), foreign(listed)) if one), key=lambda one: one.start, default=None)
    fault = first or misplaced(parse(listed))
    return fault or _fault(tokens(plain), refused, lambda wide: reading(wide, listed, prefixes, base))


def _of_tokens(listed: Sequence[SparqlToken]) -> SyntaxFault | None:
    """Find a fault that the tokens show: none, a string without an end, a bracket without a partner, or too many."""
    if not listed:
        return SyntaxFault(0, 0, Message("sparql.empty"), Message("sparql.form-missing.advice"))
    mark = curly(listed)
    if mark is not None:
        return mark
    quote = next((token for token in listed if token.is_broken), None)
    if quote is not None:
        return at_token(quote, Message("sparql.text-begins-here-does-not"), Message("sparql.close.advice", quote=quote.text))
    bracket = unmatched(listed)
    if bracket is not None:
        unopen = unopened(listed, listed.index(bracket)) if bracket.text == "}" else None
        return unopen or at_token(bracket, *_of_bracket(bracket.text))
    if depth(listed) > DEEPEST:
        return at_token(listed[0], TOO_DEEP, KEEP_TO)
    return None


def _of_bracket(bracket: str) -> tuple[Text, Text]:
    message = Message("sparql.no-partner", bracket=bracket)
    if bracket in _CLOSES:
        closer = _CLOSES[bracket]
        return message, Message("sparql.close-take-out", closer=closer)
    return message, Message("sparql.open-before-take-out")


def _without_services(query: str, listed: Sequence[SparqlToken]) -> str:
    """Write GRAPH instead of SERVICE, as long as it: what may follow is the same."""
    if _SERVICE not in query.upper():
        return query
    for token, after in reversed([*zip_longest(listed, listed[1:])]):
        if token.says(_SERVICE):
            end = after.end if after is not None and after.says("SILENT") else token.end
            query = query[: token.start] + _GRAPH.ljust(end - token.start) + query[end:]
    return query


def _fault(listed: Sequence[SparqlToken], refused: str, read: Callable[[str], str]) -> SyntaxFault:
    wide, starts = _widened(listed)
    stop = stop_of(read(wide), wide)
    if stop is None:
        return SyntaxFault(0, 0, Message("verbatim", words=refused), CORRECT)
    token = _token_at(stop, listed, starts)
    written = token.text.split("\n", maxsplit=1)[0]
    if stop.is_projection and not token.says("SELECT"):
        return at_token(token, _ONLY_SELECTS)
    if stop.reason is not None:
        return SyntaxFault(token.start, token.start + len(written), stop.reason, CORRECT)
    at = next((number for number, one in enumerate(listed) if one.start >= token.start), len(listed))
    return habit(listed, at) or wrong_at(token, CORRECT)


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
