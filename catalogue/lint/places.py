"""Places: from the terms of a statement to the tokens that say them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from catalogue import turtle
from catalogue.columns.table import numbers
from catalogue.edition import Edition
from catalogue.errors import Place
from catalogue.lint.located import File, Located
from catalogue.reads import FILE, LOCATED, SUBJECT
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term
from catalogue.turtle import Span

_DATATYPE = re.compile(r"\^\^(?:\s|#[^\r\n]*[\r\n])*(?=(?:<[^<>\s]*>|[^\s<>\"'^]*)\Z)")
"""What stands between the characters of a literal and its datatype."""
_HELD = 128
"""How many files are held with their texts; others are read again when they are asked for again."""


class Places:
    """Finds where the files of an edition say something; a file is read for places when it is first asked for.

    Args:
        edition: the catalogue.

    Attributes:
        edition: the same.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        with edition.graph.reads.paused():  # which files there are says nothing of what is looked up in them
            self._sources = {source.path: source for source in (*edition.shapes, *edition.data)}
        self._in_data = dict.fromkeys(edition.graph.files, edition.graph)
        self._graphs = dict.fromkeys(edition.shapes_graph.files, edition.shapes_graph) | self._in_data
        self._reads = edition.graph.reads
        self._open = lru_cache(maxsize=_HELD)(self._opened)
        self._files: dict[Node, list[str]] = {}

    def expect(self, subjects: Iterable[Node]) -> None:
        """Look up which files of the data say something of many subjects: all at once takes little longer than one alone."""
        graph = self.edition.graph
        columns = graph.columns
        asked = [subject for subject in dict.fromkeys(subjects) if subject not in self._files]
        owners, rows = columns.rows(0, numbers(map(columns.number, asked)))
        numbers_of: dict[Node, set[int]] = defaultdict(set)
        for owner, file in zip(owners.tolist(), columns.at(3, rows).tolist(), strict=True):
            numbers_of[asked[owner]].add(file)
        self._files.update((subject, sorted(graph.files[file] for file in files)) for subject, files in numbers_of.items())

    def statements(
        self, subject: Node, predicate: NamedNode | None = None, value: Term | None = None, file: str | None = None
    ) -> list[Located]:
        """List statements where the files have them.

        Args:
            subject: their subject.
            predicate: their predicate; any when None.
            value: their object; any when None.
            file: the file to look in; all files that say something of the subject when None.

        Returns:
            In the order of the files and of their lines; empty when no file has it.
        """
        located: list[Located] = []
        for name in [file] if file else self.files_of(subject):
            if name in self._sources:
                located += self._about(name, subject).statements(subject, predicate, value)
        return located

    def digest(self, path: str, subject: Node) -> str:
        """Give what changes with where a file of the data says something of a subject, and with the lines there; else empty."""
        return self._open(path).digest(subject) if path in self._sources else ""

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
            The place of the value if it is there, else of the predicate, else of the subject where it has its type, else of the
            whole file.
        """
        if isinstance(focus, Literal):
            return Place(self.edition.settings.folders.data)
        if predicate is not None:
            for statement in self.statements(focus, predicate, value, file) if value is not None else ():
                return statement.place(statement.object)
            for statement in self.statements(focus, predicate, None, file):
                return statement.place(statement.predicate)
        for statement in self.statements(focus, RDF_TYPE, None, file) or self.statements(focus, None, None, file):
            return statement.place(statement.subject)
        names = [file] if file else self.files_of(focus)
        return Place(names[0] if names else self.edition.settings.folders.data)

    def inner(self, statement: Located, inner: tuple[int, int]) -> Span:
        """Find some characters of a literal.

        Args:
            statement: the statement whose object it is.
            inner: the characters of the literal's value, from and to.
        """
        text = self.text(statement.path)
        written = text[statement.object.offset : statement.object.offset + statement.object.length]
        start, end = (statement.object.offset + turtle.place_in_string(written, index) for index in inner)
        return turtle.Lines(text).span(start, max(end, start))

    def datatype(self, statement: Located) -> Span:
        """Find the datatype of a literal; the whole literal where none is written.

        Args:
            statement: the statement whose object it is.
        """
        whole = statement.object
        end = whole.offset + whole.length
        match = _DATATYPE.search(self.text(statement.path), whole.offset, end)
        if match is None:
            return whole
        length = end - match.end()
        return Span(whole.end_line, whole.end_column - length, whole.end_line, whole.end_column, match.end(), length)

    def syntax(self, statement: Located) -> turtle.Tree:
        """Give the syntax of the statement that says something, or of the whole file."""
        return self._file(statement.path).syntax(statement)

    def text(self, path: str) -> str:
        """Give the text of a file, as offsets of places count it."""
        return self._file(path).text

    def declarations(self, path: str) -> Sequence[tuple[str, str]]:
        """List what a file declares, as `turtle.Outline.declarations` does."""
        return self._file(path).declarations()

    def files_of(self, subject: Node) -> list[str]:
        """List the files that say something of a subject: those of the data, else those of the shapes."""
        self._reads.note(SUBJECT, subject)
        if subject not in self._files:
            edition = self.edition
            self._files[subject] = edition.graph.files_of(subject) or edition.shapes_graph.files_of(subject)
        return self._files[subject]

    def _about(self, name: str, subject: Node) -> File:
        """Give a file that is asked for what it says of a subject, and for nothing else."""
        reads = self._reads
        if name not in self._in_data:
            return self._file(name)
        if reads.keys is not None:
            with reads.paused():
                digest = self.digest(name, subject)
            reads.note(SUBJECT, subject)
            reads.note(LOCATED, name, subject, digest)
        with reads.paused():
            return self._open(name)

    def _file(self, name: str) -> File:
        self._reads.note(FILE, name)
        return self._open(name)

    def _opened(self, name: str) -> File:
        return File(self._sources[name], self._graphs[name])
