"""Tokens: a lossless lexer for Turtle 1.1 and TriG.

Nothing is thrown away: what no token fits is one too, and between two tokens there is nothing but white space, comments and a
byte order mark at the head of the text. The lexer looks at the shape of a token only; whether an escape or an IRI inside it is
allowed is the reader's business. Its one pattern never goes back over what it has read (possessive quantifiers, and each wrong
beginning takes along all that was looked at), so time grows with the length of the text, whatever the text.
"""

from __future__ import annotations

import re
from functools import cache

from catalogue.patterns import possessive
from catalogue.turtle.places import Lines

# The character classes PN_CHARS_BASE, PN_CHARS_U and PN_CHARS of Turtle 1.1, section 6.5
_BASE = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_FIRST = _BASE + "_"
_CHAR = _FIRST + r"\-0-9\u00B7\u0300-\u036F\u203F\u2040"
NAME_CHARACTER = _CHAR
"""What a prefixed name can go on with behind a full stop, for a character class."""

_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"

_PREFIX = rf"[{_BASE}][{_CHAR}]*+(?:\.++[{_CHAR}]++)*+"
_LOCAL = rf"(?:[{_FIRST}:0-9]|{_PLX})(?:[{_CHAR}:]++|{_PLX})*+(?:\.++(?:[{_CHAR}:]++|{_PLX})++)*+"
_EXPONENT = r"[eE][+\-]?[0-9]++"
_STATEMENT = rf"""(?:
    (?: <[^<>"\r\n]*+> | (?:{_PREFIX})?+:(?:{_LOCAL})?+ ) [ \t\r\n]++ (?: a[ \t\r\n] | <[^<>"\r\n]*+> | (?:{_PREFIX})?+: )
  | @(?:prefix|base)[ \t] | (?i:prefix|base)[ \t]
)"""

_SCAN = rf"""
    (?:\A\uFEFF)?+ (?: [ \t\r\n]++ | \#[^\r\n]*+ )*+
    (?:
      (?P<name> (?:{_PREFIX})?+:(?:{_LOCAL})?+ )
    | (?P<iri> <[^<>"\r\n]*+> )
    | (?P<string>
        \"\"\"(?: [^"\\]++ | \\[\s\S] | "(?!"") )*+\"\"\"
      | '''(?: [^'\\]++ | \\[\s\S] | '(?!'') )*+'''
      | "(?!"")(?: [^"\\\r\n]++ | \\[^\r\n] )*+"
      | '(?!'')(?: [^'\\\r\n]++ | \\[^\r\n] )*+'
      )
    | (?P<langtag> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+ )
    | (?P<double> [+\-]?(?: [0-9]++(?:\.[0-9]*+)?+ | \.[0-9]++ ){_EXPONENT} )
    | (?P<decimal> [+\-]?[0-9]*+\.[0-9]++ )
    | (?P<integer> [+\-]?[0-9]++ )
    | (?P<punctuation> [.;,\[\]()}}] | \{{(?!\|) | \^\^ )
    | (?P<word> {_PREFIX} )
    | (?P<blank> _:[{_FIRST}0-9][{_CHAR}]*+(?:\.++[{_CHAR}]++)*+ )
    | (?P<error>
        (?<![^\r\n])(?:<{{7}}|={{7}}|>{{7}}|\|{{7}})(?![<=>|])[^\r\n]*+
      | <<\(? | >>
      | <[^<>"\r\n]*+
      | (?:\"\"\"|''')(?: [^\r\n]++ | (?:\r\n|\r(?!\n)|\n)(?!{_STATEMENT}) )*+
      | "(?: [^"\\\r\n]++ | \\[^\r\n] )*+\\?
      | '(?: [^'\\\r\n]++ | \\[^\r\n] )*+\\?
      | \{{\| | \|\}}? | [\s\S]
      )
    | (?P<end> \Z )
    )
"""
STRAYS = "\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\v\f"
"""Characters that look like a space or like nothing, for a character class."""

_STRAY = possessive(rf"[{STRAYS}]++|(?P<conflict>[<=>|]{{7}}[^\r\n]*+)")
_MAY_STRAY = frozenset({"error", "word"})
_EXACT = {"a": "a", "true": "boolean", "false": "boolean"}


@cache
def _scanner() -> re.Pattern[str]:
    """Compile the tokens' pattern when it is first needed: that takes longer than most files."""
    return possessive(_SCAN, re.VERBOSE)


class Scan:
    """The tokens of a text that say something, as columns; what stands between two of them is trivia.

    Args:
        text: any text; need not be Turtle.
        start: characters before the part that is cut into tokens.
        end: characters up to its end; none for that of the text.
        lines: the lines of the text, if they are known.

    Attributes:
        text: the text, whole.
        kinds: what each token is: punctuation and `a` are their own kind, `name` is a prefixed name, also one without local
            part (`ex:`), `langtag` also `@prefix` and `@base`, which only their place tells from language tags, `word` is
            `PREFIX`, `BASE`, or a word that Turtle does not know, and `error` an unclosed string or IRI, or a character that
            nothing starts with; an unclosed long string ends before a line that starts a statement. The others are `iri`,
            `blank`, `string`, `integer`, `decimal`, `double`, `boolean`; the last is `end`.
        starts: characters before each token.
        ends: characters up to the end of each token.
        strays: where characters stand that look like none and that are no token, and the markers of a conflict of Git: from
            and up to.

    >>> scan = Scan("ex:a a <b> . # c")
    >>> list(zip(scan.kinds, scan.starts, scan.ends))
    [('name', 0, 4), ('a', 5, 6), ('iri', 7, 10), ('.', 11, 12), ('end', 16, 16)]
    """

    __slots__ = ("_lines", "ends", "kinds", "starts", "strays", "text")

    def __init__(self, text: str, start: int = 0, end: int | None = None, lines: Lines | None = None) -> None:
        self.text = text
        self._lines = lines
        self.kinds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.strays: list[tuple[int, int]] = []
        kinds, starts, ends = self.kinds.append, self.starts.append, self.ends.append
        for match in _scanner().finditer(text, start, len(text) if end is None else end):
            kind = match.lastgroup or "end"
            first, last = match.span(kind)
            if kind == "punctuation":
                kind = text[first:last]
            elif kind == "word":
                kind = _EXACT.get(text[first:last], kind)
            if kind in _MAY_STRAY and _STRAY.fullmatch(text, first, last):
                self.strays.append((first, last))
                continue
            kinds(kind)
            starts(first)
            ends(last)
            if kind == "end":
                break

    @property
    def lines(self) -> Lines:
        """Where the lines of the text begin."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines

    def word(self, index: int) -> str:
        """Give the characters of a token."""
        return self.text[self.starts[index] : self.ends[index]]

    def begins_line(self, index: int) -> bool:
        """Tell whether a token is the first thing in its line, with no space before it."""
        start = self.starts[index]
        return start == 0 or self.text[start - 1] in "\r\n" or (start == 1 and self.text[0] == "\ufeff")

    def cut(self, index: int, end: int) -> None:
        """Let a token end earlier; what it had behind that is cut into tokens of its own.

        Args:
            index: the number of the token.
            end: characters up to its end.
        """
        rest = Scan(self.text, end, self.ends[index], self.lines)
        self.ends[index] = end
        for column, added in ((self.kinds, rest.kinds), (self.starts, rest.starts), (self.ends, rest.ends)):
            column[index + 1 : index + 1] = added[:-1]  # type: ignore[assignment] # columns of one type each

    def breaks_line(self, index: int) -> bool:
        """Tell whether a line ends between the token before and this one."""
        gap = self.text[self.ends[index - 1] if index else 0 : self.starts[index]]
        return "\n" in gap or "\r" in gap
