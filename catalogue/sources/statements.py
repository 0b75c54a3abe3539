"""Statements: the triples of a file as numbers, few terms twice, so that millions of them can be held and handed on."""

from __future__ import annotations

import hashlib
import struct
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, TypeAlias, overload
from zlib import crc32

from catalogue.terms import BlankNode, Literal, NamedNode, Term, Triple

IRI_TAG, BLANK_TAG = "<", "_"
"""The tags of IRIs and of blank nodes; that of a literal is its language after `@`, or else the IRI of its datatype."""

_HEAD = struct.Struct("<3q")

_ALIGNMENT = 8

Column: TypeAlias = "array[int]"
Rows: TypeAlias = tuple[Column, Column, Column]


def tag_of(term: Term) -> str:
    """Give the tag of a term.

    >>> tag_of(Literal("uMap", language="fr")), tag_of(NamedNode("urn:a"))
    ('@fr', '<')
    """
    if isinstance(term, NamedNode):
        return IRI_TAG
    if isinstance(term, Literal):
        return f"@{term.language}" if term.language else term.datatype.value
    return BLANK_TAG


def term_of(tag: str, value: str) -> Any:
    """Make a term of its tag and its value.

    >>> term_of("@fr", "uMap")
    <Literal value=uMap language=fr>
    """
    if tag == IRI_TAG:
        return NamedNode(value)
    if tag == BLANK_TAG:
        return BlankNode(value)
    return Literal(value, language=tag[1:]) if tag[0] == "@" else Literal(value, datatype=NamedNode(tag))


def is_datatype(tag: str) -> bool:
    """Tell whether a tag is the IRI of a datatype.

    >>> is_datatype("http://www.w3.org/2001/XMLSchema#date"), is_datatype("@en"), is_datatype(IRI_TAG)
    (True, False, False)
    """
    return tag not in {IRI_TAG, BLANK_TAG} and not tag.startswith("@")


class Values(NamedTuple):
    """The values of terms, one behind the other: IRIs, names of blank nodes and lexical forms as UTF-8.

    Attributes:
        joined: all of them.
        ends: for each, where it ends.
        sums: for each, its checksum (CRC-32).
    """

    joined: bytes | memoryview
    ends: Column
    sums: Column

    @classmethod
    def of(cls, values: Sequence[bytes]) -> Values:
        """Put values one behind the other.

        >>> Values.of([b"urn:a", b"c"]).joined
        b'urn:ac'
        """
        return cls(b"".join(values), array("q", accumulate(map(len, values))), array("I", map(crc32, values)))

    def parted(self) -> list[bytes]:
        """Give each value alone."""
        joined = bytes(self.joined)
        return [joined[start:end] for start, end in pairwise((0, *self.ends))]


class Statements(Sequence[Triple]):
    """The triples of a file, in its order; a term is made when it is asked for.

    Args:
        tags: the tags that its terms have.
        tag_numbers: for each term, the number of its tag.
        values: for each term, its IRI, name or lexical form as UTF-8.
        rows: for each triple, the numbers of its subject, its predicate and its object.

    Attributes:
        tags: the same.
        tag_numbers: the same.
        rows: for each triple, the numbers of its subject, its predicate and its object.

    >>> statements = packed([Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))])
    >>> statements.values, list(statements.rows[2]), statements[0].object.value
    ([b'urn:a', b'urn:b', b'c'], [2], 'c')
    """

    __slots__ = ("_joined", "_terms", "_values", "rows", "tag_numbers", "tags")

    def __init__(
        self,
        tags: Sequence[str],
        tag_numbers: Column,
        values: Sequence[bytes] | Values,
        rows: Rows,
    ) -> None:
        self.tags = tags
        self.tag_numbers = tag_numbers
        self.rows = rows
        self._joined = values if isinstance(values, Values) else None
        self._values = None if isinstance(values, Values) else values
        self._terms: dict[int, Any] = {}

    @property
    def values(self) -> Sequence[bytes]:
        """For each term, its IRI, name or lexical form as UTF-8."""
        if self._values is None:
            self._values = self.joined.parted()
        return self._values

    @property
    def joined(self) -> Values:
        """The values of the terms, one behind the other."""
        if self._joined is None:
            self._joined = Values.of(self.values)
        return self._joined

    def term(self, number: int) -> Any:
        """Give a term by its number."""
        term = self._terms.get(number)
        if term is None:
            term = self._terms[number] = term_of(self.tags[self.tag_numbers[number]], str(self.values[number], "utf-8"))
        return term

    def to_parts(self) -> list[bytes | memoryview]:
        """Give them as bytes, for another process of this machine: parts that stand one behind the other."""
        tags, (joined, *columns) = "\n".join(self.tags).encode(), self.joined
        tags += bytes(-len(tags) % _ALIGNMENT)
        arrays = [memoryview(column).cast("B") for column in (*columns, *self.rows, self.tag_numbers)]
        return [_HEAD.pack(len(tags), len(self.tag_numbers), len(self)), tags, *arrays, joined]

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Statements:
        """Read what `to_parts` gave; the values are not copied.

        >>> statements = packed([Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))])
        >>> list(Statements.from_bytes(b"".join(statements.to_parts()))) == list(statements)
        True
        """
        view = memoryview(data)
        tags, terms, rows = _HEAD.unpack_from(view)
        at = _HEAD.size + tags
        columns = []
        for code, count in (("q", terms), ("I", terms), *[("i", rows)] * 3, ("i", terms)):
            column = array(code)
            column.frombytes(view[at : at + count * column.itemsize])
            at += count * column.itemsize
            columns.append(column)
        ends, sums, subjects, predicates, objects, tag_numbers = columns
        written = bytes(view[_HEAD.size : _HEAD.size + tags]).rstrip(b"\0").decode()
        values = Values(view[at : at + (ends[-1] if terms else 0)], ends, sums)
        return cls(written.split("\n"), tag_numbers, values, (subjects, predicates, objects))

    def __len__(self) -> int:
        return len(self.rows[0])

    @overload
    def __getitem__(self, at: int) -> Triple: ...

    @overload
    def __getitem__(self, at: slice) -> list[Triple]: ...

    def __getitem__(self, at: int | slice) -> Triple | list[Triple]:
        if isinstance(at, slice):
            return [self[position] for position in range(*at.indices(len(self)))]
        return Triple(*(self.term(column[at]) for column in self.rows))


def packed(triples: Iterable[Any], name: str | None = None) -> Statements:
    """Pack triples.

    Args:
        triples: anything with a `subject`, a `predicate` and an `object`.
        name: a file's name, to give blank nodes names that depend on it and their order alone; else None.
    """
    known: dict[Any, int] = {}
    rows = array("i"), array("i"), array("i")
    intern, (subjects, predicates, objects) = known.setdefault, rows
    for triple in triples:
        subjects.append(intern(triple.subject, len(known)))
        predicates.append(intern(triple.predicate, len(known)))
        objects.append(intern(triple.object, len(known)))
    tags: dict[str, int] = {IRI_TAG: 0, BLANK_TAG: 1}
    tag_numbers, values = array("i"), []
    blank = "" if name is None else "b" + hashlib.sha256(name.encode()).hexdigest()[:10]
    blanks = 0
    for term in known:
        value = term.value
        if type(term) is NamedNode:
            tag_numbers.append(0)
        elif type(term) is Literal:
            language = term.language
            tag_numbers.append(tags.setdefault(f"@{language}" if language else term.datatype.value, len(tags)))
        else:
            tag_numbers.append(1)
            blanks += 1
            value = f"{blank}n{blanks}" if blank else value
        values.append(value.encode())
    return Statements(list(tags), tag_numbers, values, rows)
