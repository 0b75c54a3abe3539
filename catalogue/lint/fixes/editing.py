"""Editing: edits of the tokens that say a statement."""

from __future__ import annotations

from catalogue import turtle
from catalogue.edits import Edit, Fix
from catalogue.lint.fixes.writing import Writer
from catalogue.lint.places import Places, Said
from catalogue.messages import Message, Text
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
        """Give what writes terms under a file's prefixes."""
        if path not in self._writers:
            self._writers[path] = Writer.under(self.places.declarations(path))
        return self._writers[path]

    def edit(self, said: Said, span: turtle.Span, words: str) -> Edit:
        """Replace a stretch of the file that says a statement."""
        return Edit(said.place(span), span.offset, span.offset + span.length, words)

    def replace(self, said: Said, term: NamedNode | Literal, *, safe: bool) -> Fix:
        """Write another object in a statement."""
        words = self.writer(said.path).term(term)
        return Fix(_write(words), (self.edit(said, said.object, words),), safe)

    def rename(self, said: Said, predicate: str, *, safe: bool) -> Fix:
        """Write another predicate in a statement."""
        words = self.writer(said.path).iri(predicate)
        return Fix(_write(words), (self.edit(said, said.predicate, words),), safe)

    def rename_subject(self, said: Said, subject: str, *, safe: bool) -> Fix:
        """Write another subject in a statement."""
        words = self.writer(said.path).iri(subject)
        return Fix(_write(words), (self.edit(said, said.subject, words),), safe)

    def exchange(self, one: Said, other: Said, title: Text) -> Fix:
        """Exchange the objects of two statements of one file."""
        words = self.places.text(one.path)
        first, second = (words[s.object.offset : s.object.offset + s.object.length] for s in (one, other))
        return Fix(title, (self.edit(one, one.object, second), self.edit(other, other.object, first)))


def _write(words: str) -> Text:
    return Message("lint.fixes.write", text=words)
