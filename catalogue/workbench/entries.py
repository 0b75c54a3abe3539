"""Entries: new things with what is said of them so far, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalogue.messages import Text
from catalogue.model import texts
from catalogue.terms import RDF_TYPE, BlankNode, NamedNode, Node, Term, Triple, language_of
from catalogue.workbench.form import Field, Form


@dataclass(eq=False)
class Entry:
    """A new thing.

    Attributes:
        form: what it is asked.
        node: its IRI; a blank node where it is described within another one.
        values: the values of its properties, in the order in which they were given.
    """

    form: Form
    node: Node
    values: dict[NamedNode, list[Term]] = field(default_factory=dict)

    def add(self, predicate: NamedNode, value: Term) -> None:
        """Give a property a value that it does not have yet."""
        values = self.values.setdefault(predicate, [])
        if value not in values:
            values.append(value)

    def remove(self, predicate: NamedNode, value: Term | None = None) -> None:
        """Take a value away again, or all values of a property when None."""
        if value is None:
            self.values.pop(predicate, None)
        elif value in self.values.get(predicate, ()):
            self.values[predicate].remove(value)

    def given(self, field_: Field) -> Sequence[Term]:
        """List the values of a field."""
        return self.values.get(field_.predicate, ())

    def languages(self, field_: Field) -> set[str]:
        """Give the languages in which a field has texts."""
        return {language_of(value) for value in self.given(field_)}

    def is_full(self, field_: Field) -> bool:
        """Tell whether a field takes no more values: it has as many as it may, or one in each language."""
        is_in_all = field_.takes_each_language_once and self.languages(field_) >= set(field_.languages) > set()
        return is_in_all or (field_.at_most is not None and len(self.given(field_)) >= field_.at_most)

    @property
    def label(self) -> Text:
        """What it is called, by language; empty when it has no name yet."""
        naming = self.form.label
        return texts(self.values.get(naming.predicate, ())) if naming is not None else {}

    def triples(self) -> Iterator[Triple]:
        """List what is said of it: its class first."""
        if self.form.class_ is not None:
            yield Triple(self.node, RDF_TYPE, self.form.class_)
        for predicate, values in self.values.items():
            for value in values:
                yield Triple(self.node, predicate, value)


@dataclass(eq=False)
class Entries:
    """The new things of one run of the command, in the order in which they were begun."""

    all: list[Entry] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def add(self, entry: Entry) -> Entry:
        """Add a thing."""
        self.all.append(entry)
        return entry

    def remove(self, entry: Entry) -> None:
        """Give a thing up, with what leads to it."""
        self.all.remove(entry)
        for other in self.all:
            for predicate, values in list(other.values.items()):
                other.values[predicate] = [value for value in values if value != entry.node]

    def keep(self, kept: Sequence[Entry]) -> None:
        """Give up all things but some."""
        for entry in [each for each in self.all if each not in kept]:
            self.remove(entry)

    def of(self, node: Term) -> Entry | None:
        """Give the new thing of an IRI or blank node, or None."""
        return next((entry for entry in self.all if entry.node == node), None)

    def named(self) -> Iterator[Entry]:
        """List the things that have an IRI."""
        return (entry for entry in self.all if isinstance(entry.node, NamedNode))

    def triples_of(self, entry: Entry) -> Iterator[Triple]:
        """List what is said of a thing and of the nodes without a name that it leads to."""
        pending, seen = [entry], {entry.node}
        while pending:
            for triple in pending.pop(0).triples():
                yield triple
                inner = self.of(triple.object) if isinstance(triple.object, BlankNode) else None
                if inner is not None and inner.node not in seen:
                    seen.add(inner.node)
                    pending.append(inner)
