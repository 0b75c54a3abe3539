"""Editing: edits of the tokens that say a statement."""

from __future__ import annotations

from catalogue import turtle
from catalogue.edits import Edit, Fix
from catalogue.lint.fixes.writing import Writer
from catalogue.lint.located import Located
from catalogue.lint.naming import shown
from catalogue.lint.places import Places
from catalogue.messages import Message, Text
from catalogue.reads import FILE
from catalogue.terms import Literal, NamedNode


class Editing:
    """Makes edits that write terms as the file at hand writes them.

    Args:
        places: where statements are said.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self._writers: dict[str, Writer] = {}

    def writer(self, path: str) -> Writer:
        """Give what writes terms under a file's prefixes, which rests upon the file each time that it is asked for."""
        self.places.edition.graph.reads.note(FILE, path)
        if path not in self._writers:
            self._writers[path] = Writer.under(self.places.declarations(path), is_turtle=not path.endswith(".nt"))
        return self._writers[path]

    def shown(self, path: str, term: NamedNode) -> str:
        """Write an IRI for a message: as a file would where it has a prefix for it, else as the settings do."""
        written = self.writer(path).iri(term.value)
        return shown(self.places.edition, term) if written.startswith("<") else written

    def edit(self, statement: Located, span: turtle.Span, turtle_text: str) -> Edit:
        """Replace a stretch of the file that says a statement."""
        return Edit(statement.place(span), span.offset, span.offset + span.length, turtle_text)

    def write(self, statement: Located, span: turtle.Span, turtle_text: str, *, safe: bool) -> Fix:
        """Write something else in a stretch of the file that says a statement."""
        title = Message("lint.fixes.write", text=turtle_text)
        return Fix(title, (self.edit(statement, span, turtle_text),), safe)

    def replace(self, statement: Located, term: NamedNode | Literal, *, safe: bool) -> Fix:
        """Write another object in a statement."""
        return self.write(statement, statement.object, self.writer(statement.path).term(term), safe=safe)

    def rename(self, statement: Located, predicate: str, *, safe: bool) -> Fix:
        """Write another predicate in a statement."""
        return self.write(statement, statement.predicate, self.writer(statement.path).iri(predicate), safe=safe)

    def retype(self, statement: Located, datatype: str, *, safe: bool) -> Fix:
        """Write another datatype of the object in a statement."""
        written = self.writer(statement.path).iri(datatype)
        return self.write(statement, self.places.datatype(statement), written, safe=safe)

    def rename_subject(self, statement: Located, subject: str, *, safe: bool) -> Fix:
        """Write another subject in a statement."""
        return self.write(statement, statement.subject, self.writer(statement.path).iri(subject), safe=safe)

    def exchange(self, one: Located, other: Located, title: Text) -> Fix:
        """Exchange the objects of two statements of one file."""
        whole = self.places.text(one.path)
        first, second = (whole[s.object.offset : s.object.offset + s.object.length] for s in (one, other))
        return Fix(title, (self.edit(one, one.object, second), self.edit(other, other.object, first)))
