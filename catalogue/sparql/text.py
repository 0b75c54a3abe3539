r"""SPARQL as tokens: enough of its grammar to say what a query gives, and where it breaks a rule.

The grammar's own terminals are followed to the letter where text could hide in them: an IRI, a string, a comment or an escape
that is read longer or shorter than the store reads it would let words pass unseen. Escapes of characters (`\u0041`) are read
where the store reads them, and in words as well: a word that is spelt with them is known, though the store refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from catalogue.patterns import possessive

_TOKEN = possessive(
    r"""
      (?P<space> [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | (?!\"\"\"|''')(?:"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+') )
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
    | (?P<variable> [?$]\w+ )
    | (?P<blank> _:[\w.\-]*\w )
    | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[a-z]+)? )
    | (?P<name> (?:[^\W\d_][\w\-.]*+)?:(?:[\w\-:%]|\\.|\.(?=[\w\-:%]))*+ )
    | (?P<word> (?:[^\W\d]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})(?:\w|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+ )
    | (?P<number> \d[\w.]*+ )
    | (?P<sign> && | \|\| | \^\^ | != | <= | >= | \\. | [\s\S] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)
_OPENING, _CLOSING = {"{": "}", "(": ")", "[": "]"}, frozenset("})]")


class SparqlToken(NamedTuple):
    """A token of a query: its kind, its text, and the characters before it."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The characters up to its end."""
        return self.start + len(self.text)

    @property
    def variable(self) -> str:
        """The name of a variable, or nothing for another token."""
        return self.text[1:] if self.kind == "variable" else ""

    @property
    def keyword(self) -> str:
        """The word in capitals and without escapes, or nothing for another token."""
        return unescaped(self.text).upper() if self.kind == "word" else ""

    @property
    def is_broken(self) -> bool:
        """Whether it is a quotation mark that begins no string: nothing after it can be read for sure."""
        return self.kind == "sign" and self.text in {'"', "'"}

    def says(self, *keywords: str) -> bool:
        """Whether it is one of these keywords, in capitals or not."""
        return self.kind == "word" and self.text.upper() in keywords


def tokens(query: str) -> list[SparqlToken]:
    """Cut a query into tokens, without white space and comments.

    >>> [token.text for token in tokens("ASK { $this ex:p 'a' } # so")]
    ['ASK', '{', '$this', 'ex:p', "'a'", '}']
    """
    found = (SparqlToken(match.lastgroup or "", match.group(), match.start()) for match in _TOKEN.finditer(query))
    return [token for token in found if token.kind != "space"]


def unescaped(text: str) -> str:
    r"""Read the escapes of characters in a text; those that name no character stay.

    >>> unescaped(r"\u0053ERVICE")
    'SERVICE'
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= _LAST and not _SURROGATES[0] <= number <= _SURROGATES[1] else match[0]


def line_and_column(text: str, index: int) -> tuple[int, int]:
    r"""Give the line and the column of a character, both from 1.

    >>> line_and_column("ASK {\n ?s }", 7)
    (2, 2)
    """
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def pieces(query: str) -> Iterator[tuple[str, str]]:
    """Cut a whole query into pieces of one kind each; white space is of the kind `space`, comments are of the kind `comment`.

    >>> list(pieces("ASK {} # so"))
    [('word', 'ASK'), ('space', ' '), ('sign', '{'), ('sign', '}'), ('space', ' '), ('comment', '# so')]
    """
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        yield "comment" if kind == "space" and match[0].startswith("#") else kind, match[0]


def unmatched(query: Sequence[SparqlToken]) -> SparqlToken | None:
    """Give the first unbalanced bracket, or None; where one closes what is open further out, the one that is open."""
    pending: list[SparqlToken] = []
    for token in query:
        if token.kind != "sign":
            continue
        if token.text in _OPENING:
            pending.append(token)
        elif token.text in _CLOSING:
            if not pending or _OPENING[pending[-1].text] != token.text:
                is_further_out = any(_OPENING[opened.text] == token.text for opened in pending)
                return pending[-1] if is_further_out else token
            pending.pop()
    return pending[-1] if pending else None


def depth(query: Sequence[SparqlToken]) -> int:
    """Give how many brackets are open at most."""
    now = most = 0
    for token in query:
        if token.kind == "sign":
            now += (token.text in _OPENING) - (token.text in _CLOSING)
            most = max(most, now)
    return most


class Select(NamedTuple):
    """A SELECT of a query.

    Attributes:
        keyword: its first token.
        projected: the variables that it gives; those that are made by an expression are not among them.
        everything: whether it gives `*`.
        body: the tokens of its group, without the braces.
        nested: whether it stands inside another query.
    """

    keyword: SparqlToken
    projected: frozenset[str]
    everything: bool
    body: Sequence[SparqlToken]
    nested: bool


def selects(query: Sequence[SparqlToken]) -> Iterator[Select]:
    """List the SELECTs of a query, in the order of its text; its brackets must match."""
    braces = 0
    for index, token in enumerate(query):
        if token.kind == "sign" and token.text in {"{", "}"}:
            braces += 1 if token.text == "{" else -1
        if token.says("SELECT"):
            yield _select(query, index, nested=braces > 0)


def _select(query: Sequence[SparqlToken], index: int, *, nested: bool) -> Select:
    projected: set[str] = set()
    everything, brackets = False, 0
    at = index + 1
    while at < len(query) and query[at].text != "{" and not query[at].says("WHERE", "FROM"):
        token = query[at]
        brackets += (token.text == "(") - (token.text == ")")
        if brackets == 0:
            everything = everything or token.text == "*"
            projected |= {token.variable} - {""}
        at += 1
    while at < len(query) and query[at].text != "{":
        at += 1
    return Select(query[index], frozenset(projected), everything, query[at + 1 : closing(query, at)], nested)


def closing(query: Sequence[SparqlToken], at: int) -> int:
    """Give the index of the bracket that closes the one at an index, or the number of tokens."""
    now = 0
    for index in range(at, len(query)):
        if query[index].kind == "sign":
            now += (query[index].text in _OPENING) - (query[index].text in _CLOSING)
            if now == 0:
                return index
    return len(query)


FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
"""The forms of queries."""

_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


def form(query: Sequence[SparqlToken]) -> SparqlToken | None:
    """Give the keyword that says a query's form; None when there is none."""
    return next((token for token in query if token.says(*FORMS)), None)


def projected(query: Sequence[SparqlToken]) -> frozenset[str]:
    """List the columns of a query's answer: its variables, or `subject`, `predicate`, `object` for triples.

    >>> sorted(projected(tokens("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }")))
    ['a', 'n']
    """
    keyword = form(query)
    if keyword is None or not keyword.says("SELECT"):
        return frozenset() if keyword is None or keyword.says("ASK") else frozenset({"subject", "predicate", "object"})
    found: set[str] = set()
    brackets = 0
    before = keyword
    for token in query[query.index(keyword) + 1 :]:
        if brackets == 0 and (token.text == "{" or token.says("WHERE", "FROM")):
            break
        if brackets == 0 and token.text == "*":
            return frozenset(token.variable for token in query if token.variable)
        brackets += (token.text == "(") - (token.text == ")")
        if token.variable and (brackets == 0 or before.says("AS")):
            found.add(token.variable)
        before = token
    return frozenset(found)


def is_ordered(query: Sequence[SparqlToken]) -> bool:
    """Tell whether a query says in which order its answer stands."""
    braces = 0
    for token in query:
        if token.kind == "sign":
            braces += (token.text == "{") - (token.text == "}")
        elif braces == 0 and token.says("ORDER"):
            return True
    return False


def changing(query: Sequence[SparqlToken]) -> SparqlToken | None:
    """Give what makes a query's answer another each time that it is asked: the time, chance, or another service; else None.

    >>> changing(tokens("SELECT (NOW() AS ?now) {}")).text
    'NOW'
    """
    for token, after in zip_longest(query, query[1:]):
        if token.says("SERVICE") or (token.says(*_CHANGING) and after is not None and after.text == "("):
            return token
    return None


def in_scope(body: Sequence[SparqlToken]) -> set[str]:
    """List the variables that a group binds: those outside its filters."""
    found: set[str] = set()
    at = 0
    while at < len(body):
        if body[at].says("FILTER"):
            at += 1
            while at < len(body) and body[at].text not in {"(", "{"}:
                at += 1
            at = closing(body, at)
        elif body[at].variable:
            found.add(body[at].variable)
        at += 1
    return found
