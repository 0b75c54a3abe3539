r"""Tokens: the terminals of SPARQL's grammar, each with its place.

The grammar's own terminals are followed to the letter where text could hide in them: an IRI, a string, a comment or an escape
that is read longer or shorter than the store reads it would let keywords pass unseen. Escapes of characters (`\u0041`) are read
where the store reads them, and in keywords as well: a keyword that is spelt with them is known, though the store refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalogue.patterns import possessive

_MORE = r"\u00b7\u0300-\u036f\u200c\u200d\u203f\u2040"
"""The characters of names that are neither letters nor digits."""

_TOKEN = possessive(
    r"""
      (?P<space> [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | (?!\"\"\"|''')(?:"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+') )
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
    | (?P<variable> [?$][\wMORE]+ )
    | (?P<blank> _:[\w.\-MORE]*[\wMORE] )
    | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)*+(?:--[a-z]+)? )
    | (?P<name> (?:[^\W\d_][\w\-.MORE]*+)?:(?:[\w\-:%MORE]|\\.|\.(?=[\w\-:%MORE]))*+ )
    | (?P<word> (?:[^\W\d]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})(?:\w|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+ )
    | (?P<number> (?:[0-9]++\.[0-9]*+|\.?[0-9]++)[eE][+-]?[0-9]++ | [0-9]*+\.[0-9]++ | [0-9]++ )
    | (?P<sign> && | \|\| | \^\^ | != | <= | >= | \\. | [\s\S] )
    """.replace("MORE", _MORE),
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_COMMENT = re.compile(r"[^#]+|#[^\r\n]*")
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


_NONE = SparqlToken("", "", 0)


def tokens(query: str) -> list[SparqlToken]:
    """Cut a query into tokens, without white space and comments.

    >>> [token.text for token in tokens("ASK { $this ex:p 'a' } # so")]
    ['ASK', '{', '$this', 'ex:p', "'a'", '}']
    """
    matches = _TOKEN.finditer(query)
    return [SparqlToken(kind or "", match[0], match.start()) for match in matches if (kind := match.lastgroup) != "space"]


def unescaped(text: str) -> str:
    r"""Read the escapes of characters in a text; those that name no character stay.

    >>> unescaped(r"\u0053ERVICE")
    'SERVICE'
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= _LAST and not _SURROGATES[0] <= number <= _SURROGATES[1] else match[0]


def neighbours(listed: Sequence[SparqlToken]) -> Iterator[tuple[SparqlToken, SparqlToken, SparqlToken]]:
    """Give each token with those before and behind it; those at the ends have an empty one there.

    >>> [(before.text, after.text) for before, _, after in neighbours(tokens("ASK { }"))]
    [('', '{'), ('ASK', '}'), ('{', '')]
    """
    return zip([_NONE, *listed], listed, [*listed[1:], _NONE], strict=False)


def line_and_column(text: str, index: int) -> tuple[int, int]:
    r"""Give the line and the column of a character, both from 1.

    >>> line_and_column("ASK {\n ?s }", 7)
    (2, 2)
    """
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def with_small_booleans(text: str, listed: Sequence[SparqlToken]) -> str:
    """Write `TRUE` and `FALSE` in small letters, as the store reads them; all else stays in its place.

    Args:
        text: a query.
        listed: its tokens.

    >>> with_small_booleans("ASK { FILTER (TRUE || 'TRUE' = False) }", tokens("ASK { FILTER (TRUE || 'TRUE' = False) }"))
    "ASK { FILTER (true || 'TRUE' = false) }"
    """
    for token in listed:
        if token.says("TRUE", "FALSE"):
            text = text[: token.start] + token.text.lower() + text[token.end :]
    return text


def pieces(text: str, listed: Sequence[SparqlToken], start: int = 0) -> Iterator[tuple[str, str]]:
    """Cut a whole query into pieces of one kind each; white space is of the kind `space`, comments are of the kind `comment`.

    Args:
        text: the query.
        listed: its tokens.
        start: the characters to leave out before them.

    >>> list(pieces("ASK {} # so", tokens("ASK {} # so")))
    [('word', 'ASK'), ('space', ' '), ('sign', '{'), ('sign', '}'), ('space', ' '), ('comment', '# so')]
    """
    for token in [token for token in listed if token.start >= start]:
        yield from _between(text[start : token.start])
        yield token.kind, token.text
        start = token.end
    yield from _between(text[start:])


def _between(gap: str) -> Iterator[tuple[str, str]]:
    for match in _COMMENT.finditer(gap):
        yield ("comment" if match[0].startswith("#") else "space"), match[0]


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
