"""Located statements: those of one file, each with the tokens that write it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from catalogue import turtle
from catalogue.columns.graph import Graph
from catalogue.errors import Place
from catalogue.sources import Source
from catalogue.terms import BlankNode, NamedNode, Node, Term, Triple

Key = tuple[str, ...]

DIGEST_SIZE = 16
"""How many bytes a digest of places has."""

_AROUND = 500
"""How many triples are read to find a blank node; where it takes more, all of the file is read, once for all that it says."""


class Located(NamedTuple):
    """A statement where a file has it: lines and columns are counted when they are asked for.

    Attributes:
        path: the file.
        triple: the statement.
        at: where it is written.
    """

    path: str
    triple: Triple
    at: turtle.LocatedTriple

    @property
    def subject(self) -> turtle.Span:
        """Where its subject is written."""
        return self.at.subject_place

    @property
    def predicate(self) -> turtle.Span:
        """Where its predicate is written."""
        return self.at.predicate_place

    @property
    def object(self) -> turtle.Span:
        """Where its object is written, with its language tag or datatype."""
        return self.at.object_place

    def place(self, span: turtle.Span) -> Place:
        """Give a stretch of the file as a place."""
        return Place(self.path, span.line, span.column, span.end_line, span.end_column)


class File:
    """One file, read for the statements about one subject at a time.

    Args:
        source: the file.
        graph: what it says, among others.
    """

    def __init__(self, source: Source, graph: Graph) -> None:
        self._source = source
        self._graph = graph
        self._read: dict[Node, _About] = {}
        self._digests: dict[Node, str] = {}
        self.text = source.data.decode("utf-8", "replace")

    def statements(self, subject: Node, predicate: NamedNode | None, value: Term | None) -> list[Located]:
        """List the statements about a subject; any predicate or value when None."""
        if subject not in self._read:
            self._read[subject] = _About(self._source.path, self._about(subject))
        return self._read[subject].statements(predicate, value)

    def digest(self, subject: Node) -> str:
        """Give the digest of where the statements about a subject are, and of all lines from the first to the last of them.

        It is the same as long as their places are, and what is shown of these.
        """
        if subject not in self._digests:
            self._digests[subject] = self._digest_of([statement.at for statement in self.statements(subject, None, None)])
        return self._digests[subject]

    def _digest_of(self, located: Sequence[turtle.LocatedTriple]) -> str:
        if not located:
            return ""
        offsets = [offset for at in located for offset in at.extents]
        before = self.text.rfind("\n", 0, min(offsets)) + 1
        after = self.text.find("\n", max(offsets))
        whole = hashlib.blake2b(repr((located[0].subject_place.line, offsets)).encode(), digest_size=DIGEST_SIZE)
        whole.update(self.text[before : after if after >= 0 else None].encode("utf-8", "surrogatepass"))
        return whole.hexdigest()

    def declarations(self) -> Sequence[tuple[str, str]]:
        """List what the file declares, as `turtle.Outline.declarations` does."""
        return self._outline.declarations()

    def syntax(self, statement: Located) -> turtle.Tree:
        """Give the syntax of the sentence that a statement stands in, or of the whole file."""
        tree = self._outline.statement(statement.subject.offset) if isinstance(statement.triple.subject, NamedNode) else None
        is_there = tree is not None and any(isinstance(s, turtle.Triples) and not tree.issues for s in tree.statements)
        return tree if tree is not None and is_there else turtle.parse(self.text)

    def _about(self, subject: Node) -> Sequence[tuple[Triple, turtle.LocatedTriple]]:
        """Find what is said of a subject: both readings give its triples in the same order."""
        triples = self._graph.triples_in(self._source.path, subject)
        if not triples:
            return ()
        if isinstance(subject, NamedNode):
            outline = self._outline
            for find in (lambda iri: outline.at_line_starts(iri, len(triples)), outline.about):
                located = find(subject.value)
                if len(located) == len(triples) and all(map(_is_same, triples, located)):
                    return list(zip(triples, located, strict=True))
        return self._around(subject) or self._whole.get(_key(subject), ())

    def _around(self, subject: Node) -> list[tuple[Triple, turtle.LocatedTriple]]:
        """Find what is said of a blank node, which has no name to look for: read on from the last IRI before it, if any.

        Returns:
            Nothing where the two readings differ.
        """
        triples, positions = self._source.triples, self._graph.positions_in(self._source.path, subject)
        if not positions:
            return []
        before = next((at for at in range(positions[0], -1, -1) if isinstance(triples[at].subject, NamedNode)), -1)
        start, end = max(before, 0), positions[-1] + 1
        if end - start > _AROUND + 1:
            return []
        pairs = list(zip(triples[start:end], self._read_from(before), strict=False))
        if len(pairs) < end - start or not all(_is_same(*pair) for pair in pairs):
            return []
        return [pair for pair in pairs if pair[0].subject == subject]

    def _read_from(self, position: int) -> Iterator[turtle.LocatedTriple]:
        """Read on from a triple that is about an IRI, given by its position in the file; from the first one when it is -1."""
        if position < 0:
            for span in self._outline.following():
                yield from self._outline.read(*span)
            return
        root = self._source.triples[position].subject
        earlier = self._graph.positions_in(self._source.path, root).index(position)
        for span in self._outline.begun(root.value):
            located = self._outline.read(*span)
            own = [at for at, t in enumerate(located) if isinstance(t.subject, turtle.Iri) and t.subject.value == root.value]
            if earlier < len(own):
                yield from located[own[earlier] :]
                for following in self._outline.following(span[1]):
                    yield from self._outline.read(*following)
                return
            earlier -= len(own)

    @cached_property
    def _outline(self) -> turtle.Outline:
        return turtle.Outline(self.text)

    @cached_property
    def _whole(self) -> Mapping[Key, Sequence[tuple[Triple, turtle.LocatedTriple]]]:
        """All statements by subject."""
        by_subject: dict[Key, list[tuple[Triple, turtle.LocatedTriple]]] = defaultdict(list)
        for triple, located in zip(self._source.triples, turtle.locate(self.text).triples, strict=False):
            by_subject[_key(triple.subject)].append((triple, located))
        return by_subject


def _is_like(term: Term, located: turtle.Term) -> bool:
    """Whether both are the same IRI, or both are blank nodes."""
    return located.value == term.value if isinstance(located, turtle.Iri) else isinstance(term, BlankNode)


def _is_same(triple: Triple, located: turtle.LocatedTriple) -> bool:
    """Whether both are one statement, whatever the names of blank nodes."""
    if located.predicate.value != triple.predicate.value or not _is_like(triple.subject, located.subject):
        return False
    value, written = triple.object, located.object
    if isinstance(written, turtle.Literal):
        return _key(value) == ("literal", written.lexical, written.datatype, written.language)
    if isinstance(written, turtle.Iri):
        return isinstance(value, NamedNode) and value.value == written.value
    return isinstance(value, BlankNode)


class _About:
    """What a file says of a subject.

    Args:
        path: the file.
        statements: the statements and where they are, in their order.
    """

    def __init__(self, path: str, statements: Sequence[tuple[Triple, turtle.LocatedTriple]]) -> None:
        self._statements = [Located(path, *statement) for statement in statements]
        self._by_predicate: dict[str, list[Located]] = defaultdict(list)
        for statement in self._statements:
            self._by_predicate[statement.at.predicate.value].append(statement)

    def statements(self, predicate: NamedNode | None, value: Term | None) -> list[Located]:
        """List where statements are said; any predicate or value when None."""
        statements = self._statements if predicate is None else self._by_predicate.get(predicate.value, [])
        if value is None:
            return statements.copy()
        wanted = _key(value)
        return [statement for statement in statements if _key(statement.triple.object) == wanted]


def _key(term: Term) -> Key:
    if isinstance(term, NamedNode):
        return ("iri", term.value)
    if isinstance(term, BlankNode):
        return ("blank", term.value)
    return ("literal", term.value, term.datatype.value, (term.language or "").lower())
