r"""The tokens of a SPARQL query, as the store reads them, each with its place.

The grammar's own terminals are followed to the letter where text could hide in them: an IRI, a string, a comment or an escape
that is read longer or shorter than the store reads it would let words pass unseen. Escapes of characters (`\u0041`) are read
where the store reads them, and in words as well: a word that is spelt with them is known, though the store refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|\#[^\n\r]*)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
    |(?P<string>"{3}(?:[^\\"]|\\.|"(?!""))*+"{3}|'{3}(?:[^\\']|\\.|'(?!''))*+'{3}
        |(?!"{3}|'{3})(?:"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+'))
    |(?P<variable>[?$]\w+)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<word>(?:[^\W\d]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})(?:[\w.-]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+
        (?::(?:[\w.%:-]|\\[-_~.!$&'()*+,;=/?\#@%])*+)?
        |:(?:[\w.%:-]|\\[-_~.!$&'()*+,;=/?\#@%])*+)
    |(?P<number>\d[\w.]*)
    |(?P<open><<|[{(\[])
    |(?P<close>>>|[})\]])
    |(?P<other>\|\||&&|\^\^|\\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Kind(Enum):
    """What a token is."""

    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    TAG = "tag"
    WORD = "word"
    NUMBER = "number"
    OPEN = "open"
    CLOSE = "close"
    OTHER = "other"


_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query.

    Attributes:
        kind: what it is.
        text: its characters.
        start: where it begins, in characters from 0.
        end: where it ends.
    """

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in capitals, without escapes; empty when it is no word."""
        return unescaped(self.text).upper() if self.kind is Kind.WORD else ""

    @property
    def is_broken(self) -> bool:
        """Whether it is a quotation mark that begins no string: nothing after it can be read for sure."""
        return self.kind is Kind.OTHER and self.text in {'"', "'"}


def tokens(sparql: str) -> Iterator[Token]:
    """Read the tokens of a query; spaces and comments are left out.

    Args:
        sparql: the query; it may be anything.

    Returns:
        The tokens in their order, up to and with the first that is broken.

    >>> [token.text for token in tokens("ASK { ?s <urn:#p> 'a#' } # all")]
    ['ASK', '{', '?s', '<urn:#p>', "'a#'", '}']
    """
    for match in _TOKEN.finditer(sparql):
        name = match.lastgroup or "other"
        if name != "space":
            token = Token(_KINDS[name], match[0], match.start(), match.end())
            yield token
            if token.is_broken:
                return


def unescaped(text: str) -> str:
    r"""Read the escapes of characters in a text; those that name no character stay.

    >>> unescaped(r"\u0053ERVICE")
    'SERVICE'
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= _LAST and not _SURROGATES[0] <= number <= _SURROGATES[1] else match[0]


_LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)


def line_and_column(text: str, index: int) -> tuple[int, int]:
    r"""Give the line and the column of a character, both from 1.

    >>> line_and_column("ASK {\n ?s }", 7)
    (2, 2)
    """
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
