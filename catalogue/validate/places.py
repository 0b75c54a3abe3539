"""The places of findings: from the terms of a statement to the token that says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue import turtle
from catalogue.edition import Edition
from catalogue.errors import Place
from catalogue.sources import Source
from catalogue.terms import BlankNode, Literal, NamedNode, Term

Key = tuple[str, ...]


class Places:
    """Finds where the files of an edition say something; a file is read for places when it is first asked for.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._sources = {source.path: source for source in edition.data}
        self._files: dict[str, _File] = {}

    def find(self, focus: Term, predicate: NamedNode | None, value: Term | None, file: str | None = None) -> Place:
        """Find the most exact place of a statement.

        Args:
            focus: its subject.
            predicate: its predicate, or None.
            value: its object, or None.
            file: the file to look in; all files that say something of the subject when None.

        Returns:
            The place of the value if it is said, else of the predicate, else of the subject, else of the whole file.
        """
        if isinstance(focus, Literal):
            return Place(self._edition.settings.folders.data)
        names = [file] if file else self._edition.graph.files_of(focus)
        for key in _keys(focus, predicate, value):
            for name in names:
                place = self._file(name).find(key) if name in self._sources else None
                if place is not None:
                    return place
        return Place(names[0] if names else self._edition.settings.folders.data)

    def _file(self, name: str) -> _File:
        if name not in self._files:
            self._files[name] = _File(self._sources[name])
        return self._files[name]


def _keys(focus: Term, predicate: NamedNode | None, value: Term | None) -> list[tuple[Key, ...]]:
    """List what to look for, the most exact first."""
    keys: list[tuple[Key, ...]] = [(_key(focus),)]
    if predicate is not None:
        keys.insert(0, (_key(focus), _key(predicate)))
        if value is not None:
            keys.insert(0, (_key(focus), _key(predicate), _key(value)))
    return keys


def _key(term: Term) -> Key:
    if isinstance(term, NamedNode):
        return ("iri", term.value)
    if isinstance(term, BlankNode):
        return ("blank", term.value)
    return ("literal", term.value, term.datatype.value, (term.language or "").lower())


def _located_key(term: turtle.Iri | turtle.Blank | turtle.Literal) -> Key:
    if isinstance(term, turtle.Iri):
        return ("iri", term.value)
    if isinstance(term, turtle.Blank):
        return ("blank", repr(term.name))
    return ("literal", term.lexical, term.datatype, term.language)


class _File:
    """One file, read for its places."""

    def __init__(self, source: Source) -> None:
        self._path = source.path
        located = turtle.locate(source.data.decode("utf-8", "replace")).triples
        names = _same_blank_nodes(source, located)
        self._spans: dict[tuple[Key, ...], turtle.Span] = {}
        for triple in located:
            subject, predicate, value = (
                names.get(key, key) for key in map(_located_key, (triple.subject, triple.predicate, triple.object))
            )
            self._spans.setdefault((subject, predicate, value), triple.object_place)
            self._spans.setdefault((subject, predicate), triple.predicate_place)
            self._spans.setdefault((subject,), triple.subject_place)

    def find(self, key: tuple[Key, ...]) -> Place | None:
        span = self._spans.get(key)
        return Place(self._path, span.line, span.column) if span is not None else None


def _same_blank_nodes(source: Source, located: Sequence[turtle.LocatedTriple]) -> Mapping[Key, Key]:
    """Pair the blank nodes of the two readings of a file: both give its triples in the same order."""
    names: dict[Key, Key] = {}
    if len(located) == len(source.triples):
        for there, here in zip(located, source.triples, strict=True):
            for own, other in ((there.subject, here.subject), (there.object, here.object)):
                if isinstance(own, turtle.Blank):
                    names.setdefault(_located_key(own), _key(other))
    return names
