"""Places: from the terms of a statement to the tokens that say them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue import turtle
from catalogue.edition import Edition
from catalogue.errors import Place
from catalogue.sources import Source
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term, Triple

Key = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Where a file says a statement.

    Attributes:
        path: the file.
        triple: the statement.
        subject: where its subject is written.
        predicate: where its predicate is written.
        object: where its object is written, with its language tag or datatype.
    """

    path: str
    triple: Triple
    subject: turtle.Span
    predicate: turtle.Span
    object: turtle.Span

    def place(self, span: turtle.Span) -> Place:
        """Give a stretch of the file as a place."""
        return Place(self.path, span.line, span.column, span.end_line, span.end_column)


class Places:
    """Finds where the files of an edition say something; a file is read for places when it is first asked for.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._sources = {source.path: source for source in (*edition.data, *edition.shapes)}
        self._files: dict[str, _File] = {}

    def said(
        self, subject: Node, predicate: NamedNode | None = None, value: Term | None = None, file: str | None = None
    ) -> list[Said]:
        """List where statements are said.

        Args:
            subject: their subject.
            predicate: their predicate; any when None.
            value: their object; any when None.
            file: the file to look in; all files that say something of the subject when None.

        Returns:
            In the order of the files and of their lines; empty when nobody says it.
        """
        found: list[Said] = []
        for name in [file] if file else self._files_of(subject):
            if name in self._sources:
                found += self._file(name).said(subject, predicate, value)
        return found

    def find(
        self, focus: Term, predicate: NamedNode | None = None, value: Term | None = None, file: str | None = None
    ) -> Place:
        """Find the most exact place of a statement.

        Args:
            focus: its subject.
            predicate: its predicate, or None.
            value: its object, or None.
            file: the file to look in; all files that say something of the subject when None.

        Returns:
            The place of the value if it is said, else of the predicate, else of the subject where it gets its type, else of the
            whole file.
        """
        if isinstance(focus, Literal):
            return Place(self._edition.settings.folders.data)
        if predicate is not None and value is not None:
            for said in self.said(focus, predicate, value, file):
                return said.place(said.object)
        if predicate is not None:
            for said in self.said(focus, predicate, None, file):
                return said.place(said.predicate)
        for said in self.said(focus, RDF_TYPE, None, file) or self.said(focus, None, None, file):
            return said.place(said.subject)
        names = [file] if file else self._files_of(focus)
        return Place(names[0] if names else self._edition.settings.folders.data)

    def inner(self, said: Said, inner: tuple[int, int]) -> Place:
        """Find the place of some characters of a literal.

        Args:
            said: where the statement is said whose object it is.
            inner: the characters of the literal's value, from and to.
        """
        words = self.text(said.path)
        written = words[said.object.offset : said.object.offset + said.object.length]
        start, end = (said.object.offset + turtle.place_in_string(written, index) for index in inner)
        return said.place(turtle.Lines(words).span(start, max(end, start)))

    def text(self, path: str) -> str:
        """Give the text of a file, as offsets of places count it."""
        return self._file(path).text

    def _files_of(self, subject: Node) -> list[str]:
        edition = self._edition
        return edition.graph.files_of(subject) or edition.shapes_graph.files_of(subject)

    def _file(self, name: str) -> _File:
        if name not in self._files:
            self._files[name] = _File(self._sources[name])
        return self._files[name]


class _File:
    """One file, read for its places."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.text = source.data.decode("utf-8", "replace")

    @cached_property
    def _said(self) -> Mapping[tuple[Key, ...], Sequence[Said]]:
        """The statements by subject, by subject and predicate, and by all three: both readings give them in the same order."""
        found: dict[tuple[Key, ...], list[Said]] = defaultdict(list)
        for triple, located in zip(self._source.triples, turtle.locate(self.text).triples, strict=False):
            said = Said(self._source.path, triple, located.subject_place, located.predicate_place, located.object_place)
            keys = tuple(map(_key, triple))
            for length in (1, 2, 3):
                found[keys[:length]].append(said)
        return found

    def said(self, subject: Node, predicate: NamedNode | None, value: Term | None) -> Sequence[Said]:
        keys = [_key(term) for term in (subject, predicate) if term is not None]
        if predicate is not None and value is not None:
            keys.append(_key(value))
        return self._said.get(tuple(keys), ())


def _key(term: Term) -> Key:
    if isinstance(term, NamedNode):
        return ("iri", term.value)
    if isinstance(term, BlankNode):
        return ("blank", term.value)
    return ("literal", term.value, term.datatype.value, (term.language or "").lower())
