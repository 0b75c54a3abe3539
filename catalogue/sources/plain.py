"""Plain Turtle: most files use little of the language, and that little can be read many tokens at a time.

The strings of a text are cut out first; what is left is cut into tokens at white space. Each distinct token is read once, and
the triples are found by looking at all tokens together. What is not plain (brackets, declarations behind statements, names
beyond ASCII, faults) is left to the parser: what is read here, the parser would read alike, triple by triple.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from catalogue.patterns import possessive
from catalogue.quads import Syntax
from catalogue.quads import read as read_quads
from catalogue.sources.statements import BLANK_TAG, IRI_TAG, Statements, tag_of
from catalogue.terms import RDF, RDF_TYPE, XSD, XSD_STRING
from catalogue.turtle.escapes import string_value
from catalogue.turtle.iris import resolve
from catalogue.turtle.issues import UnreadableError

_IRI = rb'<[^\x00-\x20<>"{}|^`\\\xf8-\xff]*+>'
_PREFIX = rb"(?:[A-Za-z][A-Za-z0-9_-]*+)?+:"
_NAME = _PREFIX + rb"(?:[A-Za-z0-9_][A-Za-z0-9_-]*+(?:\.++[A-Za-z0-9_-]++)*+)?+"
_BESIDE = rb"<(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*+/?+)++>"
"""A relative IRI that is only put behind the base: no dots lead upwards, no colon ends a scheme."""

_NUMBER = rb"[+-]?+[0-9]++(?P<fraction>\.[0-9]++)?+(?P<exponent>[eE][+-]?+[0-9]++)?+"
_BLANK_NODE = rb"_:[A-Za-z0-9_][A-Za-z0-9_-]*+"
_ENDING = rb'"(?:(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)|\^\^(?P<datatype>%b|%b))?+' % (_IRI, _NAME)
"""What is left of a literal whose string was cut out."""

_DECLARATION = rb"[ \t\r\n]*+(?:\#[^\r\n]*+[ \t\r\n]*+)*+(?:%b)" % b"|".join(
    start + rb"[ \t]*+(%b)" % _IRI + end
    for start, end in (
        (rb"@prefix[ \t]++(%b)" % _PREFIX, rb"[ \t]*+\."),
        (rb"PREFIX[ \t]++(%b)" % _PREFIX, b""),
        (b"@base()", rb"[ \t]*+\."),
        (b"BASE()", b""),
    )
)
_COMMENT = rb"(?:(?<=[ \t\r\n])|\A)#[^\r\n]*"

_STANDING_IN = {b"\\\\": b"\\\xff", b'\\"': b"\\\xfe"}
"""Escapes that may stand before a quotation mark, and others with bytes that are nowhere in UTF-8 to stand in for them."""

_ESCAPED = rb'\\[\\"]'
_LONG = bytes.maketrans(b'"\n\r', b"\xfd\xfc\xfb")
_SAID = bytes.maketrans(b"\xff\xfe\xfd\xfc\xfb", b'\\""\n\r')
"""What may stand in strings with three quotation marks alone; what all that stands in stands for."""

_STOP, _NEXT, _ALSO, _RESOURCE, _TYPE, _BLANK, _LITERAL, _STRING = range(8)
"""What tokens are: `.`, `;`, `,`, an IRI, `a`, a blank node, a literal, the rest of a literal whose string was cut out."""

_KINDS = np.arange(8)
_ALLOWED = [np.isin(_KINDS, [_RESOURCE, _BLANK]), np.isin(_KINDS, [_RESOURCE, _TYPE]), (_KINDS > _ALSO) & (_KINDS != _TYPE)]
"""Which tokens may be subjects, predicates and objects."""

_EXPECTED = np.array([3, 2, 1])
"""How many terms stand behind each mark, up to the next."""

_MARKS = {b".": _STOP, b";": _NEXT, b",": _ALSO}
_BACKSLASH = ord("\\")
_REMEMBERED = 10_000
"""How many names are remembered under one head."""

Tokens: TypeAlias = NDArray[np.intp]


@cache
def _pattern(written: bytes) -> re.Pattern[bytes]:
    """Compile a pattern when it is first needed: a command that reads no file starts sooner."""
    return possessive(written)


class _NotPlainError(Exception):
    """A text is not plain, or has a fault."""


def read(data: bytes, name: str) -> Statements | None:
    """Read plain Turtle.

    Args:
        data: UTF-8, without a byte order mark.
        name: the file's name, to give blank nodes names that depend on it and their order alone.

    Returns:
        What it says, as the parser says it, but a term may have several numbers. None when it is not plain, or has a fault.

    >>> statements = read(b'@prefix p: <urn:p:> . p:a a p:A ; p:n 1, "x"@fr .', "x.ttl")
    >>> [triple.object.value for triple in statements]
    ['urn:p:A', '1', 'x']
    >>> read(b"<urn:a> <urn:b> [] .", "x.ttl")
    """
    try:
        end = _end_of_head(data)
        around, strings = _without_strings(data[end:])
        tokens = _tokens(around)
        known: defaultdict[bytes, int] = defaultdict()
        known.default_factory = known.__len__
        positions = np.fromiter(map(known.__getitem__, tokens), dtype=np.intp, count=len(tokens))
        terms = _Terms(_head(data[:end]), name)
        token_kinds = np.array([terms.read(token) for token in known], dtype=np.intp)
        rows = _rows(token_kinds[positions])
    except (_NotPlainError, UnreadableError):
        return None
    is_string = token_kinds[positions] == _STRING
    numbers = (np.cumsum(token_kinds >= _RESOURCE) - 1)[positions]  # marks are no terms
    endings = np.array(terms.tag_numbers, dtype=np.int32)[numbers[is_string]]
    numbers[is_string] = len(terms.values) + np.arange(len(strings))
    subjects, predicates, objects = (array("i", numbers[row].astype(np.int32).tobytes()) for row in rows)
    terms.tag_numbers.frombytes(endings.tobytes())
    return Statements(list(terms.tags), terms.tag_numbers, terms.values + strings, (subjects, predicates, objects))


def _without_strings(data: bytes) -> tuple[bytes, list[bytes]]:
    """Cut the strings out of a text.

    Returns:
        What is left, with one quotation mark for each string, and their lexical forms.

    Raises:
        _NotPlainError: they cannot be distinguished from what is around them.
    """
    is_escaped, is_long = b"\\" in data, b'"""' in data
    data = _with_stand_ins(data) if is_escaped else data
    data = _shortened(data) if is_long else data
    parts = _parted(data, b'"')
    strings = parts[1::2]
    all_strings = b"".join(strings)
    if b"\n" in all_strings or b"\r" in all_strings:
        raise _NotPlainError
    if is_long:
        strings = [string.translate(_SAID) if _BACKSLASH not in string else _unescaped(string) for string in strings]
    elif is_escaped:
        strings = [_unescaped(string) if _BACKSLASH in string else string for string in strings]
    return b'"'.join(parts[::2]), strings


def _with_stand_ins(data: bytes) -> bytes:
    """Let bytes stand in for escapes, one after the other: what stands behind an escaped backslash is not escaped."""
    return _pattern(_ESCAPED).sub(lambda match: _STANDING_IN[match[0]], data)


def _parted(data: bytes, quotes: bytes) -> list[bytes]:
    """Cut a text at quotation marks: every second part is a string."""
    parts = data.split(quotes)
    if len(parts) % 2 == 0:
        raise _NotPlainError
    return parts


def _shortened(data: bytes) -> bytes:
    """Give long strings the quotation marks of short ones, and stand-ins for what those cannot hold."""
    if b'""""' in data:
        raise _NotPlainError
    parts = _parted(data, b'"""')
    parts[1::2] = [part.translate(_LONG) for part in parts[1::2]]
    return b'"'.join(parts)


def _unescaped(string: bytes) -> bytes:
    """Give the lexical form of a string with escapes, in which bytes stand in for some of them."""
    for stand_in in _STANDING_IN.values():
        string = string.replace(stand_in, stand_in[1:])
    unescaped = string.replace(b"\\n", b"\n").replace(b"\\t", b"\t")  # nearly all
    if _BACKSLASH not in unescaped:
        return unescaped.translate(_SAID)
    for escape, stand_in in _STANDING_IN.items():
        string = string.replace(stand_in[1:], escape)
    return string_value(str(b'"""%b"""' % string.translate(_SAID), "utf-8")).encode()


def _tokens(around: bytes) -> list[bytes]:
    """Cut a text without strings into tokens."""
    if around.startswith(b"#") or any(space + b"#" in around for space in (b" ", b"\n", b"\t", b"\r")):
        quotes = around.count(b'"')
        around = _pattern(_COMMENT).sub(b"", around)
        if around.count(b'"') != quotes:  # what was taken for strings is in comments, or begins there
            raise _NotPlainError
    if b"\x0b" in around or b"\x0c" in around:  # they are white space to Python, and not to Turtle
        raise _NotPlainError
    return (around + b"\n").replace(b".\n", b" .\n").replace(b",", b" , ").replace(b";", b" ; ").split()


def _rows(tokens: Tokens) -> Sequence[Tokens]:
    """Find the triples among tokens.

    Args:
        tokens: what each token is.

    Returns:
        The places of the subjects, of the predicates and of the objects.

    Raises:
        _NotPlainError: the tokens are in no order that makes triples.
    """
    marks = np.flatnonzero(tokens <= _ALSO)
    if len(tokens) and tokens[-1] != _STOP:
        raise _NotPlainError
    before = np.concatenate([[_STOP], tokens[marks]])[:-1]
    counts = np.diff(marks, prepend=-1) - 1
    is_filled = (counts > 0) | (before != _NEXT) | (tokens[marks] == _ALSO)  # nothing need come behind a `;`
    marks, before, counts = marks[is_filled], before[is_filled], counts[is_filled]
    if (counts != _EXPECTED[before]).any():
        raise _NotPlainError
    order = np.arange(len(marks))
    rows = [marks[np.maximum.accumulate(np.where(counts >= back, order, 0))] - back for back in (3, 2, 1)]
    if not all(fit[tokens[row]].all() for fit, row in zip(_ALLOWED, rows, strict=True)):
        raise _NotPlainError
    return rows


@dataclass(frozen=True)
class _Head:
    """What is declared at the head of a text.

    Attributes:
        base: the base; None when there is none.
        folder: what relative IRIs are put behind; nothing when there is no base.
        prefixes: the IRI of each prefix, which is given with its colon.
        iris: the IRIs of the names that were read under it.
    """

    base: str | None
    folder: bytes
    prefixes: Mapping[bytes, str]
    iris: dict[bytes, bytes] = field(default_factory=dict)

    def iri(self, token: bytes) -> bytes:
        """Give the IRI that is written in angle brackets."""
        if self.folder and _pattern(_BESIDE).fullmatch(token):
            return self.folder + token[1:-1]
        return _resolved(str(token[1:-1], "utf-8"), self.base).encode()

    def name(self, token: bytes) -> bytes:
        """Give the IRI that a prefixed name stands for."""
        iri = self.iris.get(token)
        if iri is None:
            prefix, colon, local = token.partition(b":")
            if prefix + colon not in self.prefixes:
                raise _NotPlainError
            iri = _resolved(self.prefixes[prefix + colon] + str(local, "utf-8"), None).encode()
            if len(self.iris) < _REMEMBERED:
                self.iris[token] = iri
        return iri


def _resolved(iri: str, base: str | None) -> str:
    try:
        resolved = resolve(iri, base)
    except ValueError:  # it is relative, and there is no base
        resolved = None
    if resolved is None:
        raise _NotPlainError
    return resolved


def _end_of_head(data: bytes) -> int:
    end, declaration = 0, _pattern(_DECLARATION)
    while (match := declaration.match(data, end)) is not None:
        end = match.end()
    return end


@lru_cache(maxsize=64)
def _head(data: bytes) -> _Head:
    """Read declarations; many files begin with the same."""
    base: str | None = None
    prefixes: dict[bytes, str] = {}
    for match in _pattern(_DECLARATION).finditer(data):
        prefix, iri = (part for part in match.groups() if part is not None)
        resolved = _resolved(str(iri[1:-1], "utf-8"), base)
        if prefix:
            prefixes[prefix] = resolved
        else:
            base = resolved
    return _Head(base, _resolved("x", base)[:-1].encode() if base else b"", prefixes)


class _Terms:
    """The terms of a text, from its tokens.

    Args:
        head: what is declared.
        name: the file's name.

    Attributes:
        tags: the tags of the terms, as `Statements` has them.
        tag_numbers: for each term, the number of its tag.
        values: for each term, its IRI, name or lexical form; empty for what is left of a literal.
    """

    def __init__(self, head: _Head, name: str) -> None:
        self._head = head
        self._blank = "b" + hashlib.sha256(name.encode()).hexdigest()[:10]
        self._blanks = 0
        self.tags: dict[str, int] = {IRI_TAG: 0, BLANK_TAG: 1}
        self.tag_numbers = array("i")
        self.values: list[bytes] = []

    def read(self, token: bytes) -> int:
        """Read a token, and say what it is.

        Raises:
            _NotPlainError: it is no token of plain Turtle, or it stands for nothing.
        """
        if token in _MARKS:
            return _MARKS[token]
        if token[:1] == b"<" and _pattern(_IRI).fullmatch(token):
            return self._add(IRI_TAG, self._head.iri(token), _RESOURCE)
        if token in self._head.iris or _pattern(_NAME).fullmatch(token):
            return self._add(IRI_TAG, self._head.name(token), _RESOURCE)
        if token == b"a":
            return self._add(IRI_TAG, RDF_TYPE.value.encode(), _TYPE)
        if _pattern(_BLANK_NODE).fullmatch(token):
            self._blanks += 1
            return self._add(BLANK_TAG, f"{self._blank}n{self._blanks}".encode(), _BLANK)
        return self._ending(token) if token[:1] == b'"' else self._unquoted(token)

    def _add(self, tag: str, value: bytes, kind: int) -> int:
        self.tag_numbers.append(self.tags.setdefault(tag, len(self.tags)))
        self.values.append(value)
        return kind

    def _unquoted(self, token: bytes) -> int:
        if token in {b"true", b"false"}:
            return self._add(XSD + "boolean", token, _LITERAL)
        match = _pattern(_NUMBER).fullmatch(token)
        if match is None:
            raise _NotPlainError
        type_ = "double" if match["exponent"] else "decimal" if match["fraction"] else "integer"
        return self._add(XSD + type_, token, _LITERAL)

    def _ending(self, token: bytes) -> int:
        match = _pattern(_ENDING).fullmatch(token)
        if match is None:
            raise _NotPlainError
        tag = XSD_STRING
        if match["language"]:
            tag = _language(match["language"])
        elif match["datatype"]:
            written = match["datatype"]
            tag = str(self._head.iri(written) if written.startswith(b"<") else self._head.name(written), "utf-8")
            if tag.startswith(RDF):  # that of texts with a language, which is missing
                raise _NotPlainError
        return self._add(tag, b"", _STRING)


@cache
def _language(written: bytes) -> str:
    """Give the tag of literals with a language tag: what the parser makes of it."""
    try:
        return tag_of(next(read_quads(b'<urn:a> <urn:a> ""%b .' % written, Syntax.TURTLE)).object)
    except SyntaxError:
        raise _NotPlainError from None
