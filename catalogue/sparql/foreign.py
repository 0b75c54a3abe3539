"""Words and signs of other languages in a query, which SPARQL has not: what it has instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from catalogue.messages import Message, Text
from catalogue.near import is_slip, nearest
from catalogue.sparql.habits import joined_advice
from catalogue.sparql.slips import KEYWORDS, SyntaxFault, at_token, shortened
from catalogue.sparql.stopped import Stopped
from catalogue.sparql.tokens import SparqlToken

_QUOTES = frozenset("“”„‟‘’‚‛«»‹›`´")
_DOUBLED: Mapping[tuple[str, str], str] = {("=", "="): "=", ("=", ">"): ">=", ("=", "<"): "<="}
_COMMENTS = frozenset({("-", "-"), ("/", "/"), ("/", "*")})
_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(("LIKE", "ILIKE", "RLIKE", "REGEXP", "SIMILAR"), 'REGEX(?x, "...") / CONTAINS(?x, "...")'),
    **dict.fromkeys(("IS", "NULL", "NIL"), "BOUND(?x) / !BOUND(?x)"),
    **dict.fromkeys(("LENGTH", "LEN"), "STRLEN(?x)"),
    **dict.fromkeys(("IFNULL", "NVL", "ISNULL"), "COALESCE(?x, ...)"),
    **dict.fromkeys(("CASE", "WHEN", "THEN", "ELSE"), "IF(..., ..., ...)"),
    **dict.fromkeys(("UPPER", "TOUPPER"), "UCASE(?x)"),
    **dict.fromkeys(("LOWER", "TOLOWER"), "LCASE(?x)"),
    "BETWEEN": "?x >= ... && ?x <= ...",
    "SUBSTRING": "SUBSTR(?x, 1, ...)",
    "TOP": "LIMIT",
    "LET": "BIND(... AS ?x)",
    "CAST": "xsd:integer(?x)",
    "JOIN": "?s ?p ?o . ?o ?q ?r",
}
"""What stands in SPARQL for words of other languages."""


def foreign(listed: Sequence[SparqlToken]) -> SyntaxFault | None:
    """Find the first word or sign in a query that SPARQL has not.

    Args:
        listed: the tokens of a query that the engine refuses.

    >>> from catalogue.sparql.tokens import tokens
    >>> fault = foreign(tokens("ASK { ?s ?p ?o FILTER(?o == 1) }"))
    >>> fault.start, fault.message["en"], fault.advice["en"]
    (25, '“==” is not expected here', 'write =')
    """
    faults = (fault for number in range(len(listed)) for fault in _at(listed, number))
    return next(faults, None)


def curly(listed: Sequence[SparqlToken]) -> SyntaxFault | None:
    """Find the first typographic quotation mark: outside strings nothing in SPARQL has one.

    >>> from catalogue.sparql.tokens import tokens
    >>> curly(tokens("ASK { ?s ?p “Bean” }")).start, curly(tokens("ASK { ?s ?p '“Bean”' }"))
    (12, None)
    """
    mark = next((token for token in listed if token.kind == "sign" and token.text in _QUOTES), None)
    if mark is None:
        return None
    return at_token(mark, Message("sparql.curly-quote", mark=mark.text), Message("sparql.straight-quotes.advice"))


def _unexpected(first: SparqlToken, last: SparqlToken, advice: Text) -> SyntaxFault:
    """Give a fault from one token to another beside it."""
    written = first.text if first is last else first.text + last.text
    return SyntaxFault(first.start, last.end, Message("sparql.not-expected-here", after=shortened(written)), advice)


def _at(listed: Sequence[SparqlToken], number: int) -> Iterator[SyntaxFault]:
    token = listed[number]
    if token.kind == "word":
        if token.keyword not in KEYWORDS:
            yield at_token(token, Message("sparql.no-word-sparql", text=shortened(token.text)), _word_advice(listed, number))
    else:
        yield from _signs(Stopped(listed, number))


def _signs(stopped: Stopped) -> Iterator[SyntaxFault]:
    """Find signs that stand together, and names that are none."""
    token, after = stopped.here, stopped.after
    is_joined = after.start == token.end and after.text != ""
    signs = (token.text, after.text)
    if is_joined and token.kind == after.kind == "sign" and signs in _DOUBLED and stopped.opening == "(":
        yield _unexpected(token, after, Message("sparql.write-sign.advice", sign=_DOUBLED[signs]))
    elif is_joined and signs in _COMMENTS and stopped.opening == "{" and token.kind == "sign":
        yield _unexpected(token, after, Message("sparql.comment.advice"))
    elif token.text == "<>" and _is_condition(stopped):
        yield _unexpected(token, token, Message("sparql.write-sign.advice", sign="!="))
    elif token.text == ":" and is_joined and after.text == "=":
        yield _unexpected(token, after, Message("sparql.bind-form.advice"))
    elif token.kind == "name" and (_is_address(token, after) or stopped.token(stopped.at - 2).says("PREFIX")):
        yield _unexpected(token, token, Message("sparql.iri-in-angles.advice"))
    elif token.kind == "number" and _is_date(stopped):
        yield _unexpected(token, token, Message("sparql.date-form.advice"))


def _is_address(token: SparqlToken, after: SparqlToken) -> bool:
    """Tell an IRI that has no brackets from a name with a prefix."""
    return token.text.lower() in {"http:", "https:"} and after.text == "/" and after.start == token.end


def _is_condition(stopped: Stopped) -> bool:
    """Tell whether a token stands in an expression, behind an operand, and not in a collection."""
    opened = stopped.opened
    if opened is None or opened.here.text != "(" or not stopped.before.text or stopped.before.text in {"(", ","}:
        return False
    return opened.before.kind == "word" or opened.opening == "("


def _is_date(stopped: Stopped) -> bool:
    """Tell a date that is written as numbers with hyphens."""
    parts = stopped.listed[stopped.at : stopped.at + 5]
    is_joined = all(token.end == after.start for token, after in pairwise(parts))
    return is_joined and [token.kind for token in parts] == ["number", "sign"] * 2 + ["number"] and len(parts[0].text) == _YEAR


_YEAR = 4


def _word_advice(listed: Sequence[SparqlToken], number: int) -> Text:
    """Say what may be meant by a word that SPARQL has not."""
    stopped = Stopped(listed, number)
    word = stopped.here
    if word.keyword in {"AND", "OR"}:
        return joined_advice("&&" if word.keyword == "AND" else "||", in_brackets=stopped.opening == "(")
    if word.keyword in _INSTEAD:
        return Message("sparql.instead.advice", form=_INSTEAD[word.keyword])
    return _placed_advice(stopped) or _near_advice(stopped) or Message("sparql.bare-word.advice", word=shortened(word.text))


def _placed_advice(stopped: Stopped) -> Text | None:
    """Say what may be meant by what stands before a word."""
    word, before = stopped.here, stopped.before
    text = shortened(word.text)
    is_joined = before.end == word.start
    if before.kind == "string" and is_joined:
        return Message("sparql.tag-sign.advice", word=text)
    if before.text == "-" and is_joined and stopped.token(stopped.at - 2).kind == "variable":
        return Message("sparql.no-hyphen.advice", name=f"{stopped.token(stopped.at - 2).text}_{text}")
    if before.says("AS", "BY") or (_is_column(stopped) and stopped.after.text != "("):
        return Message("sparql.write-variable.advice", word=text)
    return _behind_keyword(stopped)


def _behind_keyword(stopped: Stopped) -> Text | None:
    """Say what stands behind a keyword, where that is no word."""
    before = stopped.before
    if before.says("PREFIX"):
        return Message("sparql.prefix-form.advice")
    if before.says("LIMIT", "OFFSET"):
        return Message("sparql.number-behind.advice", word=before.keyword)
    is_graph = before.says("FROM", "INTO") or (before.says("NAMED") and stopped.token(stopped.at - 2).says("FROM"))
    return Message("sparql.from-graph.advice") if is_graph else None


def _is_column(stopped: Stopped) -> bool:
    form = stopped.form
    is_before_group = not stopped.is_behind_group and stopped.last("FROM", "WHERE") < 0
    return form is not None and form.says("SELECT", "DESCRIBE") and is_before_group


def _near_advice(stopped: Stopped) -> Text | None:
    """Propose a keyword: where one may stand those that are like the word, elsewhere those that are very like it."""
    word = stopped.here
    is_likely = stopped.after.text in {"(", "{"} or word.text.isupper() or not stopped.opening
    near = nearest(word.keyword, KEYWORDS)
    return Message("near", name=near) if near and (is_likely or is_slip(word.keyword, near)) else None
