"""Triples that are not written as they should be: what is missing between two, or in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.sparql.stopped import Stopped, begins_term, ends_term
from catalogue.sparql.tokens import SparqlToken

_WHOLE = {".": 3, ";": 2, ",": 1}
"""How many terms stand behind each sign up to the next one."""


class _Clause(NamedTuple):
    """The terms since a full stop, a semicolon or a comma.

    Attributes:
        sign: that sign; a full stop at the beginning of a group.
        sign_token: its token, or None.
        terms: the first token of each term.
        subject: the subject of the triple.
    """

    sign: str
    sign_token: SparqlToken | None
    terms: Sequence[SparqlToken]
    subject: str


def wrong_triple(stopped: Stopped) -> tuple[SparqlToken, Text] | None:
    """Find what is wrong with the triples before a token of a group, where the engine stopped.

    Args:
        stopped: the token.

    Returns:
        The token to name and the advice; None when it is nothing that is known.

    >>> from catalogue.sparql.tokens import tokens
    >>> token, advice = wrong_triple(Stopped(tokens("ASK { ?s a ?c ?s ?p ?o }"), 5))
    >>> token.start, advice["en"]
    (14, 'put a dot before it: there the triple before it ends')
    """
    here, before = stopped.here, stopped.before
    clause = _clause(stopped.beside)
    if here.text == "." == before.text:
        return here, Message("sparql.one-dot.advice")
    if here.text in {"}", ".", ";", ","}:
        return _incomplete(here, before, clause)
    is_verb = len(clause.terms) == _WHOLE[clause.sign] - 2 and clause.sign != ","
    if here.kind in {"string", "number"} and is_verb:
        return here, Message("sparql.property-is-iri.advice")
    if begins_term(here) and ends_term(before) and len(clause.terms) >= _WHOLE[clause.sign]:
        return _unseparated(stopped, clause)
    return None


def _incomplete(here: SparqlToken, before: SparqlToken, clause: _Clause) -> tuple[SparqlToken, Text] | None:
    if before.text == ",":
        return before, Message("sparql.value-missing.advice")
    if 0 < len(clause.terms) < _WHOLE[clause.sign]:
        return here, Message("sparql.triple-incomplete.advice")
    return None


def _unseparated(stopped: Stopped, clause: _Clause) -> tuple[SparqlToken, Text]:
    """Say what is missing between two triples, by what stands behind."""
    following = _following(stopped)
    first = clause.terms[0]
    if clause.sign == ";" and first.text == clause.subject:
        return first, Message("sparql.subject-again.advice")
    if clause.sign == "," and clause.sign_token is not None and following == 1:
        return clause.sign_token, Message("sparql.comma-value.advice")
    if following == _WHOLE[";"]:
        return stopped.here, Message("sparql.semicolon-missing.advice")
    return stopped.here, Message("sparql.dot-missing.advice")


def _following(stopped: Stopped) -> int:
    """Count the terms from the token up to the next sign or keyword."""
    listed: list[SparqlToken] = []
    for token in stopped.listed[stopped.at :]:
        if token.text in {*_WHOLE, "{", "}"} or (token.kind == "word" and not begins_term(token)):
            break
        listed.append(token)
    return len(_terms(listed))


def _clause(beside: Sequence[SparqlToken]) -> _Clause:
    """Read the last triple of a group as far as it goes."""
    start = max((place for place, token in enumerate(beside) if _ends(token)), default=-1) + 1
    subject = beside[start].text if beside[start:] else ""
    place = max((number for number, token in enumerate(beside) if number >= start and token.text in {";", ","}), default=-1)
    sign = beside[place] if place >= 0 else None
    return _Clause(sign.text if sign is not None else ".", sign, _terms(beside[place + 1 if sign else start :]), subject)


def _ends(token: SparqlToken) -> bool:
    """Tell whether a token ends what is before it: another triple begins behind it."""
    return (token.kind == "sign" and token.text in {".", "}"}) or (token.kind == "word" and not begins_term(token))


def _terms(listed: Sequence[SparqlToken]) -> list[SparqlToken]:
    """Give the first token of each term, and of each property path."""
    terms: list[SparqlToken] = []
    joined = False
    depth = 0
    for token in listed:
        is_sign = token.kind == "sign"
        if not joined and not depth and (begins_term(token) or token.text in {"^", "!"}):
            terms.append(token)
        depth += is_sign and token.text in {"(", "["}
        depth -= is_sign and token.text in {")", "]"}
        joined = (is_sign and token.text in {"/", "|", "^", "!", "^^"}) or (joined and bool(depth))
    return terms
